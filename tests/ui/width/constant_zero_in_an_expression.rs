use sinew::prelude::*;

const INPUTS: usize = 0;

fn main() {
    let net = network!(INPUTS => 4 relu => 1 sigmoid);
    println!("{net}");
}
