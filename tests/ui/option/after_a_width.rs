use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4(bias = false) relu => 1);
    println!("{net}");
}
