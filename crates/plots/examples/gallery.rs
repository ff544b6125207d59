//! One picture of each kind, as SVG and PNG:
//! `cargo run --release -p sinew-plots --example gallery -- DIRECTORY`

use std::env;
use std::error::Error;
use std::fs;
use std::iter::zip;
use std::path::PathBuf;

use sinew::activations::{Gelu, HardTanh, Relu, Sigmoid};
use sinew::prelude::*;
use sinew_plots::{Picture, PlotError};

network! {
    /// Exclusive or.
    struct Xor = 2 => 4 tanh => 1 sigmoid;

    /// Two turns of a spiral.
    struct Spiral = 2 => 24 tanh => 24 tanh => 3 softmax;

    /// Handwritten digits of 8 × 8 pixels.
    struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(env::args().nth(1).unwrap_or_else(|| "gallery".into()));
    fs::create_dir_all(&directory)?;
    let save = |name: &str, picture: &Picture| -> Result<(), PlotError> {
        picture.save(directory.join(name).with_extension("svg"))?;
        picture.save(directory.join(name).with_extension("png"))
    };
    save("relu", &sinew_plots::activation::<Relu>()?)?;
    save("gelu", &sinew_plots::activation::<Gelu>()?)?;
    save("sigmoid", &sinew_plots::activation::<Sigmoid>()?)?;
    save("hard_tanh", &sinew_plots::activation::<HardTanh>()?)?;
    save("xor_diagram", &sinew_plots::diagram("Xor", Xor::LAYERS)?)?;
    save("digits_diagram", &sinew_plots::diagram("Digits", Digits::LAYERS)?)?;
    save("xor_boundary", &xor()?)?;
    save("spiral_boundary", &spiral()?)?;

    let (train, test) = sinew::data::digits().shuffled(1).split(0.8);
    let mut net = Digits::seeded(1);
    let history = Trainer::new(CrossEntropy, Adam::new(0.005)).epochs(30).validation(&test).fit(&mut net, &train)?;
    save("digits_curves", &sinew_plots::curves(&history)?)?;
    save("digits_filters", &sinew_plots::filters(net.hidden.weights.as_flattened(), [8, 8])?)?;
    save("digits_confusion", &sinew_plots::confusion_matrix(&confusion(&net, &test), &[""; 0])?)?;
    Ok(())
}

/// How often the network takes each digit for each other one.
fn confusion(net: &Digits, test: &Dataset<[f32; 64], usize>) -> [[usize; 10]; 10] {
    let mut counts = [[0; 10]; 10];
    for (image, &label) in zip(test.inputs(), test.targets()) {
        let probabilities = net.predict(image);
        let best = (0..10).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
        counts[label][best.unwrap_or_default()] += 1;
    }
    counts
}

fn xor() -> Result<Picture, Box<dyn Error>> {
    let xor = sinew::data::gates::xor();
    let mut net = Xor::seeded(1);
    Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(500).fit(&mut net, &xor)?;
    let classes = xor.targets().iter().map(|&[target]| usize::from(target > 0.5));
    Ok(sinew_plots::decision_boundary(|point| net.predict(&point), zip(xor.inputs().iter().copied(), classes))?)
}

fn spiral() -> Result<Picture, Box<dyn Error>> {
    let arm = |class: usize, i: usize| {
        let radius = 0.1 + i as f32 / 100.0;
        let (sin, cos) = (4.5 * radius + class as f32 * 2.1 + (i as f32 * 0.7).sin() * 0.15).sin_cos();
        ([radius * cos, radius * sin], class)
    };
    let samples: Vec<([f32; 2], usize)> = (0..300).map(|i| arm(i % 3, i / 3)).collect();
    let (inputs, targets): (Vec<_>, Vec<_>) = samples.iter().copied().unzip();
    let data = Dataset::new(inputs, targets)?;
    let mut net = Spiral::seeded(1);
    Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(150).fit(&mut net, &data)?;
    Ok(sinew_plots::decision_boundary(|point| net.predict(&point), samples)?)
}
