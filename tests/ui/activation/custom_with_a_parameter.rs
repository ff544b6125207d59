use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 my::Power(3) => 1 sigmoid);
    println!("{net}");
}
