//! `z = γ·(x − μ)/√(σ² + ε) + β`, with the moments of a sample's numbers in a group of channels

use crate::source::{Parameters, Stage};
use crate::{Gradient, Layer};

pub struct Norm {
    /// `γ`, for each number
    gamma: Vec<f64>,
    /// `β`, for each number
    beta: Vec<f64>,
    groups: usize,
    /// How many numbers share a `γ` and a `β`.
    shared: usize,
    epsilon: f64,
}

impl Norm {
    /// `layernorm`: one group, in which each number has its own `γ` and `β`.
    pub fn of_layer(stage: &Stage, numbers: usize, parameters: &mut Parameters) -> Self {
        let (gamma, beta) = (parameters.take(numbers), parameters.take(numbers));
        Self { gamma, beta, groups: 1, shared: 1, epsilon: epsilon(stage) }
    }

    /// `groupnorm(2)`: a `γ` and a `β` for each channel.
    pub fn of_groups(stage: &Stage, [channels, height, width]: [usize; 3], parameters: &mut Parameters) -> Self {
        let groups = stage.number(0);
        let shared = height * width;
        let mut each = || parameters.take(channels).into_iter().flat_map(|p| vec![p; shared]).collect();
        Self { gamma: each(), beta: each(), groups, shared, epsilon: epsilon(stage) }
    }

    /// `(x − μ)/√(σ² + ε)`, and `√(σ² + ε)` for each number.
    fn normalize(&self, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (mut normal, mut deviations) = (Vec::new(), Vec::new());
        for x in x.chunks(x.len() / self.groups) {
            let mean = mean(x);
            let squares: Vec<f64> = x.iter().map(|x| (x - mean).powi(2)).collect();
            let deviation = (self::mean(&squares) + self.epsilon).sqrt();
            normal.extend(x.iter().map(|x| (x - mean) / deviation));
            deviations.extend(x.iter().map(|_| deviation));
        }
        (normal, deviations)
    }

    /// Sums over the numbers that share a parameter.
    fn shared(&self, numbers: &[f64]) -> Vec<f64> {
        numbers.chunks(self.shared).map(|numbers| numbers.iter().sum()).collect()
    }
}

impl Layer for Norm {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let (normal, _) = self.normalize(x);
        normal.iter().enumerate().map(|(i, normal)| self.gamma[i] * normal + self.beta[i]).collect()
    }

    /// A number affects its own output and, through the two moments, those of its group.
    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let ((normal, deviations), size) = (self.normalize(x), x.len() / self.groups);
        let slopes: Vec<f64> = dz.iter().zip(&self.gamma).map(|(dz, gamma)| dz * gamma).collect();
        let by_gamma = product(dz, &normal);
        let mut dx = Vec::new();
        for i in 0..x.len() {
            let group = i / size * size..(i / size + 1) * size;
            let by_mean = mean(&slopes[group.clone()]);
            let by_deviation = mean(&product(&slopes[group.clone()], &normal[group]));
            dx.push((slopes[i] - by_mean - normal[i] * by_deviation) / deviations[i]);
        }
        Gradient { parameters: [self.shared(&by_gamma), self.shared(dz)].concat(), input: dx }
    }
}

fn epsilon(stage: &Stage) -> f64 {
    stage.decimal_option("epsilon").unwrap_or(1e-5)
}

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}

fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}
