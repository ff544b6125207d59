use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => flatten;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
