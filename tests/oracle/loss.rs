//! How wrong an output is.

/// A loss of one sample.
#[derive(Clone, Debug)]
pub enum Loss {
    /// `1/N·Σₖ (yₖ − tₖ)²`
    MeanSquaredError,
    /// `1/N·Σₖ |yₖ − tₖ|`
    MeanAbsoluteError,
    /// `1/N·Σₖ h(yₖ − tₖ)`, where `h(e)` is `e²/2` up to `δ`, and continues as a straight line
    Huber(f64),
    /// `1/N·Σₖ (e^yₖ − tₖ·yₖ)`
    Poisson,
    /// `1/N·Σₖ max(0, 1 − tₖ·yₖ)`
    Hinge,
    /// `−1/N·Σₖ (tₖ·ln yₖ + (1 − tₖ)·ln(1 − yₖ))`
    BinaryCrossEntropy,
    /// `−1/N·Σₖ (pₖ·tₖ·ln yₖ + (1 − tₖ)·ln(1 − yₖ))`: `p`
    WeightedBinaryCrossEntropy(Vec<f64>),
    /// `−Σₖ tₖ·ln yₖ`
    CrossEntropy,
    /// `−Σₖ wₖ·t′ₖ·ln yₖ`, where `t′ₖ = (1 − ε)·tₖ + ε/N`: `ε` and `w`
    WeightedCrossEntropy(f64, Vec<f64>),
}

impl Loss {
    /// The loss.
    pub fn value(&self, y: &[f64], t: &[f64]) -> f64 {
        let n = y.len() as f64;
        let sum = |term: &dyn Fn(f64, f64) -> f64| y.iter().zip(t).map(|(&y, &t)| term(y, t)).sum::<f64>();
        match self {
            Self::MeanSquaredError => sum(&|y, t| (y - t).powi(2)) / n,
            Self::MeanAbsoluteError => sum(&|y, t| (y - t).abs()) / n,
            &Self::Huber(delta) => {
                let straight = |e: f64| delta * (e - delta / 2.0);
                sum(&|y, t| if (y - t).abs() <= delta { (y - t).powi(2) / 2.0 } else { straight((y - t).abs()) }) / n
            }
            Self::Poisson => sum(&|y, t| y.exp() - t * y) / n,
            Self::Hinge => sum(&|y, t| (1.0 - t * y).max(0.0)) / n,
            Self::BinaryCrossEntropy => -sum(&|y, t| t * y.ln() + (1.0 - t) * (1.0 - y).ln()) / n,
            Self::WeightedBinaryCrossEntropy(weights) => {
                let term = |((y, t), p): ((&f64, &f64), &f64)| p * t * y.ln() + (1.0 - t) * (1.0 - y).ln();
                -y.iter().zip(t).zip(weights).map(term).sum::<f64>() / n
            }
            Self::CrossEntropy => -sum(&|y, t| t * y.ln()),
            Self::WeightedCrossEntropy(smoothing, weights) => {
                Self::CrossEntropy.value(y, &weigh(*smoothing, weights, t))
            }
        }
    }

    /// `∂L/∂y`.
    pub fn gradient(&self, y: &[f64], t: &[f64]) -> Vec<f64> {
        let n = y.len() as f64;
        let each = |term: &dyn Fn(f64, f64) -> f64| y.iter().zip(t).map(|(&y, &t)| term(y, t)).collect();
        match self {
            Self::MeanSquaredError => each(&|y, t| 2.0 * (y - t) / n),
            Self::MeanAbsoluteError => each(&|y, t| (y - t).signum() / n),
            &Self::Huber(delta) => each(&|y, t| (y - t).clamp(-delta, delta) / n),
            Self::Poisson => each(&|y, t| (y.exp() - t) / n),
            Self::Hinge => each(&|y, t| if t * y < 1.0 { -t / n } else { 0.0 }),
            Self::BinaryCrossEntropy => each(&|y, t| -(t / y - (1.0 - t) / (1.0 - y)) / n),
            Self::WeightedBinaryCrossEntropy(weights) => {
                let term = |((y, t), p): ((&f64, &f64), &f64)| -(p * t / y - (1.0 - t) / (1.0 - y)) / n;
                y.iter().zip(t).zip(weights).map(term).collect()
            }
            Self::CrossEntropy => each(&|y, t| -t / y),
            Self::WeightedCrossEntropy(smoothing, weights) => {
                Self::CrossEntropy.gradient(y, &weigh(*smoothing, weights, t))
            }
        }
    }

    /// How far the outputs are from the next kink of the loss.
    pub fn clearance(&self, y: &[f64], t: &[f64]) -> f64 {
        let nearest = |distance: fn(f64, f64) -> f64| {
            y.iter().zip(t).map(|(&y, &t)| distance(y, t)).fold(f64::INFINITY, f64::min)
        };
        match self {
            Self::MeanAbsoluteError => nearest(|y, t| (y - t).abs()),
            Self::Hinge => nearest(|y, t| (1.0 - t * y).abs()),
            _ => f64::INFINITY, // Huber's derivative has kinks, but no jumps
        }
    }
}

/// `wₖ·t′ₖ`
fn weigh(smoothing: f64, weights: &[f64], t: &[f64]) -> Vec<f64> {
    let spread = smoothing / t.len() as f64;
    t.iter().zip(weights).map(|(t, weight)| weight * ((1.0 - smoothing) * t + spread)).collect()
}
