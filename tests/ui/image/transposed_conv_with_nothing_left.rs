use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => transposed_conv(2, 3x3, padding = 20);
}

fn main() {
    println!("{}", Gate::seeded(1));
}
