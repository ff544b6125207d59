use sinew::prelude::*;

network! {
    struct Digits = 64 => 0 relu => softmax 10 => 10 sigmod;
}

fn main() {
    println!("{}", Digits::seeded(1));
}
