use sinew::prelude::*;

network! {
    struct Gate = 3x8x8 => conv(4, 3x3, groups = 2) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
