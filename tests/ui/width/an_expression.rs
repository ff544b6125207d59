use sinew::prelude::*;

fn main() {
    let net = network!(28 * 28 => 4 + 4 relu => 10 softmax);
    println!("{net}");
}
