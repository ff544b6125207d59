mod model {
    use sinew::prelude::*;

    network! {
        pub struct Adder = 2 => 1;

        struct Gate = 2 => 4 relu => 1 sigmoid;
    }
}

fn main() {
    println!("{}", model::Gate::seeded(1));
}
