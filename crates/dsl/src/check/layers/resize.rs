//! `resize(14x14)`, and what lies between pixels

use super::grid::GridKind;
use super::layer::{CheckedLayer, Request};
use super::sliding::size;
use crate::ast::{Argument, Word};
use crate::check::options::{Options, flag, value};
use crate::check::shape::limited;
use crate::diagnostics::Diagnostics;
use crate::model::{Grid, Interpolation, Kind, Resize};

/// The options that say what lies between pixels.
pub const INTERPOLATION: &[&str] = &["mode", "align_corners"];

pub fn resize(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, INTERPOLATION, diagnostics);
    let [argument] = options.positional(["a size"], "resize(14x14)", diagnostics);
    let is_signal = Grid::of(request.input).is_some_and(|grid| grid.is_signal);
    let size = argument.and_then(|argument| size(argument, "size", 1, is_signal, diagnostics));
    let interpolation = interpolation(&options, is_signal, diagnostics);
    let grid = request.grid(GridKind::Both, diagnostics);
    let (Some(size), Some(interpolation), Some(grid)) = (size, interpolation, grid) else {
        return CheckedLayer::guess(request.input);
    };
    resized(request, grid, Resize { size, interpolation }, diagnostics)
}

/// A layer that resizes this grid.
pub fn resized(request: &Request, grid: Grid, resize: Resize, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let output = limited(Grid { size: resize.size, ..grid }.shape(), request.place(), diagnostics);
    CheckedLayer::new(Kind::Resize(resize), output)
}

/// `mode = bilinear, align_corners = true`; nothing where a mistake was made.
pub fn interpolation(options: &Options, is_signal: bool, diagnostics: &mut Diagnostics) -> Option<Interpolation> {
    let linear = if is_signal { "linear" } else { "bilinear" };
    let is_linear = options.get("mode").map_or(Some(false), |argument| is_linear(argument, linear, diagnostics));
    let corners = options.get("align_corners");
    let aligned = corners.is_some_and(|argument| {
        let help = "pixels are squares, or with `align_corners = true` points from corner to corner";
        flag(argument, false, help, diagnostics)
    });
    match (is_linear?, corners.and_then(|argument| argument.name.as_ref())) {
        (false, Some(name)) => {
            let message = format!("`align_corners` is an option of `mode = {linear}`");
            diagnostics.add(name, message, format!("write `mode = {linear}`, or remove `align_corners`"));
            None
        }
        (false, None) => Some(Interpolation::Nearest),
        (true, _) if aligned => Some(Interpolation::AlignedBilinear),
        (true, _) => Some(Interpolation::Bilinear),
    }
}

/// Whether the mode is `linear`, the word for that between these pixels, and not `nearest`.
fn is_linear(argument: &Argument, linear: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
    let term = value(argument, diagnostics)?;
    let text = term.text();
    let meant = text.trim_matches('"').to_lowercase();
    let help = match meant.as_str() {
        "nearest" if text == meant => return Some(false),
        word if word == linear && text == meant => return Some(true),
        word if word == "nearest" || word == linear => {
            format!("write `{word}`, in lower case and without quotation marks")
        }
        "linear" => format!("between the pixels of an image it is called `{linear}`"),
        "bilinear" => format!("between the points of a signal it is called `{linear}`"),
        _ => format!("the modes are `nearest` and `{linear}`"),
    };
    diagnostics.add(term, format!("unknown mode `{text}`"), help);
    None
}
