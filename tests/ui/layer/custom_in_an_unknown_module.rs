use sinew::prelude::*;

fn main() {
    let net = network!(2 => custom::Layer => 1 sigmoid);
    println!("{net}");
}
