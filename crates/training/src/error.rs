//! What can go wrong in training.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use sinew_data::StreamError;
use sinew_losses::TargetError;

/// Why a network could not be trained, or evaluated, on some samples.
#[derive(Clone, PartialEq)]
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
    /// A target makes no sense to the loss.
    Target {
        /// The sample, counted from 0.
        sample: usize,
        /// What is wrong with its target.
        error: TargetError,
    },
    /// The samples of a [`Stream`](sinew_data::Stream) could not be read any further. The network
    /// keeps the parameters of the last step before.
    Stream(StreamError),
    /// There is no layer of the label that was to be frozen, or to learn at another rate.
    UnknownLayer {
        /// The label as it was given.
        label: String,
        /// The one that may have been meant, of a layer or of a part of it.
        suggestion: Option<String>,
        /// The labels of the network's layers.
        layers: Vec<&'static str>,
    },
    /// There is no column of the history that a callback was to watch.
    UnknownMetric {
        /// The name as it was given.
        name: String,
        /// The columns that there are.
        known: Vec<String>,
    },
    /// A batch has too few samples for a layer that measures it: of a single number, a batch norm
    /// would learn a variance of zero.
    BatchTooSmall {
        /// The layer, by its label.
        layer: String,
        /// How many samples the batch has.
        samples: usize,
        /// How many samples the layer needs.
        needed: usize,
    },
    /// There are fewer samples than a batch has, and they were to be left out.
    NoBatch {
        /// How many samples there are.
        samples: usize,
        /// How many samples a batch has.
        batch_size: usize,
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
        /// What is not finite.
        what: NonFinite,
    },
    /// The loss of the validation data is not a number, though that of the training data is.
    ///
    /// The network keeps the parameters that it had after the epoch. An infinite loss is not an
    /// error; the report has it.
    NanValidation {
        /// The epoch, counted from 1.
        epoch: usize,
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

/// What stopped being finite; tensors are named as in files, `block.branch.weight`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NonFinite {
    /// The loss alone.
    Loss,
    /// The gradient of a tensor: of several the last, since the backward pass begins there.
    Gradient {
        /// Whose gradient it is.
        tensor: String,
    },
    /// A parameter, which is named before what follows from it.
    Parameter {
        /// The tensor that has it.
        tensor: String,
    },
}

impl fmt::Display for NonFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Loss => f.write_str("the loss"),
            Self::Gradient { tensor } => write!(f, "the gradient of `{tensor}`"),
            Self::Parameter { tensor } => write!(f, "a parameter of `{tensor}`"),
        }
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
            Self::Target { sample, error } => write!(f, "sample {sample}: {error}"),
            Self::Stream(error) => error.fmt(f),
            Self::UnknownMetric { name, known } => {
                write!(f, "the history has no column `{name}`, but `{}`", known.join("`, `"))
            }
            Self::BatchTooSmall { layer, samples, needed } => {
                write!(
                    f,
                    "the batch norm `{layer}` needs batches of at least {needed} samples, found one of {samples}; a \
                     trainer leaves out a last batch that is too small with `drop_last(true)`, or takes another \
                     `batch_size`"
                )
            }
            Self::NoBatch { samples, batch_size } => {
                write!(f, "expected at least {batch_size} samples, a batch, since `drop_last` is set, found {samples}")
            }
            Self::UnknownLayer { label, suggestion: Some(near), .. } => {
                write!(f, "the network has no layer `{label}`; did you mean `{near}`?")
            }
            Self::UnknownLayer { label, suggestion: None, layers } => {
                write!(f, "the network has no layer `{label}`; its layers are `{}`", layers.join("`, `"))
            }
            Self::NotFinite { epoch, batch, what } => {
                write!(f, "{what} is not finite in epoch {epoch}, batch {batch}")
            }
            Self::NanValidation { epoch } => {
                write!(f, "the loss of the validation data is not a number after epoch {epoch}")
            }
        }
    }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
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
