use sinew::prelude::*;

network! {
    struct Encoder = 1x8x8 => flatten => 16 relu;
    struct Gate = 32 => Encoder => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
