//! Shapes as types.

use core::fmt::Debug;

use sinew_tensors::Window;

/// The shape of a sample, as a type: an [`Image`], a [`Signal`], or [`Flat`].
pub trait ImageShape: Copy + Debug + Default + Send + Sync + 'static {
    /// The extents, row-major.
    const SHAPE: &'static [usize];

    /// The same as channels, height and width, where what is missing is 1.
    const IMAGE: [usize; 3];

    /// How many numbers a sample has.
    const LEN: usize = Self::IMAGE[0] * Self::IMAGE[1] * Self::IMAGE[2];
}

/// An image of `C` channels, `H` pixels high and `W` wide.
#[doc(alias = "채널")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Image<const C: usize, const H: usize, const W: usize>;

/// A signal of `C` channels and `L` points in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signal<const C: usize, const L: usize>;

/// `N` numbers, each a channel of its own: what is left of an image or a signal that is flattened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flat<const N: usize>;

impl<const C: usize, const H: usize, const W: usize> ImageShape for Image<C, H, W> {
    const SHAPE: &'static [usize] = &[C, H, W];
    const IMAGE: [usize; 3] = [C, H, W];
}

impl<const C: usize, const L: usize> ImageShape for Signal<C, L> {
    const SHAPE: &'static [usize] = &[C, L];
    const IMAGE: [usize; 3] = [C, 1, L];
}

impl<const N: usize> ImageShape for Flat<N> {
    const SHAPE: &'static [usize] = &[N];
    const IMAGE: [usize; 3] = [N, 1, 1];
}

/// How a kernel slides over an image, as a type: strides, padding (top, bottom, left, right), and
/// dilation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sliding<
    const SH: usize = 1,
    const SW: usize = 1,
    const TOP: usize = 0,
    const BOTTOM: usize = 0,
    const LEFT: usize = 0,
    const RIGHT: usize = 0,
    const DH: usize = 1,
    const DW: usize = 1,
>;

/// What a [`Sliding`] says.
pub trait Slides: Copy + Debug + Default + Send + Sync + 'static {
    /// The window of one pixel that slides in this way.
    const PIXEL: Window;
}

impl<
    const SH: usize,
    const SW: usize,
    const TOP: usize,
    const BOTTOM: usize,
    const LEFT: usize,
    const RIGHT: usize,
    const DH: usize,
    const DW: usize,
> Slides for Sliding<SH, SW, TOP, BOTTOM, LEFT, RIGHT, DH, DW>
{
    const PIXEL: Window =
        Window { kernel: [1, 1], stride: [SH, SW], padding: [[TOP, BOTTOM], [LEFT, RIGHT]], dilation: [DH, DW] };
}

/// By what an [`AveragePool`](crate::AveragePool) divides its sums, as a type: the size of the
/// window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WindowSize;

/// By what an [`AveragePool`](crate::AveragePool) divides its sums, as a type: how many numbers of
/// the window lie in the image or in this much of the padding around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedPadding<const TOP: usize = 0, const BOTTOM: usize = 0, const LEFT: usize = 0, const RIGHT: usize = 0>;

/// A [`WindowSize`] or a [`CountedPadding`].
pub trait Divisor: Copy + Debug + Default + Send + Sync + 'static {
    /// The padding that counts, `[[top, bottom], [left, right]]`, where not all of the window does.
    const COUNTED: Option<[[usize; 2]; 2]>;
}

impl Divisor for WindowSize {
    const COUNTED: Option<[[usize; 2]; 2]> = None;
}

impl<const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize> Divisor
    for CountedPadding<TOP, BOTTOM, LEFT, RIGHT>
{
    const COUNTED: Option<[[usize; 2]; 2]> = Some([[TOP, BOTTOM], [LEFT, RIGHT]]);
}

/// The window of a kernel that slides as `S` says.
pub(crate) const fn window<S: Slides>(kernel: [usize; 2]) -> Window {
    Window { kernel, ..S::PIXEL }
}

/// A shape of as many extents as that of `I`: an image's, or without the height.
pub(crate) const fn like<I: ImageShape>(image: &'static [usize; 3], signal: &'static [usize; 2]) -> &'static [usize] {
    if I::SHAPE.len() == 2 { signal } else { image }
}

/// How many numbers an image of this shape has.
pub(crate) const fn numbers(image: [usize; 3]) -> usize {
    image[0] * image[1] * image[2]
}
