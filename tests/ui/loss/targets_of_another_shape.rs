use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {
    let data = Dataset::new(vec![[0.0, 1.0]], vec![[1.0, 0.0]]).unwrap();
    let _ = Trainer::new(BinaryCrossEntropy, Sgd::new(0.1)).fit(&mut Gate::seeded(1), &data);
}
