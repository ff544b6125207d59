//! `upsample(2)`, `upsample(2, mode = bilinear)`

use super::grid::GridKind;
use super::layer::{CheckedLayer, Request};
use super::resize::{INTERPOLATION, interpolation, resized};
use super::sliding::size;
use crate::ast::Word;
use crate::check::options::Options;
use crate::check::shape::limited;
use crate::diagnostics::Diagnostics;
use crate::model::{Grid, Interpolation, Kind, Resize};

pub fn upsample(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, INTERPOLATION, diagnostics);
    let [argument] = options.positional(["a factor"], "upsample(2)", diagnostics);
    let is_signal = Grid::of(request.input).is_some_and(|grid| grid.is_signal);
    let factors = argument.and_then(|argument| size(argument, "factor", 1, is_signal, diagnostics));
    let interpolation = interpolation(&options, is_signal, diagnostics);
    let grid = request.grid(GridKind::Both, diagnostics);
    let (Some(factors), Some(interpolation), Some(grid)) = (factors, interpolation, grid) else {
        return CheckedLayer::guess(request.input);
    };
    let size = [0, 1].map(|axis| grid.size[axis].saturating_mul(factors[axis]));
    if interpolation != Interpolation::Nearest {
        return resized(request, grid, Resize { size, interpolation }, diagnostics);
    }
    let output = limited(Grid { size, ..grid }.shape(), request.place(), diagnostics);
    CheckedLayer::new(Kind::Upsample { factors }, output)
}
