//! A network as plain data: names, shapes, options and edges.
//!
//! [`check`](crate) makes it of what a user wrote; whoever has it gets the table, the diagram and the Rust. It knows nothing
//! of where its parts stand in a source: spans lie beside it.
//!
//! Edges are nesting. A [`Chain`] leads from each layer to the next, a [`Residual`] past a branch, a [`Kind::Concat`]
//! through several branches side by side, and [`Nested`] into another network.

mod count;
mod initializer;
mod layer;
mod shape;
mod window;

pub use count::Count;
pub(crate) use initializer::INITIALIZERS;
pub use initializer::Initializer;
pub use layer::{
    Activation, Chain, Conv, Dense, Kind, Layer, Nested, Pool, PoolFunction, Residual, Shortcut, TransposedConv,
};
pub use shape::{Extent, Grid, Shape};
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
