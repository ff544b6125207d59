use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 relu => 1 sigmoid; seed = 1, seed = 2);
    println!("{net}");
}
