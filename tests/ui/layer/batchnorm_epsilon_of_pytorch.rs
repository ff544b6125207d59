use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => batchnorm(eps = 0.001) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
