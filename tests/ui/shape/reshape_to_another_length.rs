use sinew::prelude::*;

network! {
    struct Gate = 64 => reshape(1x8x9) => conv(2, 3x3) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
