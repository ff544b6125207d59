use sinew::prelude::*;

network! {
    struct Gate = 64 => resize(4x4) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
