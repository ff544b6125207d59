//! The numbers that training starts from.

use crate::{Number, Real, Rng};

/// A rule for the weights that training starts from.
///
/// `fan_in` is how many inputs a neuron has, `fan_out` how many neurons an input feeds. Biases
/// start at zero.
///
/// | rule | distribution | fits |
/// |---|---|---|
/// | `glorot_uniform` | uniform within `±√(6/(fan_in + fan_out))` | `sigmoid`, `tanh`, `softmax`, no activation |
/// | `glorot_normal` | normal, variance `2/(fan_in + fan_out)` | the same |
/// | `he_uniform` | uniform within `±√(6/fan_in)` | `relu` and its relatives |
/// | `he_normal` | normal, variance `2/fan_in` | the same |
/// | `lecun_normal` | normal, variance `1/fan_in` | `selu` |
/// | `orthogonal` | orthonormal rows (or columns, where there are more rows) | deep networks |
/// | `zeros` | 0 | |
/// | `constant(c)` | `c` | |
///
/// # References
///
/// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
/// AISTATS (2010), eq. 16; He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV (2015), eq.
/// 10; LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), eq. 16; Saxe, McClelland and
/// Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
/// ICLR (2014).
#[doc(alias = "초기화")]
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Initializer {
    /// Uniform within `±√(6/(fan_in + fan_out))`.
    GlorotUniform,
    /// Normal with variance `2/(fan_in + fan_out)`.
    GlorotNormal,
    /// Uniform within `±√(6/fan_in)`.
    HeUniform,
    /// Normal with variance `2/fan_in`.
    HeNormal,
    /// Normal with variance `1/fan_in`.
    LecunNormal,
    /// Orthonormal rows, or orthonormal columns where there are more rows than columns.
    Orthogonal,
    /// All zero.
    Zeros,
    /// All the same number.
    Constant(f64),
}

impl Initializer {
    /// Fills `weights: [ROWS, fan_in]`, row-major.
    ///
    /// In a dense layer there are `fan_out` rows; in a convolution there is one for each output
    /// channel, and `fan_out` counts the pixels of its kernel too. The numbers are drawn in `f64`
    /// and rounded, so networks of `f32` and of `f64` start alike.
    ///
    /// # Panics
    ///
    /// If `weights` does not consist of rows of `fan_in` numbers.
    pub fn fill<T: Number>(self, weights: &mut [T], fan_in: usize, fan_out: usize, rng: &mut Rng) {
        assert!(weights.len().is_multiple_of(fan_in), "{} weights are no rows of {fan_in}", weights.len());
        let (n_in, n_out) = (fan_in as f64, fan_out as f64);
        match self {
            Self::GlorotUniform => uniform(weights, 6.0 / (n_in + n_out), rng),
            Self::GlorotNormal => normal(weights, 2.0 / (n_in + n_out), rng),
            Self::HeUniform => uniform(weights, 6.0 / n_in, rng),
            Self::HeNormal => normal(weights, 2.0 / n_in, rng),
            Self::LecunNormal => normal(weights, 1.0 / n_in, rng),
            Self::Orthogonal => orthogonal(weights, fan_in, rng),
            Self::Zeros => weights.fill(T::ZERO),
            Self::Constant(c) => weights.fill(T::from_f64(c)),
        }
    }
}

/// Uniform within `±√square`.
fn uniform<T: Number>(weights: &mut [T], square: f64, rng: &mut Rng) {
    let bound = Real::sqrt(square);
    for w in weights {
        *w = T::from_f64(bound * (2.0 * rng.uniform() - 1.0));
    }
}

fn normal<T: Number>(weights: &mut [T], variance: f64, rng: &mut Rng) {
    let deviation = Real::sqrt(variance);
    for w in weights {
        *w = T::from_f64(deviation * rng.normal());
    }
}

/// Normal numbers, their rows (or columns) orthonormalized in place by the modified Gram-Schmidt
/// process, twice over, which is enough for full precision.
fn orthogonal<T: Number>(weights: &mut [T], fan_in: usize, rng: &mut Rng) {
    normal(weights, 1.0, rng);
    let rows = weights.len() / fan_in;
    // Vector `v`, component `k`: the rows where they can all be orthogonal, else the columns.
    let (vectors, components, at): (_, _, fn(usize, usize, usize) -> usize) = if rows <= fan_in {
        (rows, fan_in, |fan_in, v, k| v * fan_in + k)
    } else {
        (fan_in, rows, |fan_in, v, k| k * fan_in + v)
    };
    let dot = |w: &[T], u: usize, v: usize| -> f64 {
        (0..components).map(|k| w[at(fan_in, u, k)].to_f64() * w[at(fan_in, v, k)].to_f64()).sum()
    };
    for v in 0..vectors {
        for u in (0..v).chain(0..v) {
            let projection = dot(weights, u, v);
            for k in 0..components {
                let along = projection * weights[at(fan_in, u, k)].to_f64();
                let w = &mut weights[at(fan_in, v, k)];
                *w = T::from_f64(w.to_f64() - along);
            }
        }
        let norm = Real::sqrt(dot(weights, v, v));
        for k in 0..components {
            let w = &mut weights[at(fan_in, v, k)];
            *w = T::from_f64(w.to_f64() / norm);
        }
    }
}
