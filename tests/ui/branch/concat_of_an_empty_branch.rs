use sinew::prelude::*;

network! {
    struct Gate = 64 => concat(32 relu | ) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
