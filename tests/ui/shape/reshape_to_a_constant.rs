use sinew::prelude::*;

const SIDE: usize = 64;

network! {
    struct Gate = 64 => reshape(SIDE) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
