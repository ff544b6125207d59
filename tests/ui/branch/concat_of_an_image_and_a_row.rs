use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => concat(conv(4, 3x3) | flatten => 10) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
