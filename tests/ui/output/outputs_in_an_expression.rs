use sinew::prelude::*;

fn main() {
    let net = network!(64 => (digit: 10 softmax | odd: 1 sigmoid));
    println!("{net}");
}
