//! What generated code names. Not for use by hand: it changes without notice.

#[cfg(feature = "alloc")]
pub use alloc::boxed::Box;
#[cfg(feature = "serde")]
pub use serde_core;
#[cfg(feature = "training")]
pub use sinew_data::DatasetValue;
#[cfg(feature = "files")]
pub use std::path::Path as FilePath;

#[cfg(all(feature = "alloc", not(feature = "files")))]
pub use crate::off::{bounds as off, prelude::Files};

pub use sinew_activations::*;
#[cfg(feature = "alloc")]
pub use sinew_layers::Construct;
pub use sinew_layers::chain::{self, Chain, PredictWalk, TrainWalk, TrainableChain};
pub use sinew_layers::{
    AlignedBilinear, AsNetwork, AveragePool, BatchNorm, Bilinear, Concat, Context, Conv, CountedPadding, Dense,
    Dropout, Flat, GlobalAveragePool, Gradient, GroupNorm, Image, LayerInfo, LayerNorm, MaxPool, Nearest, Nested,
    Network, Normalizing, Outputs, Predict, Residual, Resize, Signal, Skip, Sliding, Stage, Trainable, TransposedConv,
    Upsample, write_table,
};
pub use sinew_losses::{Loss, Target, TargetDomain, TargetError, add_losses, all_correct};
pub use sinew_macros::{network, sinew};
#[cfg(feature = "files")]
pub use sinew_optimizers::Optimizer;
pub use sinew_tensors::{Initializer, Number, Parameters, Rng, Sample, Vector};

pub use crate::{__heap as heap, __outputs as outputs, __stage as stage};

/// Proves that a path in the language names an activation, and hands on the length of the layer's
/// bias.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    label = "not an activation",
    note = "an activation of your own is a type that implements `sinew::activations::Activation`"
)]
pub trait IsActivation<const BIAS: usize> {
    const BIAS: usize = BIAS;
}

#[diagnostic::do_not_recommend]
impl<A: sinew_activations::LayerActivation, const BIAS: usize> IsActivation<BIAS> for A {}

/// Proves that a constant in the language is a width.
#[track_caller]
pub const fn is_width<const WIDTH: usize>() {
    assert!(WIDTH > 0, "a width cannot be zero\nhelp: give the constant the value 1 or more");
}

/// Proves that a path in the language names a layer, and hands on a number that means nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "not a layer",
    note = "a layer of your own is a type `MyLayer<T>` that implements `sinew::layers::Layer`; a network is one too"
)]
pub trait IsLayer {
    const PROOF: usize = 0;
}

#[diagnostic::do_not_recommend]
impl<L: Nested> IsLayer for L {}

/// The stage of a layer's path, if it is proven to name one.
pub trait AsLayer<const PROOF: usize> {
    type Stage: Trainable;
}

impl<L: Nested, const PROOF: usize> AsLayer<PROOF> for L {
    type Stage = L::Stage;
}

/// Proves that a custom layer, or a network, takes what flows into it.
#[track_caller]
pub const fn takes<S: Stage, const INPUTS: usize>() {
    if S::INFO.inputs() != INPUTS {
        let text = Text::new()
            .with("this layer takes ")
            .with_number(S::INFO.inputs())
            .with(if S::INFO.inputs() == 1 { " number, but " } else { " numbers, but " })
            .with_number(INPUTS)
            .with(if INPUTS == 1 { " flows into it" } else { " flow into it" })
            .with("\nhelp: give the layer before as many outputs");
        panic!("{}", text.as_str());
    }
}

/// Proves that the output of a branch has the size of what flows past it.
#[track_caller]
pub const fn fits_shortcut<const FOUND: usize, const EXPECTED: usize>() {
    if FOUND != EXPECTED {
        let text = Text::new().with("the branch puts out ").with_number(FOUND).with(" numbers, but ");
        let text = text.with_number(EXPECTED).with(" flow past it");
        let text = text.with("\nhelp: end the branch with as many, or write `projection = true` behind it");
        panic!("{}", text.as_str());
    }
}

/// Proves that a reshape keeps all numbers.
#[track_caller]
pub const fn same_length<const FOUND: usize, const EXPECTED: usize>() {
    if FOUND != EXPECTED {
        let text = Text::new()
            .with("these are ")
            .with_number(EXPECTED)
            .with(" numbers, but there are ")
            .with_number(FOUND)
            .with("\nhelp: a reshape keeps all numbers and their order");
        panic!("{}", text.as_str());
    }
}

/// A message put together by the compiler.
struct Text {
    bytes: [u8; 256],
    length: usize,
}

impl Text {
    const fn new() -> Self {
        Self { bytes: [0; 256], length: 0 }
    }

    const fn with(mut self, text: &str) -> Self {
        let mut i = 0;
        while i < text.len() {
            self.bytes[self.length] = text.as_bytes()[i];
            self.length += 1;
            i += 1;
        }
        self
    }

    #[allow(clippy::cast_possible_truncation)] // a digit
    const fn with_number(self, number: usize) -> Self {
        let mut text = if number < 10 { self } else { self.with_number(number / 10) };
        text.bytes[text.length] = b'0' + (number % 10) as u8;
        text.length += 1;
        text
    }

    const fn as_str(&self) -> &str {
        match core::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}
