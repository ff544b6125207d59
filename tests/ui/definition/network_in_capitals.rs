use sinew::prelude::*;

network! {
    struct Gate = 4 => MLP => 1 sigmoid;
}

mod other {
    sinew::network! {
        pub struct MLP = 4 => 3 relu;
    }
}
use other::MLP;

fn main() {}
