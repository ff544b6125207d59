use sinew::prelude::*;

network! {
    struct Gate = 1x8x8 => upsample(2, interpolation = bilinear) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
