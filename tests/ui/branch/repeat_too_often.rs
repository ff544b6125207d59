use sinew::prelude::*;

network! {
    struct Gate = 64 => (32 relu => 64 relu) * 501 => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
