use sinew::prelude::*;

network! {
    #[derive(Clone)]
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
