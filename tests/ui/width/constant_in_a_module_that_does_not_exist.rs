use sinew::prelude::*;

fn main() {
    let net = network!(config::INPUTS => 4 relu => 1 sigmoid);
    println!("{net}");
}
