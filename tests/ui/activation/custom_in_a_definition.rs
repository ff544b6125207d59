use sinew::prelude::*;

struct Swish;

mod my {
    pub struct Square;
}

network! {
    struct Gate = 2 => 4 Swish => 3 my::Square => 1 Swish;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
