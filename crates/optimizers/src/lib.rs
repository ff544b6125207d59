//! Optimizers of [Sinew](https://docs.rs/sinew), one file each, with learning rate schedules and
//! gradient clipping.
//!
//! | optimizer | one step (`w` parameters, `g` gradient, `η` learning rate) | moments per parameter |
//! |---|---|---|
//! | [`Sgd`] | `w ← w − η·g` | 0 |
//! | [`Momentum`] | `m ← μ·m + g`, `w ← w − η·m` | 1 |
//! | [`Adagrad`] | `s ← s + g²`, `w ← w − η·g/(√s + ε)` | 1 |
//! | [`RmsProp`] | `v ← α·v + (1 − α)·g²`, `w ← w − η·g/(√v + ε)` | 1 to 3 |
//! | [`Adam`] | `w ← w − η·m̂/(√v̂ + ε)` with running means `m` of `g` and `v` of `g²` | 2 |
//! | [`AmsGrad`] | the same with the largest `v` so far | 3 |
//! | [`AdamW`] | Adam's, after `w ← w − η·λ·w` | 2 |
//! | [`Nadam`] | Adam's, one step of the momentum ahead | 2 |
//! | [`Lion`] | `w ← w − η·sign(c)` with a running mean `c` of `g` | 1 |
//!
//! A learning rate is a number or a [`Schedule`]: [`Constant`], [`StepDecay`], [`Exponential`],
//! [`Linear`], [`Polynomial`], [`Cosine`], [`CosineRestarts`], [`WarmUp`], [`OneCycle`], or a
//! closure from the step to the rate. Weight decay is that of all parameters, biases and norms
//! included, as in PyTorch; the trainer spares them by `decay_weights_only`. [`clip_by_value`] and
//! [`clip_by_norm`] limit gradients before a step.
//!
//! # Examples
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use sinew_optimizers::{Adam, Cosine, Optimizer};
//!
//! // L(w) = (w₁ − 3)² + (w₂ + 1)²
//! let mut w = [0.0, 0.0];
//! let mut adam = Adam::new(Cosine::new(0.2, 300));
//! for _ in 0..300 {
//!     let gradient = [2.0 * (w[0] - 3.0), 2.0 * (w[1] + 1.0)];
//!     adam.step(&mut w, &gradient);
//! }
//! assert!((w[0] - 3.0_f64).abs() < 1e-3 && (w[1] + 1.0_f64).abs() < 1e-3);
//! # }
//! ```
//!
//! A custom optimizer is one `impl` of [`Optimizer`]; see there.
//!
//! The crate needs neither `std` nor an allocator; without one, [`Sgd`], the schedules, clipping
//! and [`update`] remain.

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]
#![allow(clippy::cast_precision_loss)] // steps are far below 2⁵³

#[cfg(feature = "alloc")]
extern crate alloc;

mod optimizer;
mod update_rule;

#[cfg(feature = "alloc")]
mod state;
mod step;

#[doc(hidden)]
pub mod optimizers;

mod clip;
mod hyperparameter;
mod schedule;

pub use clip::{clip_by_norm, clip_by_value, norm};
#[cfg(feature = "alloc")]
pub use optimizer::Task;
pub use optimizer::{Optimizer, RestoreError, State};
pub use optimizers::*;
pub use schedule::{
    Constant, Cosine, CosineRestarts, Exponential, Linear, OneCycle, Polynomial, Schedule, StepDecay, WarmUp,
};
#[cfg(feature = "alloc")]
pub use state::OptimizerState;
pub use update_rule::{UpdateRule, update};
