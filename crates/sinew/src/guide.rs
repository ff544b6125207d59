//! Pages to read at leisure.

#[doc = include_str!("mistakes.md")]
pub mod mistakes {}

#[doc = include_str!("build_cost.md")]
pub mod build_cost {}

/// Pictures that the examples draw, each by the command above it.
///
/// With `SINEW_SIMD=scalar` in front, which is the same arithmetic on every machine, the command draws the picture that stands here, byte for byte.
/// `sinew::plots`, behind the feature `plots`, is what they draw with.
///
/// # Three arms of a spiral, and what a network takes the plane for
///
/// `cargo run --release --features plots --example spiral -- --out gallery`
///
/// The stronger the color, the surer the network. Beside this picture it draws another, of how the boundary comes about.
///
#[doc = include_str!("../gallery/spiral_boundary.svg")]
///
/// # How training went
///
/// `cargo run --release --features plots --example digits -- --plots gallery`
///
/// The rings mark the best epochs of the images that the network does not learn from. Labels are smoothed, so the loss stays above 0.5.
///
#[doc = include_str!("../gallery/digits_curves.svg")]
///
/// # What is taken for what
///
/// `cargo run --release --features plots --example digits -- --plots gallery`
///
#[doc = include_str!("../gallery/digits_confusion.svg")]
///
/// # What neurons look for
///
/// `cargo run --release --features plots --example digits -- --plots gallery`
///
/// The weights of the first of the 256 hidden neurons, each an image of 8 × 8 pixels.
///
#[doc = include_str!("../gallery/digits_filters.svg")]
///
/// # Networks
///
/// `cargo run --release --features plots --example digits -- --plots gallery`
///
/// Large networks are drawn as blocks,
///
#[doc = include_str!("../gallery/digits_diagram.svg")]
///
/// and small ones with each neuron and each weight:
///
/// `cargo run --release --features plots --example gates -- --plots gallery`
///
#[doc = include_str!("../gallery/gates_diagram.svg")]
///
/// # An activation with its derivative
///
/// `cargo run --release --features plots --example gates -- --plots gallery`
///
#[doc = include_str!("../gallery/gates_relu.svg")]
pub mod gallery {}
