use sinew::prelude::*;

network! {
    struct type = 2 => 4 relu => 1 sigmoid;
}

fn main() {}
