use sinew::prelude::*;

fn main() {
    let net = network!(2 => 3x4 relu => 1);
    println!("{net}");
}
