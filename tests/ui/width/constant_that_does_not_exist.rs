use sinew::prelude::*;

const WIDTH: usize = 4;

network! {
    struct Gate = 2 => WIDHT relu => HEIGHT sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
