use std::error::Error;

use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 sigmoid;
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut adam = Adam::new(0.01);
    let net = Gate::seeded(1);
    net.save("gate.safetensors")?;
    net.save_with_optimizer(&adam, "gate.safetensors")?;
    let bytes = net.to_bytes();
    Gate::load("gate.safetensors")?;
    Gate::<f64>::load("gate.safetensors")?;
    Gate::load_non_finite("gate.safetensors")?;
    Gate::load_with_optimizer(&mut adam, "gate.safetensors")?;
    Gate::from_bytes(&bytes)?;
    let data = sinew::data::gates::xor();
    Trainer::new(BinaryCrossEntropy, adam).checkpoints("gate.checkpoint", 10).fit(&mut Gate::seeded(1), &data)?;
    Ok(())
}
