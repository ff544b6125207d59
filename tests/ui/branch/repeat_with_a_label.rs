use sinew::prelude::*;

network! {
    struct Gate = 64 => blocks: (32 relu) * 3 => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
