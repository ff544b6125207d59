use sinew::prelude::*;

const CHANNELS: usize = 6;

network! {
    struct Gate = 1x28x28 => conv(CHANNELS, 5x5) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
