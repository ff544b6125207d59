use sinew::prelude::*;

network! {
    2 => 4 relu => 1 sigmoid
}

fn main() {}
