//! A network as plain data: names, shapes, options and edges.
//!
//! The parser makes it of what a user wrote. Whoever has one, from wherever, gets the same table,
//! diagram and Rust by [`expand`](crate::expand). It knows nothing of a source: where its
//! parts are in one is kept elsewhere.
//!
//! Edges are nesting. A [`Chain`] leads from each layer to the next, a [`Residual`] past a branch,
//! a [`Kind::Concat`] through several branches side by side, [`Kind::Outputs`] to several ends, and
//! [`Nested`] into another network.
//!
//! ```
//! use quote::{format_ident, quote};
//! use sinew_dsl::model::{Activation, Chain, Dense, Extent, Kind, Layer, Network, Shape};
//!
//! let dense = |name: &str, inputs: usize, outputs: usize, activation: &str| Layer {
//!     name: name.to_owned(),
//!     kind: Kind::Dense(Dense {
//!         inputs: Extent::Number(inputs),
//!         outputs: Extent::Number(outputs),
//!         bias: true,
//!     }),
//!     input: Shape::of([inputs]),
//!     output: Shape::of([outputs]),
//!     activation: Activation::named(activation),
//!     initializer: None,
//! };
//! let chain = Chain {
//!     input: Shape::of([2]),
//!     hidden: vec![dense("layer1", 2, 4, "relu")],
//!     last: dense("layer2", 4, 1, "sigmoid"),
//!     output: Shape::of([1]),
//! };
//! let network = Network { name: "Xor".to_owned(), chain };
//! let rust = sinew_dsl::expand(&format_ident!("sinew"), network)?;
//!
//! let written = sinew_dsl::network(quote!(sinew pub struct Xor = 2 => 4 relu => 1 sigmoid;));
//! assert_eq!(rust.to_string(), written.to_string());
//! # Ok::<(), sinew_dsl::model::ModelError>(())
//! ```

mod count;
mod initializer;
mod layer;
mod shape;
mod validity;
mod window;

pub use count::Count;
pub(crate) use initializer::INITIALIZERS;
pub use initializer::Initializer;
pub use layer::{
    Activation, Chain, Conv, Dense, Interpolation, Kind, Layer, Nested, Normalization, Output, Pool, PoolFunction,
    Residual, Resize, Shortcut, TransposedConv,
};
pub use shape::{Extent, Grid, Shape};
pub use validity::ModelError;
pub use window::Window;
pub(crate) use window::reach;

pub use crate::decimal::{Decimal, Ratio};
pub use crate::path::Path;
pub use crate::words::{ActivationParameter, ActivationWord};

/// A network: its name, and what it computes.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// The name of its type, an identifier of Rust.
    pub name: String,
    /// Its layers.
    pub chain: Chain,
}

impl Network {
    /// Whether it makes sense: each name is one field, and shapes follow from each other.
    ///
    /// # Errors
    ///
    /// The first name or shape that does not. What only the compiler knows, it checks itself.
    pub fn check(&self) -> Result<(), ModelError> {
        validity::check(&self.name, &self.chain)
    }
}
