use sinew::prelude::*;

const CLASSES: usize = 10;

network! {
    struct Digits = 64 => (digit: CLASSES softmax | odd: 1 sigmoid);
}

fn main() {}
