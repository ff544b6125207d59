use sinew::prelude::*;

const SEED: u32 = 7;

fn main() {
    let net = network!(2 => 4 relu => 1 sigmoid; seed = SEED);
    println!("{net}");
}
