use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 leaky_relu() => 1 elu());
    println!("{net}");
}
