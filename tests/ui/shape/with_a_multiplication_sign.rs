use sinew::prelude::*;

fn main() {
    let net = network!(28×28 => flatten => 10 softmax);
    println!("{net}");
}
