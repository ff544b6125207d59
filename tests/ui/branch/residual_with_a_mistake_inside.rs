use sinew::prelude::*;

network! {
    struct Gate = 64 => residual(64 rellu => 64) relu => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
