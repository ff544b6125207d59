//! A custom activation, layer, loss and optimizer, in a network that learns the sine.
//!
//! `cargo run --release --example custom`

use std::error::Error;
use std::f32::consts::PI;
use std::iter::zip;

use sinew::activations::{Identity, LayerActivation};
use sinew::layers::{Layer, LayerContext, LayerInfo};
use sinew::prelude::*;
use sinew::tensors::{Initializer, Rng, Vector, parameters};

/// An activation: the bell curve, `y = exp(−z²)`.
///
/// It is a type without data, so that its code is known when a layer is compiled. The trait
/// requires the derives.
#[derive(Clone, Copy, Debug, Default)]
struct Bell;

impl Activation for Bell {
    /// Its name in tables of layers.
    const NAME: &'static str = "bell";

    /// `R` is a number or a vector of numbers: written once, the function also runs on vectors of
    /// samples. Inlining keeps it in their registers.
    #[inline(always)]
    fn apply<R: Real>(z: R) -> R {
        (-z.square()).exp()
    }

    /// The derivative with respect to `z`. The value `y = apply(z)` is given too, and saves an
    /// exponential here.
    #[inline(always)]
    fn derivative<R: Real>(z: R, y: R) -> R {
        R::constant(-2.0) * z * y
    }
}

parameters! {
    /// A layer: RMS norm, `y[i] = γ[i]·x[i]/rms(x)`, a layer norm that does not subtract the mean.
    ///
    /// The number type comes first. The fields are what is learned: arrays of numbers, and nothing
    /// else.
    ///
    /// Zhang and Sennrich, "Root mean square layer normalization", NeurIPS (2019), eq. 4.
    #[derive(Debug, PartialEq)]
    struct RmsNorm<T, const N: usize> {
        /// `γ`.
        weights: [T; N],
    }
}

/// `1/rms(x)`, with `rms(x) = √(Σᵢ x[i]²/N + ε)`.
#[inline(always)]
fn inverse_rms<V: Vector>(x: &[V]) -> V {
    let mut sum = V::constant(0.0);
    for &x in x {
        sum = sum + x.square();
    }
    V::constant(1.0) / (sum / V::constant(x.len() as f64) + V::constant(1e-6)).sqrt()
}

impl<T: Number, const N: usize> Layer for RmsNorm<T, N> {
    type Number = T;
    type Activation = Identity;
    const INFO: LayerInfo = LayerInfo::new("rmsnorm", &[N], &[N]).multiply_adds(2 * N);

    fn initialize(&mut self, initializer: Option<Initializer>, rng: &mut Rng) {
        initializer.unwrap_or(Initializer::Constant(1.0)).fill(&mut self.weights, 1, N, rng);
    }

    /// Written as for one sample. But `V` is a vector of samples, and the layer computes all of
    /// them at once.
    #[inline(always)]
    fn forward<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V], _: LayerContext<'_, V>) {
        let r = inverse_rms(x);
        for i in 0..N {
            z[i] = V::splat(self.weights[i]) * x[i] * r;
        }
    }

    /// With `r = 1/rms(x)` and `g = γ⊙dz`: `∂L/∂γ = dz⊙x·r`, `∂L/∂x = r·(g − x·r²·mean(g⊙x))`.
    #[inline(always)]
    fn backward<V: Vector<Element = T>>(
        &self,
        x: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        grads: &mut Self,
        _: LayerContext<'_, V>,
    ) {
        let (r, mut sum) = (inverse_rms(x), V::constant(0.0));
        for i in 0..N {
            grads.weights[i] = grads.weights[i] + (dz[i] * x[i] * r).sum(); // over the samples
            sum = sum + V::splat(self.weights[i]) * dz[i] * x[i];
        }
        if let Some(dx) = dx {
            let mean = sum / V::constant(N as f64);
            for i in 0..N {
                dx[i] = r * (V::splat(self.weights[i]) * dz[i] - x[i] * r.square() * mean);
            }
        }
    }
}

/// A loss: `Σₖ ln cosh(yₖ − tₖ)`, quadratic for small errors and linear for large ones.
struct LogCosh;

