use sinew::prelude::*;

network! {
    struct Gate = 1x28x28 => BatchNormalization => GlobalAveragePooling2D => Dropout(0.5) => Dense(10);
}

fn main() {
    println!("{}", Gate::seeded(1));
}
