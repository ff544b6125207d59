use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 "relu" => 1 sigmoid);
    println!("{net}");
}
