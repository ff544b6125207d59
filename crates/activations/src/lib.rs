//! Activation functions of [Sinew](https://docs.rs/sinew), one file each: value and derivative.
//!

#![doc = sinew_vocabulary::activations_table!()]
//!
//! A custom activation is one `impl` of [`Activation`].

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]

mod activation;
mod per_output;

// Named here, and not by the table, so that rustfmt and cargo-mutants find the files.
mod celu;
mod elu;
mod gelu;
mod gelu_tanh;
mod hard_shrink;
mod hard_sigmoid;
mod hard_swish;
mod hard_tanh;
mod identity;
mod leaky_relu;
mod mish;
mod relu;
mod relu6;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softsign;
mod tanh;

pub use activation::{Activation, LayerActivation};
pub use per_output::PerOutput;

macro_rules! export {
    ($($module:ident: $type:ident { $($rest:tt)* };)*) => { $(pub use $module::$type;)* };
}
sinew_vocabulary::activations!(export);
