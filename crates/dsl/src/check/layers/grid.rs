//! Images and signals: channels of numbers on a grid.

use super::Request;
use crate::diagnostics::Diagnostics;
use crate::model::{Parameter, Shape};

/// The shape of an image, channels × height × width, or of a signal, channels × length.
#[derive(Clone, Copy)]
pub struct Grid {
    pub channels: usize,
    /// Height and width; a signal has the height 1.
    pub size: [usize; 2],
    pub is_signal: bool,
}

impl Grid {
    /// The grid of a shape, if it is one.
    pub fn of(shape: &Shape) -> Option<Self> {
        match shape.numbers()?.as_slice() {
            [channels, height, width] => Some(Self { channels: *channels, size: [*height, *width], is_signal: false }),
            [channels, length] => Some(Self { channels: *channels, size: [1, *length], is_signal: true }),
            _ => None,
        }
    }

    /// The marker of its shape: `Image<1, 28, 28>`, `Signal<1, 16000>`.
    pub fn marker(&self) -> Parameter {
        Parameter::Type(marker_name(&self.shape()), self.shape().extents().to_vec())
    }

    pub fn shape(&self) -> Shape {
        let [height, width] = self.size;
        if self.is_signal { Shape::of([self.channels, width]) } else { Shape::of([self.channels, height, width]) }
    }

    /// The text of a size of this grid: `5×5`, or `5` of a signal.
    pub fn text(&self, [height, width]: [usize; 2]) -> String {
        if self.is_signal { width.to_string() } else { format!("{height}×{width}") }
    }
}

/// A layer that takes both, or the one or the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Images,
    Signals,
    Both,
}

impl Request<'_> {
    /// The grid that flows in; nothing where a mistake was made, here or before.
    pub fn grid(&self, takes: Takes, diagnostics: &mut Diagnostics) -> Option<Grid> {
        let Self { input, .. } = self;
        if input.is_guessed() {
            return None;
        }
        if input.is_unknown() {
            self.unknown(diagnostics);
            return None;
        }
        let grid = Grid::of(input);
        let name = self.name();
        let (message, help) = match (takes, grid) {
            (Takes::Images, Some(Grid { is_signal: false, .. }))
            | (Takes::Signals, Some(Grid { is_signal: true, .. }))
            | (Takes::Both, Some(_)) => return grid,
            (Takes::Images, Some(_)) => {
                let other = if name == "conv" { ", or `conv1d` for a signal" } else { "" };
                let message = format!("`{name}` takes an image of channels × height × width, but its input is {input}");
                (message, format!("write all three, as in `1x{}`{other}", input.to_string().replace('×', "x")))
            }
            (Takes::Signals, Some(_)) => {
                let message =
                    format!("`{name}` takes a signal of channels × length, but its input is the image {input}");
                (message, "write `conv` for images".to_owned())
            }
            (_, None) => {
                let what = if takes == Takes::Signals {
                    "a signal of channels × length"
                } else {
                    "an image of channels × height × width"
                };
                let message = format!("`{name}` takes {what}, but its input is flat: {input}");
                let help = match shaped(input, takes) {
                    Some(shape) => format!("give it a shape before, as in `reshape({shape}) => {name}`"),
                    None => format!("give it a shape before, with `reshape`, or write one in place of `{input}`"),
                };
                (message, help)
            }
        };
        diagnostics.add(self.place(), message, help);
        None
    }
}

/// A shape that has as many numbers: `1x28x28` for 784, `3x32x32` for 3072.
fn shaped(input: &Shape, takes: Takes) -> Option<String> {
    let numbers = input.numbers()?;
    let [values] = numbers.as_slice() else { return None };
    if takes == Takes::Signals {
        return Some(format!("1x{values}"));
    }
    let image = |channels: usize| {
        let side = (values / channels).isqrt();
        (side > 1 && channels * side * side == *values).then(|| format!("{channels}x{side}x{side}"))
    };
    image(1).or_else(|| image(3))
}

/// The name of the marker of a shape.
pub fn marker_name(shape: &Shape) -> &'static str {
    Grid::of(shape).map_or("Flat", |grid| if grid.is_signal { "Signal" } else { "Image" })
}

/// The marker of a shape: that of its grid, or `Flat<64>`.
pub fn marker(shape: &Shape) -> Parameter {
    Grid::of(shape).map_or_else(|| Parameter::Type("Flat", vec![shape.flat()]), |grid| grid.marker())
}
