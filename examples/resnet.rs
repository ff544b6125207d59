//! A small residual network: branches that learn what to add.
//!
//! `cargo run --release --example resnet`, or with `--data DIRECTORY` on MNIST's files, as `lenet`.
//!
//! He, Zhang, Ren and Sun, "Deep residual learning for image recognition", CVPR (2016).

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use sinew::data::{digits, mnist};
use sinew::prelude::*;

network! {
    /// Three residual blocks on images of 8 × 8 pixels; the second halves them.
    struct Small = 1x8x8
        => conv(16, 3x3, padding = same, bias = false) => batchnorm relu
        => residual(
            conv(16, 3x3, padding = same, bias = false) => batchnorm relu
            => conv(16, 3x3, padding = same, bias = false) => batchnorm
        ) relu
        => residual(
            conv(32, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
            => conv(32, 3x3, padding = same, bias = false) => batchnorm,
            projection = true
        ) relu
        => residual(
            conv(32, 3x3, padding = same, bias = false) => batchnorm relu
            => conv(32, 3x3, padding = same, bias = false) => batchnorm
        ) relu
        => globalavgpool => 10 softmax;

    /// The same for 28 × 28 pixels, which the first convolution halves.
    struct ResNet = 1x28x28
        => conv(16, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
        => residual(
            conv(16, 3x3, padding = same, bias = false) => batchnorm relu
            => conv(16, 3x3, padding = same, bias = false) => batchnorm
        ) relu
        => residual(
            conv(32, 3x3, stride = 2, padding = 1, bias = false) => batchnorm relu
            => conv(32, 3x3, padding = same, bias = false) => batchnorm,
            projection = true
        ) relu
        => globalavgpool => 10 softmax;
}

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The directory with MNIST's files; without it, the digits that come with the library
        optional --data data: PathBuf
        /// The seed of the weights and the order of images, 1 unless given
        optional --seed seed: u64
        /// How many times to go through the images, 10 unless given
        optional --epochs epochs: u32
    };
    let (seed, epochs) = (flags.seed.unwrap_or(1), flags.epochs.unwrap_or(10));
    if let Some(directory) = &flags.data {
        let (train, test) = mnist(directory)?;
        run(&mut *ResNet::seeded(seed), &train, &test, seed, epochs)
    } else {
        let images =
            digits().map_inputs(|pixels| [std::array::from_fn(|y| std::array::from_fn(|x| pixels[8 * y + x]))])?;
        let (train, test) = images.shuffled(seed).split(0.8);
        run(&mut *Small::seeded(seed), &train, &test, seed, epochs)
    }
}

/// Trains the network, and says after each epoch how many of the test images it reads correctly.
fn run<N, X>(
    net: &mut N,
    train: &Dataset<X, usize>,
    test: &Dataset<X, usize>,
    seed: u64,
    epochs: u32,
) -> Result<(), Box<dyn Error>>
where
    N: Gradients<CrossEntropy, usize, Number = f32, Input = X> + std::fmt::Display,
{
    println!("{net}\n");
    let steps = u64::from(epochs) * train.len().div_ceil(64) as u64;
    let start = Instant::now();
    let history = Trainer::new(CrossEntropy, AdamW::new(OneCycle::new(0.01, steps)).weight_decay(0.1))
        .epochs(epochs as usize)
        .batch_size(64)
        .seed(seed)
        .validation(test)
        .on_epoch(|epoch| println!("{epoch}"))
        .fit(net, train)?;
    println!("\ntrained in {:.1} s", start.elapsed().as_secs_f64());
    let accuracy = history.last().and_then(|epoch| epoch.validation?.accuracy).unwrap_or_default();
    println!("\ntest accuracy: {accuracy:.4}");
    Ok(())
}
