use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => groupnorm(3) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
