//! Loss functions of [Sinew](https://docs.rs/sinew), one file each.
//!
//! | loss | fits | targets |
//! |---|---|---|
//! | [`CrossEntropy`] | `softmax` | class labels (`usize`), distributions |
//! | [`WeightedCrossEntropy`] | `softmax` | the same |
//! | [`BinaryCrossEntropy`] | `sigmoid` | probabilities, `bool` for a single output |
//! | [`MeanSquaredError`] | every activation | arrays like the output |
//! | [`MeanAbsoluteError`] | every activation | arrays like the output |
//! | [`Huber`] | every activation | arrays like the output |
//!
//! A loss relates to the activation of the last layer by type ([`Loss`]), so the classic silent mistake, softmax twice or never,
//! does not compile. Losses are computed from logits, stably for every finite logit, and together with their gradient.

#![no_std]

mod loss;
mod target;

mod binary_cross_entropy;
mod cross_entropy;
mod huber;
mod mean_absolute_error;
mod mean_squared_error;
mod weighted_cross_entropy;

pub use binary_cross_entropy::BinaryCrossEntropy;
pub use cross_entropy::CrossEntropy;
pub use huber::Huber;
pub use loss::Loss;
pub use mean_absolute_error::MeanAbsoluteError;
pub use mean_squared_error::MeanSquaredError;
pub use target::{ClassLoss, Target};
pub use weighted_cross_entropy::WeightedCrossEntropy;
