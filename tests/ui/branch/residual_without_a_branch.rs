use sinew::prelude::*;

network! {
    struct Gate = 64 => residual relu => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
