use sinew::prelude::*;

fn main() {
    let net = network!(Dense(4, activation="relu"), Dense(1, activation="sigmoid"));
    println!("{net}");
}
