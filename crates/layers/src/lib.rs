//! Layers of [Sinew](https://docs.rs/sinew), one file each, and the trait of networks made of them.
//!
//! * [`Layer`]: what a layer is, and how to write one.
//! * [`Stage`]: what a network is made of: layers, and layers of layers.
//! * [`Dense`]: fully connected.
//! * [`Residual`], [`Concat`]: branches.
//! * [`Network`]: what `network!` implements.
//! * [`LayerInfo`]: a layer's row in the table of a network.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

mod batch;
mod layer;
mod stage;

mod dense;

mod concat;
mod residual;

mod info;
mod network;

pub use batch::Batch;
pub use concat::Concat;
pub use dense::Dense;
pub use info::{ChainInfo, LayerInfo, Tensor, write_table};
pub use layer::Layer;
#[cfg(feature = "alloc")]
pub use network::Construct;
pub use network::{AsNetwork, Nested, Network};
pub use residual::{Residual, Skip};
pub use stage::Stage;
