//! Sinew compiles neural networks into programs.
//!
//! A line of the language of [`network!`] becomes a plain struct with the network's exact shape,
//! and straight-line code that runs it forward and backward. There is no graph, no recorded tape
//! and no interpreter, and nothing is allocated between your program and the arithmetic. A wrong
//! shape is an error of `cargo check`, in plain words.
//!
//! # A first network
//!
//! A neuron multiplies each of its inputs by a *weight*, adds a *bias*, and passes the sum through
//! an *activation* function. Neurons side by side are a *layer*. Inputs go through hidden layers to
//! the output layer, and what comes out is the *prediction*. A *loss* says how far the prediction
//! is from the truth, and an *optimizer* moves the weights a small step so that the loss falls.
//! Training repeats this:
//!
//! ```
//! # #[cfg(feature = "training")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use sinew::prelude::*;
//!
//! network! {
//!     /// Handwritten digits of 8 × 8 pixels.
//!     pub struct Digits = 64 => hidden: 32 relu => output: 10 softmax;
//! }
//!
//! let (train, test) = sinew::data::digits().shuffled(1).split(0.8);
//! let mut net = Digits::seeded(1);
//! let history = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(10).validation(&test).fit(&mut net, &train)?;
//!
//! let accuracy = history.last().and_then(|epoch| epoch.validation?.accuracy);
//! assert!(accuracy > Some(0.95));
//!
//! let probabilities: [f32; 10] = net.predict(&test.inputs()[0]); // one image, without an allocation
//! # let _ = probabilities;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "training"))]
//! # fn main() {}
//! ```
//!
//! # The language
//!
//! `64 => hidden: 32 relu => output: 10 softmax` reads: 64 inputs, a layer named `hidden` of 32
//! ReLU neurons, and a layer named `output` of 10 neurons with softmax. The page of [`network!`]
//! describes the whole language. As an expression, `network!` is a fresh network of an unnamed
//! type:
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use sinew::prelude::*;
//!
//! let net = network!(2 => 4 relu => 1 sigmoid);
//! let [p] = net.predict(&[0.0, 1.0]);
//! assert!(0.0 < p && p < 1.0);
//! # }
//! ```
//!
//! # A network is plain data
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Xor = 2 => 4 relu => 1 sigmoid;
//! }
//!
//! const _: () = assert!(Xor::PARAMETERS == 17);
//!
//! let net: Box<Xor> = Xor::seeded(42); // the same on every machine, now and later
//! let weights: &[[f32; 2]; 4] = &net.layer1.weights; // [out][in]
//! let all: &[f32] = net.parameters(); // every weight and bias, one flat slice
//! assert_eq!(weights.as_flattened(), &all[..8]);
//! println!("{net}"); // the table of its layers
//! # }
//! ```
//!
//! So a gradient is a network of the same type, an optimizer is one loop over slices, and a program
//! without an allocator holds its network in a `static`.
//!
//! # Three ways to run it
//!
//! | | for | how |
//! |---|---|---|
//! | [`predict`](layers::Predict::predict), or [`predict_into`](layers::Predict::predict_into) in memory that you hold | one sample | vectors of neurons; no `std`, and no heap up to 64 KiB of scratch memory |
//! | [`predict_batch`](layers::Predict::predict_batch) | many samples | tiles: samples side by side in SIMD lanes |
//! | [`gradients`](training::Gradients::gradients), and [`Trainer`](training::Trainer) above it | training | tiles, forward and backward |
//!
//! The first two are methods of the trait [`Predict`](layers::Predict); a
//! [`Network`](layers::Network) can also be trained. What `network!` makes is both.
//!
//! A default build chooses the instruction set (AVX-512, AVX2, NEON, or none) when the program
//! runs. The environment variable `SINEW_SIMD` or
//! [`InstructionSet::select`](tensors::InstructionSet::select) forces one. A WebAssembly module has
//! SIMD if it is compiled with it: `-C target-feature=+simd128`.
//!
//! # Fast debug builds
//!
//! The code of the layers is compiled in Sinew's crates and not in yours. So these two lines of
//! your `Cargo.toml` make debug builds some fifty times as fast:
//!
//! ```toml
//! [profile.dev.package."*"]
//! opt-level = 3
//! ```
//!
//! # Losses fit outputs by type
//!
//! Cross-entropy needs a softmax output, binary cross-entropy a sigmoid one, Poisson likelihood one
//! without an activation, and hinge one without or a tanh; squared, absolute and Huber error take
//! any. A loss that does not fit does not compile, so softmax cannot be applied twice, or never:
//!
//! ```compile_fail
//! # use sinew::prelude::*;
//! # network! { struct Xor = 2 => 4 relu => 1 sigmoid; }
//! # let (mut net, data) = (Xor::seeded(42), sinew::data::gates::xor());
//! Trainer::new(CrossEntropy, Adam::new(0.01)).fit(&mut net, &data)?; // the last layer is `sigmoid`
//! # Ok::<(), sinew::training::TrainError>(())
//! ```
//!
//! # Where to go next
//!
//! * [`guide::lesson`]: a first lesson in deep learning, with pictures; also in Korean,
//!   [`guide::lesson_ko`]. [`guide::glossary`]: each word in one sentence.
//! * [`network!`]: the whole language. [`guide::mistakes`]: what the compiler says when a network
//!   is wrong. `guide::generic`: functions over any network. [`guide::gallery`]: pictures.
//! * [`activations`], [`losses`], [`optimizers`]: what there is, with formulas and sources, and how
//!   to write a custom one. [`layers::Layer`]: how to write a custom layer.
//! * [`training::Trainer`]: epochs, batches, validation. [`training::Gradients`]: a single step.
//! * [`data`]: logic gates, digits and irises, [`Dataset`](data::Dataset) for your samples, and
//!   [`Stream`](data::Stream) for more of them than fit in memory.
//! * `files`, with the feature of that name: `net.save("digits.safetensors")?`, `Digits::load(…)?`,
//!   normalization saved with the network, checkpoints, `net.save_with_optimizer(&adam, …)?` for
//!   training step by step. [`include_weights!`] needs no feature.
//! * Every error prints its message as `Debug` too, since that is what a `main` that returns
//!   `Result<(), Box<dyn Error>>` prints.
//! * The examples of the repository: `lesson`, `gates`, `digits`, `iris`, `spiral`,
//!   `regression`, `lenet`, `resnet`, `autoencoder`, `second_order`, `custom`, `by_hand`, `resume`,
//!   `finetune`, `two_heads`, `cartpole`.
//!
//! # Features
//!
//! * `training` (default): gradients, the trainer, data sets.
//! * `std` (default): finds the instruction set through the operating system, reads `SINEW_SIMD`,
//!   measures the time of epochs.
//! * `threads` (default): shares batches among threads.
//! * `alloc`: networks on the heap and `predict_batch`; part of `std` and of `training`.
//! * `f64`: compiles the kernels of `f64` in the library, for networks of `f64`; without it, each
//!   program compiles those that it uses.
//! * `files`: saves networks as safetensors and loads them, and saves checkpoints of training;
//!   turns on `std` and `training`.
//! * `serde`: a network is a value of serde, its tensors; turns on `files`.
//! * `csv`, `idx`, `npy`, `ndarray`: data sets from tables, MNIST's format, NumPy's files, and
//!   arrays. `gzip`: compressed tables; part of `idx`.
//! * `progress`: a progress bar on the terminal during training.
//! * `plots`: curves, boundaries, filters and diagrams as SVG and PNG.
//! * `tensorboard`: event files that TensorBoard reads.
//! * `gradcheck`: tests that prove gradients, `gradcheck!(Digits, CrossEntropy);`; for
//!   `[dev-dependencies]`.
//!
//! Without features, a program declares a network, holds it in a `static`, and predicts, without
//! `std` and without an allocator.

