use sinew::prelude::*;

fn main() {
    let net = network!(4 => 8 relu => 1 linear);
    println!("{net}");
}
