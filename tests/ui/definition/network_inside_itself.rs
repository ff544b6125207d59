use sinew::prelude::*;

network! {
    struct Gate = 4 => 4 relu => Gate => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
