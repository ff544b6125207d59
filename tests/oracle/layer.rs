//! What a layer is.

/// A layer without its activation, `z = g(x)`, on one sample. An image is flat,
/// `[channel][row][column]`.
pub trait Layer {
    /// `z`
    fn forward(&self, x: &[f64]) -> Vec<f64>;

    /// The gradient of a loss, given `∂L/∂z`.
    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient;

    /// How far `x` is from the nearest point where the layer has no derivative.
    fn clearance(&self, x: &[f64]) -> f64 {
        let _ = x;
        f64::INFINITY // most have one everywhere
    }
}

/// The gradient of a loss.
#[derive(Clone, Debug)]
pub struct Gradient {
    /// `∂L/∂p`, in the order of the parameters.
    pub parameters: Vec<f64>,
    /// `∂L/∂x`
    pub input: Vec<f64>,
}
