use sinew::prelude::*;

fn main() {
    let net = network!(1 sigmoid);
    println!("{net}");
}
