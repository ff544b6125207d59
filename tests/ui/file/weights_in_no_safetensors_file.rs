use sinew::prelude::*;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

static XOR: Xor = include_weights!("weights_in_no_safetensors_file.rs");

fn main() {
    println!("{}", XOR);
}
