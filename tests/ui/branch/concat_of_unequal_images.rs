use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => concat(conv(4, 3x3) | conv(4, 5x5)) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
