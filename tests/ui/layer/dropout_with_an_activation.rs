use sinew::prelude::*;

network! {
    struct Gate = 64 => 32 => dropout(0.5) relu => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
