//! Activation functions of [Sinew](https://docs.rs/sinew), one file each: value and derivative.
//!
//! | word | type | formula | range |
//! |---|---|---|---|
//! | `identity` | [`Identity`] | `z` | ℝ |
//! | `sigmoid` | [`Sigmoid`] | `1/(1 + e⁻ᶻ)` | (0, 1) |
//! | `tanh` | [`Tanh`] | `tanh z` | (−1, 1) |
//! | `relu` | [`Relu`] | `max(0, z)` | [0, ∞) |
//! | `leaky_relu(a)` | [`LeakyRelu`] | `z` if `z > 0`, else `a·z` | ℝ |
//! | `relu6` | [`Relu6`] | `min(max(0, z), 6)` | [0, 6] |
//! | `elu(a)` | [`Elu`] | `z` if `z > 0`, else `a·(eᶻ − 1)` | (−a, ∞) |
//! | `selu` | [`Selu`] | `λ·z` if `z > 0`, else `λ·α·(eᶻ − 1)` | (−λα, ∞) |
//! | `gelu` | [`Gelu`] | `z·Φ(z)` | [−0.17, ∞) |
//! | `gelu_tanh` | [`GeluTanh`] | `z/2·(1 + tanh(√(2/π)·(z + 0.044715·z³)))` | [−0.17, ∞) |
//! | `silu` | [`Silu`] | `z·σ(z)` | [−0.28, ∞) |
//! | `mish` | [`Mish`] | `z·tanh(ln(1 + eᶻ))` | [−0.31, ∞) |
//! | `softplus` | [`Softplus`] | `ln(1 + eᶻ)` | (0, ∞) |
//! | `softsign` | [`Softsign`] | `z/(1 + |z|)` | (−1, 1) |
//! | `hard_sigmoid` | [`HardSigmoid`] | `min(max(0, z + 3), 6)/6` | [0, 1] |
//! | `hard_tanh` | [`HardTanh`] | `min(max(−1, z), 1)` | [−1, 1] |
//! | `hard_swish` | [`HardSwish`] | `z·min(max(0, z + 3), 6)/6` | [−0.375, ∞) |
//! | `softmax` | [`Softmax`] | `e^zₖ/Σⱼ e^zⱼ`, last layer only | (0, 1) |
//!
//! An activation of your own is one `impl` of [`Activation`].

#![no_std]

mod activation;

mod elu;
mod gelu;
mod gelu_tanh;
mod hard_sigmoid;
mod hard_swish;
mod hard_tanh;
mod identity;
mod leaky_relu;
mod mish;
mod relu;
mod relu6;
mod selu;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod softsign;
mod tanh;

pub use activation::{Activation, LayerActivation};
pub use elu::Elu;
pub use gelu::Gelu;
pub use gelu_tanh::GeluTanh;
pub use hard_sigmoid::HardSigmoid;
pub use hard_swish::HardSwish;
pub use hard_tanh::HardTanh;
pub use identity::Identity;
pub use leaky_relu::LeakyRelu;
pub use mish::Mish;
pub use relu::Relu;
pub use relu6::Relu6;
pub use selu::Selu;
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softmax::Softmax;
pub use softplus::Softplus;
pub use softsign::Softsign;
pub use tanh::Tanh;
