#![deny(deprecated)]

use sinew::prelude::*;

network! {
    #[deprecated]
    struct Old = 4 => 3 relu;
    struct New = 4 => Old => 1;
}

fn main() {
    let _ = Old::PARAMETERS;
}
