//! `maxpool(2x2)`, `avgpool(2x2)`, `globalavgpool`

use super::grid::{Grid, Takes};
use super::sliding::{Padding, Slid, Sliding, too_large};
use super::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::Options;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, LayerDocs, Parameter, Plain, Shape};

pub fn maxpool(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    pool(request, word, ["MaxPool", "maxpool(2x2)", "Maximum"], diagnostics)
}

pub fn avgpool(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    pool(request, word, ["AveragePool", "avgpool(2x2)", "Mean"], diagnostics)
}

/// Windows side by side, unless a stride is given.
fn pool(
    request: &Request,
    word: &Word,
    [type_name, example, title]: [&'static str; 3],
    diagnostics: &mut Diagnostics,
) -> CheckedLayer {
    let options = Options::of(word, &["stride", "padding"], diagnostics);
    let [kernel] = options.positional(["a kernel"], example, diagnostics);
    let is_signal = Grid::of(request.input).is_some_and(|grid| grid.is_signal);
    let sliding = Sliding::of(kernel, &options, is_signal, true, diagnostics);
    let grid = request.grid(Takes::Both, diagnostics);
    let guess = CheckedLayer::guess(request.input);
    let Some(sliding) = sliding.filter(|sliding| padding(sliding, &options, diagnostics)) else { return guess };
    let Some(grid) = grid else { return guess };
    let Some(Slid { size, padding }) = sliding.over(grid.size) else {
        too_large(request, &sliding, &grid, kernel, diagnostics);
        return guess;
    };
    let [height, width] = sliding.kernel.map(|number| Parameter::Width(Extent::Number(number)));
    let plain = Plain::new(type_name, vec![grid.marker(), height, width]).with(vec![sliding.marker(padding)]);
    let title = format!("{title} of windows of {}", grid.text(sliding.kernel));
    let detail = sliding.detail(&grid, padding, sliding.kernel);
    let words = LayerDocs::new(&word.path.to_string(), title, 0, 0).with(detail);
    CheckedLayer::plain(plain, Grid { size, ..grid }.shape(), words)
}

/// A window that lies in the padding alone has no maximum and no mean.
fn padding(sliding: &Sliding, options: &Options, diagnostics: &mut Diagnostics) -> bool {
    let Padding::By(sides) = sliding.padding else { return true };
    let smaller = [0, 1].iter().all(|&axis| sides[axis] < sliding.kernel[axis]);
    if let Some(argument) = options.get("padding").filter(|_| !smaller) {
        let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
        let message = "the padding of a pool has to be smaller than its kernel";
        diagnostics.add(place, message, "a window in the padding alone would have no numbers to choose from");
    }
    smaller
}

pub fn globalavgpool(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "globalavgpool", diagnostics);
    let Some(grid) = request.grid(Takes::Both, diagnostics) else { return CheckedLayer::guess(request.input) };
    let words = LayerDocs::new("globalavgpool", "Mean of each channel".to_owned(), 0, 0);
    CheckedLayer::plain(Plain::new("GlobalAveragePool", vec![grid.marker()]), Shape::of([grid.channels]), words)
}
