use sinew::prelude::*;

fn main() {
    let net = network!(28*28 => 128 relu => 10 softmax);
    println!("{net}");
}
