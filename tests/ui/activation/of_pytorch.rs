use sinew::prelude::*;

fn main() {
    let net = network!(784 => 128 LeakyReLU(0.1) => 10 LogSoftmax);
    println!("{net}");
}
