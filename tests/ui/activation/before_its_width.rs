use sinew::prelude::*;

network! {
    struct Gate = 2 => relu 4 => sigmoid 1;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
