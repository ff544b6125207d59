use sinew::prelude::*;

network! {
    struct Gate = (32 relu) * 2 => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
