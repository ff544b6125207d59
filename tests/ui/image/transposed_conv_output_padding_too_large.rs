use sinew::prelude::*;

network! {
    struct Gate = 4x8x8 => transposed_conv(2, 2x2, stride = 2, output_padding = 2);
}

fn main() {
    println!("{}", Gate::seeded(1));
}
