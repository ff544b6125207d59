use sinew::prelude::*;

fn main() {
    let hidden = 4;
    let net = network!(2 => hidden relu => 1 sigmoid);
    println!("{net}");
}
