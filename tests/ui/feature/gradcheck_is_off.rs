use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

sinew::gradcheck!(Gate, BinaryCrossEntropy);

fn main() {}
