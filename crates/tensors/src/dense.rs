//! The kernels of a fully connected layer.
//!
//! On tiles all three are one product of matrices, `c[r][·] = Σₖ a[r][k]·b[k][·]`, in which a number of `a` meets a vector of `b`. They
//! differ in what `a`, `b` and `c` are, so each is a `Product`, and one function keeps the sums of all three in registers.
//!
//! Sizes are taken from the slices. With sizes as constants the compiler would make a kernel for every shape, in the program that uses
//! it: measured, as fast at 784 => 128 and a seventh faster at 64 => 32, for a tenth of a second of build time a layer and more.

use crate::tile::transpose;
use crate::{Number, Vector};

/// Forward, `z[j][·] = b[j] + Σᵢ w[j][i]·x[i][·]`.
///
/// `·` runs over the samples, one to a lane: `x: [IN, LANES]`, `w: [OUT, IN]`, `z: [OUT, LANES]`; `b: [OUT]`, or empty for no bias.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline(always)]
pub fn forward<V: Vector, const W: usize>(w: &[V::Element], b: &[V::Element], x: &[[V; W]], z: &mut [[V; W]]) {
    assert!(w.len() == x.len() * z.len() && (b.is_empty() || b.len() == z.len()), "w: [OUT, IN], b: [OUT]");
    V::dense_forward(w, b, x.as_flattened(), z.as_flattened_mut(), W);
}

/// Input gradient, `dx[i][·] = Σⱼ w[j][i]·dz[j][·]`.
///
/// `w: [OUT, IN]`, `dz: [OUT, LANES]`, `dx: [IN, LANES]`.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline(always)]
pub fn input_gradient<V: Vector, const W: usize>(w: &[V::Element], dz: &[[V; W]], dx: &mut [[V; W]]) {
    assert!(w.len() == dx.len() * dz.len(), "w: [OUT, IN]");
    V::dense_input_gradient(w, dz.as_flattened(), dx.as_flattened_mut(), W);
}

/// Weight gradient, `dw[j][i] += Σₛ dz[j][s]·x[i][s]`.
///
/// `x: [IN, LANES]`, `dz: [OUT, LANES]`, `dw: [OUT, IN]`; `scratch` has [`weight_gradient_scratch`] rows.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline(always)]
pub fn weight_gradient<V: Vector, const W: usize>(
    x: &[[V; W]],
    dz: &[[V; W]],
    dw: &mut [V::Element],
    scratch: &mut [[V; W]],
) {
    assert!(dw.len() == x.len() * dz.len() && scratch.len() >= weight_gradient_scratch(x.len()), "dw: [OUT, IN]");
    V::dense_weight_gradient(x.as_flattened(), dz.as_flattened(), dw, scratch.as_flattened_mut(), W);
}

/// How many rows of a tile [`weight_gradient`] needs as scratch memory: the tile's samples, row-major and padded to whole vectors, of
/// which none holds more than 64 numbers.
pub const fn weight_gradient_scratch(inputs: usize) -> usize {
    inputs.next_multiple_of(64)
}

/// Bias gradient, `db[j] += Σₛ dz[j][s]`.
///
/// `dz: [OUT, LANES]`, `db: [OUT]`.
#[inline(always)]
pub fn bias_gradient<V: Vector, const W: usize>(dz: &[[V; W]], db: &mut [V::Element]) {
    for (dz, db) in dz.iter().zip(db) {
        let mut sum = dz[0];
        for c in 1..W {
            sum = sum + dz[c];
        }
        *db = *db + sum.sum();
    }
}

/// Forward for one sample, `y[j] = b[j] + Σᵢ w[j][i]·x[i]`.
///
/// `x: [IN]`, `w: [OUT, IN]`, `y: [OUT]`; `b: [OUT]`, or empty for no bias. Here the lanes hold inputs of the one sample.
///
/// # Panics
///
/// If a length disagrees with the others.
#[inline(always)]
pub fn forward_one<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V::Element], y: &mut [V::Element]) {
    assert!(w.len() == x.len() * y.len() && (b.is_empty() || b.len() == y.len()), "w: [OUT, IN], b: [OUT]");
    V::dense_forward_one(w, b, x, y);
}

/// The same kernels for layers of a few weights, as their formulas read: with sizes that are constants the compiler unrolls them, and a
/// tiny network's numbers stay in registers from one layer to the next.
pub mod small {
    use crate::{Number, Vector};

