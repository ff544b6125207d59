use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu: hidden => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
