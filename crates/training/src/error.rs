//! What can go wrong in training.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use sinew_data::StreamError;

/// Why a network could not be trained, or evaluated, on some samples.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrainError {
    /// Something is wrong with the samples that a trainer trains on.
    Training(Box<TrainError>),
    /// Something is wrong with the samples of validation.
    Validation(Box<TrainError>),
    /// There are no samples.
    Empty,
    /// There are not as many targets as inputs.
    Lengths {
        /// How many inputs there are.
        inputs: usize,
        /// How many targets there are.
        targets: usize,
    },
    /// A target does not fit the network's output: a class label is not less than the number of
    /// classes.
    Target {
        /// The sample, counted from 0.
        sample: usize,
        /// How many outputs the network has.
        outputs: usize,
    },
    /// The samples of a [`Stream`](sinew_data::Stream) could not be read any further. The network
    /// keeps the parameters of the last step before.
    Stream(StreamError),
    /// There is no layer of the label that was to be frozen, or to learn at another rate.
    UnknownLayer {
        /// The label as it was given.
        label: String,
    },
    /// The loss, the gradient or a parameter stopped being finite.
    ///
    /// The network keeps the parameters from before the batch, or, if those are not finite either,
    /// from before the epoch.
    NotFinite {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The batch within the epoch, counted from 1; the last one if only the parameters after it
        /// are not finite.
        batch: usize,
        /// The first layer whose gradient, or parameters, are not finite, or `None` if only the
        /// loss is not.
        layer: Option<&'static str>,
    },
}

impl TrainError {
    pub(crate) fn of_training(self) -> Self {
        Self::Training(Box::new(self))
    }

    pub(crate) fn of_validation(self) -> Self {
        Self::Validation(Box::new(self))
    }

    /// The same of a step's samples, which have these numbers in the stream.
    pub(crate) fn with_number(mut self, numbers: &[usize]) -> Self {
        if let Self::Target { sample, .. } = &mut self {
            *sample = numbers[*sample];
        }
        self
    }
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Training(error) => write!(f, "training data: {error}"),
            Self::Validation(error) => write!(f, "validation data: {error}"),
            Self::Empty => f.write_str("there are no samples"),
            Self::Lengths { inputs, targets } => {
                write!(f, "expected as many targets as inputs, {inputs}, found {targets}")
            }
            Self::Target { sample, outputs } => {
                write!(
                    f,
                    "the label of sample {sample} is not less than {outputs}, the number of the network's outputs"
                )
            }
            Self::Stream(error) => error.fmt(f),
            Self::UnknownLayer { label } => write!(f, "the network has no layer `{label}`"),
            Self::NotFinite { epoch, batch, layer: Some(layer) } => {
                write!(f, "the gradient or a parameter of `{layer}` is not finite in epoch {epoch}, batch {batch}")
            }
            Self::NotFinite { epoch, batch, layer: None } => {
                write!(f, "the loss is not finite in epoch {epoch}, batch {batch}")
            }
        }
    }
}

impl core::error::Error for TrainError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Stream(error) => error.source(),
            Self::Training(error) | Self::Validation(error) => error.source(),
            _ => None,
        }
    }
}
