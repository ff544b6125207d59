//! Sinew compiles neural networks into programs.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

pub use sinew_activations as activations;
#[cfg(feature = "training")]
pub use sinew_data as data;
pub use sinew_layers as layers;
pub use sinew_losses as losses;
pub use sinew_optimizers as optimizers;
pub use sinew_tensors as tensors;
#[cfg(feature = "training")]
pub use sinew_training as training;

pub mod prelude;

mod macros;

/// What generated code names. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    pub use alloc::boxed::Box;

    pub use sinew_activations::*;
    #[cfg(feature = "alloc")]
    pub use sinew_layers::Construct;
    pub use sinew_layers::{AsNetwork, Dense, Layer, LayerInfo, Network, widest, write_table};
    pub use sinew_macros::{network, sinew};
    pub use sinew_tensors::{Initializer, Number, Parameters, Rng, Vector};

    pub use crate::__heap as heap;
}
