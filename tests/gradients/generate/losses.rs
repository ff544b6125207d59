//! The families of losses in `../losses.rs`.

use sinew_vocabulary::{Activation, LOSSES, Loss};

/// The families that fit an activation: `Regression, Answers`.
pub fn families(activation: &Activation) -> String {
    let fits = |loss: &&Loss| loss.fits.is_empty() || loss.fits.contains(&activation.word);
    let mut families: Vec<&str> = LOSSES.iter().filter(fits).map(family).collect();
    families.sort_unstable();
    families.dedup();
    families.join(", ")
}

fn family(loss: &Loss) -> &'static str {
    match loss.type_name {
        "MeanSquaredError" | "MeanAbsoluteError" | "Huber" => "Regression",
        "BinaryCrossEntropy" | "WeightedBinaryCrossEntropy" => "Answers",
        "CrossEntropy" | "WeightedCrossEntropy" => "Classes",
        "Poisson" => "Counts",
        "Hinge" => "Margins",
        other => panic!("`{other}` needs a family in `tests/gradients/losses.rs`"),
    }
}
