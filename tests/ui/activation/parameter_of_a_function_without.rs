use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 relu(0.1) => 1 tanh(2));
    println!("{net}");
}
