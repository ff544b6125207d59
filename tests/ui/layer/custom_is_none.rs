use sinew::prelude::*;

pub struct Scale<T, const N: usize> {
    pub weights: [T; N],
}

network! {
    struct Gate = 2 => Scale<2> => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
