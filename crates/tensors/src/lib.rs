//! Numbers, vectors of samples, tiles and kernels: what the layers of
//! [Sinew](https://docs.rs/sinew) compute with.
//!
//! * [`Real`] and [`Number`]: arithmetic that serves scalars and vectors alike.
//! * [`Vector`], [`Vectorized`] and [`InstructionSet`]: SIMD, chosen when the program runs.
//! * [`tile`]: samples side by side in lanes, the form in which batches go through a network;
//!   [`Wide`]: a row of it as one vector.
//! * [`Layout`]: how samples lie in a slice of numbers, and in which vectors they are worked on.
//! * [`dense`]: the kernels of fully connected layers.
//! * [`conv`], [`transposed_conv`], [`pool`], [`upsample`], [`norm`]: the kernels of layers for
//!   images.
//! * [`Parameters`] and [`Sample`]: networks and samples as flat runs of numbers; [`parameters!`]
//!   declares the former.
//! * [`Weighted`]: a target with the weight of its sample.
//! * [`Reduction`]: how gradients of shards of a batch are added up.
//! * [`Rng`] and [`Initializer`]: the numbers that training starts from.
//!
//! The crate needs neither `std` nor an allocator.

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]
// Casts are chosen here, not slips: constants are rounded to the number's precision, and exponents
// are small integers.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_lossless)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod kernels;
mod math;
mod number;
mod reduction;
mod simd;
mod sums;
mod wide;

pub mod conv;
pub mod dense;
pub mod norm;
pub mod pool;
pub mod resize;
pub mod tile;
pub mod transposed_conv;
pub mod upsample;

#[cfg(feature = "alloc")]
mod buffer;
mod initializer;
mod instruction_set;
mod layout;
mod parameters;
mod random;
mod weighted;
mod window;

#[cfg(feature = "alloc")]
pub use buffer::Buffer;
pub use initializer::Initializer;
pub use instruction_set::{InstructionSet, UnavailableInstructionSet};
#[doc(hidden)]
pub use kernels::Kernels;
pub use layout::Layout;
pub use number::{Number, Real};
#[doc(hidden)]
pub use parameters::is_array;
pub use parameters::{Parameters, Sample};
pub use random::Rng;
pub use reduction::Reduction;
pub use simd::{Vector, Vectorized};
pub use weighted::Weighted;
pub use wide::Wide;
pub use window::Window;
