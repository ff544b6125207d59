/// How sums over samples are added to what a gradient holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// Whether it holds nothing of use yet, so that the first sums are written over it.
    pub overwrite: bool,
    /// Of how many tiles a sum is, at most and not 0: the next ones begin another, which is added
    /// when it is complete.
    ///
    /// So the result is the same, bit for bit, whether the tiles are given together, or shard by
    /// shard.
    pub shard: usize,
}

impl Reduction {
    /// All tiles in one sum.
    #[inline(always)]
    pub const fn whole(overwrite: bool) -> Self {
        Self { overwrite, shard: usize::MAX }
    }

    /// Calls `sum` with the rows of each shard, given how many a tile has of `x` and of `dz`.
    ///
    /// Written out, since iterators over chunks divide, which small layers notice; with one shard
    /// no loop is left.
    ///
    /// # Panics
    ///
    /// If a shard is of no tiles.
    #[inline(always)]
    pub fn for_each_shard<X, Z>(
        self,
        (mut x, inputs): (&[X], usize),
        (mut dz, outputs): (&[Z], usize),
        mut sum: impl FnMut(&[X], &[Z]),
    ) {
        assert!(self.shard > 0, "a shard of no tiles");
        loop {
            let (x_now, x_later) = x.split_at(usize::min(self.shard.saturating_mul(inputs), x.len()));
            let (dz_now, dz_later) = dz.split_at(usize::min(self.shard.saturating_mul(outputs), dz.len()));
            sum(x_now, dz_now);
            if x_later.is_empty() {
                break;
            }
            (x, dz) = (x_later, dz_later);
        }
    }
}
