use sinew::prelude::*;

network! {
    struct Gate = 1x9x9 => maxpool(2x2, padding = 1, count_include_pad = false) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
