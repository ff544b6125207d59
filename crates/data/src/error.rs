//! What can be wrong with data.

use core::error::Error;
use core::fmt;

use crate::plural::Count;

/// Why samples do not make a [`Dataset`](crate::Dataset).
///
/// Samples, features, outputs and classes count from 0; features and outputs in row-major order,
/// where an array has more than one dimension.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum DatasetError {
    /// The numbers of inputs and targets differ.
    LengthMismatch {
        /// How many inputs there are.
        inputs: usize,
        /// How many targets there are.
        targets: usize,
    },
    /// A number of an input is infinite or `NaN`.
    NonFiniteInput {
        /// Which sample.
        sample: usize,
        /// Which number of its input.
        feature: usize,
        /// The number found there. If it is `NaN`, the error is unequal to itself, as `NaN` is.
        value: f64,
    },
    /// A number of a target is infinite or `NaN`.
    NonFiniteTarget {
        /// Which sample.
        sample: usize,
        /// Which number of its target, and so which output of a network.
        output: usize,
        /// The number found there. If it is `NaN`, the error is unequal to itself, as `NaN` is.
        value: f64,
    },
    /// There are not as many weights as samples.
    Weights {
        /// How many samples there are.
        samples: usize,
        /// How many weights there are.
        weights: usize,
    },
    /// The weight of a sample is infinite or `NaN`.
    NonFiniteWeight {
        /// Which sample.
        sample: usize,
        /// Its weight. If it is `NaN`, the error is unequal to itself, as `NaN` is.
        weight: f64,
    },
    /// A label names a class that does not exist.
    LabelOutOfRange {
        /// Which sample.
        sample: usize,
        /// Its label.
        label: usize,
        /// How many classes there are; labels go from 0 to one less.
        classes: usize,
    },
    /// A class has no samples, but needs at least one.
    EmptyClass {
        /// Which class.
        class: usize,
        /// How many classes there are.
        classes: usize,
    },
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LengthMismatch { inputs, targets } => {
                let (targets, inputs) = (Count(*targets, "target"), Count(*inputs, "input"));
                write!(f, "expected as many targets as inputs, found {targets} for {inputs}")
            }
            Self::NonFiniteInput { sample, feature, value } => {
                write!(f, "sample {sample}: expected a finite number as feature {feature} of the input, found {value}")
            }
            Self::NonFiniteTarget { sample, output, value } => {
                write!(f, "sample {sample}: expected a finite number as output {output} of the target, found {value}")
            }
            Self::Weights { samples, weights } => {
                write!(f, "expected as many weights as samples, found {weights} weights for {samples} samples")
            }
            Self::NonFiniteWeight { sample, weight } => {
                write!(f, "sample {sample}: expected a finite weight, found {weight}")
            }
            Self::LabelOutOfRange { sample, label, classes } => {
                write!(f, "sample {sample}: expected a label below {classes}, the number of classes, found {label}")
            }
            Self::EmptyClass { class, classes } => {
                write!(f, "class {class}: expected samples of every class below {classes}, found none")
            }
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for DatasetError {}
