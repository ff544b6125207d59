use sinew::prelude::*;

fn main() {
    let net = network!([2, 4, 1]);
    println!("{net}");
}
