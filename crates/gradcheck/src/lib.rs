//! Property tests that prove gradients: those of [Sinew](https://docs.rs/sinew)'s layers, and
//! yours.
//!
//! A wrong gradient does not crash. The network learns a little worse, and nobody knows why. Here
//! it fails a test:
//!
//! ```
//! use sinew::gradcheck::gradcheck;
//! use sinew::prelude::*;
//!
//! network! {
//!     pub struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
//! }
//!
//! # #[cfg(any())]
//! gradcheck!(Digits, CrossEntropy);
//! ```
//!
//! * [`gradcheck!`](macro@gradcheck) makes a test of a network, a layer, an activation or a loss in
//!   one line.
//! * [`check`], [`check_layer`], [`check_activation`] and [`check_loss`] are the functions behind
//!   it, for your own parameters and samples.
//! * [`strategies`] generate networks, batches, labels, distributions and logits for other
//!   properties.
//! * [`Dual`] is the number that differentiates as it calculates.
//!
//! # What proves a derivative
//!
//! Two references that know nothing of the backward code: the *central difference*
//! `(f(x + h) − f(x − h))/(2·h)` in `f64`, accurate to about 1e-10 and matched to 1e-8; and the
//! forward code in *dual numbers*, accurate to rounding and matched to 1e-12. The first reveals a
//! mistake in the dual numbers, the second a small mistake in the gradient.
//!
//! # Kinks
//!
//! At 0, `relu` has no derivative, and a central difference that steps over 0 is useless. A wider
//! tolerance would hide wrong gradients, so there is none. Dual numbers know at which step a
//! comparison, such as that in `relu`, flips; where a central difference would step that far, only
//! the dual numbers are used. So kinks need not be declared: a `max` in a custom layer is found
//! like the one in `relu`.

mod dual;
mod error;
mod kink;
mod proof;

mod function;
mod layer;
mod network;

mod numbers;
pub mod strategies;

mod macros;
mod run;

pub use dual::Dual;
pub use error::{Error, Place, Reference};
pub use function::{check_activation, check_loss};
pub use layer::check_layer;
pub use network::check;
pub use proof::Proof;

/// What the macros name. Not for direct use: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use std::marker::PhantomData;
    pub use std::primitive::f64;
    pub use std::{compile_error, concat, file, module_path, stringify};

    pub use crate::run::{Test, activation, layer, loss, network};
}
