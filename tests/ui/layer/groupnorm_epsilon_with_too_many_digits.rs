use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => groupnorm(2, epsilon = 1e-40) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
