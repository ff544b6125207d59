//! What [Sinew](https://docs.rs/sinew) has, one row each: the tables of activations and of losses.
//!
//! A table is a macro that hands its rows to another macro, the callback. The crates that hold the
//! functions make their re-exports and their documentation of it, and the language makes its words.
//! No crate needs to know another for that: the language is compiled for the machine that compiles,
//! the functions for the machine that runs them.
//!
//! A callback takes what it needs of a row, and leaves the rest to a `$($rest:tt)*`:
//!
//! ```
//! macro_rules! types {
//!     ($($module:ident: $type:ident { $($rest:tt)* };)*) => { [$(stringify!($type)),*] };
//! }
//!
//! assert!(sinew_vocabulary::losses!(types).contains(&"Huber"));
//! ```
//!
//! Programs that walk a table, such as tests, find the same rows in [`ACTIVATIONS`] and [`LOSSES`].

#![no_std]

mod activations;
mod losses;

pub use activations::{ACTIVATIONS, Activation};
pub use losses::{LOSSES, Loss};
