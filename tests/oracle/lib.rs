//! The oracle: networks as plain loops over `Vec`s of `f64`, the obvious implementation that the
//! tiled one is compared with.
//!
//! It shares no code with the library. It reads a network from its source, so that a test states it
//! once:
//!
//! ```text
//! Network::read("1x6x6 => conv(2, 3x3) relu => maxpool(2x2) => flatten => 3 softmax", parameters)
//! ```

mod activation;
mod conv;
mod dense;
mod layer;
mod loss;
mod network;
mod norm;
mod pool;
mod residual;
mod resize;
mod source;
mod window;

pub use activation::Activation;
pub use layer::{Gradient, Layer};
pub use loss::Loss;
pub use network::{MeanGradient, Network};
