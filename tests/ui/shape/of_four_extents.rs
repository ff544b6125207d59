use sinew::prelude::*;

network! {
    struct Gate = 1x1x8x8 => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
