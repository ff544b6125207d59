use sinew::prelude::*;

network! {
    struct Gate = 1x9999x9999 => conv(5000, 3x3) relu => flatten => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
