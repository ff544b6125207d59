//! Logs a training run, and writes next to the log what TensorBoard must find in it;
//! `tests/python/read_events.py` compares the two.
//!
//! `cargo run -p sinew-tensorboard --example log -- DIRECTORY`

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use sinew::prelude::*;
use sinew_tensorboard::Log;

network! {
    struct Iris = 4 => hidden: 8 tanh => output: 3 softmax;
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "runs/iris".into()));
    let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
    let mut net = Iris::seeded(1);
    let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(20).validation(&test);
    let history = trainer.fit(&mut net, &train)?;
    // As if the run had been interrupted in epoch 15, and went on from a checkpoint of epoch 10.
    let mut interrupted = Log::create(&directory)?;
    history.epochs[..14].iter().try_for_each(|report| interrupted.epoch(report))?;
    drop(interrupted);
    let mut log = Log::resume(&directory, 10)?;
    history.epochs[10..].iter().try_for_each(|report| log.epoch(report))?;
    log.weights(20, &*net)?;
    log.training().scalar("not_finite", 20, f64::NAN)?;
    let diagram = sinew_plots::diagram("Iris", Iris::LAYERS)?.png()?;
    log.training().image("network", 20, &diagram)?;
    log.flush()?;

    fs::write(directory.join("history.json"), history.to_json())?;
    fs::write(directory.join("network.png"), diagram)?;
    let (hidden, output) = net.parameters().split_at(Iris::LAYERS[0].parameters);
    fs::write(directory.join("parameters.json"), format!(r#"{{"hidden": {hidden:?}, "output": {output:?}}}"#))?;
    Ok(())
}
