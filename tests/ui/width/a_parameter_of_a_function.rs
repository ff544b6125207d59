use sinew::prelude::*;

fn show<const N: usize>() {
    network! {
        struct Gate = 2 => N relu => 1 sigmoid;
    }
    println!("{}", Gate::seeded(1));
}

fn main() {
    show::<4>();
}
