use sinew::prelude::*;

fn main() {
    let net = network!(2 => dense(4, bias = 0) relu => 1);
    println!("{net}");
}
