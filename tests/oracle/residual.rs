//! `z = x + f(x)`, where `f` is a network

use crate::{Gradient, Layer, Network};

pub struct Residual {
    pub branch: Network,
}

impl Layer for Residual {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.branch.predict(x).iter().zip(x).map(|(y, x)| y + x).collect()
    }

    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let branch = self.branch.gradient(x, |_| dz.to_vec());
        Gradient { input: branch.input.iter().zip(dz).map(|(dx, dz)| dx + dz).collect(), ..branch }
    }

    fn clearance(&self, x: &[f64]) -> f64 {
        self.branch.clearance(x)
    }
}
