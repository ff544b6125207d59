//! Whole networks compared with plain loops, in both formats: predictions, losses, and gradients
//! with respect to parameters and inputs, for batches of 1 to 100.
//!
//! `generate/architectures.rs` draws a network of 1 to 6 dense layers for each activation, which
//! meets every loss that fits it; each `SHAPES_SEED` gives others. Networks of images are written
//! here.

use proptest::prelude::*;
use sinew::losses::Target;
use sinew::prelude::*;
use sinew::tensors::Sample;
use sinew_oracle as plain;

use super::losses::{Answers, Classes, Counts, Family, Margins, Regression};
use super::{Case, cases, doubles, network, on_every_set, samples};

/// The share of proptest's cases for each network and format.
const SHARE: u32 = 16;

const SAMPLES: usize = 100;

/// A number format, and how far a network's numbers may be from those of plain loops in `f64`.
trait Format: Number {
    /// Relative to the largest number of a layer.
    const TOLERANCE: f64;

    /// This close to a kink, the number may end up on its other side.
    const CLEARANCE: f64;
}

impl Format for f32 {
    const TOLERANCE: f64 = 1e-4;
    const CLEARANCE: f64 = 2e-5;
}

impl Format for f64 {
    const TOLERANCE: f64 = 1e-12;
    const CLEARANCE: f64 = 1e-12;
}

/// An output may be the small difference of large numbers: below this, errors are no longer
/// relative to it.
const SMALLEST_OUTPUT: f64 = 1e-2;

/// A layer's gradient may be this much smaller than the largest one before errors are no longer
/// relative to its own: after a saturated bottleneck, little more than rounding is left.
const SMALLEST_LAYER: f64 = 1e-2;

/// Compares a network with plain loops.
fn compare<N, L>(source: &str)
where
    N: Network<Number: Format>,
    L: Family + Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    let losses = L::members(N::Output::LEN);
    on_every_set(SHARE, &cases(N::LAYERS, SAMPLES), &|case| {
        let net = network::<N>(&case.parameters);
        let twin = plain::Network::read(source, doubles(net.parameters()));
        let (inputs, targets) = clear_samples::<N>(case, &twin, &losses);
        prop_assume!(!inputs.is_empty(), "no sample is clear of kinks");
        predictions_agree(&*net, &twin, &inputs)?;
        losses
            .iter()
            .try_for_each(|(loss, twin_loss)| gradients_agree(&*net, &twin, &inputs, &targets, loss, twin_loss))
    });
}

/// The samples so far from the kinks of the network and of its losses that rounding carries none
/// across one.
fn clear_samples<N: Network<Number: Format>>(
    case: &Case,
    twin: &plain::Network,
    losses: &[(impl Family, plain::Loss)],
) -> (Vec<N::Input>, Vec<N::Output>) {
    let all = samples::<_, N::Input>(&case.inputs).into_iter().zip(samples::<_, N::Output>(&case.targets));
    let is_clear = |(x, t): &(N::Input, N::Output)| {
        let (x, t) = (doubles(x.as_flat()), doubles(t.as_flat()));
        let y = twin.predict(&x);
        let of_losses = losses.iter().map(|(_, loss)| loss.clearance(&y, &t));
        of_losses.fold(twin.clearance(&x), f64::min) > N::Number::CLEARANCE
    };
    all.filter(is_clear).unzip()
}

fn predictions_agree<N: Network<Number: Format>>(
    net: &N,
    twin: &plain::Network,
    inputs: &[N::Input],
) -> Result<(), TestCaseError> {
    let mut outputs = vec![N::Output::filled(N::Number::ZERO); inputs.len()];
    net.predict_batch(inputs, &mut outputs);
    for (x, output) in inputs.iter().zip(&outputs) {
        let y = twin.predict(&doubles(x.as_flat()));
        let size = largest(&y).max(SMALLEST_OUTPUT);
        assert_close("predict", net.predict(x).as_flat(), &y, size)?;
        assert_close("predict_batch", output.as_flat(), &y, size)?;
    }
    Ok(())
}

