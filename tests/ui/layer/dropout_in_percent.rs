use sinew::prelude::*;

network! {
    struct Gate = 64 => 32 relu => dropout(50) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
