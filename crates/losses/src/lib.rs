//! Loss functions of [Sinew](https://docs.rs/sinew), one file each.
//!

#![doc = sinew_vocabulary::losses_table!()]
//!
//! A loss relates to the activation of the last layer by type ([`Loss`]), so the classic silent
//! mistake, softmax twice or never, does not compile. Losses are computed from logits, together
//! with their gradient. They are stable for every finite logit ([`Poisson`]: until `e^z`
//! overflows).
//!
//! Each loss states which targets make sense to it ([`Loss::target_domain`]), and the samples of a
//! data set are checked once before training. With any loss, a sample may have a weight
//! ([`Weighted`]).

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]

mod domain;
mod loss;
mod masked;
mod outputs;
mod target;

// Named here, and not by the table, so that rustfmt and cargo-mutants find the files.
mod binary_cross_entropy;
mod cross_entropy;
mod hinge;
mod huber;
mod mean_absolute_error;
mod mean_squared_error;
mod poisson;
mod weighted_binary_cross_entropy;
mod weighted_cross_entropy;

pub use domain::{TargetDomain, TargetError};
pub use loss::Loss;
pub use masked::{Masked, OutputwiseLoss};
pub use outputs::{Ignored, Scaled};
#[doc(hidden)]
pub use outputs::{add_losses, all_correct};
pub use sinew_tensors::Weighted;
pub use target::{BinaryLoss, ClassLoss, SampleWeight, Target};

macro_rules! export {
    ($($module:ident: $type:ident { $($rest:tt)* };)*) => { $(pub use $module::$type;)* };
}
sinew_vocabulary::losses!(export);
