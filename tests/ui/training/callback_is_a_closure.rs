use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() {
    let data = sinew::data::gates::xor();
    let trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.01));
    let _ = trainer.callback(|report: &str| println!("{report}")).fit(&mut Gate::seeded(1), &data);
}
