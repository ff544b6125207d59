use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => residual(conv(4, 3x3), projection = true) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
