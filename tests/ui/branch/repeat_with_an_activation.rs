use sinew::prelude::*;

network! {
    struct Gate = 64 => (32 relu) * 3 tanh => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
