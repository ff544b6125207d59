use sinew::prelude::*;

network! {
    struct Gate = 1x8 => resize(4, mode = bilinear) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
