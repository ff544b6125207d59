use sinew::prelude::*;

network! {
    struct Gate = 1x1x8 => maxpool(2x3, padding = 1, dilation = 2x1) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
