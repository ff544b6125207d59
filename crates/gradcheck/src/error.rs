//! Gradients that are wrong.

use std::error;
use std::fmt;

use sinew_training::TrainError;

/// What a derivative is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `(f(x + h) − f(x − h))/(2·h)` in `f64`.
    CentralDifference,
    /// The forward code in dual numbers.
    Dual,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CentralDifference => "the central difference",
            Self::Dual => "the dual number",
        })
    }
}

/// The variable of a derivative.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Its name: `layer1.weights[3][0]`, `z[2]`.
    pub name: String,
    /// Its index in its flat run: the network's parameters, the layer's, its inputs, or the logits.
    pub index: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (number {})", self.name, self.index)
    }
}

/// Why a check of a gradient failed.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A derivative is wrong. If several are, this is the worst.
    Derivative {
        /// The variable.
        place: Place,
        /// What the backward code says.
        found: f64,
        /// What the reference says.
        expected: f64,
        /// Their difference, relative to the largest of 1, the expected derivative, and the size
        /// that its rounding grows with.
        relative_error: f64,
        /// What the derivative was compared with.
        reference: Reference,
    },
    /// The loss returned with the gradient is not that of the forward code.
    Loss {
        /// The loss returned with the gradient.
        found: f64,
        /// The mean loss of the samples, computed one by one.
        expected: f64,
    },
    /// These samples have no gradient.
    Samples(TrainError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Derivative { place, found, expected, relative_error, reference } => write!(
                f,
                "the derivative by {place} is wrong: backward gives {found}, {reference} {expected}, a relative error of {relative_error:.1e}"
            ),
            Self::Loss { found, expected } => {
                write!(f, "the loss that comes with the gradient is {found}, but that of the samples is {expected}")
            }
            Self::Samples(error) => error.fmt(f),
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Samples(error) => Some(error),
            _ => None,
        }
    }
}

impl From<TrainError> for Error {
    fn from(error: TrainError) -> Self {
        Self::Samples(error)
    }
}
