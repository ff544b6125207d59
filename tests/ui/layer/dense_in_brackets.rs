use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense[4] relu => dense{1} sigmoid);
    println!("{net}");
}
