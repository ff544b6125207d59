use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => batchnorm(epsilon = small) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
