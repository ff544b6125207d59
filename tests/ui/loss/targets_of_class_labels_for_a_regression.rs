use sinew::prelude::*;

network! {
    struct Digits = 64 => 32 relu => 10;
}

fn main() {
    let data = sinew::data::digits();
    let _ = Trainer::new(MeanSquaredError, Adam::new(0.01)).fit(&mut Digits::seeded(1), &data);
}
