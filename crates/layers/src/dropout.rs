use core::marker::PhantomData;

use sinew_activations::Identity;
use sinew_tensors::{Initializer, Number, Rng, Vector, tile};

use crate::operation::{Operation, TileContext, stage};
use crate::plain::plain_data;
use crate::{Context, Gradient, ImageShape, LayerInfo};

/// Dropout: in training each number is zero with the probability `p`, and otherwise `1/(1 − p)`
/// times as large; in predictions nothing changes.
///
/// `dropout(0.2)` in the language. Neurons that cannot rely on each other overfit less. `I` is the
/// shape of the input, and `p` the ratio of the last two parameters, so that `64 => dropout(0.2)`
/// is `Dropout<T, Flat<64>, 1, 5>`. What is dropped depends on the
/// [`Workspace`](https://docs.rs/sinew)'s seed, the batch, the layer and the sample's number, not
/// on the machine.
///
/// # Shapes
///
/// `x` and `y` are of any, the same shape.
///
/// # References
///
/// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent
/// neural networks from overfitting", JMLR 15 (2014); scaled in training as in its section 10.
#[doc(alias("규제", "드롭아웃"))]
#[repr(C)]
pub struct Dropout<T, I, const NUMERATOR: i64, const DENOMINATOR: i64> {
    nothing: [T; 0],
    marker: PhantomData<I>,
}

plain_data! {
    "Dropout" [I, const NUMERATOR: i64, const DENOMINATOR: i64] Dropout<T, I, NUMERATOR, DENOMINATOR> {}
}

stage! {
    [T: Number, I: ImageShape, const NUMERATOR: i64, const DENOMINATOR: i64]
    Dropout<T, I, NUMERATOR, DENOMINATOR>, where []
    operation = Drop { numbers: I::LEN, p: NUMERATOR as f64 / DENOMINATOR as f64 };
    activation = Identity;
    info = LayerInfo::new("dropout", I::SHAPE, I::SHAPE).saved(I::LEN); // the factors
    stage {}
    trainable {
        fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
    }
}

/// What dropout computes.
pub(crate) struct Drop {
    numbers: usize,
    p: f64,
}

impl Drop {
    /// The factors of a tile of `count` samples, from each sample's random numbers; zero in lanes
    /// without one.
    fn draw<V: Vector, const W: usize>(&self, factors: &mut [[V; W]], random: impl Iterator<Item = Rng>) {
        let kept = V::Element::from_f64(1.0 / (1.0 - self.p));
        factors.fill([V::splat(V::Element::ZERO); W]);
        for (s, mut rng) in random.enumerate() {
            for row in &mut *factors {
                V::elements_mut(row)[s] = if rng.uniform() < self.p { V::Element::ZERO } else { kept };
            }
        }
    }
}

impl<T: Number> Operation<T> for Drop {
    const TRAINS_DIFFERENTLY: bool = true;

    #[inline(always)]
    fn predict_one<V: Vector<Element = T>>(&self, _: &[T], x: &[T], z: &mut [T], _: &mut Context<'_, T>) {
        z.copy_from_slice(x);
    }

    #[inline(always)]
    fn predict<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        _: TileContext<'_, V, W>,
    ) {
        z.copy_from_slice(x);
    }

    #[inline(always)]
    fn forward<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        x: &[[V; W]],
        z: &mut [[V; W]],
        context: TileContext<'_, V, W>,
    ) {
        let (random, lanes) = (context.random(), tile::capacity::<V, W>());
        for (t, factors) in context.saved.chunks_exact_mut(self.numbers).enumerate() {
            let samples = (t * lanes..context.microbatch.samples()).take(lanes);
            self.draw(factors, samples.map(&random));
        }
        multiply(x, context.saved, z);
    }

    #[inline(always)]
    fn backward<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[T],
        _: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: Gradient<'_, T>,
        context: TileContext<'_, V, W>,
    ) {
        if let Some(dx) = dx {
            multiply(dz, context.saved, dx);
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
