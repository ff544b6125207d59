use sinew::prelude::*;

network! {
    #[cfg_attr(all(), inline)]
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {}
