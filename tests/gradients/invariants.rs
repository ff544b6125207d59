//! What holds for the gradients of every network, whatever it computes.
//!
//! The laws of losses, optimizers and initializers are tested in their crates.

use proptest::prelude::*;
use sinew::activations::LayerActivation;
use sinew::losses::{Target, TargetDomain};
use sinew::prelude::*;
use sinew::tensors::{Rng, Vector};

use super::{cases, doubles, network, on_every_set, samples};

network! {
    struct Classes = 6 => 17 relu => 9 silu => 5 softmax;
    struct Answers = 6 => dense(24, bias = false) mish => 3 sigmoid;
    struct Numbers = 6 => 33 tanh => 13 leaky_relu => 8 hard_swish => 2;
}

/// The share of proptest's cases for each law and network.
const SHARE: u32 = 2;

/// More than two tiles of `f32` on each instruction set.
const SAMPLES: usize = 70;

/// `L = Σₖ tₖ·yₖ`: its target is the gradient that goes into the last layer.
struct Incoming;

impl<A: LayerActivation> Loss<A> for Incoming {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        A::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |y, t| (t * y, t),
        )
    }
}

/// Rounding, relative to the largest number of a gradient.
fn rounding<T: Number>() -> f64 {
    if size_of::<T>() == 4 { 1e-4 } else { 1e-12 }
}

/// Loss and gradient of a batch.
fn gradient<N, L>(net: &N, inputs: &[N::Input], targets: &[N::Output], loss: &L) -> (f64, Vec<f64>)
where
    N: Network,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    let mut grads = N::zeros();
    grads.parameters_mut().fill(N::Number::from_f64(f64::NAN)); // the old contents do not matter
    let value = net.gradients(inputs, targets, loss, &mut grads, &mut Workspace::new()).expect("valid samples");
    (value, doubles(grads.parameters()))
}

fn assert_same<T: Number>(found: &[f64], expected: &[f64], size: f64) -> Result<(), TestCaseError> {
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let close = (found - expected).abs() <= rounding::<T>() * size.max(1e-3);
        prop_assert!(close, "parameter {index}: {found}, expected {expected}");
    }
    Ok(())
}

fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |largest, x| largest.max(x.abs()))
}

/// The largest number of the gradients of single samples, with which the rounding of their mean
/// grows.
fn largest_of_samples<N, L>(net: &N, inputs: &[N::Input], targets: &[N::Output], loss: &L) -> f64
where
    N: Network,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    let each = inputs.iter().zip(targets).map(|(x, t)| largest(&gradient(net, &[*x], &[*t], loss).1));
    each.fold(0.0, f64::max)
}

/// Tests a law on three networks, one of them in both formats.
macro_rules! laws {
    ($($name:ident: $law:ident;)*) => {$(
        #[test]
        fn $name() {
            $law::<Classes<f32>, _>(&CrossEntropy);
            $law::<Classes<f64>, _>(&CrossEntropy);
            $law::<Answers<f32>, _>(&BinaryCrossEntropy);
            $law::<Numbers<f32>, _>(&MeanSquaredError);
        }
    )*};
}

laws! {
    a_gradient_is_the_mean_of_those_of_its_samples: is_a_mean;
    the_order_of_samples_changes_nothing_but_rounding: has_no_order;
    a_loss_is_the_same_with_and_without_its_gradient: has_one_loss;
}

fn is_a_mean<N, L>(loss: &L)
where
    N: Network,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &cases(N::LAYERS, SAMPLES), &|case| {
        let net = network::<N>(&case.parameters);
        let (inputs, targets) = (samples(&case.inputs), samples(&case.targets));
        let (value, found) = gradient(&*net, &inputs, &targets, loss);
        let (mut mean_value, mut mean, n) = (0.0, vec![0.0; found.len()], inputs.len() as f64);
        for (input, target) in inputs.iter().zip(&targets) {
            let (value, one) = gradient(&*net, &[*input], &[*target], loss);
            mean_value += value / n;
            mean.iter_mut().zip(&one).for_each(|(mean, g)| *mean += g / n);
        }
        prop_assert!((value - mean_value).abs() <= rounding::<N::Number>() * mean_value.abs().max(1.0));
        assert_same::<N::Number>(&found, &mean, largest_of_samples(&*net, &inputs, &targets, loss))
    });
}

fn has_no_order<N, L>(loss: &L)
where
    N: Network,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &cases(N::LAYERS, SAMPLES), &|case| {
        let net = network::<N>(&case.parameters);
        let (inputs, targets) = (samples(&case.inputs), samples(&case.targets));
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        Rng::new(case.seed).shuffle(&mut order);
        let (value, expected) = gradient(&*net, &inputs, &targets, loss);
        let shuffled_inputs: Vec<N::Input> = order.iter().map(|&s| inputs[s]).collect();
        let shuffled_targets: Vec<N::Output> = order.iter().map(|&s| targets[s]).collect();
        let (shuffled, found) = gradient(&*net, &shuffled_inputs, &shuffled_targets, loss);
        prop_assert!((shuffled - value).abs() <= rounding::<N::Number>() * value.abs().max(1.0));
        assert_same::<N::Number>(&found, &expected, largest_of_samples(&*net, &inputs, &targets, loss))
    });
}

