use sinew::prelude::*;

fn main() {
    let net = network!();
    println!("{net}");
}
