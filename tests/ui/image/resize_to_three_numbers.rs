use sinew::prelude::*;

network! {
    struct Gate = 1x8x8 => resize(1x4x4) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
