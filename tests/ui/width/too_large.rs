use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4_000_000_000 relu => 1 sigmoid);
    println!("{net}");
}
