use sinew::prelude::*;

fn main() {
    let net = network!(2 => Dense(4) relu => Dense(1) sigmoid);
    println!("{net}");
}
