use sinew::prelude::*;

fn main() {
    let net = network!(2 => 1: 4 relu => 2: 1 sigmoid);
    println!("{net}");
}
