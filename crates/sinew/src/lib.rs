//! Sinew compiles neural networks into programs.
//!
//! A line of the language of [`network!`] becomes a plain struct with the network's exact shape, and straight-line forward and
//! backward code for it. There is no graph, no tape to record, no interpreter, and nothing is allocated between the program and the
//! arithmetic. A wrong shape is an error of `cargo check`, in plain words.
//!
//! # A first network
//!
//! A neuron multiplies each of its inputs by a *weight*, adds a *bias*, and passes the sum through an *activation* function. Neurons
//! side by side are a *layer*. Inputs go through hidden layers to the output layer, and what comes out is the *prediction*. A *loss* says
//! how far it is from the truth, and an *optimizer* moves the weights a small step so that the loss falls. That, repeated, is
//! training:
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
//! let probabilities: [f32; 10] = net.predict(&test.inputs()[0]); // one image: no allocation, no dispatch but of SIMD
//! # let _ = probabilities;
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "training"))]
//! # fn main() {}
//! ```
//!
//! # The language
//!
//! `64 => hidden: 32 relu => output: 10 softmax` reads: 64 inputs, a layer called `hidden` of 32 ReLU neurons, a layer called `output` of 10
//! neurons with softmax. [`network!`] is its reference. As an expression it is a fresh network of an unnamed type:
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
//! So a gradient is a network of the same type, an optimizer is one loop over slices, and a network without an allocator is a
//! `static`.
//!
//! # Three ways to run it
//!
//! | | for | how |
//! |---|---|---|
//! | [`predict`](layers::Network::predict) | one sample | vectors of neurons; no heap, no `std` |
//! | [`predict_batch`](layers::Network::predict_batch) | many samples | tiles: samples side by side in SIMD lanes |
//! | [`gradients`](training::Gradients::gradients), and [`Trainer`](training::Trainer) above it | training | tiles, forward and back |
//!
//! The instruction set (AVX-512, AVX2, NEON, or none) is chosen when the program runs, in a default build; the environment variable
//! `SINEW_SIMD` or [`InstructionSet::select`](tensors::InstructionSet::select) forces one. A WebAssembly module has SIMD or not when it is
//! compiled: `-C target-feature=+simd128`.
//!
//! # Losses fit outputs by type
//!
//! Cross-entropy needs a softmax output, binary cross-entropy a sigmoid one, the likelihood of counts one without an activation;
//! errors take any. A loss that does not fit does not compile, so softmax cannot be applied twice, or never:
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
//! * [`network!`]: the whole language; [`guide::mistakes`]: what the compiler says when a network is wrong; [`guide::gallery`]: pictures.
//! * [`activations`], [`losses`], [`optimizers`]: what there is, with formulas and sources, and how to write your own.
//! * [`training::Trainer`]: epochs, batches, validation; [`training::Gradients`]: the step below it.
//! * [`data`]: logic gates, digits and irises, and [`Dataset`](data::Dataset) for your own samples.
//! * `files`, with the feature of that name: `net.save("digits.safetensors")?`, `Digits::load(…)?`, normalization with it, checkpoints; [`include_weights!`] without it.
//! * The examples of the repository: `gates`, `digits`, `iris`, `spiral`, `regression`, `lenet`, `resnet`, `autoencoder`,
//!   `second_order`, `custom`, `by_hand`, `resume`, `finetune`.
//!
//! # Features
//!
//! * `training` (default): gradients, the trainer, data sets.
//! * `std` (default): finds the instruction set through the operating system, reads `SINEW_SIMD`, takes the time of epochs.
//! * `alloc`: networks on the heap and `predict_batch`; part of `std` and of `training`.
//! * `f64`: compiles the kernels of `f64` in the library, for networks of `f64`; without it, each
//!   program compiles those that it uses.
//! * `files`: saves networks as safetensors and loads them, checkpoints of training; needs `std` and `training`.
//! * `threads` (default): shares batches among threads.
//! * `csv`, `idx`, `npy`, `ndarray`: data sets from tables, MNIST's format, NumPy's files, and arrays.
//! * `progress`: a bar on the terminal while a network is trained.
//! * `plots`: curves, boundaries, filters and diagrams as SVG and PNG; `tensorboard`: event files that TensorBoard reads.
//! * `gradcheck`: tests that prove gradients, `gradcheck!(Digits, CrossEntropy);`; for `[dev-dependencies]`.
//!
//! Without features a network is declared, held in a `static`, and predicts, without `std` and without an allocator.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "files")]
extern crate std;

pub use sinew_files::include_weights;
#[cfg(feature = "gradcheck")]
pub use sinew_gradcheck::gradcheck;

pub mod guide;
pub mod prelude; // before the other modules: of several paths to an item, the compiler's hints name the first

/// Activation functions: value and derivative.
///
/// [`sinew_activations`] has the overview.
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
pub mod losses {
    #[doc(inline)]
    pub use sinew_losses::*;
}

/// Optimizers, learning rate schedules, and the clipping of gradients.
///
/// [`sinew_optimizers`] has the overview.
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

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

#[cfg(all(doctest, feature = "training"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
