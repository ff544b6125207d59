use sinew::prelude::*;

const WIDTH: usize = 0;

network! {
    struct Gate = 2 => WIDTH relu => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
