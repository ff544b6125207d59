use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 banana => 1 sigmoid);
    println!("{net}");
}
