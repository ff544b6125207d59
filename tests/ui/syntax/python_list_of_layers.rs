use sinew::prelude::*;

fn main() {
    let net = network!(Sequential([Dense(4), Dense(1)]));
    println!("{net}");
}
