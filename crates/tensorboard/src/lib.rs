//! Event files of training runs made with [Sinew](https://docs.rs/sinew), which
//! [TensorBoard](https://www.tensorflow.org/tensorboard) reads.
//!
//! * [`Log`]: the epochs of a run, training and validation on the same charts, and histograms of
//!   the weights.
//! * [`EventWriter`]: one file of numbers, histograms and images, for anything else.
//!
//! ```
//! use sinew::prelude::*;
//! use sinew_tensorboard::Log;
//!
//! network! {
//!     struct Iris = 4 => 8 tanh => 3 softmax;
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = std::env::temp_dir().join(format!("sinew-log-{}", std::process::id()));
//! # let runs = directory.to_str().unwrap();
//! let (train, test) = sinew::data::iris().shuffled(1).split(0.8);
//! let mut net = Iris::seeded(1);
//! let mut log = Log::create(format!("{runs}/first"))?; // such as `runs/first`
//!
//! let history = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(5).validation(&test).fit(&mut net, &train)?;
//! for report in &history.epochs {
//!     log.epoch(report)?;
//! }
//! log.weights(history.epochs.len(), &*net)?;
//! # drop(log);
//! # std::fs::remove_dir_all(&directory)?;
//! # Ok(())
//! # }
//! ```
//!
//! `tensorboard --logdir runs` then shows the charts of all runs.

mod error;
mod log;
mod writer;

mod event;
mod histogram;
mod image;
mod protobuf;
mod record;

pub use error::LogError;
pub use log::Log;
pub use writer::EventWriter;
