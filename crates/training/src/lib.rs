//! Training of [Sinew](https://docs.rs/sinew) networks.
//!
//! * [`Gradients`]: the low-level step, loss and gradient of a batch.
//! * [`Trainer`]: epochs, batches, shuffling, validation and history above it.
//! * [`Workspace`]: the memory and the threads of both; [`WorkingSet`]: how much of the memory a
//!   batch takes.
//! * [`Progress`]: all that a run consists of after an epoch, to be saved and gone on from.
//! * [`callbacks`]: early stopping, plateaus, averages of weights, and custom ones.
//! * [`metrics`]: what predictions are worth.
//! * [`second_order`]: L-BFGS and Levenberg–Marquardt, for small networks.

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod error;

mod batching;
mod gradients;
mod pass;
mod samples;
mod tally;
mod workspace;

mod augmented;
mod epoch_metrics;
mod finite;
mod frozen;
mod history;
mod parameter_groups;
mod parameter_ranges;
mod prebuilt;
mod progress;
mod selection;
mod threads;
mod trainer;
mod working_set;

#[doc(alias = "콜백")]
pub mod callbacks;
#[doc(alias = "평가 지표")]
pub mod metrics;
pub mod second_order;

pub use epoch_metrics::EpochMetrics;
pub use error::{NonFinite, TrainError};
pub use gradients::{Evaluation, Gradients};
pub use history::{EpochReport, History};
#[doc(hidden)]
pub use prebuilt::prebuilt;
pub use progress::{Progress, ResumeError};
pub use selection::{Role, Selection};
pub use trainer::Trainer;
pub use working_set::WorkingSet;
pub use workspace::Workspace;
