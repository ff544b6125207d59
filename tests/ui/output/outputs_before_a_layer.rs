use sinew::prelude::*;

network! {
    struct Digits = 64 => (digit: 10 softmax | odd: 1 sigmoid) => 4 relu;
}

fn main() {}
