use sinew::prelude::*;

const WIDTH: usize = 32;

network! {
    struct Gate = 64 => concat(32 relu | WIDTH tanh) => 10 softmax;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
