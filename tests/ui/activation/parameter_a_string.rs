use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 leaky_relu("0.1") => 1);
    println!("{net}");
}
