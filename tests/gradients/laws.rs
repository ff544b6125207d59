//! What holds for the gradients of every network, whatever it computes.
//!
//! The laws of losses, optimizers and initializers stand in the crates of those.

use std::fmt::Debug;

use proptest::prelude::*;
use sinew::activations::LayerActivation;
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::{Sample, Vector};

use super::{batches, doubles, filled, on_every_set};

network! {
    struct Classes = 6 => 17 relu => 9 silu => 5 softmax;
    struct Answers = 6 => dense(24, bias = false) mish => 3 sigmoid;
    struct Numbers = 6 => 33 tanh => 13 leaky_relu => 8 hard_swish => 2;
}

/// The share of proptest's cases of each law and network.
const SHARE: u32 = 16;

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
    grads.parameters_mut().fill(N::Number::from_f64(f64::NAN)); // what was there does not matter
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

/// Tests a law on three networks, in both formats.
macro_rules! laws {
    ($($name:ident: $law:ident;)*) => {$(
        #[test]
        fn $name() {
            $law::<Classes<f32>, _>(&CrossEntropy);
            $law::<Classes<f64>, _>(&CrossEntropy);
            $law::<Answers<f32>, _>(&BinaryCrossEntropy);
            $law::<Answers<f64>, _>(&BinaryCrossEntropy);
            $law::<Numbers<f32>, _>(&MeanSquaredError);
            $law::<Numbers<f64>, _>(&MeanSquaredError);
        }
    )*};
}

laws! {
    backward_is_linear_in_the_incoming_gradient: is_linear;
    a_gradient_is_the_mean_of_those_of_its_samples: is_a_mean;
    the_order_of_samples_changes_nothing_but_rounding: has_no_order;
    a_loss_is_the_same_with_and_without_its_gradient: has_one_loss;
}

/// `g(a·dy + b·dy′) = a·g(dy) + b·g(dy′)`.
fn is_linear<N, L>(_: &L)
where
    N: Network<Input: Debug> + Debug,
    N::Output: Target<N::Number, Incoming, N::Output>,
{
    let other = prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, N::Output::LEN), SAMPLES);
    let strategy = (batches::<N>(SAMPLES), other, -2.0..2.0_f64, -2.0..2.0_f64);
    on_every_set(SHARE, &strategy, |((net, inputs, dy), other, a, b)| {
        let gradient_of = |dy: &dyn Fn(usize) -> Vec<f64>| {
            let dy: Vec<N::Output> = (0..inputs.len()).map(|s| filled(&dy(s))).collect();
            gradient(&**net, inputs, &dy, &Incoming).1
        };
        let (first, second) = (gradient_of(&|s| dy[s].clone()), gradient_of(&|s| other[s].clone()));
        let sum = gradient_of(&|s| dy[s].iter().zip(&other[s]).map(|(x, y)| a * x + b * y).collect());
        let expected: Vec<f64> = first.iter().zip(&second).map(|(x, y)| a * x + b * y).collect();
        let size = a.abs() * largest(&first) + b.abs() * largest(&second);
        assert_same::<N::Number>(&sum, &expected, size)
    });
}

fn is_a_mean<N, L>(loss: &L)
where
    N: Network<Input: Debug> + Debug,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &batches::<N>(SAMPLES), |(net, inputs, targets)| {
        let targets: Vec<N::Output> = targets[..inputs.len()].iter().map(|target| filled(target)).collect();
        let (value, found) = gradient(&**net, inputs, &targets, loss);
        let (mut mean_value, mut mean, mut size) = (0.0, vec![0.0; found.len()], 0.0_f64);
        for (input, target) in inputs.iter().zip(&targets) {
            let (value, one) = gradient(&**net, &[*input], &[*target], loss);
            mean_value += value / inputs.len() as f64;
            mean.iter_mut().zip(&one).for_each(|(mean, g)| *mean += g / inputs.len() as f64);
            size = size.max(largest(&one));
        }
        prop_assert!((value - mean_value).abs() <= rounding::<N::Number>() * mean_value.max(1.0));
        assert_same::<N::Number>(&found, &mean, size)
    });
}

