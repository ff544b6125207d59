use sinew::prelude::*;

network! {
    struct Gate = 2 => hidden: 4 relu => 1 sigmoid;
}

fn main() {
    println!("{:?}", Gate::seeded(1).layer1.weights);
}
