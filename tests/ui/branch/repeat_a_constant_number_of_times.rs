use sinew::prelude::*;

const DEPTH: usize = 3;

network! {
    struct Gate = 64 => (32 relu) * DEPTH => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
