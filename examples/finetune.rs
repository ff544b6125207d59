//! Fine-tuning: a network that reads digits learns to recognize the even ones, from thirty images.
//!
//! `cargo run --release --example finetune`

use std::error::Error;
use std::path::Path;
use std::{env, fs, process};

use sinew::data::{DatasetError, digits};
use sinew::prelude::*;
use sinew::training::TrainError;

network! {
    /// Reads digits: a body of two layers that finds strokes and the forms they make, and a head
    /// that names the digit.
    struct Digits = 64 => strokes: 128 relu => forms: 32 relu => head: 10 softmax;

    /// Tells even digits from odd ones: the same body with another head.
    struct Even = 64 => strokes: 128 relu => forms: 32 relu => head: 1 sigmoid;
}

type Images<Y> = Dataset<[f32; 64], Y>;

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::temp_dir().join(format!("sinew-finetune-{}.safetensors", process::id()));
    let (train, test) = digits().shuffled(1).split(0.8);
    let (test, few) = (even(test)?, even(train.clone().split(0.02).0)?);

    // Somebody has trained a network on all images, and published its weights.
    pretrain(&train, &path)?;
    println!("saved {} bytes in {}", fs::metadata(&path)?.len(), path.display());

    let alone = from_scratch(&few)?;
    let tuned = fine_tune(&few, &path)?;
    fs::remove_file(&path)?;

    println!("{} images with an answer, even or odd", few.len());
    println!("from scratch: {:.3} of the test images right", accuracy(&alone, &test)?);
    println!("fine-tuned:   {:.3} of the test images right", accuracy(&tuned, &test)?);
    Ok(())
}

/// Trains a network on all images, and saves it.
fn pretrain(train: &Images<usize>, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut digits = Digits::seeded(1);
    Trainer::new(CrossEntropy, Adam::new(0.003)).epochs(30).fit(&mut digits, train)?;
    digits.save(path)?;
    Ok(())
}

/// Takes the body of the network in the file, and trains a new head on it.
fn fine_tune(few: &Images<[f32; 1]>, path: &Path) -> Result<Box<Even>, Box<dyn Error>> {
    // A network is plain data: its layers are fields, and a layer can move from one network into
    // another that has the same layer.
    let Digits { strokes, forms, .. } = *Digits::load(path)?;
    let mut net = Even::seeded(1);
    (net.strokes, net.forms) = (strokes, forms);

    // Only the head learns: thirty images would spoil a body that has seen many more.
    trainer().freeze("strokes").freeze("forms").fit(&mut net, few)?;
    Ok(net)
}

/// What thirty images teach a new network.
fn from_scratch(few: &Images<[f32; 1]>) -> Result<Box<Even>, TrainError> {
    let mut net = Even::seeded(1);
    trainer().fit(&mut net, few)?;
    Ok(net)
}

fn trainer<Y>() -> Trainer<'static, BinaryCrossEntropy, Adam<f32>, [f32; 64], Y> {
    Trainer::new(BinaryCrossEntropy, Adam::new(0.003)).epochs(100).batch_size(16)
}

/// The images, with 1 for an even digit and 0 for an odd one.
fn even(images: Images<usize>) -> Result<Images<[f32; 1]>, DatasetError> {
    let (inputs, digits) = images.into_parts();
    Dataset::new(inputs, digits.into_iter().map(|digit| [if digit % 2 == 0 { 1.0 } else { 0.0 }]).collect())
}

/// The share of images that the network classifies correctly.
fn accuracy(net: &Even, images: &Images<[f32; 1]>) -> Result<f64, TrainError> {
    let evaluation = net.evaluate(images.inputs(), images.targets(), &BinaryCrossEntropy, &mut Workspace::new())?;
    Ok(evaluation.accuracy.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_with_a_past_reads_better() -> Result<(), Box<dyn Error>> {
        let path = env::temp_dir().join(format!("sinew-finetune-test-{}.safetensors", process::id()));
        let (train, test) = digits().shuffled(1).split(0.8);
        let (test, few) = (even(test)?, even(train.clone().split(0.02).0)?);
        pretrain(&train, &path)?;
        let tuned = fine_tune(&few, &path)?;
        fs::remove_file(&path)?;
        assert!(accuracy(&tuned, &test)? > accuracy(&*from_scratch(&few)?, &test)? + 0.03);
        Ok(())
    }
}
