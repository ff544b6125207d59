use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => conv(0, 5x5) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
