//! A network in a file is the network.

use sinew::files::{Files, LoadError, Misfit};
use sinew::layers::{Concat, Dense, LayerInfo, Network, Residual, Skip, Stage};
use sinew::prelude::*;

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
    struct NoBias = 3 => hidden: dense(5, bias = false) relu => output: 2 softmax;
    struct Wide = 3 => hidden: 6 relu => head: 2 softmax;
}

#[test]
#[ignore = "writes the committed file"]
fn write_the_embedded_network() -> Result<(), Box<dyn std::error::Error>> {
    let mut net = Xor::seeded(3);
    let data = sinew::data::gates::xor();
    let history = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(500).fit(&mut net, &data)?;
    assert!(history.last().is_some_and(|last| last.training.accuracy == Some(1.0)));
    net.save("tests/data/xor.safetensors")?;
    Ok(())
}
