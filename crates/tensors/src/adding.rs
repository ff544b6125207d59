/// How sums over samples are added to what a gradient holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adding {
    /// Whether it holds nothing of use yet, so that the first sums are written over it.
    pub is_new: bool,
    /// Of how many tiles a sum is, at most: the next ones begin another, which is added when it is complete.
    ///
    /// So the result is the same, bit for bit, whether the tiles are given together, or portion by portion.
    pub portion: usize,
}

impl Adding {
    /// All tiles in one sum.
    #[inline(always)]
    pub const fn whole(is_new: bool) -> Self {
        Self { is_new, portion: usize::MAX }
    }

    /// The rows of each portion, given how many a tile has of `x` and of `dz`.
    #[inline(always)]
    pub fn portions<'a, R>(
        self,
        (x, inputs): (&'a [R], usize),
        (dz, outputs): (&'a [R], usize),
    ) -> impl Iterator<Item = (&'a [R], &'a [R])> {
        x.chunks(self.portion.saturating_mul(inputs)).zip(dz.chunks(self.portion.saturating_mul(outputs)))
    }
}