/// A loss that takes any targets, as its gradient does.
#[derive(Clone, Copy)]
struct Unchecked<L>(L);

impl<A: LayerActivation, L: Loss<A>> Loss<A> for Unchecked<L> {
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        self.0.evaluate(z, targets)
    }

    fn target_domain(&self) -> TargetDomain {
        TargetDomain::Any
    }
}

fn has_one_loss<N, L>(loss: &L)
where
    N: Network,
    L: Loss<N::Activation> + Copy,
    N::Output: Target<N::Number, Unchecked<L>, N::Output>,
{
    let loss = &Unchecked(*loss);
    on_every_set(SHARE, &cases(N::LAYERS, SAMPLES), &|case| {
        let net = network::<N>(&case.parameters);
        let (inputs, targets) = (samples(&case.inputs), samples(&case.targets));
        let evaluation = net.evaluate(&inputs, &targets, loss, &mut Workspace::new()).expect("valid samples");
        let (value, _) = gradient(&*net, &inputs, &targets, loss);
        prop_assert_eq!(evaluation.loss.to_bits(), value.to_bits());
        Ok(())
    });
}

/// `g(a·dy + b·dy′) = a·g(dy) + b·g(dy′)`.
fn is_linear<N>()
where
    N: Network,
    N::Output: Target<N::Number, Incoming, N::Output>,
{
    on_every_set(SHARE, &cases(N::LAYERS, SAMPLES), &|case| {
        let (net, inputs) = (network::<N>(&case.parameters), samples(&case.inputs));
        let mut rng = Rng::new(case.seed);
        let (a, b) = (rng.normal(), rng.normal());
        let other: Vec<Vec<f64>> = case.targets.iter().map(|dy| dy.iter().map(|_| rng.normal()).collect()).collect();
        let both: Vec<Vec<f64>> = case.targets.iter().zip(&other).map(|(x, y)| weighted_sum(a, x, b, y)).collect();
        let [first, second, found] =
            [&case.targets, &other, &both].map(|dy| gradient(&*net, &inputs, &samples(dy), &Incoming).1);
        let size = a.abs() * largest(&first) + b.abs() * largest(&second);
        assert_same::<N::Number>(&found, &weighted_sum(a, &first, b, &second), size)
    });
}

fn weighted_sum(a: f64, x: &[f64], b: f64, y: &[f64]) -> Vec<f64> {
    x.iter().zip(y).map(|(x, y)| a * x + b * y).collect()
}

#[test]
fn backward_is_linear_in_the_incoming_gradient() {
    is_linear::<Classes<f32>>();
    is_linear::<Classes<f64>>();
    is_linear::<Answers<f32>>();
    is_linear::<Numbers<f32>>();
}

/// Adding a constant to all logits changes neither outputs nor gradient, so the gradient of the
/// last bias adds up to 0.
macro_rules! a_classifier_ignores_a_constant_shift {
    ($($name:ident: $number:ident;)*) => {$(
        #[test]
        fn $name() {
            on_every_set(SHARE, &cases(Classes::<$number>::LAYERS, SAMPLES), &|case| {
                let net = network::<Classes<$number>>(&case.parameters);
                let inputs: Vec<[$number; 6]> = samples(&case.inputs);
                let labels: Vec<usize> = (0..inputs.len()).map(|s| s % 5).collect();
                let shift = 20.0 * Rng::new(case.seed).normal();
                let mut shifted = net.clone();
                for b in &mut shifted.layer3.bias {
                    *b += <$number as Number>::from_f64(shift);
                }
                let (mut grads, mut shifted_grads, mut workspace) = (net.clone(), net.clone(), Workspace::new());
                net.gradients(&inputs, &labels, &CrossEntropy, &mut grads, &mut workspace).expect("labels below 5");
                shifted
                    .gradients(&inputs, &labels, &CrossEntropy, &mut shifted_grads, &mut workspace)
                    .expect("labels below 5");
                let (found, expected) = (doubles(shifted_grads.parameters()), doubles(grads.parameters()));
                assert_same::<$number>(&found, &expected, 1.0 + largest(&expected))?;
                let by_bias: f64 = doubles(&grads.layer3.bias).iter().sum();
                prop_assert!(by_bias.abs() <= rounding::<$number>(), "the gradient by the bias adds up to {by_bias}");
                for x in &inputs {
                    let (y, shifted) = (doubles(&net.predict(x)), doubles(&shifted.predict(x)));
                    prop_assert!((y.iter().sum::<f64>() - 1.0).abs() <= rounding::<$number>(), "{y:?} adds up to 1");
                    assert_same::<$number>(&shifted, &y, 1.0)?;
                }
                Ok(())
            });
        }
    )*};
}

a_classifier_ignores_a_constant_shift! {
    a_classifier_ignores_a_constant_shift_in_single_precision: f32;
    a_classifier_ignores_a_constant_shift_in_double_precision: f64;
}
