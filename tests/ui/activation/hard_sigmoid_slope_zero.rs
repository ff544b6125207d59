use sinew::prelude::*;

network! {
    struct Gate = 4 => 8 hard_sigmoid(0) => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
