use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 elu(-1.0) => 1 elu(0));
    println!("{net}");
}
