//! Handwritten digits: trains on four fifths of 1,797 images, and reads the rest.
//!
//! `cargo run --release --example digits -- --seed 7`
//!
//! With `--plots DIRECTORY` it also draws its learning curves, confusion matrix, filters and diagram there.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::fs;
use std::iter::zip;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Parser, value_parser};
use sinew::data::digits;
use sinew::plots;
use sinew::prelude::*;
use sinew::progress::ProgressBar;
use sinew::training::metrics::{ConfusionMatrix, class, classes};
use sinew::training::{History, TrainError};

network! {
    /// Handwritten digits of 8 × 8 pixels.
    struct Digits = 64 => hidden: 256 relu => output: 10 softmax;
}

/// Learns to read digits.
#[derive(Parser)]
struct Arguments {
    /// The seed of the split, the weights and the order of images
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many times to go through the images
    #[arg(long, default_value_t = 30, value_parser = value_parser!(u32).range(1..=10_000))]
    epochs: u32,
    /// A directory to draw pictures of the training in
    #[arg(long)]
    plots: Option<PathBuf>,
}

type Images = Dataset<[f32; 64], usize>;

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { seed, epochs, plots } = Arguments::parse();
    let (train, test) = digits().shuffled(seed).split(0.8);
    let mut net = Digits::seeded(seed);
    println!("{net}\n");

    let start = Instant::now();
    // Only for the curves is the network measured behind each epoch.
    let history = fit(&mut net, &train, plots.as_ref().map(|_| &test), seed, epochs)?;
    println!("trained on {} images for {epochs} epochs in {:.2} s", train.len(), start.elapsed().as_secs_f64());

    let mut probabilities = vec![[0.0; 10]; test.len()];
    net.predict_batch(test.inputs(), &mut probabilities);
    let matrix = ConfusionMatrix::<10>::new(&classes(&probabilities), test.targets());
    print_confusion(matrix.counts());
    print_misread(&test, &probabilities)?;

    println!("\ntest accuracy: {:.3}", accuracy(&net, &test)?);
    if let Some(directory) = plots {
        draw(&directory, &net, &history, matrix.counts())?;
        println!("pictures are in {}", directory.display());
    }
    Ok(())
}

/// Trains the network, with a progress bar if there is a terminal to show it on.
fn fit(
    net: &mut Digits,
    train: &Images,
    validation: Option<&Images>,
    seed: u64,
    epochs: u32,
) -> Result<History, TrainError> {
    let steps = u64::from(epochs) * train.batches(32).len() as u64;
    // Small steps at first, then large ones, in the end tiny ones.
    let optimizer = AdamW::new(OneCycle::new(0.01, steps));
    // The network shall say 91 %, not 100 %: overconfident ones read new images worse. So the loss cannot fall below 0.50.
    let loss = CrossEntropy.label_smoothing(0.1);
    let trainer = Trainer::new(loss, optimizer).epochs(epochs as usize).batch_size(32).seed(seed);
    let trainer = validation.into_iter().fold(trainer, Trainer::validation);
    trainer.callback(ProgressBar::new()).fit(net, train)
}

/// Draws what people look at.
fn draw(directory: &Path, net: &Digits, history: &History, counts: &[[usize; 10]]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(directory)?;
    plots::curves(history)?.save(directory.join("digits_curves.svg"))?;
    plots::confusion_matrix(counts, &[""; 0])?.save(directory.join("digits_confusion.svg"))?;
    // Two dozen of 256 are enough to look at.
    plots::filters(net.hidden.weights[..24].as_flattened(), [8, 8])?.save(directory.join("digits_filters.svg"))?;
    plots::diagram("Digits", Digits::LAYERS)?.save(directory.join("digits_diagram.svg"))?;
    Ok(())
}

/// The share of images that the network reads right.
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

/// Draws the first few images that were misread, side by side, each under the probability of what was read.
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
