//! Regression: how wide is a petal, given the rest of the flower?
//!
//! `cargo run --release --example regression -- --seed 7`
//!
//! Reads a table (`iris.csv`, the 150 irises), learns to predict one column from three others, and
//! stops when predictions for the flowers it does not learn from get no better. With
//! `--save petals.safetensors` the network and its normalization are saved.
//!
//! The table: R. A. Fisher, *Iris*, UCI Machine Learning Repository,
//! 1936, <https://doi.org/10.24432/C56C76>, CC BY 4.0, as scikit-learn ships it.

use std::error::Error;
use std::path::PathBuf;

use sinew::data::Normalization;
use sinew::data::csv::Csv;
use sinew::prelude::*;
use sinew::training::metrics::{mean_absolute_error, r_squared};

network! {
    /// Three measurements in, one out.
    struct PetalWidth = 3 => 16 tanh => 1;
}

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// The table to read, `iris.csv` unless given
        optional --table table: PathBuf
        /// The seed of the split and of the weights that training starts from, 1 unless given
        optional --seed seed: u64
        /// The file to save the network to, with its normalization
        optional --save save: PathBuf
    };
    let table = flags.table.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/iris.csv").into());
    let seed = flags.seed.unwrap_or(1);
    let columns = Csv::inputs(["sepal_length", "sepal_width", "petal_length"]).targets(["petal_width"]);
    let data: Dataset<[f32; 3], [f32; 1]> = columns.load(table)?;
    let (rest, test) = data.shuffled(seed).split(0.8);
    let (train, validation) = rest.split(0.75);

    // Inputs and targets of mean 0 and deviation 1 train best. Both are measured on the training
    // flowers and applied to all of them.
    let (x, y) = (Normalization::standard_score(train.inputs())?, Normalization::standard_score(train.targets())?);
    let train = y.targets(x.inputs(train)?)?;
    let validation = y.targets(x.inputs(validation)?)?;

    let mut net = PetalWidth::seeded(seed);
    let mut stopping = EarlyStopping::new(20);
    let history = Trainer::new(MeanSquaredError, AdamW::new(0.01))
        .epochs(500)
        .batch_size(16)
        .seed(seed)
        .validation(&validation)
        .callback(&mut stopping)
        .fit(&mut net, &train)?;
    println!("stopped after {} epochs, the best of which is kept", history.epochs.len());

    // From centimetres to centimetres: the normalization is part of the model.
    let model = Normalized { network: net, inputs: x, targets: Some(y) };
    let predicted: Vec<[f32; 1]> = test.inputs().iter().map(|flower| model.predict(flower)).collect();
    println!("\n  petal width   measured  predicted");
    for ([predicted], [measured]) in predicted.iter().zip(test.targets()).take(8) {
        println!("                {measured:5.1} cm   {predicted:5.2} cm");
    }
    println!("\nmean absolute error: {:.2} cm", mean_absolute_error(&predicted, test.targets()));
    println!("R² of {} test flowers: {:.3}", test.len(), r_squared(&predicted, test.targets()).unwrap_or_default());

    if let Some(path) = flags.save {
        model.save(&path)?;
        let [width] = Normalized::<PetalWidth>::load(&path)?.predict(&[5.1, 3.5, 1.4]);
        println!("\nsaved; the first flower of the table, predicted by what was loaded again: {width:.2} cm");
    }
    Ok(())
}
