use sinew::prelude::*;

fn main() {
    let net = network!(28x => 128 relu => 10 softmax);
    println!("{net}");
}
