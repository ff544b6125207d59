//! Checkpoints: training that was stopped, for whatever reason, is just started again.
//!
//! ```sh
//! cargo run --release --example resume -- --stop-after 12   # here the power fails
//! cargo run --release --example resume                      # continues after epoch 10
//! ```

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs, process};

use sinew::data::digits;
use sinew::prelude::*;

network! {
    /// Handwritten digits of 8 × 8 pixels.
    struct Digits = 64 => hidden: 64 relu => output: 10 softmax;
}

type Images = Dataset<[f32; 64], usize>;

/// Small steps at first, then large ones, and tiny ones at the end. The optimizer's state knows
/// which step it is.
fn trainer(images: &Images) -> Trainer<'static, CrossEntropy, AdamW<f32, OneCycle>, [f32; 64], usize> {
    let steps = EPOCHS * images.batches(32).len();
    Trainer::new(CrossEntropy, AdamW::new(OneCycle::new(0.01, steps as u64))).epochs(EPOCHS).batch_size(32).seed(1)
}

const EPOCHS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The epoch after which the program ends, as if the power had failed
        optional --stop-after epoch: usize
        /// The file that holds the checkpoint, among the temporary ones unless given
        optional --checkpoint checkpoint: PathBuf
    };
    let checkpoint = flags.checkpoint.unwrap_or_else(|| env::temp_dir().join("sinew-digits.checkpoint"));
    let (train, test) = digits().shuffled(1).split(0.8);
    let mut net = Digits::seeded(1);

    // The file is replaced every five epochs and after the last one, and it is whole at every
    // moment. It holds the network, the state of the optimizer and of the random generator, and the
    // history. If it is there at the start, training continues from it.
    let history = trainer(&train)
        .on_epoch(|report| {
            println!("{report}");
            if flags.stop_after == Some(report.epoch) {
                println!("the power fails");
                process::exit(0);
            }
        })
        .checkpoints(&checkpoint, 5)
        .fit(&mut net, &train)?;
    println!("{} epochs in all", history.epochs.len());

    // However often it was stopped, the network is the same as without a stop, bit for bit.
    let mut never_stopped = Digits::seeded(1);
    trainer(&train).fit(&mut never_stopped, &train)?;
    println!("the same as without a stop: {}", net == never_stopped);

    // A complete run does not begin again unless its checkpoint is gone.
    fs::remove_file(&checkpoint)?;
    let evaluation = net.evaluate(test.inputs(), test.targets(), &CrossEntropy, &mut Workspace::new())?;
    println!("test accuracy: {:.3}", evaluation.accuracy.unwrap_or_default());
    Ok(())
}

#[cfg(test)]
mod tests {
    use sinew::files::CheckpointError;
    use sinew::training::History;

    use super::*;

    #[test]
    fn a_run_that_is_stopped_ends_where_it_would_have_ended() -> Result<(), Box<dyn Error>> {
        let (train, _) = digits().shuffled(1).split(0.8);
        let path = env::temp_dir().join(format!("sinew-resume-{}.checkpoint", process::id()));
        let mut net = Digits::seeded(1);
        let fit = |net: &mut Digits, epochs| -> Result<History, CheckpointError> {
            trainer(&train).epochs(epochs).checkpoints(&path, 5).fit(net, &train)
        };
        fit(&mut net, 7)?;
        fit(&mut net, EPOCHS)?;
        let mut never_stopped = Digits::seeded(1);
        trainer(&train).fit(&mut never_stopped, &train)?;
        assert_eq!(net, never_stopped);
        fs::remove_file(path)?;
        Ok(())
    }
}
