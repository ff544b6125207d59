use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => residual(flatten => 10, projection = true) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
