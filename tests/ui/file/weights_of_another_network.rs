use sinew::prelude::*;

network! {
    struct Xor = 2 => 3 tanh => out: 1 sigmoid;
}

static XOR: Xor = include_weights!("../../../crates/files/tests/data/xor.safetensors");

fn main() {
    println!("{}", XOR);
}
