#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};

use core::cell::Cell;
use core::mem;
use core::ops::Range;

use sinew_tensors::{Number, Real, Vector, Vectorized};

#[cfg(feature = "alloc")]
use crate::Task;

/// How one parameter moves, given its gradient and the `MOMENTS` numbers that an optimizer keeps
/// for it.
///
/// Written once over [`Real`], as the paper has it, a rule runs on vectors of parameters. What is
/// the same for all parameters, such as the learning rate of the step, are fields of the type.
///
/// # Examples
///
/// ```
/// use sinew_optimizers::{UpdateRule, update};
/// use sinew_tensors::Real;
///
/// /// `m ← μ·m − η·g`, `w ← w + m`.
/// #[derive(Clone, Copy)]
/// struct HeavyBall {
///     rate: f64,
///     momentum: f64,
/// }
///
/// impl UpdateRule<1> for HeavyBall {
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
pub trait UpdateRule<const MOMENTS: usize>: Copy {
    /// The parameter and its moments after the step.
    ///
    /// Mark the implementation `#[inline(always)]`.
    fn apply<V: Real>(&self, w: V, g: V, moments: [V; MOMENTS]) -> (V, [V; MOMENTS]);
}

/// Applies `rule` to every parameter: one pass over parameters, gradient and moments, in vectors.
///
/// # Panics
///
/// If the slices are not all of one length.
#[inline]
pub fn update<T: Number, R: UpdateRule<MOMENTS>, const MOMENTS: usize>(
    rule: R,
    parameters: &mut [T],
    gradients: &[T],
    mut moments: [&mut [T]; MOMENTS],
) {
    update_all(&rule, parameters, gradients, &mut moments);
}

/// The loop of [`update`], never inlined, so that a program calls what [`Prebuilt`] has compiled.
///
/// It takes references, six registers in all: for a tiny network, copying rule and moments would
/// cost more than the step.
#[inline(never)]
fn update_all<T: Number, R: UpdateRule<MOMENTS>, const MOMENTS: usize>(
    rule: &R,
    parameters: &mut [T],
    gradients: &[T],
    moments: &mut [&mut [T]; MOMENTS],
) {
    check_lengths(parameters.len(), gradients, moments);
    T::dispatch(Update { rule, parameters, gradients, moments });
}

fn check_lengths<T>(len: usize, gradients: &[T], moments: &[&mut [T]]) {
    assert!(gradients.len() == len, "expected a gradient of length {len}, found {}", gradients.len());
    for moment in moments {
        assert!(moment.len() == len, "expected a moment of length {len}, found {}", moment.len());
    }
}

/// The same in up to `count` tasks.
///
/// # Panics
///
/// As [`update`], and if `count` is zero.
#[cfg(feature = "alloc")]
#[inline(never)] // as `update`
pub(crate) fn tasks<'a, T, R, const MOMENTS: usize>(
    rule: R,
    mut parameters: &'a mut [T],
    mut gradients: &'a [T],
    mut moments: [&'a mut [T]; MOMENTS],
    count: usize,
) -> Vec<Task<'a>>
where
    T: Number,
    R: UpdateRule<MOMENTS> + Send + 'a,
{
    /// A multiple of this many numbers fills whole cache lines, which two threads should not share.
    const LINES: usize = 1024;
    check_lengths(parameters.len(), gradients, &moments);
    assert!(count > 0, "expected at least one task");
    let len = parameters.len().div_ceil(count).next_multiple_of(LINES);
    let mut tasks = Vec::<Task<'a>>::new();
    while !parameters.is_empty() {
        let len = len.min(parameters.len());
        let parameters = parameters.split_off_mut(..len).unwrap_or_default();
        let gradients = gradients.split_off(..len).unwrap_or_default();
        let mut part = empty::<T, MOMENTS>();
        for k in 0..MOMENTS {
            part[k] = moments[k].split_off_mut(..len).unwrap_or_default();
        }
        tasks.push(Box::new(move || update(rule, parameters, gradients, part)));
    }
    tasks
}

/// [`update`] and `tasks` of one rule, as a `static` of this crate: so they are compiled with it.
///
/// The compiler lets a program call the instances of a generic function that a crate it uses has
/// already compiled, provided that the function is never inlined. So a program's build does not
/// grow with its optimizers, and its debug build can have optimized steps.
#[allow(clippy::type_complexity)] // the types of the two functions, written nowhere else
pub(crate) struct Prebuilt<T: 'static, R, const MOMENTS: usize> {
    _update: fn(&R, &mut [T], &[T], &mut [&mut [T]; MOMENTS]),
    #[cfg(feature = "alloc")]
    _tasks: fn(R, &'static mut [T], &'static [T], [&'static mut [T]; MOMENTS], usize) -> Vec<Task<'static>>,
}

impl<T: Number, R: UpdateRule<MOMENTS> + Send + 'static, const MOMENTS: usize> Prebuilt<T, R, MOMENTS> {
    pub const NEW: Self = Self {
        _update: update_all,
        #[cfg(feature = "alloc")]
        _tasks: tasks,
    };
}

/// A network with at most this many parameters is tiny. Its gradient has just been written number
/// by number: a wide vector of them would wait for the cache.
const FEW: usize = 64;

/// How many vectors are loaded before the first of them is stored, where there are [`ENOUGH`]
/// registers.
///
/// A processor tells by the place within a page whether a load waits for a store before it. Arrays
/// that lie at about the same place, as large ones do, would otherwise make the load of each vector
/// wait for the store of the last.
const TOGETHER: usize = 4;

