use sinew::prelude::*;

network! {
    struct Gate = ;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
