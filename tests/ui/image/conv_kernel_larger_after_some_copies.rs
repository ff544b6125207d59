use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => (conv(4, 5x5) relu) * 8 => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
