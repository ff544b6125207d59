use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4.5 relu => 1 sigmoid);
    println!("{net}");
}
