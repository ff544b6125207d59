use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense relu => dense() sigmoid);
    println!("{net}");
}
