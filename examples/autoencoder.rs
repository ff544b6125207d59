//! An autoencoder: compresses images of 64 pixels into 8 numbers, and draws them again.
//!
//! `cargo run --release --example autoencoder`
//!
//! Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science
//! 313 (2006).

use std::error::Error;

use sinew::data::digits;
use sinew::prelude::*;

network! {
    /// Convolutions down to a code of 8 numbers, and transposed convolutions back up.
    struct Autoencoder = 1x8x8
        => conv(16, 3x3, stride = 2, padding = 1) silu
        => conv(32, 3x3, stride = 2, padding = 1) silu
        => flatten => code: 8
        => 128 silu => reshape(32x2x2)
        => transposed_conv(16, 2x2, stride = 2) silu
        => transposed_conv(1, 2x2, stride = 2) sigmoid;
}

type Image = [[[f32; 8]; 8]; 1];

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The seed of the weights and the order of images, 1 unless given
        optional --seed seed: u64
        /// How many times to go through the images, 40 unless given
        optional --epochs epochs: u32
    };
    let (seed, epochs) = (flags.seed.unwrap_or(1), flags.epochs.unwrap_or(40));
    let images: Vec<Image> = digits()
        .shuffled(seed)
        .inputs()
        .iter()
        .map(|pixels| [std::array::from_fn(|y| std::array::from_fn(|x| pixels[8 * y + x]))])
        .collect();
    // An image is its own target.
    let (train, test) = Dataset::new(images.clone(), images)?.split(0.8);

    let mut net = Autoencoder::seeded(seed);
    println!("{net}\n");
    let steps = u64::from(epochs) * train.len().div_ceil(32) as u64;
    let history = Trainer::new(MeanSquaredError, Adam::new(OneCycle::new(0.005, steps)))
        .epochs(epochs as usize)
        .seed(seed)
        .validation(&test)
        .on_epoch(|epoch| {
            if epoch.epoch % 10 == 0 {
                println!("{epoch}");
            }
        })
        .fit(&mut net, &train)?;

    println!("\nimages it never saw, and what it draws of them:");
    for image in &test.inputs()[..4] {
        println!();
        let [drawn] = net.predict(image);
        for (row, drawn) in image[0].iter().zip(&drawn) {
            println!("  {}  |  {}", line(row), line(drawn).trim_end());
        }
    }
    let error = history.last().and_then(|epoch| epoch.validation).map_or(f64::NAN, |test| test.loss);
    println!("\nmean squared error on them: {error:.4}");
    Ok(())
}

/// A row of pixels, two characters for each.
fn line(row: &[f32; 8]) -> String {
    row.iter()
        .map(|&ink| match ink {
            0.75.. => "██",
            0.5.. => "▓▓",
            0.25.. => "▒▒",
            0.1.. => "░░",
            _ => "  ",
        })
        .collect()
}
