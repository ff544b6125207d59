//! Data sets for [Sinew](https://docs.rs/sinew): inputs with their targets, read from files or in
//! memory, prepared for training, and three small sets to learn with.
//!
//! * [`Dataset`]: checked samples to shuffle, split and divide into batches; splits and folds that
//!   keep the share of each class; weights for rare classes.
//! * [`Stream`]: samples that are read anew in each epoch, and need not fit in memory.
//! * [`Normalization`]: features on a common scale, fitted to the training data and kept with the
//!   model.
//! * [`augmentation`]: inputs that vary a little from epoch to epoch.
//! * [`gates`]: the logic gates, the smallest problems there are.
//! * [`iris()`]: 150 irises of three species, four measurements each.
//! * [`digits()`]: 1,797 handwritten digits of 8 × 8 pixels.
//!
//! The sets are part of the library, 118 KB in all: there is nothing to download, no file to find
//! and no feature to enable. A program that uses none of them contains none of them, since the
//! linker leaves out what is never read.
//!
//! The digits and the irises are licensed under [CC BY 4.0]: a program that embeds them names their
//! sources, which the pages of [`digits()`] and [`iris()`] give.
//!
//! [CC BY 4.0]: https://creativecommons.org/licenses/by/4.0/
//!
//! Their numbers are `f32`; [`Dataset::map_inputs`] makes them `f64` where gradients are checked.
//!
//! # Files
//!
//! | feature | what it reads |
//! |---|---|
//! | `csv` | `csv`: tables, with or without a header, their columns by name or number, their targets in numbers or words |
//! | `idx` | `idx`: the format of MNIST; `mnist()`: MNIST, Fashion-MNIST, KMNIST and EMNIST |
//! | `gzip` | tables and IDX files that are compressed with gzip, as MNIST is distributed |
//! | `npy` | `npy`: the arrays of NumPy, `.npy` and `.npz` |
//! | `ndarray` | `views`: arrays and views of the `ndarray` crate, which are not files, but arrays all the same |
//!
//! The contents of a file are checked to the last byte. An error names the file and the line and
//! column, or the byte, and says what was expected there and what was found. Each kind of file can
//! be read one sample at a time, in bounded memory, and a [`Stream`] trains on files of any size.
//!
//! The crate needs an allocator, but not `std`, except to read files.
//!
//! # Examples
//!
//! ```
//! let (train, test) = sinew_data::digits().shuffled(42).split(0.8);
//! assert_eq!((train.len(), test.len()), (1438, 359));
//!
//! for (inputs, labels) in train.batches(32) {
//!     assert_eq!(inputs.len(), labels.len());
//! }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod checked;
mod dataset;
mod error;
mod folds;
mod normalization;
mod plural;
mod source;
mod stream;

#[doc(alias = "데이터 증강")]
pub mod augmentation;
pub mod digits;
pub mod gates;
pub mod iris;

#[cfg(any(feature = "idx", feature = "npy"))]
mod array;
#[cfg(any(feature = "csv", feature = "npy"))]
mod contents;
#[cfg(feature = "csv")]
pub mod csv;
#[cfg(any(feature = "csv", feature = "idx", feature = "npy"))]
mod file;
#[cfg(any(feature = "csv", feature = "idx"))]
mod gzip;
#[cfg(feature = "idx")]
pub mod idx;
#[cfg(feature = "idx")]
pub mod mnist;
#[cfg(feature = "npy")]
pub mod npy;
#[cfg(feature = "npy")]
mod npz;
#[cfg(feature = "ndarray")]
pub mod views;

pub use checked::{Checked, DatasetValue};
pub use dataset::Dataset;
pub use digits::digits;
pub use error::DatasetError;
#[cfg(any(feature = "csv", feature = "idx", feature = "npy"))]
pub use file::FileError;
pub use iris::iris;
#[cfg(feature = "idx")]
pub use mnist::mnist;
pub use normalization::{Normalization, NormalizationError};
pub use sinew_tensors::Weighted;
pub use source::Source;
#[doc(hidden)]
pub use source::{Loader, Step};
pub use stream::{Stream, StreamError};
