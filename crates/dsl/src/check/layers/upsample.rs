//! `upsample(2)`

use super::grid::{Grid, Takes};
use super::sliding::size;
use super::{Parts, Request};
use crate::ast::Word;
use crate::check::options::Options;
use crate::check::shape::limited;
use crate::mistakes::Mistakes;
use crate::model::{Extent, Parameter, Plain, Words};

pub fn upsample(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let options = Options::of(word, &[], mistakes);
    let [argument] = options.positional(["a factor"], "upsample(2)", mistakes);
    let is_signal = Grid::of(request.input).is_some_and(|grid| grid.is_signal);
    let factors = argument.and_then(|argument| size(argument, "factor", 1, is_signal, mistakes));
    let grid = request.grid(Takes::Both, mistakes);
    let (Some(factors), Some(grid)) = (factors, grid) else { return Parts::guess(request.input) };
    let result = Grid { size: [0, 1].map(|axis| grid.size[axis].saturating_mul(factors[axis])), ..grid };
    let output = limited(result.shape(), request.place(), mistakes);
    let [height, width] = factors.map(|number| Parameter::Width(Extent::Number(number)));
    let title = format!("Every number {} times", grid.text(factors));
    let words = Words::new("upsample", title, 0, 0);
    Parts::plain(Plain::new("Upsample", vec![grid.marker(), height, width]), output, words)
}