#![cfg_attr(docsrs, feature(doc_cfg))] // docs.rs shows the feature that an item needs
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "files")]
extern crate std;

pub use sinew_files::include_weights;
#[cfg(feature = "gradcheck")]
pub use sinew_gradcheck::gradcheck;

/// Says which feature is missing.
#[cfg(not(feature = "gradcheck"))]
#[doc(hidden)]
#[macro_export]
macro_rules! gradcheck {
    ($($all:tt)*) => {
        ::core::compile_error!("`gradcheck!` needs the feature `gradcheck` of `sinew`, in `[dev-dependencies]`");
    };
}

pub mod guide;
pub mod prelude; // before the other modules: of several paths to an item, the compiler's hints name the first

/// Activation functions: value and derivative.
///
/// [`sinew_activations`] has the overview.
#[doc(alias = "활성 함수")]
pub mod activations {
    #[doc(inline)]
    pub use sinew_activations::*;
}

/// Data sets, from files or in memory, and three small ones to learn with.
///
/// [`sinew_data`] has the overview.
#[cfg(feature = "training")]
pub mod data {
    #[doc(inline)]
    pub use sinew_data::*;

    // By name too: so the compiler says which feature a module that is not there belongs to.
    #[cfg(feature = "csv")]
    pub use sinew_data::csv;
    #[cfg(feature = "npy")]
    pub use sinew_data::npy;
    #[cfg(feature = "ndarray")]
    pub use sinew_data::views;
    #[cfg(feature = "idx")]
    pub use sinew_data::{idx, mnist};
}

