use sinew::prelude::*;

network! {
    struct Gate = 1x9x9 => maxpool(2x2, ceilmode = true) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
