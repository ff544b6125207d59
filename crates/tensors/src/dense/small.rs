//! The same kernels for layers of a few weights, as their formulas read.
//!
//! With sizes that are constants ([`in_registers`]) the compiler unrolls them, and a tiny network's
//! numbers stay in registers from one layer to the next. With sizes at run time they are compiled
//! once for all small layers. Both add the terms of a sum in the same order, so their results are
//! the same bits.

pub mod in_registers;

use crate::{Number, Vector};

/// Up to this many weights a layer is small.
const WEIGHTS: usize = 64;

/// Whether a layer of this shape is small enough for these kernels.
#[must_use]
pub const fn serve(inputs: usize, outputs: usize) -> bool {
    inputs * outputs <= WEIGHTS
}

/// How many sums are computed side by side, so that their multiply-adds do not wait for one
/// another.
const AT_ONCE: usize = 4;

/// Forward; see [`dense::forward`](super::forward).
#[inline(always)]
pub fn forward<V: Vector, const W: usize>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[[V; W]],
    z: &mut [[V; W]],
    inputs: usize,
) {
    let outputs = w.len() / inputs;
    for (x, z) in x.chunks_exact(inputs).zip(z.chunks_exact_mut(outputs)) {
        for first in (0..outputs).step_by(AT_ONCE) {
            let count = usize::min(AT_ONCE, outputs - first);
            let mut sums = [[V::splat(V::Element::ZERO); W]; AT_ONCE];
            if !b.is_empty() {
                for r in 0..count {
                    sums[r] = [V::splat(b[first + r]); W];
                }
            }
            // What is computed beyond the last row belongs to a row before it, and is not stored.
            let rows: [&[V::Element]; AT_ONCE] =
                core::array::from_fn(|r| &w[usize::min(first + r, outputs - 1) * inputs..][..inputs]);
            for (i, x) in x.iter().enumerate() {
                for r in 0..AT_ONCE {
                    for c in 0..W {
                        sums[r][c] = V::splat(rows[r][i]).mul_add(x[c], sums[r][c]);
                    }
                }
            }
            z[first..first + count].copy_from_slice(&sums[..count]);
        }
    }
}

/// Input gradient; see [`dense::input_gradient`](super::input_gradient).
#[inline(always)]
pub fn input_gradient<V: Vector, const W: usize>(w: &[V::Element], dz: &[[V; W]], dx: &mut [[V; W]], inputs: usize) {
    let outputs = w.len() / inputs;
    for (dz, dx) in dz.chunks_exact(outputs).zip(dx.chunks_exact_mut(inputs)) {
        for first in (0..inputs).step_by(AT_ONCE) {
            let count = usize::min(AT_ONCE, inputs - first);
            let mut sums = [[V::splat(V::Element::ZERO); W]; AT_ONCE];
            for (dz, w) in dz.iter().zip(w.chunks_exact(inputs)) {
                for r in 0..AT_ONCE {
                    let w = V::splat(w[usize::min(first + r, inputs - 1)]);
                    for c in 0..W {
                        sums[r][c] = w.mul_add(dz[c], sums[r][c]);
                    }
                }
            }
            dx[first..first + count].copy_from_slice(&sums[..count]);
        }
    }
}

/// Weight gradient; see [`dense::weight_gradient`](super::weight_gradient). It needs no scratch
/// memory.
#[inline(always)]
pub fn weight_gradient<V: Vector, const W: usize>(x: &[[V; W]], dz: &[[V; W]], dw: &mut [V::Element], inputs: usize) {
    let outputs = dw.len() / inputs;
    for (j, dw) in dw.chunks_exact_mut(inputs).enumerate() {
        for first in (0..inputs).step_by(AT_ONCE) {
            let count = usize::min(AT_ONCE, inputs - first);
            let mut sums = [V::splat(V::Element::ZERO); AT_ONCE];
            for (x, dz) in x.chunks_exact(inputs).zip(dz.chunks_exact(outputs)) {
                for c in 0..W {
                    for r in 0..AT_ONCE {
                        sums[r] = dz[j][c].mul_add(x[usize::min(first + r, inputs - 1)][c], sums[r]);
                    }
                }
            }
            for r in 0..count {
                dw[first + r] = dw[first + r] + sums[r].sum();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::serve;

    #[test]
    fn they_serve_layers_of_up_to_64_weights() {
        assert!(serve(2, 4) && serve(8, 8) && serve(1, 64) && serve(64, 1));
        assert!(!serve(5, 13) && !serve(1, 65) && !serve(65, 1) && !serve(784, 128));
    }
}
