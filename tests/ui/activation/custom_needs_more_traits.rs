use sinew::prelude::*;

struct Square;

impl Activation for Square {
    const NAME: &'static str = "square";

    fn apply<R: Real>(z: R) -> R {
        z * z
    }

    fn derivative<R: Real>(z: R, _: R) -> R {
        z + z
    }
}

network! {
    struct Gate = 2 => 4 Square => 1;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
