use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 leaky_relu(small) => 1);
    println!("{net}");
}
