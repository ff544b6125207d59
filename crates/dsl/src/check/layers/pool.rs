//! `maxpool(2x2)`, `avgpool(2x2)`, `globalavgpool`

use super::grid::GridKind;
use super::layer::{CheckedLayer, Request};
use super::sliding::{Padding, Sliding, too_large};
use crate::ast::Word;
use crate::check::options::{Options, flag};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Grid, Kind, Pool, PoolFunction, Shape, Window};

pub fn maxpool(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["stride", "padding", "dilation", "ceil_mode"], diagnostics);
    pool(request, &options, PoolFunction::Maximum, "maxpool(2x2)", diagnostics)
}

pub fn avgpool(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "dilation", "ceil_mode", "count_include_pad"];
    let options = Options::of(word, &known, diagnostics);
    let help = "leave the padding out of the means with `count_include_pad = false`";
    let counted = options.get("count_include_pad");
    let count_include_pad = counted.is_none_or(|argument| flag(argument, true, help, diagnostics));
    pool(request, &options, PoolFunction::Mean { count_include_pad }, "avgpool(2x2)", diagnostics)
}

/// Windows side by side, unless a stride is given.
fn pool(
    request: &Request,
    options: &Options,
    function: PoolFunction,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> CheckedLayer {
    let [kernel] = options.positional(["a kernel"], example, diagnostics);
    let is_signal = Grid::of(request.input).is_some_and(|grid| grid.is_signal);
    let sliding = Sliding::of(kernel, options, is_signal, true, diagnostics);
    let ceil_mode = options.get("ceil_mode").is_some_and(|argument| {
        flag(argument, false, "let the last window reach beyond the end with `ceil_mode = true`", diagnostics)
    });
    let grid = request.grid(GridKind::Both, diagnostics);
    let guess = CheckedLayer::guess(request.input);
    let Some(sliding) = sliding.filter(|sliding| padding(sliding, options, diagnostics)) else { return guess };
    let Some(grid) = grid else { return guess };
    let pool = Pool { function, window: sliding.over(grid.size), ceil_mode };
    let window = pool.over(grid.size);
    let Some(size) = window.output(grid.size) else {
        too_large(request, &sliding, &grid, kernel, diagnostics);
        return guess;
    };
    if !meets(&window, &grid, options, diagnostics) {
        return guess;
    }
    CheckedLayer::new(Kind::Pool(pool), Grid { size, ..grid }.shape())
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

/// A window that is dilated may step over the input from padding to padding.
fn meets(window: &Window, grid: &Grid, options: &Options, diagnostics: &mut Diagnostics) -> bool {
    let meets = window.meets(grid.size);
    if let Some(argument) = options.get("dilation").filter(|_| !meets) {
        let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
        let message = format!("with this dilation, a window steps over its input {} into the padding", grid.shape());
        diagnostics.add(place, message, "use a smaller dilation, or less padding");
    }
    meets
}

pub fn globalavgpool(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    Options::of(word, &[], diagnostics).positional([], "globalavgpool", diagnostics);
    match request.grid(GridKind::Both, diagnostics) {
        Some(grid) => CheckedLayer::new(Kind::GlobalAveragePool, Shape::of([grid.channels])),
        None => CheckedLayer::guess(request.input),
    }
}
