//! Blocks: what the three products of matrices share.

use crate::{Number, Vector};

/// A product of matrices, `c[r][·] = Σₖ a[r][k]·b[k][·]`, block by block.
pub(super) trait Product<V: Vector> {
    /// The block of `R` rows and `C` columns of vectors whose first is at `row`, and at `column` of a tile.
    fn block<const R: usize, const C: usize>(&mut self, row: usize, tile: usize, column: usize);
}

/// `sums[r][c] += a(r)·b[c]`: what one `k` adds to a block.
#[inline(always)]
pub(super) fn add_outer_product<V: Vector, const R: usize, const C: usize>(
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

/// Covers a product with blocks: the rows of `tiles` tiles of `width` vectors.
///
/// Twelve rows times two columns: 24 sums in flight hide the latency of the multiply-adds, and with their operands they are as many
/// as 32 registers hold; six times two where there are 16. Tiles run inside of rows, so that `a` is read once for all of them.
#[inline(always)]
pub(super) fn cover<V: Vector>(product: &mut impl Product<V>, rows: usize, tiles: usize, width: usize) {
    let mut row = 0;
    if V::REGISTERS >= 32 {
        row = cover_with::<V, 12>(product, row, rows, tiles, width);
        row = cover_with::<V, 8>(product, row, rows, tiles, width);
    } else {
        row = cover_with::<V, 6>(product, row, rows, tiles, width);
    }
    row = cover_with::<V, 4>(product, row, rows, tiles, width);
    row = cover_with::<V, 2>(product, row, rows, tiles, width);
    cover_with::<V, 1>(product, row, rows, tiles, width);
}

/// Covers the rows from `row` on with blocks of `R` rows, as far as they go.
#[inline(always)]
fn cover_with<V: Vector, const R: usize>(
    product: &mut impl Product<V>,
    mut row: usize,
    rows: usize,
    tiles: usize,
    width: usize,
) -> usize {
    while row + R <= rows {
        for tile in 0..tiles {
            for column in (0..width / 2 * 2).step_by(2) {
                product.block::<R, 2>(row, tile, column);
            }
            if width % 2 == 1 {
                product.block::<R, 1>(row, tile, width - 1);
            }
        }
        row += R;
    }
    row
}
