use sinew::prelude::*;

fn main() {
    let net = network!(0x10 => 4 relu => 1 sigmoid);
    println!("{net}");
}
