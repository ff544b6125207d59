use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, init = constant) relu => 1);
    println!("{net}");
}
