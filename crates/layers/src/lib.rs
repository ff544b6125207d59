//! Layers of [Sinew](https://docs.rs/sinew), one file each, and the trait of networks made of them.
//!
//! * [`Layer`]: how to write a custom layer.
//! * [`Stage`], [`Trainable`]: what a network is made of: layers, and layers of layers.
//! * [`Dense`]: fully connected.
//! * [`Conv`], [`TransposedConv`]; [`MaxPool`], [`AveragePool`], [`GlobalAveragePool`];
//!   [`Upsample`], [`Resize`]: images and signals.
//! * [`Dropout`], [`BatchNorm`], [`GroupNorm`], [`LayerNorm`]: what helps to train deep networks.
//! * [`Residual`], [`Concat`]: branches; [`Outputs`]: several ends.
//! * [`Predict`], [`Network`]: what `network!` implements. `DynNetwork`: any of them, as `dyn`.
//! * [`LayerInfo`]: what is known of a layer.
//! * [`Context`], [`Gradient`]: what travels through a network besides its numbers.

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

mod context;
mod gradient;
mod info;
mod layer;
pub mod stage;

mod activate;
mod operation;
mod plain;
mod shape;

mod dense;

mod average_pool;
mod conv;
mod global_average_pool;
mod max_pool;
mod resize;
mod transposed_conv;
mod upsample;

mod batch_norm;
mod dropout;
mod group_norm;
mod normalizing;

mod concat;
mod outputs;
mod residual;

#[doc(hidden)]
pub mod chain;
#[cfg(feature = "alloc")]
mod dynamic;
mod network;
#[doc(hidden)]
pub mod prebuilt;

pub use average_pool::AveragePool;
pub use batch_norm::BatchNorm;
pub use concat::Concat;
pub use context::{Context, Microbatch, Streams};
pub use conv::Conv;
pub use dense::Dense;
pub use dropout::Dropout;
#[cfg(feature = "alloc")]
pub use dynamic::{DynNetwork, LengthError};
pub use global_average_pool::GlobalAveragePool;
pub use gradient::Gradient;
pub use group_norm::{GroupNorm, LayerNorm};
pub use info::{LayerInfo, Tensor, write_table};
pub use layer::{Layer, LayerContext};
pub use max_pool::MaxPool;
#[cfg(feature = "alloc")]
pub use network::Construct;
pub use network::{AsNetwork, Nested, Network, Predict};
pub use normalizing::{Normalizes, Normalizing};
pub use outputs::Outputs;
pub use residual::{Residual, Skip};
pub use resize::{AlignedBilinear, Bilinear, Interpolates, Nearest, Resize};
pub use shape::{CountedPadding, Divisor, Flat, Image, ImageShape, Signal, Slides, Sliding, WindowSize};
pub use stage::{Stage, Trainable};
pub use transposed_conv::TransposedConv;
pub use upsample::Upsample;
