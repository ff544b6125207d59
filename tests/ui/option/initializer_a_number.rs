use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, init = 0.5) relu => 1);
    println!("{net}");
}