    /// Up to this many weights a layer is small.
    pub const WEIGHTS: usize = 64;

    /// Forward; see [`dense::forward`](super::forward).
    #[inline(always)]
    pub fn forward<V: Vector, const W: usize, const IN: usize, const OUT: usize>(
        w: &[[V::Element; IN]; OUT],
        b: &[V::Element],
        x: &[[V; W]],
        z: &mut [[V; W]],
    ) {
        let (x, z) = (&x[..IN], &mut z[..OUT]);
        for j in 0..OUT {
            let b = V::splat(if b.is_empty() { V::Element::ZERO } else { b[j] });
            for c in 0..W {
                let mut sum = b;
                for i in 0..IN {
                    sum = V::splat(w[j][i]).mul_add(x[i][c], sum);
                }
                z[j][c] = sum;
            }
        }
    }

    /// Input gradient; see [`dense::input_gradient`](super::input_gradient).
    #[inline(always)]
    pub fn input_gradient<V: Vector, const W: usize, const IN: usize, const OUT: usize>(
        w: &[[V::Element; IN]; OUT],
        dz: &[[V; W]],
        dx: &mut [[V; W]],
    ) {
        let (dz, dx) = (&dz[..OUT], &mut dx[..IN]);
        for i in 0..IN {
            for c in 0..W {
                let mut sum = V::splat(V::Element::ZERO);
                for j in 0..OUT {
                    sum = V::splat(w[j][i]).mul_add(dz[j][c], sum);
                }
                dx[i][c] = sum;
            }
        }
    }

    /// Weight gradient; see [`dense::weight_gradient`](super::weight_gradient). It needs no scratch memory.
    #[inline(always)]
    pub fn weight_gradient<V: Vector, const W: usize, const IN: usize, const OUT: usize>(
        x: &[[V; W]],
        dz: &[[V; W]],
        dw: &mut [[V::Element; IN]; OUT],
    ) {
        let (x, dz) = (&x[..IN], &dz[..OUT]);
        for j in 0..OUT {
            for i in 0..IN {
                let mut sum = V::splat(V::Element::ZERO);
                for c in 0..W {
                    sum = dz[j][c].mul_add(x[i][c], sum);
                }
                dw[j][i] = dw[j][i] + sum.sum();
            }
        }
    }
}

#[inline(always)]
pub(crate) fn forward_kernel<V: Vector>(w: &[V::Element], b: &[V::Element], x: &[V], z: &mut [V], width: usize) {
    struct Forward<'a, V: Vector> {
        w: &'a [V::Element],
        b: &'a [V::Element],
        x: &'a [V],
        z: &'a mut [V],
        width: usize,
    }

    impl<V: Vector> Product<V> for Forward<'_, V> {
        #[inline(always)]
        fn block<const R: usize, const C: usize>(&mut self, row: usize, column: usize) {
            let depth = self.x.len() / self.width;
            let mut w: [&[V::Element]; R] = [&[]; R];
            let mut start = [V::Element::ZERO; R];
            for r in 0..R {
                w[r] = &self.w[(row + r) * depth..][..depth];
                start[r] = self.b.get(row + r).copied().unwrap_or(V::Element::ZERO);
            }
            let mut z = start.map(
                #[inline(always)]
                |b| [V::splat(b); C],
            );
            for (k, x) in self.x.chunks_exact(self.width).enumerate() {
                let x = &x[column..column + C];
                add_outer_product(
                    &mut z,
                    #[inline(always)]
                    |r| w[r][k],
                    x,
                );
            }
            for r in 0..R {
                self.z[(row + r) * self.width + column..][..C].copy_from_slice(&z[r]);
            }
        }
    }

    let rows = z.len() / width;
    cover(&mut Forward { w, b, x, z, width }, rows, width);
}

