use sinew::prelude::*;

network! {
    struct Gate = 64 => () * 3 => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
