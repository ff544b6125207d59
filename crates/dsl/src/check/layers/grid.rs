//! Images and signals: channels of numbers on a grid.

use super::layer::Request;
use crate::diagnostics::Diagnostics;
use crate::model::{Grid, Shape};

/// What a layer takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum GridKind {
    Images,
    Signals,
    Both,
}

impl Request<'_> {
    /// The grid that flows in; nothing where a mistake was made, here or before.
    pub fn grid(&self, expected: GridKind, diagnostics: &mut Diagnostics) -> Option<Grid> {
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
        let (message, help) = match (expected, grid) {
            (GridKind::Images, Some(Grid { is_signal: false, .. }))
            | (GridKind::Signals, Some(Grid { is_signal: true, .. }))
            | (GridKind::Both, Some(_)) => return grid,
            (GridKind::Images, Some(_)) => {
                let other = if name == "conv" { ", or `conv1d` for a signal" } else { "" };
                let message = format!("`{name}` takes an image of channels × height × width, but its input is {input}");
                (message, format!("write all three, as in `1x{}`{other}", input.to_string().replace('×', "x")))
            }
            (GridKind::Signals, Some(_)) => {
                let message =
                    format!("`{name}` takes a signal of channels × length, but its input is the image {input}");
                (message, "write `conv` for images".to_owned())
            }
            (_, None) => {
                let what = if expected == GridKind::Signals {
                    "a signal of channels × length"
                } else {
                    "an image of channels × height × width"
                };
                let message = format!("`{name}` takes {what}, but its input is flat: {input}");
                let help = match shaped(input, expected) {
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

/// A shape with the same number of values: `1x28x28` for 784, `3x32x32` for 3072.
fn shaped(input: &Shape, expected: GridKind) -> Option<String> {
    let numbers = input.numbers()?;
    let [values] = numbers.as_slice() else { return None };
    if expected == GridKind::Signals {
        return Some(format!("1x{values}"));
    }
    let image = |channels: usize| {
        let side = (values / channels).isqrt();
        (side > 1 && channels * side * side == *values).then(|| format!("{channels}x{side}x{side}"))
    };
    image(1).or_else(|| image(3))
}
