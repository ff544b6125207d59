use sinew::prelude::*;

network! {
    struct Gate = 3x28x28 => conv(6, 5x5x5) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
