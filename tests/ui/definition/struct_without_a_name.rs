use sinew::prelude::*;

network! {
    struct = 2 => 4 relu => 1 sigmoid;
}

fn main() {}
