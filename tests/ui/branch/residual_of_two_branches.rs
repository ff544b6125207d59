use sinew::prelude::*;

network! {
    struct Gate = 64 => residual(64 relu | 64 tanh) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
