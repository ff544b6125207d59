//! Limits to gradients, for networks in which they explode.

use sinew_tensors::{Number, Vector, Vectorized};

use crate::hyperparameter::non_negative;

/// Limits every number to `[−limit, limit]`; NaN stays NaN.
///
/// # Panics
///
/// If `limit` is negative or not finite.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::clip_by_value;
///
/// let mut gradients = [0.5, -7.0, 3.0];
/// clip_by_value(&mut gradients, 1.0);
/// assert_eq!(gradients, [0.5, -1.0, 1.0]);
/// ```
#[track_caller]
#[inline(never)] // as `update`
pub fn clip_by_value<T: Number>(gradients: &mut [T], limit: f64) {
    let limit = T::from_f64(non_negative("the limit", limit));
    T::dispatch(Clamp { gradients, limit });
}

/// Scales the gradients so that their norm `‖g‖ = √Σgᵢ²` is at most `max_norm`, and returns what it
/// was: `g ← g·max_norm/‖g‖` if `‖g‖ > max_norm`.
///
/// The direction is kept. A norm that is not finite is returned, and the gradients are left as they
/// are: no scale could repair them.
///
/// # Panics
///
/// If `max_norm` is negative or not finite.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::clip_by_norm;
///
/// let mut gradients = [3.0, -4.0];
/// assert_eq!(clip_by_norm(&mut gradients, 2.5), 5.0);
/// assert_eq!(gradients, [1.5, -2.0]);
/// ```
///
/// # References
///
/// Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML
/// (2013), algorithm 1.
#[doc(alias("기울기 클리핑", "기울기 자르기"))]
#[track_caller]
#[inline(never)] // as `update`
pub fn clip_by_norm<T: Number>(gradients: &mut [T], max_norm: f64) -> f64 {
    let max_norm = non_negative("the largest norm", max_norm);
    let norm = norm(gradients);
    if norm.is_finite() && norm > max_norm {
        T::dispatch(Scale { gradients, factor: T::from_f64(max_norm / norm) });
    }
    norm
}

/// The norm of all numbers, `√Σxᵢ²`; it does not overflow where the squares would.
///
/// # Examples
///
/// ```
/// assert_eq!(sinew_optimizers::norm(&[3.0, -4.0]), 5.0);
/// assert_eq!(sinew_optimizers::norm(&[3e38_f32, 4e37]).log10().floor(), 38.0);
/// ```
#[inline(never)] // as `update`
pub fn norm<T: Number>(x: &[T]) -> f64 {
    let squares = sum_of_squares(x, T::ONE);
    if squares != f64::INFINITY {
        return libm::sqrt(squares);
    }
    let largest = T::dispatch(Largest(x));
    if largest.is_finite() { largest.to_f64() * libm::sqrt(sum_of_squares(x, T::ONE / largest)) } else { f64::INFINITY }
}

/// The functions above, compiled with this crate; see
/// [`update_rule::Prebuilt`](crate::update_rule::Prebuilt).
struct Prebuilt<T: 'static> {
    _value: fn(&mut [T], f64),
    _norm: fn(&mut [T], f64) -> f64,
    _of: fn(&[T]) -> f64,
}

impl<T: Number> Prebuilt<T> {
    const NEW: Self = Self { _value: clip_by_value, _norm: clip_by_norm, _of: norm };
}

#[allow(dead_code)] // it is there to be compiled
static SINGLE: Prebuilt<f32> = Prebuilt::NEW;
#[allow(dead_code)]
#[cfg(feature = "f64")]
static DOUBLE: Prebuilt<f64> = Prebuilt::NEW;

/// `Σ(xᵢ·scale)²`: blocks are summed in the precision of `T`, and the blocks' sums in `f64`.
fn sum_of_squares<T: Number>(x: &[T], scale: T) -> f64 {
    x.chunks(1024).map(|x| T::dispatch(SumOfSquares { x, scale }).to_f64()).sum()
}

struct Clamp<'a, T> {
    gradients: &'a mut [T],
    limit: T,
}

impl<T: Number> Vectorized<T> for Clamp<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        let (high, low) = (V::splat(self.limit), V::splat(-self.limit));
        for g in self.gradients.chunks_mut(V::LANES) {
            let x = V::load(g);
            x.select_gt(high, high, low.select_gt(x, low, x)).store(g);
        }
    }
}

struct Scale<'a, T> {
    gradients: &'a mut [T],
    factor: T,
}

impl<T: Number> Vectorized<T> for Scale<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        for g in self.gradients.chunks_mut(V::LANES) {
            (V::load(g) * V::splat(self.factor)).store(g);
        }
    }
}

/// The largest absolute value; infinity if there is one, provided that nothing is NaN.
struct Largest<'a, T>(&'a [T]);

impl<T: Number> Vectorized<T> for Largest<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> T {
        let mut largest = [V::constant(0.0)];
        for x in self.0.chunks(V::LANES) {
            largest[0] = largest[0].max(V::load(x).abs());
        }
        V::elements(&largest).iter().fold(T::ZERO, |largest, &x| largest.max(x))
    }
}

struct SumOfSquares<'a, T> {
    x: &'a [T],
    scale: T,
}

impl<T: Number> Vectorized<T> for SumOfSquares<'_, T> {
    type Output = T;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> T {
        let mut sum = V::constant(0.0);
        for x in self.x.chunks(V::LANES) {
            let x = V::load(x) * V::splat(self.scale);
            sum = x.mul_add(x, sum);
        }
        sum.sum()
    }
}
