use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => flatten 120 relu => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
