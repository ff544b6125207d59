//! Blocks: what the products of matrices share.

use core::ops::Range;

use crate::{Number, Vector};

/// A product of matrices, `c[r][·] = Σₖ a[r][k]·b[k][·]`, some rows at a time.
pub(super) trait Product {
    /// The `R` rows from `row` on, over all tiles that it was made with.
    fn rows<const R: usize>(&mut self, row: usize);
}

/// Bytes of a cache that hold what is read again for every block of rows, half of what a core has
/// to itself: tiles that are larger go through a product part by part.
pub(super) const CACHE: usize = 1 << 19;

/// How long the sums of such a part are: a tile's part, and the numbers of `a` that it meets, stay
/// in the nearest cache.
pub(super) const DEPTH: usize = 256;

/// The most rows of a block.
pub(super) const ROWS: usize = 12;

/// How many rows are copied at once: a tile's part is loaded once for all of them.
pub(super) const GROUP: usize = 4 * ROWS;

/// Memory for a copy of the part of `a` that belongs to a group of rows, in blocks. In a large
/// matrix the rows lie so far apart, often at a power of two, that a cache cannot keep them side by
/// side.
pub(super) type Copy<T> = [[[T; ROWS]; DEPTH]; GROUP / ROWS];

/// Such memory, zero.
pub(super) fn new_copy<T: Number>() -> Copy<T> {
    [[[T::ZERO; ROWS]; DEPTH]; GROUP / ROWS]
}

/// From this many inputs on, the rows of a layer's weights come from a more distant cache.
pub(super) const LONG: usize = 256;

/// `sums[r][c] += a(r)·b[c]`: what one `k` adds to a block.
#[inline(always)]
pub(super) fn add_outer_product<V: Vector, const R: usize, const C: usize>(
    sums: &mut [[V; C]; R],
    a: impl Fn(usize) -> V::Element,
    b: &[V; C],
) {
    let b = *b;
    for r in 0..R {
        let a = V::splat(a(r));
        for c in 0..C {
            sums[r][c] = a.mul_add(b[c], sums[r][c]);
        }
    }
}

/// Covers the rows of a product with blocks of up to `MOST` rows.
///
/// Twelve rows times two columns: 24 sums in flight hide the latency of the multiply-adds, and with
/// their operands they are as many as 32 registers hold; six times two where there are 16.
///
/// How the rows are cut does not change a bit. Each size costs a build all of its instructions, so
/// there are fewer of them where a vector is a single number, whose speed is not the point.
/// Conditions are `const`, so that what they exclude is not even generated.
#[inline(always)]
pub(super) fn cover<V: Vector, const MOST: usize>(product: &mut impl Product, rows: Range<usize>) {
    let Range { start: mut row, end: rows } = rows;
    if const { V::REGISTERS >= 32 && V::LANES > 1 } {
        if const { MOST == ROWS } {
            row = cover_with::<ROWS>(product, row, rows);
        }
        row = cover_with::<10>(product, row, rows);
        if const { MOST == ROWS } {
            row = cover_with::<8>(product, row, rows);
        }
    }
    if const { V::LANES > 1 } {
        row = cover_with::<6>(product, row, rows);
    }
    row = cover_with::<4>(product, row, rows);
    if const { V::LANES > 1 } {
        row = cover_with::<2>(product, row, rows);
    }
    cover_with::<1>(product, row, rows);
}

/// Covers the rows from `row` on with blocks of `R` rows, as far as they go, but leaves no two rows
/// alone: their four sums would wait for one another.
#[inline(always)]
fn cover_with<const R: usize>(product: &mut impl Product, mut row: usize, rows: usize) -> usize {
    while row + R <= rows && !(R > 4 && row + R + 2 == rows) {
        product.rows::<R>(row);
        row += R;
    }
    row
}
