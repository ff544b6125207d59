//! The losses that networks meet, in families: a network is compiled once for each family, and not for each loss.

use sinew::activations::{LayerActivation, Sigmoid, Softmax};
use sinew::losses::WeightedCrossEntropy;
use sinew::prelude::*;
use sinew::tensors::Vector;
use sinew_oracle::Loss as Plain;

/// Losses that fit the same activations.
pub trait Family: Sized {
    /// All of them, each with its plain twin, for so many outputs.
    fn members(outputs: usize) -> Vec<(Self, Plain)>;
}

/// Those that fit every activation.
pub enum Regression {
    Squared,
    Absolute,
    Huber,
}

/// That of answers: yes or no.
pub struct Answers;

/// Those of classes that exclude each other.
pub enum Classes {
    Alike,
    Weighted(WeightedCrossEntropy<'static>),
}

const DELTA: f64 = 0.5;
const SMOOTHING: f64 = 0.1;

/// Of classes: none, below 1, above 1, and 1.
const WEIGHTS: [f64; 70] = {
    let mut weights = [1.0; 70];
    let mut k = 0;
    while k < 70 {
        weights[k] = [1.0, 2.5, 0.0, 0.25][k % 4];
        k += 1;
    }
    weights
};

impl Family for Regression {
    fn members(_: usize) -> Vec<(Self, Plain)> {
        vec![
            (Self::Squared, Plain::MeanSquaredError),
            (Self::Absolute, Plain::MeanAbsoluteError),
            (Self::Huber, Plain::Huber(DELTA)),
        ]
    }
}

impl Family for Answers {
    fn members(_: usize) -> Vec<(Self, Plain)> {
        vec![(Self, Plain::BinaryCrossEntropy)]
    }
}

impl Family for Classes {
    fn members(outputs: usize) -> Vec<(Self, Plain)> {
        let smooth = CrossEntropy.label_smoothing(SMOOTHING);
        let weights = &WEIGHTS.get(..outputs).expect("at most 70 classes");
        vec![
            (Self::Alike, Plain::CrossEntropy),
            (Self::Weighted(smooth), Plain::WeightedCrossEntropy(SMOOTHING, vec![1.0; outputs])),
            (Self::Weighted(smooth.class_weights(weights)), Plain::WeightedCrossEntropy(SMOOTHING, weights.to_vec())),
        ]
    }
}

impl<A: LayerActivation> Loss<A> for Regression {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        match self {
            Self::Squared => Loss::<A>::evaluate(&MeanSquaredError, z, targets),
            Self::Absolute => Loss::<A>::evaluate(&MeanAbsoluteError, z, targets),
            Self::Huber => Loss::<A>::evaluate(&Huber::new(DELTA), z, targets),
        }
    }
}

impl Loss<Sigmoid> for Answers {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        BinaryCrossEntropy.evaluate(z, targets)
    }
}

impl Loss<Softmax> for Classes {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        match self {
            Self::Alike => CrossEntropy.evaluate(z, targets),
            Self::Weighted(loss) => loss.evaluate(z, targets),
        }
    }
}
