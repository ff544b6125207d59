//! A custom layer that saves something from forward for backward is its formula, tile by tile.

use sinew_activations::Identity;
use sinew_layers::{Context, Gradient, Layer, LayerContext, LayerInfo, Microbatch, Stage, Streams, Trainable, stage};
use sinew_tensors::{Buffer, Initializer, InstructionSet, Layout, Number, Parameters, Rng, Vector, parameters};

parameters! {
    /// `z[i] = a[i]·eˣ[i]`, which saves `eˣ[i]`, since backward needs it too.
    struct Growth<T, const N: usize> {
        scale: [T; N],
    }
}

impl<T: Number, const N: usize> Layer for Growth<T, N> {
    type Number = T;
    type Activation = Identity;
    const INFO: LayerInfo = LayerInfo::new("growth", &[N], &[N]).saved(N).scratch(1);

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {
        self.scale.fill(T::ONE);
    }

    #[inline(always)]
    fn forward<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V], context: LayerContext<'_, V>) {
        assert!(context.saved.len() == N && context.scratch.is_empty());
        for i in 0..N {
            context.saved[i] = x[i].exp();
            z[i] = V::splat(self.scale[i]) * context.saved[i];
        }
    }

    #[inline(always)]
    fn backward<V: Vector<Element = T>>(
        &self,
        _: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        grads: &mut Self,
        context: LayerContext<'_, V>,
    ) {
        assert!(context.saved.len() == N && context.scratch.len() == 1);
        for (i, dx) in dx.into_iter().flatten().enumerate() {
            *dx = V::splat(self.scale[i]) * dz[i] * context.saved[i];
        }
        for i in 0..N {
            context.scratch[0] = dz[i] * context.saved[i];
            grads.scale[i] = grads.scale[i] + context.scratch[0].sum();
        }
    }
}

const INPUTS: usize = 3;

/// More than two tiles hold in any instruction set.
const SAMPLES: usize = 70;

/// Number `i` of sample `s`.
fn number(s: usize, i: usize) -> f64 {
    (0.1 * (s * INPUTS + i) as f64).sin()
}

#[test]
fn what_forward_saves_is_there_in_backward_for_each_tile() {
    let layer = Growth { scale: [2.0, -1.0, 0.5] };
    for set in InstructionSet::available() {
        set.select().expect("an available set");
        for vectors in [1, 2] {
            check(&layer, Microbatch::new(Layout::rows::<f64>(vectors, usize::MAX), 0, SAMPLES));
        }
    }
}

fn check(layer: &Growth<f64, INPUTS>, microbatch: Microbatch) {
    let (layout, info) = (microbatch.layout(), <Growth<f64, INPUTS> as Stage>::INFO);
    let place = |s: usize, i: usize| (s / layout.lanes() * INPUTS + i) * layout.lanes() + s % layout.lanes();
    let mut buffers = [const { Buffer::new() }; 5];
    let [x, tape, dz, dx, scratch] = &mut buffers;
    let (x, tape) = (x.numbers(microbatch.numbers(INPUTS)), tape.numbers(microbatch.numbers(info.tape())));
    let (dz, dx) = (dz.numbers(microbatch.numbers(INPUTS)), dx.numbers(microbatch.numbers(INPUTS)));
    x.fill(0.0);
    dz.fill(0.0);
    for s in 0..SAMPLES {
        for i in 0..INPUTS {
            x[place(s, i)] = number(s, i);
            dz[place(s, i)] = 1.0;
        }
    }

    let streams = Streams::new(0);
    let mut context = Context::forward(microbatch, &mut [], &[], &mut [], &streams);
    stage::forward(layer, x, tape, &mut context);
    let (z, saved) = tape.split_at_mut(microbatch.numbers(INPUTS));
    let mut grads = Growth { scale: [0.0; INPUTS] };
    let scratch = scratch.numbers(microbatch.numbers(info.scratch));
    let sums = Gradient::of(grads.parameters_mut());
    let mut context = Context::backward(microbatch, saved, scratch);
    Trainable::backward(layer, x, dz, Some(&mut *dx), sums, &mut context);

    for i in 0..INPUTS {
        let mut sum = 0.0;
        for s in 0..SAMPLES {
            let (growth, scale) = (number(s, i).exp(), layer.scale[i]);
            assert!((z[place(s, i)] - scale * growth).abs() < 1e-14);
            assert!((dx[place(s, i)] - scale * growth).abs() < 1e-14);
            sum += growth;
        }
        assert!((grads.scale[i] - sum).abs() < 1e-12 * sum);
    }
}

#[test]
fn predictions_need_no_memory_of_their_own() {
    let layer = Growth { scale: [2.0, -1.0, 0.5] };
    assert_eq!(layer.predict_sample(&[0.0, 0.0, 0.0]), [2.0, -1.0, 0.5]);
}
