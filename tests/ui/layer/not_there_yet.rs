use sinew::prelude::*;

fn main() {
    let net = network!(16x64 => lstm(32) => 10 softmax);
    println!("{net}");
}
