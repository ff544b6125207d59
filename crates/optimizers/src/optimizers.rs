//! The optimizers, one file and one row each. The prelude of `sinew` re-exports all of them.

mod sgd;
pub use sgd::Sgd;

#[cfg(feature = "alloc")]
mod momentum;
#[cfg(feature = "alloc")]
pub use momentum::Momentum;

#[cfg(feature = "alloc")]
mod adagrad;
#[cfg(feature = "alloc")]
pub use adagrad::Adagrad;

#[cfg(feature = "alloc")]
mod rmsprop;
#[cfg(feature = "alloc")]
pub use rmsprop::RmsProp;

#[cfg(feature = "alloc")]
mod adam;
#[cfg(feature = "alloc")]
pub use adam::Adam;

#[cfg(feature = "alloc")]
mod amsgrad;
#[cfg(feature = "alloc")]
pub use amsgrad::AmsGrad;

#[cfg(feature = "alloc")]
mod adamw;
#[cfg(feature = "alloc")]
pub use adamw::AdamW;

#[cfg(feature = "alloc")]
mod nadam;
#[cfg(feature = "alloc")]
pub use nadam::Nadam;

#[cfg(feature = "alloc")]
mod lion;
#[cfg(feature = "alloc")]
pub use lion::Lion;
