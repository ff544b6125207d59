use sinew::prelude::*;

network! {
    struct Gate = 1x8x8 => resize(4x4, mode = bilinear, align_corners = 1) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
