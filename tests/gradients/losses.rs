//! The losses that networks meet, in families: a network is compiled once for each family rather
//! than for each loss.

use sinew::activations::{Identity, LayerActivation, Sigmoid, Softmax, Tanh};
use sinew::losses::{WeightedBinaryCrossEntropy, WeightedCrossEntropy};
use sinew::prelude::*;
use sinew::tensors::Vector;
use sinew_oracle::Loss as Plain;
use sinew_vocabulary::LOSSES;

/// Losses that fit the same activations.
pub trait Family: Sized {
    /// The largest logit up to which losses are finite.
    const LARGEST_LOGIT: f64 = f64::INFINITY;

    /// All of them, each with its plain twin, for `outputs` outputs.
    fn members(outputs: usize) -> Vec<(Self, Plain)>;
}

/// The losses that fit every activation.
pub enum Regression {
    Squared,
    Absolute,
    Huber,
}

/// The losses of yes-or-no answers.
pub enum Answers {
    Alike,
    Weighted(WeightedBinaryCrossEntropy<'static>),
}

/// The losses of mutually exclusive classes.
pub enum Classes {
    Alike,
    Weighted(WeightedCrossEntropy<'static>),
}

/// The loss of counts.
pub struct Counts;

/// The loss of yes-or-no answers as signs.
pub struct Margins;

const DELTA: f64 = 0.5;
const SMOOTHING: f64 = 0.1;

/// Weights of classes and of positive answers: zero, below 1, above 1, and 1.
const WEIGHTS: [f64; 1024] = {
    let mut weights = [1.0; 1024];
    let mut k = 0;
    while k < 1024 {
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
    fn members(outputs: usize) -> Vec<(Self, Plain)> {
        let weights = &WEIGHTS.get(..outputs).expect("at most 1024 outputs");
        let each = BinaryCrossEntropy.pos_weights(weights);
        vec![
            (Self::Alike, Plain::BinaryCrossEntropy),
            (Self::Weighted(each), Plain::WeightedBinaryCrossEntropy(weights.to_vec())),
        ]
    }
}

impl Family for Counts {
    const LARGEST_LOGIT: f64 = 100.0;

    fn members(_: usize) -> Vec<(Self, Plain)> {
        vec![(Self, Plain::Poisson)]
    }
}

impl Family for Margins {
    fn members(_: usize) -> Vec<(Self, Plain)> {
        vec![(Self, Plain::Hinge)]
    }
}

impl Family for Classes {
    fn members(outputs: usize) -> Vec<(Self, Plain)> {
        let smooth = CrossEntropy.label_smoothing(SMOOTHING);
        let weights = &WEIGHTS.get(..outputs).expect("at most 1024 classes");
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
        match self {
            Self::Alike => BinaryCrossEntropy.evaluate(z, targets),
            Self::Weighted(loss) => loss.evaluate(z, targets),
        }
    }
}

impl Loss<Identity> for Counts {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        Poisson.evaluate(z, targets)
    }
}

impl Loss<Identity> for Margins {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        Loss::<Identity>::evaluate(&Hinge, z, targets)
    }
}

impl Loss<Tanh> for Margins {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        Loss::<Tanh>::evaluate(&Hinge, z, targets)
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

#[test]
fn every_loss_is_in_a_family() {
    let regression = Regression::members(2).into_iter().map(|(_, twin)| twin);
    let classes = Classes::members(2).into_iter().map(|(_, twin)| twin);
    let answers = Answers::members(2).into_iter().map(|(_, twin)| twin);
    let others = [Counts::members(2)[0].1.clone(), Margins::members(2)[0].1.clone()];
    let tested: Vec<String> =
        regression.chain(answers).chain(classes).chain(others).map(|twin| format!("{twin:?}")).collect();
    for row in LOSSES {
        let is_row = |twin: &String| twin.split('(').next() == Some(row.type_name);
        assert!(tested.iter().any(is_row), "no gradient of `{}` is proven", row.type_name);
    }
}
