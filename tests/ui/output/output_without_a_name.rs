use sinew::prelude::*;

network! {
    struct Digits = 64 => 32 relu => (digit: 10 softmax | 1 sigmoid);
}

fn main() {}
