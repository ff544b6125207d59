use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => residual(conv(8, 3x3, padding = same) relu => conv(8, 3x3, padding = same)) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
