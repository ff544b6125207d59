use sinew::prelude::*;

network! {
    struct Gate = 1x100 => conv1d(6, 5x5) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
