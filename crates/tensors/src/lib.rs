//! Numbers, vectors of samples, tiles and kernels: what the layers of [Sinew](https://docs.rs/sinew) compute with.
//!
//! * [`Real`] and [`Number`]: arithmetic that serves scalars and vectors alike.
//! * [`Vector`], [`Vectorized`] and [`InstructionSet`]: SIMD, chosen when the program runs.
//! * [`tile`]: samples side by side in lanes, the form in which batches go through a network.
//! * [`dense`]: the kernels of fully connected layers.
//! * [`Parameters`] and [`Sample`]: networks and samples as flat runs of numbers.
//! * [`Rng`] and [`Initializer`]: the numbers that training starts from.
//!
//! The crate needs neither `std` nor an allocator.

#![no_std]
// Casts are chosen here, not slips: constants are rounded to the number's precision, and exponents are small integers.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_lossless)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod math;
mod number;
mod shuffle;
mod simd;

pub mod dense;
pub mod tile;

#[cfg(feature = "alloc")]
mod buffer;
mod initializer;
mod parameters;
mod random;

#[cfg(feature = "alloc")]
pub use buffer::Buffer;
pub use initializer::Initializer;
pub use number::{Number, Real};
pub use parameters::{Parameters, Sample};
pub use random::Rng;
pub use simd::{InstructionSet, UnavailableInstructionSet, Vector, Vectorized};
