use sinew::prelude::*;

network! {
    struct Gate {
        layer1: 4 relu,
        layer2: 1 sigmoid,
    }
}

fn main() {
    println!("{}", Gate::seeded(1));
}