#[inline(always)]
pub(crate) fn input_gradient_kernel<V: Vector>(w: &[V::Element], dz: &[V], dx: &mut [V], width: usize) {
    struct InputGradient<'a, V: Vector> {
        w: &'a [V::Element],
        dz: &'a [V],
        dx: &'a mut [V],
        width: usize,
    }

    impl<V: Vector> Product<V> for InputGradient<'_, V> {
        #[inline(always)]
        fn block<const R: usize, const C: usize>(&mut self, row: usize, column: usize) {
            let inputs = self.dx.len() / self.width;
            let mut dx = [[V::splat(V::Element::ZERO); C]; R];
            for (w, dz) in self.w.chunks_exact(inputs).zip(self.dz.chunks_exact(self.width)) {
                let w = &w[row..row + R];
                add_outer_product(
                    &mut dx,
                    #[inline(always)]
                    |r| w[r],
                    &dz[column..column + C],
                );
            }
            for r in 0..R {
                self.dx[(row + r) * self.width + column..][..C].copy_from_slice(&dx[r]);
            }
        }
    }

    let rows = dx.len() / width;
    cover(&mut InputGradient { w, dz, dx, width }, rows, width);
}

/// Up to this many inputs, a horizontal sum for each weight is cheaper than transposing the samples.
const FEW_INPUTS: usize = 4;

/// The sum runs over the samples, which stand in the lanes. With the samples transposed to rows, the inputs stand there.
#[inline(always)]
pub(crate) fn weight_gradient_kernel<V: Vector>(
    x: &[V],
    dz: &[V],
    dw: &mut [V::Element],
    scratch: &mut [V],
    width: usize,
) {
    struct WeightGradient<'a, V: Vector> {
        x: &'a [V],
        dz: &'a [V::Element],
        dw: &'a mut [V::Element],
        inputs: usize,
        samples: usize,
    }

    impl<V: Vector> Product<V> for WeightGradient<'_, V> {
        #[inline(always)]
        fn block<const R: usize, const C: usize>(&mut self, row: usize, column: usize) {
            let mut dz: [&[V::Element]; R] = [&[]; R];
            for r in 0..R {
                dz[r] = &self.dz[(row + r) * self.samples..][..self.samples];
            }
            let mut sums = [[V::splat(V::Element::ZERO); C]; R];
            for (s, x) in self.x.chunks_exact(self.inputs.div_ceil(V::LANES)).enumerate() {
                let x = &x[column..column + C];
                add_outer_product(
                    &mut sums,
                    #[inline(always)]
                    |r| dz[r][s],
                    x,
                );
            }
            for r in 0..R {
                let dw = &mut self.dw[(row + r) * self.inputs..][..self.inputs][column * V::LANES..];
                add_vectors(dw, &sums[r]);
            }
        }
    }

    let inputs = x.len() / width;
    if inputs <= FEW_INPUTS {
        return weight_gradient_by_lanes(x, dz, dw, width);
    }
    let (samples, columns) = (width * V::LANES, inputs.div_ceil(V::LANES));
    let rows = &mut scratch[..samples * columns];
    transpose(V::elements(x), V::elements_mut(rows), samples, columns * V::LANES);
    cover(&mut WeightGradient { x: rows, dz: V::elements(dz), dw, inputs, samples }, dz.len() / width, columns);
}

/// Adds vectors to the numbers of `dw`, the last ones to as many as there are.
#[inline(always)]
fn add_vectors<V: Vector, const C: usize>(dw: &mut [V::Element], sums: &[V; C]) {
    if let Some((dw, _)) = V::vectors_mut(dw).split_first_chunk_mut::<C>() {
        for c in 0..C {
            dw[c] = dw[c] + sums[c];
        }
    } else {
        for (dw, &sum) in dw.chunks_mut(V::LANES).zip(sums) {
            (V::load(dw) + sum).store(dw);
        }
    }
}

#[inline(always)]
fn weight_gradient_by_lanes<V: Vector>(x: &[V], dz: &[V], dw: &mut [V::Element], width: usize) {
    let inputs = x.len() / width;
    for (dz, dw) in dz.chunks_exact(width).zip(dw.chunks_exact_mut(inputs)) {
        for (x, dw) in x.chunks_exact(width).zip(dw) {
            let mut sum = V::splat(V::Element::ZERO);
            for (&dz, &x) in dz.iter().zip(x) {
                sum = dz.mul_add(x, sum);
            }
            *dw = *dw + sum.sum();
        }
    }
}

