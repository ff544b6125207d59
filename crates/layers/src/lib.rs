//! Layers of [Sinew](https://docs.rs/sinew), one file each, and the trait of networks made of them.
//!
//! * [`Dense`]: fully connected.
//! * [`Layer`]: what a layer is, and how to write one.
//! * [`Network`]: what `network!` implements.
//! * [`LayerInfo`]: a layer's row in the table of a network.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

mod layer;

mod dense;

mod info;
mod network;

pub use dense::Dense;
pub use info::{LayerInfo, widest, write_table};
pub use layer::Layer;
#[cfg(feature = "alloc")]
pub use network::Construct;
pub use network::{AsNetwork, Network};