fn gradients_agree<N, L>(
    net: &N,
    twin: &plain::Network,
    inputs: &[N::Input],
    targets: &[N::Output],
    loss: &L,
    twin_loss: &plain::Loss,
) -> Result<(), TestCaseError>
where
    N: Network<Number: Format>,
    L: Loss<N::Activation>,
    N::Output: Target<N::Number, L, N::Output>,
{
    let (mut grads, mut dx) = (N::zeros(), vec![N::Input::filled(N::Number::ZERO); inputs.len()]);
    let value = net.gradients(inputs, targets, loss, &mut grads, &mut Workspace::new()).expect("valid samples");
    net.input_gradients(inputs, targets, loss, &mut dx, &mut Workspace::new()).expect("valid samples");
    let flat: Vec<_> = inputs.iter().map(|x| doubles(x.as_flat())).collect();
    let flat_targets: Vec<_> = targets.iter().map(|t| doubles(t.as_flat())).collect();
    let expected = twin.mean_gradient(twin_loss, &flat, &flat_targets);

    let name = format!("{twin_loss:?}");
    assert_close(&name, &[N::Number::from_f64(value)], &[expected.loss], expected.loss.abs().max(1.0))?;
    let least = SMALLEST_LAYER * largest(&expected.parameters);
    let (mut found, mut gradient) = (grads.parameters(), &expected.parameters[..]);
    for layer in N::LAYERS {
        let (of_layer, of_twin) = (&found[..layer.parameters], &gradient[..layer.parameters]);
        assert_close(&format!("{name} by {}", layer.name), of_layer, of_twin, largest(of_twin).max(least))?;
        (found, gradient) = (&found[layer.parameters..], &gradient[layer.parameters..]);
    }
    let size = expected.inputs.iter().map(|dx| largest(dx)).fold(0.0, f64::max);
    for (sample, (dx, expected)) in dx.iter().zip(&expected.inputs).enumerate() {
        assert_close(&format!("{name} by input {sample}"), dx.as_flat(), expected, size)?;
    }
    Ok(())
}

fn largest(numbers: &[f64]) -> f64 {
    numbers.iter().fold(0.0, |largest, x| largest.max(x.abs()))
}

/// Whether errors are small, relative to `size`.
fn assert_close<T: Format>(what: &str, found: &[T], expected: &[f64], size: f64) -> Result<(), TestCaseError> {
    for (k, (found, expected)) in found.iter().zip(expected).enumerate() {
        let error = (found.to_f64() - expected).abs();
        prop_assert!(
            error <= T::TOLERANCE * size,
            "{what}: number {k} is {found}, expected {expected}, an error of {error:.1e} of {size:.1e}"
        );
    }
    Ok(())
}

macro_rules! architectures {
    ($($test:ident: ($($source:tt)+), [$($losses:ident),+];)*) => {$(
        #[test]
        fn $test() {
            network! {
                struct Architecture = $($source)+;
            }

            let source = stringify!($($source)+);
            println!("{source}"); // what a failure is about
            $(compare::<Architecture<f32>, $losses>(source);
            compare::<Architecture<f64>, $losses>(source);)+
        }
    )*};
}

include!(concat!(env!("OUT_DIR"), "/architectures.rs"));

/// Networks of images, with every layer that the plain loops support, each with one family of
/// losses.
mod images {
    use super::*;

    architectures! {
        small_lenet: (
            1x12x12 => conv(4, 3x3, padding = 1) relu => maxpool(2x2) => conv(6, 3x3) tanh => avgpool(2x2) => flatten
            => 10 relu => 4 softmax
        ), [Classes];
        windows_that_step_skip_and_overhang: (
            4x9x8 => conv(6, 3x2, stride = 2x1, padding = 1x2, dilation = 1x2, groups = 2) silu
            => maxpool(3x2, stride = 1x2, padding = 1) => conv(3, 2x3, padding = same, bias = false)
            => avgpool(2, stride = 2x1, padding = 0x1) softsign => flatten => 5
        ), [Regression];
        pools_of_every_kind: (
            2x9x11 => maxpool(3x2, stride = 2x3, dilation = 2x1, padding = 1, ceil_mode = true) silu
            => conv(3, 2x2, padding = 1) tanh => avgpool(3, stride = 2x3, padding = 1, count_include_pad = false)
            => conv(4, 2x2, padding = 1) => avgpool(2x3, stride = 3x2, padding = 1, ceil_mode = true) gelu
            => avgpool(2, ceil_mode = true, dilation = 1x2) => flatten => 3
        ), [Regression];
        sizes_and_norms: (
            2x5x4 => resize(7x3, mode = bilinear) => conv(4, 3x3, padding = same) tanh
            => groupnorm(2, epsilon = 0.5) silu => resize(3x8, mode = bilinear, align_corners = true)
            => conv(2, 2x2) => resize(5x4) softsign => upsample(2x1, mode = bilinear) => upsample(1x2)
            => flatten => 6 => layernorm(epsilon = 1e-1) hard_sigmoid(0.3) => 3
        ), [Regression];
        residuals_and_norms: (
            2x5x6 => conv(4, 3x3, padding = same, groups = 2) gelu => groupnorm(2) tanh
            => residual(conv(4, 1x3, padding = same) silu => conv(4, 3x1, padding = same)) relu => globalavgpool
            => layernorm elu => residual(7 hard_swish => 4) => 3 sigmoid
        ), [Answers];
    }
}
