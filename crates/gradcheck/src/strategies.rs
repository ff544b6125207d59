//! Strategies for the data of networks: weights, batches, labels, distributions, logits.
//!
//! All of them shrink to a counterexample that a person can calculate by hand: numbers go to 0,
//! first in large blocks and then one by one; those that cannot be 0 go to 1 or to tenths; and
//! batches lose samples.
//!
//! # Examples
//!
//! ```
//! use proptest::prelude::*;
//! use sinew::gradcheck::strategies;
//! use sinew::prelude::*;
//!
//! network! {
//!     struct Iris = 4 => 8 relu => 3 softmax;
//! }
//!
//! proptest!(|(net in strategies::network::<Iris>(), batch in strategies::batch::<Iris>(1..20))| {
//!     for x in &batch {
//!         let total: f32 = net.predict(x).iter().sum();
//!         prop_assert!((total - 1.0).abs() < 1e-5);
//!     }
//! });
//! ```

use std::fmt::Debug;

use proptest::collection::{SizeRange, vec};
use proptest::prelude::*;
use sinew_layers::{LayerInfo, Network, Trainable};
use sinew_tensors::{Number, Rng, Sample};

pub use crate::numbers::{Numbers, NumbersTree, numbers};

/// The parameters of a network as they might be in the middle of training: near their initial
/// values, with nonzero biases.
pub fn network<N: Network + Debug>() -> impl Strategy<Value = Box<N>> {
    parameters::<N>().prop_map(|parameters| boxed(&parameters))
}

/// Inputs of a network, as many as `size` says: normally distributed numbers.
pub fn batch<N>(size: impl Into<SizeRange>) -> impl Strategy<Value = Vec<N::Input>>
where
    N: Network,
    N::Input: Debug,
{
    vec(sample::<N::Number, N::Input>(), size)
}

/// A sample of normally distributed numbers.
pub fn sample<T: Number, S: Sample<T> + Debug>() -> impl Strategy<Value = S> {
    numbers(|rng| normal(S::LEN, rng)).prop_map(|x| filled(&x))
}

/// Class labels below `classes`, as many as `size` says.
pub fn labels(classes: usize, size: impl Into<SizeRange>) -> impl Strategy<Value = Vec<usize>> {
    vec(0..classes, size)
}

/// Probabilities of `classes` classes that add up to 1: certain, even, and everything in between.
///
/// They shrink to the certainty of the first class.
pub fn distribution(classes: usize) -> impl Strategy<Value = Vec<f64>> {
    numbers(move |rng| (0..classes).map(|_| spread(rng).abs()).collect()).prop_map(|mut p| {
        let sum: f64 = p.iter().sum();
        if sum > 0.0 {
            for p in &mut p {
                *p /= sum;
            }
        } else if let Some(first) = p.first_mut() {
            *first = 1.0;
        }
        p
    })
}

/// The logits of a sample, from gentle to extreme: all around 1, or some of them as small as 1e-30,
/// as large as 1e4, or equal.
pub fn logits(len: usize) -> impl Strategy<Value = Vec<f64>> {
    const EXTREMES: [f64; 9] = [0.0, 1e-30, 1e-8, 1.0, 20.0, 100.0, 745.0, 1e3, 1e4];
    let gentle = numbers(move |rng| normal(len, rng));
    let wide = numbers(move |rng| (0..len).map(|_| spread(rng)).collect());
    let extreme = numbers(move |rng| {
        let mut logit = || {
            let size = EXTREMES[rng.below(EXTREMES.len())] * if rng.below(2) == 0 { 1.0 } else { rng.uniform() };
            if rng.below(2) == 0 { size } else { -size }
        };
        (0..len).map(|_| logit()).collect()
    });
    prop_oneof![gentle, wide, extreme]
}

/// A flat target of a sample that suits every loss: a class, a distribution, or normally
/// distributed numbers.
///
/// The gradient of cross-entropy follows its formula, whether or not the targets add up to 1.
pub fn target(len: usize) -> impl Strategy<Value = Vec<f64>> {
    let class = (0..len).prop_map(move |class| (0..len).map(|k| f64::from(u8::from(k == class))).collect::<Vec<_>>());
    prop_oneof![class, distribution(len), numbers(move |rng| normal(len, rng))]
}

/// The parameters of a network, flat.
pub(crate) fn parameters<N: Network>() -> Numbers<impl Fn(&mut Rng) -> Vec<f64> + Clone> {
    numbers(|rng| {
        let mut network = N::zeros();
        network.stage_mut().initialize(None, rng);
        let mut parameters: Vec<f64> = network.parameters().iter().map(|p| p.to_f64()).collect();
        let mut rest = &mut parameters[..];
        for LayerInfo { parameters, .. } in N::LAYERS {
            let (layer, behind) = rest.split_at_mut(*parameters);
            unsettle(layer, rng);
            rest = behind;
        }
        parameters
    })
}

/// Moves a layer's parameters by up to half of their size.
pub(crate) fn unsettle(parameters: &mut [f64], rng: &mut Rng) {
    let square = parameters.iter().map(|p| p * p).sum::<f64>() / parameters.len().max(1) as f64;
    let size = square.sqrt().max(0.1);
    for p in parameters {
        *p += size * (rng.uniform() - 0.5);
    }
}

/// The network with these parameters.
pub(crate) fn boxed<N: Network>(parameters: &[f64]) -> Box<N> {
    let mut network = N::zeros();
    for (p, &x) in network.parameters_mut().iter_mut().zip(parameters) {
        *p = Number::from_f64(x);
    }
    network
}

/// The sample with these numbers.
pub(crate) fn filled<T: Number, S: Sample<T>>(numbers: &[f64]) -> S {
    let mut sample = S::filled(T::ZERO);
    for (to, &x) in sample.as_flat_mut().iter_mut().zip(numbers) {
        *to = T::from_f64(x);
    }
    sample
}

/// Normally distributed numbers.
pub(crate) fn normal(len: usize, rng: &mut Rng) -> Vec<f64> {
    (0..len).map(|_| rng.normal()).collect()
}

/// A number of either sign, with a magnitude from a hundredth to 20.
fn spread(rng: &mut Rng) -> f64 {
    let size = 0.01 * 2000_f64.powf(rng.uniform());
    if rng.below(2) == 0 { size } else { -size }
}
