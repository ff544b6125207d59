//! Logic gates: two inputs, one output and four samples, with 0 for false and 1 for true.
//!
//! A single neuron can learn [`and`], [`or`], [`nand`] and [`nor`]. It cannot learn [`xor`] and
//! [`xnor`], since no straight line separates their zeros from their ones; they are why networks
//! have hidden layers.
//!
//! # Examples
//!
//! ```
//! use sinew_data::gates;
//!
//! let xor = gates::xor();
//! assert_eq!(xor.inputs(), [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
//! assert_eq!(xor.targets(), [[0.0], [1.0], [1.0], [0.0]]);
//! ```
//!
//! # References
//!
//! Minsky and Papert, "Perceptrons" (1969).

use crate::Dataset;

/// True if both inputs are true.
pub fn and() -> Dataset<[f32; 2], [f32; 1]> {
    gate(|a, b| a && b)
}

/// True if at least one input is true.
pub fn or() -> Dataset<[f32; 2], [f32; 1]> {
    gate(|a, b| a || b)
}

/// True if exactly one input is true: exclusive or.
pub fn xor() -> Dataset<[f32; 2], [f32; 1]> {
    gate(|a, b| a != b)
}

/// False if both inputs are true: the opposite of [`and`].
pub fn nand() -> Dataset<[f32; 2], [f32; 1]> {
    gate(|a, b| !(a && b))
}

/// True if no input is true: the opposite of [`or`].
pub fn nor() -> Dataset<[f32; 2], [f32; 1]> {
    gate(|a, b| !(a || b))
}

/// True if the inputs are equal: the opposite of [`xor`].
pub fn xnor() -> Dataset<[f32; 2], [f32; 1]> {
    gate(|a, b| a == b)
}

/// The truth table of `f`, with its inputs counted in binary.
fn gate(f: fn(bool, bool) -> bool) -> Dataset<[f32; 2], [f32; 1]> {
    let inputs = [(false, false), (false, true), (true, false), (true, true)];
    Dataset::from_finite(inputs.into_iter().map(|(a, b)| ([a, b].map(f32::from), [f32::from(f(a, b))])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gate_has_its_truth_table() {
        let expected = [
            (and(), [0.0, 0.0, 0.0, 1.0]),
            (or(), [0.0, 1.0, 1.0, 1.0]),
            (xor(), [0.0, 1.0, 1.0, 0.0]),
            (nand(), [1.0, 1.0, 1.0, 0.0]),
            (nor(), [1.0, 0.0, 0.0, 0.0]),
            (xnor(), [1.0, 0.0, 0.0, 1.0]),
        ];
        for (gate, targets) in expected {
            assert_eq!(gate.inputs(), [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
            assert_eq!(gate.targets(), targets.map(|y| [y]));
        }
    }
}
