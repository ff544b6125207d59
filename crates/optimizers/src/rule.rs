#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};

use core::ops::Range;

use sinew_tensors::{Number, Real, Vector, Vectorized};

#[cfg(feature = "alloc")]
use crate::Piece;

/// How one parameter moves, given its gradient and the `SLOTS` numbers that are remembered of it.
///
/// Written once over [`Real`], as the paper has it, a rule runs on vectors of parameters. What is the same for all parameters,
/// such as the learning rate of the step, are fields of the type.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{Rule, update};
/// use sinew_tensors::Real;
///
/// /// `m ← μ·m − η·g`, `w ← w + m`.
/// #[derive(Clone, Copy)]
/// struct HeavyBall {
///     rate: f64,
///     momentum: f64,
/// }
///
/// impl Rule<1> for HeavyBall {
///     #[inline(always)]
///     fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
///         let m = V::constant(self.momentum) * m - V::constant(self.rate) * g;
///         (w + m, [m])
///     }
/// }
///
/// let (mut w, g, mut m) = ([1.0, 2.0], [0.5, -0.5], [0.0, 1.0]);
/// update(HeavyBall { rate: 1.0, momentum: 0.5 }, &mut w, &g, [&mut m]);
/// assert_eq!(w, [0.5, 3.0]);
/// assert_eq!(m, [-0.5, 1.0]);
/// ```
pub trait Rule<const SLOTS: usize>: Copy {
    /// The parameter and the remembered numbers after the step.
    ///
    /// Mark the implementation `#[inline(always)]`.
    fn apply<V: Real>(&self, w: V, g: V, slots: [V; SLOTS]) -> (V, [V; SLOTS]);
}

/// Applies `rule` to every parameter: one pass over parameters, gradient and memory, in vectors.
///
/// # Panics
///
/// If the slices are not all of one length.
#[inline]
pub fn update<T: Number, R: Rule<SLOTS>, const SLOTS: usize>(
    rule: R,
    parameters: &mut [T],
    gradients: &[T],
    slots: [&mut [T]; SLOTS],
) {
    check_lengths(parameters.len(), gradients, &slots);
    T::dispatch(Update { rule, parameters, gradients, slots });
}

#[inline]
fn check_lengths<T>(len: usize, gradients: &[T], slots: &[&mut [T]]) {
    assert!(gradients.len() == len, "expected a gradient of length {len}, found {}", gradients.len());
    for slot in slots {
        assert!(slot.len() == len, "expected a slot of length {len}, found {}", slot.len());
    }
}

/// The same in up to `count` pieces of work.
///
/// # Panics
///
/// As [`update`], and if `count` is zero.
#[cfg(feature = "alloc")]
pub(crate) fn pieces<'a, T, R, const SLOTS: usize>(
    rule: R,
    mut parameters: &'a mut [T],
    mut gradients: &'a [T],
    mut slots: [&'a mut [T]; SLOTS],
    count: usize,
) -> Vec<Piece<'a>>
where
    T: Number,
    R: Rule<SLOTS> + Send + 'a,
{
    /// So many numbers fill whole cache lines, which two threads should not share.
    const LINES: usize = 1024;
    check_lengths(parameters.len(), gradients, &slots);
    assert!(count > 0, "expected at least one piece");
    let len = parameters.len().div_ceil(count).next_multiple_of(LINES);
    let mut pieces = Vec::<Piece<'a>>::new();
    while !parameters.is_empty() {
        let len = len.min(parameters.len());
        let parameters = parameters.split_off_mut(..len).unwrap_or_default();
        let gradients = gradients.split_off(..len).unwrap_or_default();
        let slots = slots.each_mut().map(|slot| slot.split_off_mut(..len).unwrap_or_default());
        pieces.push(Box::new(move || update(rule, parameters, gradients, slots)));
    }
    pieces
}

/// Up to so many parameters are a tiny network, whose gradient has just been written number by number: a wide vector of them would wait for
/// the cache.
const FEW: usize = 64;

/// How many vectors are loaded before the first of them is stored, where there are [`ENOUGH`] registers.
///
/// A processor tells by the place within a page whether a load waits for a store before it. Arrays that lie at about the same place, as
/// large ones do, would otherwise make the load of each vector wait for the store of the last.
const TOGETHER: usize = 4;

