use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {
    let data = sinew::data::gates::xor();
    let _ = Trainer::new("binary_cross_entropy", Adam::new(0.01)).fit(&mut Gate::seeded(1), &data);
}
