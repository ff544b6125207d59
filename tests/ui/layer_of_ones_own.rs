use sinew::prelude::*;

fn main() {
    let net = network!(2 => my::Layer => 1 sigmoid);
    println!("{net}");
}
