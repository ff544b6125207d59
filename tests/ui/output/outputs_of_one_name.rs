use sinew::prelude::*;

network! {
    struct Digits = 64 => (digit: 10 softmax | digit: 1 sigmoid);
}

fn main() {}
