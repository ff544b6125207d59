use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => layernorm(momentum = 0.1) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
