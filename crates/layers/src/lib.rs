//! Layers of [Sinew](https://docs.rs/sinew), one file each, and the trait of networks made of them.
//!
//! * [`Layer`]: what a layer is, and how to write one.
//! * [`Stage`]: what a network is made of: layers, and layers of layers.
//! * [`Dense`]: fully connected.
//! * [`Conv`], [`TransposedConv`]; [`MaxPool`], [`AveragePool`], [`GlobalAveragePool`]; [`Upsample`]: images and signals.
//! * [`Dropout`], [`BatchNorm`], [`GroupNorm`], [`LayerNorm`]: what helps to train deep networks.
//! * [`Residual`], [`Concat`]: branches.
//! * [`Network`]: what `network!` implements.
//! * [`LayerInfo`]: a layer's row in the table of a network.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

mod accumulator;
mod activate;
mod batch;
mod layer;
mod stage;

mod dense;

mod conv;
mod pool;
mod transposed_conv;
mod upsample;

mod batch_norm;
mod dropout;
mod group_norm;

mod concat;
mod residual;

mod info;
mod network;
mod plain;
mod shape;

pub use accumulator::Accumulator;
pub use batch::Batch;
pub use batch_norm::BatchNorm;
pub use concat::Concat;
pub use conv::Conv;
pub use dense::Dense;
pub use dropout::Dropout;
pub use group_norm::{GroupNorm, LayerNorm};
pub use info::{ChainInfo, LayerInfo, Tensor, write_table};
pub use layer::Layer;
#[cfg(feature = "alloc")]
pub use network::Construct;
pub use network::{AsNetwork, Nested, Network};
pub use pool::{AveragePool, GlobalAveragePool, MaxPool};
pub use residual::{Residual, Skip};
pub use shape::{Flat, Image, ImageShape, Signal, Slides, Sliding};
pub use stage::Stage;
pub use transposed_conv::TransposedConv;
pub use upsample::Upsample;
