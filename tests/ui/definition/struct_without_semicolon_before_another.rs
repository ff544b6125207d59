use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid
    struct Other = 2 => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
