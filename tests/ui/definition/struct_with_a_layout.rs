use sinew::prelude::*;

network! {
    #[repr(C, align(64))]
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
