use sinew::prelude::*;

network! {
    struct Gate = 1x8x8 => resize(16777216x16777216) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
