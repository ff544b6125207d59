use sinew::prelude::*;

network! {
    struct Digits = 64 => (digit: 10 | odd: 1) softmax;
}

fn main() {}
