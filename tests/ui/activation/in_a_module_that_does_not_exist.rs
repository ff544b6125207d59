use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 custom::Swish => 1 custom::Swish;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
