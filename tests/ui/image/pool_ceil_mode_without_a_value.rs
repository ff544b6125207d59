use sinew::prelude::*;

network! {
    struct Gate = 1x9x9 => avgpool(2x2, ceil_mode) => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