fn has_no_order<N, L>(loss: &L)
where
    N: Network<Input: Debug> + Debug,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &(batches::<N>(SAMPLES), any::<u64>()), |((net, inputs, targets), seed)| {
        let targets: Vec<N::Output> = targets[..inputs.len()].iter().map(|target| filled(target)).collect();
        let mut order: Vec<usize> = (0..inputs.len()).collect();
        sinew::tensors::Rng::new(*seed).shuffle(&mut order);
        let shuffled_inputs: Vec<N::Input> = order.iter().map(|&s| inputs[s]).collect();
        let shuffled_targets: Vec<N::Output> = order.iter().map(|&s| targets[s]).collect();
        let (value, expected) = gradient(&**net, inputs, &targets, loss);
        let (shuffled, found) = gradient(&**net, &shuffled_inputs, &shuffled_targets, loss);
        prop_assert!((shuffled - value).abs() <= rounding::<N::Number>() * value.max(1.0));
        let size = inputs.iter().zip(&targets).map(|(x, t)| largest(&gradient(&**net, &[*x], &[*t], loss).1));
        assert_same::<N::Number>(&found, &expected, size.fold(0.0, f64::max))
    });
}

fn has_one_loss<N, L>(loss: &L)
where
    N: Network<Input: Debug> + Debug,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    on_every_set(SHARE, &batches::<N>(SAMPLES), |(net, inputs, targets)| {
        let targets: Vec<N::Output> = targets[..inputs.len()].iter().map(|target| filled(target)).collect();
        let evaluation = net.evaluate(inputs, &targets, loss, &mut Workspace::new()).expect("valid samples");
        let (value, _) = gradient(&**net, inputs, &targets, loss);
        prop_assert_eq!(evaluation.loss.to_bits(), value.to_bits());
        Ok(())
    });
}

/// Adding a constant to all logits changes neither outputs nor gradient, and so the gradient by the last bias adds up to 0.
fn ignores_a_constant_shift<T: Number>()
where
    Classes<T>: Network<Number = T, Activation = sinew::activations::Softmax, Input = [T; 6], Output = [T; 5]> + Debug,
{
    let strategy = (batches::<Classes<T>>(SAMPLES), -50.0..50.0_f64);
    on_every_set(SHARE, &strategy, |((net, inputs, _), shift)| {
        let targets: Vec<[T; 5]> =
            (0..inputs.len()).map(|s| filled(&[0, 1, 2, 3, 4].map(|k| f64::from(u8::from(k == s % 5))))).collect();
        let (_, expected) = gradient(&**net, inputs, &targets, &CrossEntropy);
        let mut shifted = net.clone();
        for b in &mut shifted.layer3.bias {
            *b = *b + T::from_f64(*shift);
        }
        let (_, found) = gradient(&*shifted, inputs, &targets, &CrossEntropy);
        assert_same::<T>(&found, &expected, 1.0 + largest(&expected))?;
        let by_bias: f64 = expected[expected.len() - 5..].iter().sum();
        prop_assert!(by_bias.abs() <= rounding::<T>(), "the gradient by the bias adds up to {by_bias}");
        for x in inputs {
            let (y, shifted) = (doubles(&net.predict(x)), doubles(&shifted.predict(x)));
            prop_assert!((y.iter().sum::<f64>() - 1.0).abs() <= rounding::<T>(), "{y:?} adds up to 1");
            assert_same::<T>(&shifted, &y, 1.0)?;
        }
        Ok(())
    });
}

#[test]
fn a_classifier_ignores_a_constant_shift_and_its_outputs_add_up_to_one() {
    ignores_a_constant_shift::<f32>();
    ignores_a_constant_shift::<f64>();
}
