use sinew::prelude::*;

network! {
    struct Digits = 64 => (digit: 10 softmax, odd: 1 sigmoid);
}

fn main() {}
