//! Pictures of training, of data and of networks made with [Sinew](https://docs.rs/sinew).
//!
//! | picture | from |
//! |---|---|
//! | [`curves`] | the history of a training: loss and accuracy |
//! | [`confusion_matrix`] | counts of classes, true and predicted |
//! | [`decision_boundary`], [`decision_boundaries`] | a classifier with two inputs, or several side by side, and samples |
//! | [`activation()`] | an activation function, with its derivative |
//! | [`filters`] | the weights of a first layer |
//! | [`diagram`] | the table of a network's layers; [`mermaid`] is the same as text |
//! | [`Chart`] | any other lines |
//! | [`lesson`] | nothing: the drawings of a first lesson in deep learning |
//!
//! Each returns a [`Picture`], which saves itself as SVG or PNG:
//!
//! ```
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
//! }
//!
//! # fn main() -> Result<(), sinew_plots::PlotError> {
//! # let directory = std::env::temp_dir().join(format!("sinew-plots-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory).unwrap();
//! let picture = sinew_plots::diagram("Digits", Digits::LAYERS)?;
//! picture.save(directory.join("digits.svg"))?;
//! picture.save(directory.join("digits.png"))?;
//! # std::fs::remove_dir_all(&directory).unwrap();
//! # Ok(())
//! # }
//! ```
//!
//! Text is drawn with a font that is part of the library, 28 KB of Inter, so that a PNG is the same
//! on every machine, even where no font is installed.

mod error;
mod file;
mod picture;

mod activation;
mod boundary;
mod chart;
mod confusion;
mod curves;
mod diagram;
mod filters;
pub mod lesson;
mod mermaid;

mod axis;
mod blocks;
mod color;
mod font;
mod neurons;
mod png;
mod quantize;
mod svg;

pub use activation::activation;
pub use boundary::{Decision, decision_boundaries, decision_boundary};
pub use chart::Chart;
pub use confusion::confusion_matrix;
pub use curves::curves;
pub use diagram::diagram;
pub use error::PlotError;
pub use file::save;
pub use filters::filters;
pub use mermaid::mermaid;
pub use picture::Picture;
