//! Further pages of the guide.

#[cfg(feature = "training")]
pub mod lesson;

#[cfg(feature = "training")]
#[allow(clippy::doc_markdown)] // in Korean, endings follow a name without a space
pub mod lesson_ko;

#[cfg(feature = "training")]
#[doc = include_str!("guide/glossary.md")]
#[allow(clippy::doc_markdown)] // in Korean, endings follow a name without a space
pub mod glossary {}

#[doc = include_str!("mistakes.md")]
pub mod mistakes {}

#[cfg(feature = "training")]
#[doc = include_str!("generic.md")]
pub mod generic {}

#[doc = include_str!("build_cost.md")]
pub mod build_cost {}

/// Pictures that the examples draw, each by the command above it.
///
/// With `SINEW_SIMD=scalar` before it, which means the same arithmetic on every machine, each
/// command draws the picture shown here, byte for byte. The examples draw with `sinew::plots`,
/// which needs the feature `plots`.
///
/// # Three arms of a spiral, and how a network divides the plane
///
/// `cargo run --release --features plots --example spiral -- --out gallery`
///
/// The stronger the color, the surer the network. The example also draws a second picture, of how
/// the boundary emerges.
///
#[doc = include_str!("../gallery/spiral_boundary.svg")]
///
/// # How training went
///
/// `cargo run --release --features plots --example digits -- --plots gallery`
///
/// The rings mark the best epochs in validation, on images that the network does not learn from.
/// Labels are smoothed, so the loss stays above 0.5.
///
#[doc = include_str!("../gallery/digits_curves.svg")]
///
/// # Which digit is read as which
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