/// So many registers hold the vectors of a group, and what a rule needs besides.
const ENOUGH: usize = 32;

/// Applies a rule to `COUNT` vectors, which are loaded before the first of them is stored.
#[inline(always)]
fn apply<V: Vector, R: Rule<SLOTS>, const SLOTS: usize, const COUNT: usize>(
    rule: R,
    w: &mut [V; COUNT],
    g: &[V; COUNT],
    slots: &mut [&mut [V; COUNT]; SLOTS],
) {
    let (mut moved, mut remembered) = ([V::constant(0.0); COUNT], [[V::constant(0.0); SLOTS]; COUNT]);
    for i in 0..COUNT {
        for k in 0..SLOTS {
            remembered[i][k] = slots[k][i];
        }
        (moved[i], remembered[i]) = rule.apply(w[i], g[i], remembered[i]);
    }
    *w = moved;
    for k in 0..SLOTS {
        for i in 0..COUNT {
            slots[k][i] = remembered[i][k];
        }
    }
}

/// Applies a rule to groups of `COUNT` vectors, and returns the vectors that are left.
#[inline(always)]
fn groups<'a, V: Vector, R: Rule<SLOTS>, const SLOTS: usize, const COUNT: usize>(
    rule: R,
    w: &'a mut [V],
    g: &'a [V],
    slots: [&'a mut [V]; SLOTS],
) -> (&'a mut [V], &'a [V], [&'a mut [V]; SLOTS]) {
    let ((w, w_left), (g, g_left)) = (w.as_chunks_mut(), g.as_chunks());
    let mut slots = slots.map(<[V]>::as_chunks_mut::<COUNT>);
    for i in 0..w.len() {
        apply(rule, &mut w[i], &g[i], &mut slots.each_mut().map(|(slot, _)| &mut slot[i]));
    }
    (w_left, g_left, slots.map(|(_, left)| left))
}

/// The work of [`update`].
struct Update<'a, T, R, const SLOTS: usize> {
    rule: R,
    parameters: &'a mut [T],
    gradients: &'a [T],
    slots: [&'a mut [T]; SLOTS],
}

impl<T: Number, R: Rule<SLOTS>, const SLOTS: usize> Vectorized<T> for Update<'_, T, R, SLOTS> {
    type Output = ();

    #[inline(always)]
    fn lanes(&self) -> usize {
        if self.parameters.len() <= FEW { 1 } else { usize::MAX }
    }

    #[inline(always)]
    fn run<V: Vector<Element = T>>(mut self) {
        let len = self.parameters.len();
        let head = if len <= FEW { 0 } else { V::until_aligned(self.parameters) };
        let tail = head + (len - head) / V::LANES * V::LANES;
        self.few::<V>(0..head);
        self.whole_vectors::<V>(head..tail);
        self.few::<V>(tail..len);
    }
}

impl<T: Number, R: Rule<SLOTS>, const SLOTS: usize> Update<'_, T, R, SLOTS> {
    #[inline(always)]
    fn whole_vectors<V: Vector<Element = T>>(&mut self, range: Range<usize>) {
        let (w, g) = (V::vectors_mut(&mut self.parameters[range.clone()]), V::vectors(&self.gradients[range.clone()]));
        let slots = self.slots.each_mut().map(|slot| V::vectors_mut(&mut slot[range.clone()]));
        let (w, g, slots) = if const { V::REGISTERS >= ENOUGH } {
            groups::<V, R, SLOTS, TOGETHER>(self.rule, w, g, slots)
        } else {
            (w, g, slots)
        };
        groups::<V, R, SLOTS, 1>(self.rule, w, g, slots);
    }

    /// Numbers that are fewer than a vector holds.
    #[inline(always)]
    fn few<V: Vector<Element = T>>(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let w = &mut self.parameters[range.clone()];
        let mut remembered = [V::constant(0.0); SLOTS];
        for k in 0..SLOTS {
            remembered[k] = V::load(&self.slots[k][range.clone()]);
        }
        let moved;
        (moved, remembered) = self.rule.apply(V::load(w), V::load(&self.gradients[range.clone()]), remembered);
        moved.store(w);
        for k in 0..SLOTS {
            remembered[k].store(&mut self.slots[k][range.clone()]);
        }
    }
}
