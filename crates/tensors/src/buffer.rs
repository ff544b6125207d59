//! Memory for tiles.

use alloc::vec::Vec;

use bytemuck::{Pod, Zeroable};

use crate::{Number, Vector};

/// Memory that is reused from one batch to the next: tiles of any vector type, aligned to cache
/// lines.
///
/// It grows to the largest request so far and never shrinks.
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    lines: Vec<Line>,
}

/// A cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
struct Line([u8; 64]);

// SAFETY: bytes without padding; zeros are valid.
unsafe impl Zeroable for Line {}
// SAFETY: as above, and every bit pattern is valid.
unsafe impl Pod for Line {}

impl Buffer {
    /// An empty buffer.
    #[must_use]
    pub const fn new() -> Self {
        Self { lines: Vec::new() }
    }

    /// The first `rows` rows of a tile, with whatever numbers are left from before.
    pub fn tile<V: Vector, const W: usize>(&mut self, rows: usize) -> &mut [[V; W]] {
        let lines = (rows * size_of::<[V; W]>()).div_ceil(size_of::<Line>());
        if self.lines.len() < lines {
            self.lines.resize(lines, Line::zeroed());
        }
        let vectors: &mut [V] = V::vectors_mut(bytemuck::cast_slice_mut(&mut self.lines));
        &mut vectors.as_chunks_mut().0[..rows]
    }

    /// The first `count` numbers, with whatever is left in them from before.
    pub fn numbers<T: Number>(&mut self, count: usize) -> &mut [T] {
        self.tile::<T, 1>(count).as_flattened_mut()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_aligned_to_cache_lines() {
        let mut buffer = Buffer::new();
        for rows in [1, 3, 100] {
            let tile: &mut [[f32; 3]] = buffer.tile(rows);
            assert_eq!(tile.len(), rows);
            assert!(tile.as_ptr().addr().is_multiple_of(align_of::<Line>()));
        }
    }
}
