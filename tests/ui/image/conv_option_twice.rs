use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => conv(6, 5x5, stride = 2, stride = 1) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
