use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 2 tanh;
    struct Gates = 2 => Gate { .. } => 1 sigmoid;
}

fn main() {
    println!("{}", Gates::seeded(1));
}
