use sinew::prelude::*;

network! {
    struct Gate = 64 => residual() => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
