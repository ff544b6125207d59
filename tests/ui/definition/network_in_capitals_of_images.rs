use sinew::prelude::*;

mod other {
    sinew::network! {
        pub struct CNN = 1x4x4 => conv(2, 3) relu;
    }
}

network! {
    struct Gate = 1x4x4 => other::CNN => 1 sigmoid;
}

fn main() {}
