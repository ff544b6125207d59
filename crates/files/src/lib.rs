//! Networks that outlive the program: files of [Sinew](https://docs.rs/sinew).
//!
//! * [`Files`]: `net.save("digits.safetensors")?`, `Digits::load("digits.safetensors")?`.
//! * [`Normalized`]: a network with the scale of its inputs and targets, in one file.
//! * [`include_weights!`]: the same file, embedded in the program and checked when it is compiled.
//! * [`Checkpoints`]: training that continues where it was stopped, whatever stopped it;
//!   [`Checkpoint`] is one such state.
//! * [`atomic_write`]: how all of them are written, for your own files.
//!
//! # The format
//!
//! Weights are stored in [safetensors](https://huggingface.co/docs/safetensors) files: a JSON
//! header, and numbers. A tensor's key is the label of its layer and its own name, `hidden.weight`,
//! as in a PyTorch `state_dict`; layers inside layers are named from the outside in,
//! `block.branch.layer1.weight`. Shapes are PyTorch's, `[OUT, IN]` for a dense layer. A layer
//! without a bias has no such tensor. A custom layer that does not name its tensors has one with
//! all of its parameters, `label.parameters`.
//!
//! The metadata of the file holds the version of Sinew, the architecture in words, and a checksum
//! of everything that the file says. Files of other programs have none of these.

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]
// These casts are deliberate: sizes were compared with the length of the file, and bits are taken
// apart.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

#[cfg(feature = "std")]
extern crate std;

mod element;
mod embed;
mod tensors;

#[cfg(feature = "std")]
mod checkpoint;
#[cfg(feature = "std")]
mod error;
#[cfg(feature = "std")]
mod format;
#[cfg(feature = "std")]
mod network;
#[cfg(feature = "std")]
mod normalized;
#[cfg(feature = "std")]
mod optimizer;
#[cfg(feature = "std")]
mod resume;
#[cfg(feature = "serde")]
pub mod serde;

#[cfg(feature = "std")]
pub use checkpoint::{Checkpoint, CheckpointError};
#[cfg(feature = "std")]
pub use error::{LoadError, Misfit};
#[cfg(feature = "std")]
pub use network::Files;
#[cfg(feature = "std")]
pub use normalized::Normalized;
#[cfg(feature = "std")]
pub use resume::{Checkpointed, Checkpoints};
#[cfg(feature = "std")]
pub use sinew_atomic_write::{WriteError, atomic_write};

/// What [`include_weights!`] expands to.
#[doc(hidden)]
pub mod __private {
    pub use crate::embed::{entries, network};
}
