//! How samples lie in a slice of numbers.

use crate::{InstructionSet, Number, Vector};

/// How samples lie in a slice of numbers, and in which vectors they are worked on.
///
/// Either one sample by itself, or tiles: a row for each feature, with a sample to a lane,
/// `[tile][feature][lane]`. A row is one vector of the instruction set, or two.
///
/// A layout is chosen once for a batch. Everything between that choice and the arithmetic works on
/// slices of numbers, so it is compiled once, and not for each vector type.
///
/// # Examples
///
/// ```
/// use sinew_tensors::Layout;
///
/// let [one, narrow, wide] = [Layout::one::<f32>(1), Layout::rows::<f32>(1, 1), Layout::rows::<f32>(2, 1)];
/// assert_eq!(one.lanes(), 1);
/// assert_eq!(wide.lanes(), 2 * narrow.lanes());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    // Private, since it proves that the machine has the instructions.
    instruction_set: InstructionSet,
    /// Vectors in a row; 0 for one sample by itself.
    vectors: u8,
    lanes: u16,
}

impl Layout {
    /// One sample by itself.
    ///
    /// `parallel` is how many numbers there are to work on side by side: if the vectors of a
    /// narrower instruction set hold as many, that is chosen.
    #[inline(always)]
    #[must_use]
    pub fn one<T: Number>(parallel: usize) -> Self {
        Self { instruction_set: T::instruction_set(parallel).0, vectors: 0, lanes: 1 }
    }

    /// Tiles whose rows have `vectors` vectors, 1 or 2; `parallel` as in [`one`](Self::one).
    #[inline]
    #[must_use]
    pub fn rows<T: Number>(vectors: u8, parallel: usize) -> Self {
        let (instruction_set, lanes) = T::instruction_set(parallel);
        Self { instruction_set, vectors, lanes: u16::from(vectors) * lanes as u16 }
    }

    /// Tiles of one sample, worked on in single numbers.
    #[must_use]
    pub const fn scalar() -> Self {
        Self { instruction_set: InstructionSet::Scalar, vectors: 1, lanes: 1 }
    }

    /// How many samples a tile holds.
    #[must_use]
    pub const fn lanes(self) -> usize {
        self.lanes as usize
    }

    /// How many vectors a row has; 0 for one sample by itself.
    #[must_use]
    pub const fn vectors(self) -> usize {
        self.vectors as usize
    }

    /// The instructions of the vectors.
    #[must_use]
    pub const fn instruction_set(self) -> InstructionSet {
        self.instruction_set
    }

    /// `x` as rows of `W` vectors.
    ///
    /// # Panics
    ///
    /// If `x` does not begin at a multiple of the vector's size or is not a whole number of
    /// vectors.
    #[inline(always)]
    #[must_use]
    pub fn cast<V: Vector, const W: usize>(x: &[V::Element]) -> &[[V; W]] {
        bytemuck::cast_slice::<V::Element, V>(x).as_chunks().0
    }

    /// `x` as rows of `W` vectors.
    ///
    /// # Panics
    ///
    /// As [`cast`](Self::cast).
    #[inline(always)]
    #[must_use]
    pub fn cast_mut<V: Vector, const W: usize>(x: &mut [V::Element]) -> &mut [[V; W]] {
        bytemuck::cast_slice_mut::<V::Element, V>(x).as_chunks_mut().0
    }
}
