use sinew::prelude::*;

network! {
    struct Gate = 2 => relu => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
