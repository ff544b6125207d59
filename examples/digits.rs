//! Handwritten digits: trains on four fifths of 1,797 images, and reads the others.
//!
//! `cargo run --release --example digits -- --seed 7`
//!
//! `cargo run --release --features plots --example digits -- --plots DIRECTORY` also draws its
//! learning curves, confusion matrix, filters and diagram there.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::iter::zip;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::Instant;

use sinew::data::digits;
use sinew::prelude::*;
use sinew::training::metrics::{ConfusionMatrix, class, classes};
use sinew::training::{History, TrainError};

network! {
    /// Handwritten digits of 8 × 8 pixels.
    struct Digits = 64 => hidden: 256 relu => output: 10 softmax;
}

type Images = Dataset<[f32; 64], usize>;

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The seed of the split, the weights and the order of images, 1 unless given
        optional --seed seed: u64
        /// How many times to go through the images, 30 unless given
        optional --epochs epochs: NonZeroU16
        /// A directory to draw pictures of the training in; for it, the feature `plots` is needed
        optional --plots plots: PathBuf
    };
    let (seed, epochs) = (flags.seed.unwrap_or(1), flags.epochs.map_or(30, NonZeroU16::get));
    if flags.plots.is_some() && !cfg!(feature = "plots") {
        return Err("to draw, run with `--features plots` before `--example`".into());
    }
    let (train, test) = digits().shuffled(seed).split(0.8);
    let mut net = Digits::seeded(seed);
    println!("{net}\n");

    let start = Instant::now();
    // Only the curves need the network to be evaluated after each epoch.
    let history = fit(&mut net, &train, flags.plots.as_ref().map(|_| &test), seed, epochs)?;
    let seconds = start.elapsed().as_secs_f64();
    let loss = history.last().map_or(f64::NAN, |epoch| epoch.training.loss);
    println!("trained on {} images for {epochs} epochs in {seconds:.2} s, to a loss of {loss:.3}", train.len());

    let mut probabilities = vec![[0.0; 10]; test.len()];
    net.predict_batch(test.inputs(), &mut probabilities);
    let matrix = ConfusionMatrix::<10>::new(&classes(&probabilities), test.targets());
    print_confusion(matrix.counts());
    print_misread(&test, &probabilities)?;

    println!("\ntest accuracy: {:.3}", accuracy(&net, &test)?);
    #[cfg(feature = "plots")]
    if let Some(directory) = flags.plots {
        draw(&directory, &net, &history, matrix.counts())?;
        println!("pictures are in {}", directory.display());
    }
    Ok(())
}

/// Trains the network.
fn fit(
    net: &mut Digits,
    train: &Images,
    validation: Option<&Images>,
    seed: u64,
    epochs: u16,
) -> Result<History, TrainError> {
    let steps = u64::from(epochs) * train.batches(32).len() as u64;
    // Small steps at first, then large ones, and tiny ones at the end.
    let optimizer = AdamW::new(OneCycle::new(0.01, steps));
    // The network should say 91 %, not 100 %: overconfident networks read new images worse. So the
    // loss cannot fall below 0.50.
    let loss = CrossEntropy.label_smoothing(0.1);
    let trainer = Trainer::new(loss, optimizer).epochs(epochs.into()).batch_size(32).seed(seed);
    let mut trainer = validation.into_iter().fold(trainer, Trainer::validation);
    trainer.fit(net, train)
}

/// Draws pictures of the training.
#[cfg(feature = "plots")]
fn draw(
    directory: &std::path::Path,
    net: &Digits,
    history: &History,
    counts: &[[usize; 10]],
) -> Result<(), Box<dyn Error>> {
    use sinew::plots;

    std::fs::create_dir_all(directory)?;
    plots::curves(history)?.save(directory.join("digits_curves.svg"))?;
    plots::confusion_matrix(counts, &[""; 0])?.save(directory.join("digits_confusion.svg"))?;
    // Two dozen of 256 are enough to look at.
    plots::filters(net.hidden.weights[..24].as_flattened(), [8, 8])?.save(directory.join("digits_filters.svg"))?;
    plots::diagram("Digits", Digits::LAYERS)?.save(directory.join("digits_diagram.svg"))?;
    Ok(())
}

/// The share of images that the network reads correctly.
fn accuracy(net: &Digits, images: &Images) -> Result<f64, TrainError> {
    let evaluation = net.evaluate(images.inputs(), images.targets(), &CrossEntropy, &mut Workspace::new())?;
    Ok(evaluation.accuracy.unwrap_or_default())
}

fn print_confusion(counts: &[[usize; 10]]) {
    println!("\n        read as 0   1   2   3   4   5   6   7   8   9");
    for (digit, row) in counts.iter().enumerate() {
        let cells = row.map(|count| if count == 0 { "   ·".into() } else { format!("{count:4}") });
        println!("   a {digit}       {}", cells.concat());
    }
}

/// Draws the first few misread images side by side, each with the probability of the digit that was
/// read.
fn print_misread(test: &Images, probabilities: &[[f32; 10]]) -> fmt::Result {
    let misread: Vec<_> = zip(test, probabilities).filter(|&((_, &digit), p)| class(p) != digit).collect();
    println!("\n{} of {} are misread", misread.len(), test.len());
    let mut rows = [const { String::new() }; 9];
    for &((image, digit), p) in misread.iter().take(4) {
        let read = class(p);
        let text = format!("{digit} read as {read}, {:.0} %\n{}", 100.0 * p[read], digits::draw(image));
        for (row, line) in zip(&mut rows, text.lines()) {
            write!(row, "{line:19}")?;
        }
    }
    for row in rows.iter().filter(|row| !row.is_empty()) {
        println!("{}", row.trim_end());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_whatever_the_seed() -> Result<(), Box<dyn Error>> {
        for seed in [1, 2] {
            let (train, test) = digits().shuffled(seed).split(0.8);
            let mut net = Digits::seeded(seed);
            fit(&mut net, &train, None, seed, 30)?;
            assert!(accuracy(&net, &test)? >= 0.965, "seed {seed}");
        }
        Ok(())
    }
}
