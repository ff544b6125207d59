use sinew::prelude::*;

network! {
    struct Gate = 64 => concat(32 relu | 32 tanh, axis = 1) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
