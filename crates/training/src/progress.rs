//! A run between two epochs.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use sinew_layers::Network;
use sinew_optimizers::{RestoreError, State};
use sinew_tensors::Rng;

use crate::History;
use crate::callbacks::Remembered;

/// Everything that a run goes on from after an epoch, borrowed: what a checkpoint saves.
///
/// [`Trainer::fit_with`](crate::Trainer::fit_with) hands it out, and
/// [`Trainer::restore`](crate::Trainer::restore) takes it.
#[doc(alias = "체크포인트")]
#[derive(Debug)]
pub struct Progress<'a, N: Network> {
    /// The parameters and the statistics.
    pub network: &'a N,
    /// What the optimizer remembers, if it can tell.
    pub optimizer: Option<State<'a, N::Number>>,
    /// What the callbacks remember, each thing with its name.
    pub callbacks: Vec<(&'a str, Remembered<'a, N>)>,
    /// What the optimizer's learning rates are multiplied by.
    pub learning_rate_factor: f64,
    /// From which the order of samples in the next epoch is drawn.
    pub rng: &'a Rng,
    /// How many batches there have been: layers such as `dropout` draw other numbers for each.
    pub batches: u64,
    /// The epochs so far.
    pub history: &'a History,
    /// Whether the run ends here, by itself or because a callback ends it.
    pub is_over: bool,
}

/// Why a trainer cannot go on from the progress of a run. The trainer is unchanged.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ResumeError {
    /// The optimizer cannot.
    Optimizer(RestoreError),
    /// The trainer's callbacks remember other things than those of the run.
    Callbacks {
        /// What they remember, name and kind of each thing.
        expected: Vec<String>,
        /// What those of the run remembered.
        found: Vec<String>,
    },
}

impl From<RestoreError> for ResumeError {
    fn from(error: RestoreError) -> Self {
        Self::Optimizer(error)
    }
}

impl fmt::Display for ResumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Optimizer(error) => write!(f, "the run is not one of this optimizer: {error}"),
            Self::Callbacks { expected, found } => {
                f.write_str("the run is not one of these callbacks: they remember ")?;
                list(f, expected)?;
                f.write_str(", found ")?;
                list(f, found)
            }
        }
    }
}

/// The things, or that there are none.
fn list(f: &mut fmt::Formatter<'_>, things: &[String]) -> fmt::Result {
    if things.is_empty() { f.write_str("nothing") } else { f.write_str(&things.join(", ")) }
}

/// The message, which is what `main` prints of an error that it returns.
impl fmt::Debug for ResumeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for ResumeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Optimizer(error) => Some(error),
            Self::Callbacks { .. } => None,
        }
    }
}
