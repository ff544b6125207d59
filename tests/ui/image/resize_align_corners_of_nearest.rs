use sinew::prelude::*;

network! {
    struct Gate = 1x8x8 => resize(4x4, align_corners = true) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
