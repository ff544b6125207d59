use sinew::prelude::*;

fn main() {
    let net = network!(2 => nn.Linear(2, 4) => nn.ReLU() => nn.Linear(4, 1));
    println!("{net}");
}
