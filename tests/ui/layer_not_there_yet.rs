use sinew::prelude::*;

fn main() {
    let net = network!(784 => dropout(0.2) => conv(6, 5x5) relu => 10 softmax);
    println!("{net}");
}
