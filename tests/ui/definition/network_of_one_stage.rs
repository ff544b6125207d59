use sinew::prelude::*;

network! {
    struct Gate = 2;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
