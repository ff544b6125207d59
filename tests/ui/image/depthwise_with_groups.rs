use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => depthwise(3x3, groups = 2) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
