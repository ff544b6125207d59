use sinew::prelude::*;

network! {
    struct Gate = 1x8x8 => maxpool(2x2, dilation = 0) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
