//! The activations, as the language writes them.

use sinew_vocabulary::{ACTIVATIONS, Activation};

/// The argument of an activation that takes a number; no activation has it as default.
const PARAMETER: &str = "0.4";

/// Any but softmax, which only the last layer of a network may have.
pub fn hidden() -> Vec<String> {
    ACTIVATIONS.iter().filter(|row| !row.last).map(written).collect()
}

/// `relu`, or `leaky_relu(0.4)`.
pub fn written(row: &Activation) -> String {
    if row.parameter.is_some() { format!("{}({PARAMETER})", row.word) } else { row.word.to_string() }
}
