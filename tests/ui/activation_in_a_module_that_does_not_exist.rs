use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 my::Swish => 1 my::Swish;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
