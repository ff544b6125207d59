use sinew::prelude::*;

network! {
    struct Gate = 1x3x3 => maxpool(6x6, stride = 2, ceil_mode = true) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
