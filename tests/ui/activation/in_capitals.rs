use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 RELU => 1 Sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
