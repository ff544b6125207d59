use sinew::prelude::*;

network! {
    struct Gate = 784 => maxpool(2x2) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
