use core::marker::PhantomData;

use sinew_activations::Identity;
use sinew_tensors::{Initializer, Number, Rng, Vector, tile};

use crate::plain::plain_data;
use crate::{Accumulator, Batch, ImageShape, Stage};

/// Dropout: in training each number is zero with the probability `p`, and otherwise `1/(1 − p)` times as large; in predictions nothing changes.
///
/// `dropout(0.2)` in the language. Neurons that cannot rely on each other overfit less. `I` is the shape of the input, and `p` the ratio of the last two
/// parameters, so that `64 => dropout(0.2)` is `Dropout<T, Flat<64>, 1, 5>`. What is dropped depends on the [`Workspace`](https://docs.rs/sinew)'s seed, the batch, the layer and the sample's number,
/// not on the machine.
///
/// # Shapes
///
/// `x` and `y` are of any, the same shape.
///
/// # References
///
/// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting", JMLR 15
/// (2014); scaled in training as in its section 10.
#[repr(C)]
pub struct Dropout<T, I, const NUMERATOR: i64, const DENOMINATOR: i64> {
    nothing: [T; 0],
    marker: PhantomData<I>,
}

plain_data! {
    "Dropout" [I, const NUMERATOR: i64, const DENOMINATOR: i64] Dropout<T, I, NUMERATOR, DENOMINATOR> {}
}

impl<T: Number, I: ImageShape, const NUMERATOR: i64, const DENOMINATOR: i64> Dropout<T, I, NUMERATOR, DENOMINATOR> {
    /// `p`.
    const P: f64 = NUMERATOR as f64 / DENOMINATOR as f64;

    /// The factors of a tile of `count` samples, from each sample's random numbers; zero in lanes without one.
    fn draw<V: Vector<Element = T>, const W: usize>(mask: &mut [[V; W]], random: impl Iterator<Item = Rng>) {
        let kept = T::from_f64(1.0 / (1.0 - Self::P));
        mask.fill([V::splat(T::ZERO); W]);
        for (s, mut rng) in random.enumerate() {
            for row in &mut *mask {
                V::elements_mut(row)[s] = if rng.uniform() < Self::P { T::ZERO } else { kept };
            }
        }
    }
}

impl<T: Number, I: ImageShape, const NUMERATOR: i64, const DENOMINATOR: i64> Stage
    for Dropout<T, I, NUMERATOR, DENOMINATOR>
{
    type Number = T;
    type Activation = Identity;
    const KIND: &'static str = "dropout";
    const INPUT: &'static [usize] = I::SHAPE;
    const OUTPUT: &'static [usize] = I::SHAPE;
    const MULTIPLY_ADDS: usize = 0;
    const ADDS_ONCE: bool = true;
    /// The factors.
    const MEMORY: usize = I::LEN;

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, x: &[T], y: &mut [T], _: &mut [T], _: &mut &[T]) {
        y.copy_from_slice(x);
    }

    #[inline(always)]
    fn predict_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: &mut [[V; W]],
        _: &mut &[T],
    ) {
        z.copy_from_slice(x);
    }

    #[inline(always)]
    fn forward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        x: &[[V; W]],
        z: &mut [[V; W]],
        memory: &mut [[V; W]],
        batch: &mut Batch<'_, T>,
    ) {
        let (random, lanes) = (batch.random(), tile::capacity::<V, W>());
        for (t, mask) in memory.chunks_exact_mut(I::LEN).enumerate() {
            let samples = (t * lanes..batch.samples()).take(lanes);
            Self::draw(mask, samples.map(&random));
        }
        multiply(x, memory, z);
    }

    #[inline(always)]
    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[[V; W]],
        dz: &[[V; W]],
        memory: &mut [[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Accumulator<'_, Self>,
        _: &mut [[V; W]],
    ) {
        if let Some(dx) = dx {
            multiply(dz, memory, dx);
        }
    }
}

/// `y[i][·] = x[i][·]·factor[i][·]`.
#[inline(always)]
fn multiply<V: Vector, const W: usize>(x: &[[V; W]], factors: &[[V; W]], y: &mut [[V; W]]) {
    V::call(
        #[inline(always)]
        || {
            for ((y, x), factor) in y.iter_mut().zip(x).zip(factors) {
                for c in 0..W {
                    y[c] = x[c] * factor[c];
                }
            }
        },
    );
}
