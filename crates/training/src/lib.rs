//! Training of [Sinew](https://docs.rs/sinew) networks.
//!
//! * [`Gradients`]: the low-level step, loss and gradient of a batch.
//! * [`Trainer`]: epochs, batches, shuffling, validation and history above it.
//! * [`metrics`]: what predictions are worth.

#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod error;

mod gradients;
mod workspace;

pub mod metrics;

mod frozen;
mod history;
mod progress;
mod trainer;

pub use error::TrainError;
pub use gradients::{Evaluation, Gradients};
pub use history::{EpochReport, History};
pub use progress::Progress;
pub use trainer::Trainer;
pub use workspace::Workspace;
