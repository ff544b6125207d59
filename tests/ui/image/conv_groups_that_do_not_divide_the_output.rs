use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => conv(6, 3x3, groups = 4) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
