use sinew::prelude::*;

fn main() {
    let net = network!(2usize => 4usize relu => 1usize sigmoid);
    println!("{net}");
}
