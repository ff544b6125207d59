use sinew::prelude::*;

network! {
    struct Gate = 64 => residual(64 softmax) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
