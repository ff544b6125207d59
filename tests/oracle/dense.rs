//! `z = W·x + b`

use crate::source::{Parameters, Stage};
use crate::{Gradient, Layer};

pub struct Dense {
    /// `[out][in]`
    weights: Vec<Vec<f64>>,
    /// `[out]`, or empty for none
    bias: Vec<f64>,
}

impl Dense {
    /// `dense(4)`, which is also written `4`, or `dense(4, bias = false)`; the weights row by row,
    /// then the bias.
    pub fn read(stage: &Stage, inputs: usize, parameters: &mut Parameters) -> Self {
        let outputs = stage.number(0);
        let weights = (0..outputs).map(|_| parameters.take(inputs)).collect();
        Self { weights, bias: parameters.take(stage.biases(outputs)) }
    }
}

impl Layer for Dense {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let dot = |w: &[f64]| w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
        let bias = |j: usize| self.bias.get(j).copied().unwrap_or(0.0);
        self.weights.iter().enumerate().map(|(j, w)| dot(w) + bias(j)).collect()
    }

    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let dw = dz.iter().flat_map(|dz| x.iter().map(move |x| dz * x));
        let db = dz.iter().copied().take(self.bias.len());
        let dx = (0..x.len()).map(|i| dz.iter().zip(&self.weights).map(|(dz, w)| dz * w[i]).sum());
        Gradient { parameters: dw.chain(db).collect(), input: dx.collect() }
    }
}
