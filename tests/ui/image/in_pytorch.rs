use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => Conv2d(6, 5) => MaxPool2d(2) => Flatten => Linear(10);
}

fn main() {
    println!("{}", Gate::seeded(1));
}
