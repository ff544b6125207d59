use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 2 tanh;
}

fn main() {
    let net = network!(2 => Gate::new() => 1 sigmoid);
    println!("{net}");
}
