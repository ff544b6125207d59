use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {
    let data = sinew::data::gates::xor();
    let _ = Trainer::new(CrossEntropy, Sgd::new(0.1)).fit(&mut Gate::seeded(1), &data);
}
