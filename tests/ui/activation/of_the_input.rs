use sinew::prelude::*;

fn main() {
    let net = network!(2 relu => 4 relu => 1);
    println!("{net}");
}
