use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => conv(6, 5x5, strides = 2) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