/// Files of networks, and checkpoints of training.
///
/// [`sinew_files`] has the overview.
#[cfg(feature = "files")]
pub mod files {
    #[doc(inline)]
    pub use sinew_files::*;
}

/// Properties that prove gradients.
///
/// [`sinew_gradcheck`] has the overview.
#[cfg(feature = "gradcheck")]
pub mod gradcheck {
    #[doc(inline)]
    pub use sinew_gradcheck::*;
}

/// Layers, and the trait of networks made of them.
///
/// [`sinew_layers`] has the overview.
pub mod layers {
    #[doc(inline)]
    pub use sinew_layers::*;
}

/// Loss functions.
///
/// [`sinew_losses`] has the overview.
#[doc(alias = "손실 함수")]
pub mod losses {
    #[doc(inline)]
    pub use sinew_losses::*;
}

/// Optimizers, learning rate schedules, and the clipping of gradients.
///
/// [`sinew_optimizers`] has the overview.
#[doc(alias = "옵티마이저")]
pub mod optimizers {
    #[doc(inline)]
    pub use sinew_optimizers::*;
}

/// Pictures of training, of data and of networks.
///
/// [`sinew_plots`] has the overview.
#[cfg(feature = "plots")]
pub mod plots {
    #[doc(inline)]
    pub use sinew_plots::*;
}

/// Progress bars for training.
///
/// [`sinew_progress`] has the overview.
#[cfg(feature = "progress")]
pub mod progress {
    #[doc(inline)]
    pub use sinew_progress::*;
}

/// Event files that TensorBoard reads.
///
/// [`sinew_tensorboard`] has the overview.
#[cfg(feature = "tensorboard")]
pub mod tensorboard {
    #[doc(inline)]
    pub use sinew_tensorboard::*;
}

/// Numbers, vectors, tiles and kernels.
///
/// [`sinew_tensors`] has the overview.
pub mod tensors {
    #[doc(inline)]
    pub use sinew_tensors::*;
}

/// Gradients of batches, and the training loop.
///
/// [`sinew_training`] has the overview.
#[cfg(feature = "training")]
pub mod training {
    #[doc(inline)]
    pub use sinew_training::*;
}

mod macros;
#[cfg(all(feature = "alloc", not(feature = "files")))]
mod off;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(all(doctest, feature = "training"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
