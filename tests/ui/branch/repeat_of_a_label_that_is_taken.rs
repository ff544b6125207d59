use sinew::prelude::*;

network! {
    struct Gate = 64 => (a: 32 relu) * 2 => a1: 16 relu => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