/// This many registers hold the vectors of a group, and what a rule needs besides.
const ENOUGH: usize = 32;

/// Slices to be replaced. Made here, since `map` of arrays with a closure of its own for each
/// optimizer is half of what a compiler has to do for them.
#[cfg(feature = "alloc")] // as the optimizers that have moments
pub(crate) fn empty<'a, T, const MOMENTS: usize>() -> [&'a mut [T]; MOMENTS] {
    core::array::from_fn(|_| &mut [][..])
}

/// Moments in vectors. Cells, since an array of shared slices is easily made.
type Moments<'a, V, const MOMENTS: usize> = [&'a [Cell<V>]; MOMENTS];

/// Applies a rule to `COUNT` vectors, the chunk `i` of each moment, which are loaded before the
/// first of them is stored.
#[inline(always)]
fn apply<V: Vector, R: UpdateRule<MOMENTS>, const MOMENTS: usize, const COUNT: usize>(
    rule: R,
    w: &mut [V; COUNT],
    g: &[V; COUNT],
    moments: [&[[Cell<V>; COUNT]]; MOMENTS],
    i: usize,
) {
    let (mut moved, mut kept) = ([V::constant(0.0); COUNT], [[V::constant(0.0); MOMENTS]; COUNT]);
    for j in 0..COUNT {
        for k in 0..MOMENTS {
            kept[j][k] = moments[k][i][j].get();
        }
        (moved[j], kept[j]) = rule.apply(w[j], g[j], kept[j]);
    }
    *w = moved;
    for k in 0..MOMENTS {
        for j in 0..COUNT {
            moments[k][i][j].set(kept[j][k]);
        }
    }
}

/// Applies a rule to groups of `COUNT` vectors, and leaves the others.
#[inline(always)]
fn groups<V: Vector, R: UpdateRule<MOMENTS>, const MOMENTS: usize, const COUNT: usize>(
    rule: R,
    w: &mut &mut [V],
    g: &mut &[V],
    moments: &mut Moments<'_, V, MOMENTS>,
) {
    let ((w_now, w_left), (g_now, g_left)) = (mem::take(w).as_chunks_mut(), g.as_chunks());
    (*w, *g) = (w_left, g_left);
    let (count, g_now) = (w_now.len(), &g_now[..w_now.len()]);
    let mut now: [&[[Cell<V>; COUNT]]; MOMENTS] = [&[]; MOMENTS];
    for k in 0..MOMENTS {
        let (whole, left) = moments[k].as_chunks();
        (now[k], moments[k]) = (&whole[..count], left);
    }
    for i in 0..count {
        apply(rule, &mut w_now[i], &g_now[i], now, i);
    }
}

/// The work of [`update`].
struct Update<'a, 'b, T, R, const MOMENTS: usize> {
    rule: &'a R,
    parameters: &'a mut [T],
    gradients: &'a [T],
    moments: &'a mut [&'b mut [T]; MOMENTS],
}

impl<T: Number, R: UpdateRule<MOMENTS>, const MOMENTS: usize> Vectorized<T> for Update<'_, '_, T, R, MOMENTS> {
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

impl<T: Number, R: UpdateRule<MOMENTS>, const MOMENTS: usize> Update<'_, '_, T, R, MOMENTS> {
    #[inline(always)]
    fn whole_vectors<V: Vector<Element = T>>(&mut self, range: Range<usize>) {
        let w = &mut V::vectors_mut(&mut self.parameters[range.clone()]);
        let g = &mut V::vectors(&self.gradients[range.clone()]);
        let mut moments: Moments<'_, V, MOMENTS> = [&[]; MOMENTS];
        for (vectors, numbers) in moments.iter_mut().zip(self.moments.iter_mut()) {
            *vectors = Cell::from_mut(V::vectors_mut(&mut numbers[range.clone()])).as_slice_of_cells();
        }
        if const { V::REGISTERS >= ENOUGH } {
            groups::<V, R, MOMENTS, TOGETHER>(*self.rule, w, g, &mut moments);
        }
        groups::<V, R, MOMENTS, 1>(*self.rule, w, g, &mut moments);
    }

    /// Numbers that are fewer than a vector holds.
    #[inline(always)]
    fn few<V: Vector<Element = T>>(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let w = &mut self.parameters[range.clone()];
        let mut kept = [V::constant(0.0); MOMENTS];
        for k in 0..MOMENTS {
            kept[k] = V::load(&self.moments[k][range.clone()]);
        }
        let moved;
        (moved, kept) = self.rule.apply(V::load(w), V::load(&self.gradients[range.clone()]), kept);
        moved.store(w);
        for k in 0..MOMENTS {
            kept[k].store(&mut self.moments[k][range.clone()]);
        }
    }
}

/// [`Prebuilt`] of a rule for `f32`, and with the feature of that name for `f64`.
macro_rules! prebuilt {
    ($rule:ty, $moments:literal) => {
        const _: () = {
            #[allow(dead_code)] // it is there to be compiled
            static SINGLE: $crate::update_rule::Prebuilt<f32, $rule, $moments> = $crate::update_rule::Prebuilt::NEW;
            #[cfg(feature = "f64")]
            #[allow(dead_code)]
            static DOUBLE: $crate::update_rule::Prebuilt<f64, $rule, $moments> = $crate::update_rule::Prebuilt::NEW;
        };
    };
}
pub(crate) use prebuilt;
