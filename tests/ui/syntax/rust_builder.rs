use sinew::prelude::*;

fn main() {
    let net = network!(Network::new().dense(4).relu());
    println!("{net}");
}
