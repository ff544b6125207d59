use sinew::prelude::*;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

static XOR: Xor = include_weights!("weights_that_are_no_numbers.safetensors");

fn main() {
    println!("{}", XOR);
}