/// For every last activation `A`. A loss that only fits some, such as a cross-entropy, names them
/// instead: `Loss<Sigmoid>`.
impl<A: LayerActivation> Loss<A> for LogCosh {
    /// Replaces the logits `z` of the last layer by the derivatives of the loss with respect to
    /// them, and returns the loss of each sample.
    #[inline(always)]
    fn evaluate<V: Vector, const W: usize>(&self, z: &mut [[V; W]], targets: &[[V; W]]) -> [V; W] {
        // The activation knows how to go back from outputs to logits; what is left is the loss and
        // its derivative for one output.
        A::pull_back_loss(
            z,
            targets,
            #[inline(always)]
            |y, t| log_cosh(y - t),
        )
    }
}

/// `ln cosh e` and its derivative `tanh e`. Written as `|e| + ln(1 + exp(−2·|e|)) − ln 2`, nothing
/// overflows.
#[inline(always)]
fn log_cosh<R: Real>(e: R) -> (R, R) {
    let tail = (R::constant(-2.0) * e.abs()).exp().ln_1p();
    (e.abs() + tail - R::constant(std::f64::consts::LN_2), e.tanh())
}

/// An optimizer: Rprop gives each parameter its own step size, which grows while the gradient keeps
/// its sign and halves when it changes. It needs the gradient of all samples at once.
///
/// Riedmiller and Braun, "A direct adaptive method for faster backpropagation learning: the RPROP
/// algorithm" (1993).
#[derive(Default)]
struct Rprop {
    /// Each parameter's step size and its last gradient.
    memory: Vec<(f32, f32)>,
}

impl Optimizer<f32> for Rprop {
    /// Parameters and gradients of the whole network come as two flat slices in the same order.
    fn step(&mut self, parameters: &mut [f32], gradients: &[f32]) {
        self.memory.resize(parameters.len(), (0.01, 0.0));
        for ((w, &g), (step, last)) in zip(zip(parameters, gradients), &mut self.memory) {
            let turned = g * *last < 0.0;
            *step = if turned { *step * 0.5 } else { (*step * 1.2).min(0.1) };
            *last = if turned { 0.0 } else { g };
            if *last != 0.0 {
                *w -= step.copysign(*last);
            }
        }
    }
}

network! {
    /// The sine from −π to π. Custom activations and layers are named like any type; the language
    /// adds the number type to that of a layer.
    struct Sine = 1 => 16 Bell => norm: RmsNorm<16> => 1;
}

fn main() -> Result<(), Box<dyn Error>> {
    let angles: Vec<[f32; 1]> = (-50..=50_i8).map(|i| [PI * f32::from(i) / 50.0]).collect();
    let sines = angles.iter().map(|[x]| [x.sin()]).collect();
    let samples = Dataset::new(angles, sines)?;

    let mut net = Sine::seeded(1);
    println!("{net}\n");
    let history =
        Trainer::new(LogCosh, Rprop::default()).epochs(2000).batch_size(samples.len()).fit(&mut net, &samples)?;
    for epoch in [0, 9, 99, 999].map(|i| &history.epochs[i]).into_iter().chain(history.last()) {
        println!("epoch {:4}  loss {:.1e}", epoch.epoch, epoch.training.loss);
    }

    println!("\n      x    sin x  learned");
    let mut largest_error = 0.0_f32;
    for i in -7..=7_i8 {
        let x = 0.44 * f32::from(i); // between the samples
        let [y] = net.predict(&[x]);
        println!("  {x:5.2}  {:7.4}  {y:7.4}", x.sin());
        largest_error = largest_error.max((y - x.sin()).abs());
    }
    println!("\nlargest error: {largest_error:.4}");
    println!("learned scales: {:.1?}", net.norm.weights);
    if largest_error < 0.02 { Ok(()) } else { Err("the sine was not learned".into()) }
}

/// Code written by hand should be proven: each derivative is checked against central differences
/// and dual numbers, in a line each.
#[cfg(test)]
mod tests {
    use sinew::gradcheck;

    use super::*;

    gradcheck!(bell: activation Bell);
    gradcheck!(rms_norm: layer<T> RmsNorm<T, 5>);
    gradcheck!(log_cosh_error: loss LogCosh, Identity);
    gradcheck!(Sine, LogCosh);
}
