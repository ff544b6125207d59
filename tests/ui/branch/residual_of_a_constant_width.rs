use sinew::prelude::*;

const WIDTH: usize = 32;

network! {
    struct Gate = 64 => residual(32 relu => WIDTH) relu => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
