//! Handwritten digits: trains on four fifths of 1,797 images, and reads the rest.
//!
//! `cargo run --release --example digits -- --seed 7`

use std::error::Error;
use std::fmt::{self, Write as _};
use std::iter::zip;
use std::time::Instant;

use clap::{Parser, value_parser};
use indicatif::{ProgressBar, ProgressStyle};
use sinew::data::digits;
use sinew::prelude::*;
use sinew::training::TrainError;

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
}

type Images = Dataset<[f32; 64], usize>;

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { seed, epochs } = Arguments::parse();
    let (train, test) = digits().shuffled(seed).split(0.8);
    let mut net = Digits::seeded(seed);
    println!("{net}\n");

    let start = Instant::now();
    fit(&mut net, &train, seed, epochs)?;
    println!("trained on {} images for {epochs} epochs in {:.2} s", train.len(), start.elapsed().as_secs_f64());

    let mut probabilities = vec![[0.0; 10]; test.len()];
    net.predict_batch(test.inputs(), &mut probabilities);
    print_confusion(&test, &probabilities);
    print_misread(&test, &probabilities)?;

    println!("\ntest accuracy: {:.3}", accuracy(&net, &test)?);
    Ok(())
}

/// Trains the network, with a progress bar if there is a terminal to show it on.
fn fit(net: &mut Digits, train: &Images, seed: u64, epochs: u32) -> Result<(), Box<dyn Error>> {
    let bar = ProgressBar::new(epochs.into());
    bar.set_style(ProgressStyle::with_template("epoch {pos:>2}/{len} [{bar:32}] {msg}")?.progress_chars("=> "));

    let steps = u64::from(epochs) * train.batches(32).len() as u64;
    // Small steps at first, then large ones, in the end tiny ones.
    let optimizer = AdamW::new(OneCycle::new(0.01, steps));
    // The network shall say 91 %, not 100 %: overconfident ones read new images worse. So the loss cannot fall below 0.50.
    let loss = CrossEntropy.label_smoothing(0.1);
    Trainer::new(loss, optimizer)
        .epochs(epochs as usize)
        .batch_size(32)
        .seed(seed)
        .on_epoch(|epoch| {
            let accuracy = epoch.training.accuracy.unwrap_or_default();
            bar.set_message(format!("loss {:.4}  accuracy {accuracy:.4}", epoch.training.loss));
            bar.inc(1);
        })
        .fit(net, train)?;
    bar.finish();
    Ok(())
}

/// The share of images that the network reads right.
fn accuracy(net: &Digits, images: &Images) -> Result<f64, TrainError> {
    let evaluation = net.evaluate(images.inputs(), images.targets(), &CrossEntropy, &mut Workspace::new())?;
    Ok(evaluation.accuracy.unwrap_or_default())
}

/// The digit of the largest probability.
fn most_probable(probabilities: &[f32; 10]) -> usize {
    (0..10).fold(0, |best, digit| if probabilities[digit] > probabilities[best] { digit } else { best })
}

/// How often each digit was read as which.
fn print_confusion(test: &Images, probabilities: &[[f32; 10]]) {
    let mut counts = [[0; 10]; 10];
    for (&digit, p) in zip(test.targets(), probabilities) {
        counts[digit][most_probable(p)] += 1;
    }
    println!("\n        read as 0   1   2   3   4   5   6   7   8   9");
    for (digit, row) in counts.iter().enumerate() {
        let cells = row.map(|count| if count == 0 { "   ·".into() } else { format!("{count:4}") });
        println!("   a {digit}       {}", cells.concat());
    }
}

/// Draws the first few images that were misread, side by side, each under the probability of what was read.
fn print_misread(test: &Images, probabilities: &[[f32; 10]]) -> fmt::Result {
    let misread: Vec<_> = zip(test, probabilities).filter(|&((_, &digit), p)| most_probable(p) != digit).collect();
    println!("\n{} of {} are misread", misread.len(), test.len());
    let mut rows = [const { String::new() }; 9];
    for &((image, digit), p) in misread.iter().take(4) {
        let read = most_probable(p);
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
            fit(&mut net, &train, seed, 30)?;
            assert!(accuracy(&net, &test)? >= 0.965, "seed {seed}");
        }
        Ok(())
    }
}
