use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, init = random) relu => 1);
    println!("{net}");
}
