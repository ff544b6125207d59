use sinew::prelude::*;

const INPUTS: usize = 64;

network! {
    struct Gate = INPUTS => reshape(1x8x9) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