/// Eight neurons at a time: eight sums in flight hide the latency of the multiply-adds.
#[inline(always)]
pub(crate) fn forward_one_kernel<V: Vector>(
    w: &[V::Element],
    b: &[V::Element],
    x: &[V::Element],
    y: &mut [V::Element],
) {
    if b.is_empty() {
        y.fill(V::Element::ZERO);
    } else {
        y.copy_from_slice(b);
    }
    let (eights, rest) = y.as_chunks_mut::<8>();
    let (w_eights, w_rest) = w.split_at(eights.len() * 8 * x.len());
    for (w, y) in w_eights.chunks_exact(8 * x.len()).zip(eights) {
        add_dot_products::<V, 8>(w, x, y);
    }
    for (w, y) in w_rest.chunks_exact(x.len()).zip(rest) {
        add_dot_products::<V, 1>(w, x, core::array::from_mut(y));
    }
}

/// `y[r] += Σᵢ w[r][i]·x[i]`.
#[inline(always)]
fn add_dot_products<V: Vector, const R: usize>(w: &[V::Element], x: &[V::Element], y: &mut [V::Element; R]) {
    let mut rows: [&[V::Element]; R] = [&[]; R];
    let mut vectors: [&[V]; R] = [&[]; R];
    let (whole, x_vectors) = (x.len() / V::LANES * V::LANES, V::vectors(x));
    for r in 0..R {
        rows[r] = &w[r * x.len()..][..x.len()];
        vectors[r] = &V::vectors(rows[r])[..x_vectors.len()];
    }
    let mut sums = [V::splat(V::Element::ZERO); R];
    for (i, &x) in x_vectors.iter().enumerate() {
        for r in 0..R {
            sums[r] = vectors[r][i].mul_add(x, sums[r]);
        }
    }
    if whole < x.len() {
        let x = V::load(&x[whole..]);
        for r in 0..R {
            sums[r] = V::load(&rows[r][whole..]).mul_add(x, sums[r]);
        }
    }
    for r in 0..R {
        y[r] = y[r] + sums[r].sum();
    }
}

/// A product of matrices, `c[r][·] = Σₖ a[r][k]·b[k][·]`, block by block.
trait Product<V: Vector> {
    /// The block of `R` rows and `C` columns of vectors whose first is at `row` and `column`.
    fn block<const R: usize, const C: usize>(&mut self, row: usize, column: usize);
}

/// `sums[r][c] += a(r)·b[c]`: what one `k` adds to a block.
#[inline(always)]
fn add_outer_product<V: Vector, const R: usize, const C: usize>(
    sums: &mut [[V; C]; R],
    a: impl Fn(usize) -> V::Element,
    b: &[V],
) {
    let mut column = [V::splat(V::Element::ZERO); C];
    column.copy_from_slice(b);
    for r in 0..R {
        let a = V::splat(a(r));
        for c in 0..C {
            sums[r][c] = a.mul_add(column[c], sums[r][c]);
        }
    }
}

/// Covers a product with blocks.
///
/// Twelve rows times two columns: 24 sums in flight hide the latency of the multiply-adds, and with their operands they are as many
/// as 32 registers hold; six times two where there are 16.
#[inline(always)]
fn cover<V: Vector>(product: &mut impl Product<V>, rows: usize, columns: usize) {
    for column in (0..columns / 2 * 2).step_by(2) {
        cover_rows::<V, 2>(product, rows, column);
    }
    if columns % 2 == 1 {
        cover_rows::<V, 1>(product, rows, columns - 1);
    }
}

/// Covers the rows of `C` columns with blocks, each as tall as fits.
#[inline(always)]
fn cover_rows<V: Vector, const C: usize>(product: &mut impl Product<V>, rows: usize, column: usize) {
    let mut row = 0;
    if V::REGISTERS >= 32 {
        row = cover_with::<V, 12, C>(product, row, rows, column);
        row = cover_with::<V, 8, C>(product, row, rows, column);
    } else {
        row = cover_with::<V, 6, C>(product, row, rows, column);
    }
    row = cover_with::<V, 4, C>(product, row, rows, column);
    row = cover_with::<V, 2, C>(product, row, rows, column);
    cover_with::<V, 1, C>(product, row, rows, column);
}

/// Covers the rows from `row` on with blocks of `R` rows, as far as they go.
#[inline(always)]
fn cover_with<V: Vector, const R: usize, const C: usize>(
    product: &mut impl Product<V>,
    mut row: usize,
    rows: usize,
    column: usize,
) -> usize {
    while row + R <= rows {
        product.block::<R, C>(row, column);
        row += R;
    }
    row
}
