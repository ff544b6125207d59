//! LeNet-5: convolutions read handwriting.
//!
//! `cargo run --release --example lenet -- --data DIRECTORY`, where the directory holds the four
//! files of MNIST (or of Fashion-MNIST, KMNIST, EMNIST's digits), as they are or compressed with
//! gzip. Without it, a smaller network reads the 8 × 8 digits that come with the library.
//!
//! LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition",
//! Proc. IEEE 86 (1998).

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use sinew::data::{digits, mnist};
use sinew::prelude::*;
use sinew::training::metrics::{accuracy, classes};

network! {
    /// LeNet-5, with ReLU and max pooling.
    struct LeNet = 1x28x28
        => conv(6, 5x5) relu => maxpool(2x2)
        => conv(16, 5x5) relu => maxpool(2x2)
        => flatten => 120 relu => 84 relu => 10 softmax;

    /// The same idea for images of 8 × 8 pixels.
    struct Small = 1x8x8
        => conv(16, 3x3, padding = same) relu => conv(32, 3x3) relu => maxpool(2x2)
        => flatten => 64 relu => 10 softmax;
}

/// How to train.
struct Options {
    seed: u64,
    epochs: u32,
    threads: usize,
    batch: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The directory with MNIST's files; without it, the digits that come with the library
        optional --data data: PathBuf
        /// The seed of the weights and the order of images, 1 unless given
        optional --seed seed: u64
        /// How many times to go through the images, 15 unless given
        optional --epochs epochs: u32
        /// How many threads share a batch, 1 unless given
        optional --threads threads: usize
        /// How many images to take a step from, 32 unless given
        optional --batch batch: usize
    };
    let options = Options {
        seed: flags.seed.unwrap_or(1),
        epochs: flags.epochs.unwrap_or(15),
        threads: flags.threads.unwrap_or(1),
        batch: flags.batch.unwrap_or(32),
    };
    if let Some(directory) = &flags.data {
        let (train, test) = mnist(directory)?;
        run::<LeNet, _>(&mut LeNet::seeded(options.seed), &train, &test, &options)
    } else {
        let images =
            digits().map_inputs(|pixels| [std::array::from_fn(|y| std::array::from_fn(|x| pixels[8 * y + x]))])?;
        let (train, test) = images.shuffled(options.seed).split(0.8);
        run::<Small, _>(&mut Small::seeded(options.seed), &train, &test, &options)
    }
}

/// Trains the network, and reads the test images.
fn run<N, const SIZE: usize>(
    net: &mut N,
    train: &Dataset<[[[f32; SIZE]; SIZE]; 1], usize>,
    test: &Dataset<[[[f32; SIZE]; SIZE]; 1], usize>,
    options: &Options,
) -> Result<(), Box<dyn Error>>
where
    N: Gradients<
            WeightedCrossEntropy<'static>,
            usize,
            Number = f32,
            Input = [[[f32; SIZE]; SIZE]; 1],
            Output = [f32; 10],
        > + std::fmt::Display,
{
    println!("{net}\n");
    let steps = u64::from(options.epochs) * train.len().div_ceil(options.batch) as u64;
    let optimizer = AdamW::new(OneCycle::new(0.003, steps)).weight_decay(0.3);
    let start = Instant::now();
    Trainer::new(CrossEntropy.label_smoothing(0.05), optimizer)
        .epochs(options.epochs as usize)
        .batch_size(options.batch)
        .seed(options.seed)
        .threads(options.threads)
        .on_epoch(|epoch| println!("{epoch}"))
        .fit(net, train)?;
    let seconds = start.elapsed().as_secs_f64() / f64::from(options.epochs);
    println!("{} images an epoch, {seconds:.2} s each on {} thread(s)", train.len(), options.threads);

    let mut probabilities = vec![[0.0; 10]; test.len()];
    net.predict_batch(test.inputs(), &mut probabilities);
    let read = classes(&probabilities);
    let misread: Vec<usize> = (0..test.len()).filter(|&s| read[s] != test.targets()[s]).collect();
    println!("\n{} of {} are misread", misread.len(), test.len());
    for &s in misread.iter().take(3) {
        println!("\na {} read as {}, {:.0} %", test.targets()[s], read[s], 100.0 * probabilities[s][read[s]]);
        draw(&test.inputs()[s][0]);
    }
    println!("\ntest accuracy: {:.4}", accuracy(&read, test.targets()));
    Ok(())
}

/// Draws the image in the terminal, two characters for each pixel.
fn draw<const SIZE: usize>(image: &[[f32; SIZE]; SIZE]) {
    for row in image {
        let line: String = row.iter().map(|&ink| shade(ink)).collect();
        println!("  {}", line.trim_end());
    }
}

fn shade(ink: f32) -> &'static str {
    match ink {
        0.75.. => "██",
        0.5.. => "▓▓",
        0.25.. => "▒▒",
        0.1.. => "░░",
        _ => "  ",
    }
}

#[cfg(test)]
mod tests {
    use sinew::training::metrics::class;

    use super::*;

    #[test]
    fn small_images_are_read() -> Result<(), Box<dyn Error>> {
        let images =
            digits().map_inputs(|pixels| [std::array::from_fn(|y| std::array::from_fn(|x| pixels[8 * y + x]))])?;
        let (train, test) = images.shuffled(1).split(0.8);
        let mut net = Small::seeded(1);
        Trainer::new(CrossEntropy, Adam::new(0.003)).epochs(5).fit(&mut net, &train)?;
        let right = test.iter().filter(|(image, digit)| class(&net.predict(image)) == **digit).count();
        assert!(right as f64 >= 0.95 * test.len() as f64, "{right} of {}", test.len());
        Ok(())
    }
}
