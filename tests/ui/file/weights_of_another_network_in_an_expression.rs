use sinew::prelude::*;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
    struct Deeper = 2 => 4 tanh => 1 tanh => 1 sigmoid;
}

fn main() {
    let xor = include_weights!(Xor, "../../../crates/files/tests/data/xor.safetensors");
    let deeper = include_weights!(Deeper, "../../../crates/files/tests/data/xor.safetensors");
    println!("{xor} {deeper}");
}
