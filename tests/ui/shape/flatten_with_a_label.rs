use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => row: flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
