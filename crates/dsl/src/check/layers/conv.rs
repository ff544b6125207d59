//! `conv(6, 5x5)`, `depthwise(3x3)`, `conv1d(6, 5)`

use super::grid::GridKind;
use super::layer::{CheckedLayer, Request};
use super::sliding::{Sliding, too_large};
use crate::ast::{Argument, Word};
use crate::check::options::{Options, number};
use crate::check::shape::limited;
use crate::checked::InitializerOrigins;
use crate::diagnostics::{Diagnostics, SpanRange, count};
use crate::model::{Conv, Extent, Grid, Initializer, Kind};

/// What every convolution says of itself, as far as it can be read.
pub struct Written<'a> {
    pub sliding: Option<Sliding>,
    pub kernel: Option<&'a Argument>,
    pub channels: Option<usize>,
    pub groups: Option<usize>,
    pub bias: bool,
    pub initializer: Option<(Initializer, InitializerOrigins)>,
}

pub fn conv(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, diagnostics);
    let [channels, kernel] = channels_and_kernel(request, &options, "conv(6, 5x5)", diagnostics);
    let conv = Written::of(&options, channels, kernel, false, diagnostics);
    let grid = request.grid(GridKind::Images, diagnostics);
    conv.layer(request, word, grid, &options, diagnostics)
}

pub fn conv1d(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, diagnostics);
    let [channels, kernel] = channels_and_kernel(request, &options, "conv1d(6, 5)", diagnostics);
    let conv = Written::of(&options, channels, kernel, true, diagnostics);
    let grid = request.grid(GridKind::Signals, diagnostics);
    conv.layer(request, word, grid, &options, diagnostics)
}

/// The two arguments of a convolution, which other libraries write in another order, or with the
/// channels of the input before them.
pub fn channels_and_kernel<'a>(
    request: &Request,
    options: &Options<'a>,
    example: &str,
    diagnostics: &mut Diagnostics,
) -> [Option<&'a Argument>; 2] {
    let numbers: Vec<String> = options.positional.iter().filter_map(|argument| argument.number()).collect();
    let name = request.name();
    let inputs = request.input.extents().first().map(Extent::to_string);
    let is_pair = |number: &String| number.contains('x');
    let meant = match numbers.as_slice() {
        _ if numbers.len() < options.positional.len() => None,
        [kernel, channels] if is_pair(kernel) && !is_pair(channels) => {
            Some(("the number of channels stands before the kernel", format!("{channels}, {kernel}")))
        }
        [given, channels, kernel] if is_pair(kernel) || inputs.as_ref() == Some(given) => {
            Some(("the number of channels of the input is known", format!("{channels}, {kernel}")))
        }
        [channels, height, width] if name != "conv1d" && !is_pair(height) && !is_pair(width) => {
            Some(("the sizes of a kernel stand together", format!("{channels}, {height}x{width}")))
        }
        _ => None,
    };
    match (meant, options.positional.first()) {
        (Some((message, arguments)), Some(first)) => {
            diagnostics.add(*first, message, format!("write `{name}({arguments})`"));
            [None; 2]
        }
        _ => options.positional(["a number of channels", "a kernel"], example, diagnostics),
    }
}

/// Each channel separately.
pub fn depthwise(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["stride", "padding", "dilation", "multiplier", "bias", "init"], diagnostics);
    let [kernel] = options.positional(["a kernel"], "depthwise(3x3)", diagnostics);
    let conv = Written::of(&options, None, kernel, false, diagnostics);
    let multiplier = match options.get("multiplier") {
        Some(argument) => number(argument, "multiplier", 1, diagnostics),
        None => Some(1),
    };
    let grid = request.grid(GridKind::Images, diagnostics);
    let (Some(grid), Some(multiplier)) = (grid, multiplier) else { return CheckedLayer::guess(request.input) };
    let conv =
        Written { channels: Some(grid.channels.saturating_mul(multiplier)), groups: Some(grid.channels), ..conv };
    conv.layer(request, word, Some(grid), &options, diagnostics)
}

impl<'a> Written<'a> {
    pub fn of(
        options: &Options<'a>,
        channels: Option<&'a Argument>,
        kernel: Option<&'a Argument>,
        is_signal: bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        Self {
            channels: channels.and_then(|channels| number(channels, "number of channels", 1, diagnostics)),
            sliding: Sliding::of(kernel, options, is_signal, false, diagnostics),
            kernel,
            groups: options.get("groups").map_or(Some(1), |groups| number(groups, "number of groups", 1, diagnostics)),
            bias: options.bias(diagnostics),
            initializer: options.initializer(diagnostics),
        }
    }

    fn layer(
        self,
        request: &Request,
        word: &Word,
        grid: Option<Grid>,
        options: &Options,
        diagnostics: &mut Diagnostics,
    ) -> CheckedLayer {
        let guess = CheckedLayer::guess(request.input);
        let Self { sliding: Some(sliding), channels: Some(channels), groups: Some(groups), .. } = self else {
            return guess;
        };
        let Some(grid) = grid.filter(|grid| divisible(grid, channels, groups, word, options, diagnostics)) else {
            return guess;
        };
        let window = sliding.over(grid.size);
        let Some(size) = window.output(grid.size) else {
            too_large(request, &sliding, &grid, self.kernel, diagnostics);
            return guess;
        };
        let output = limited(Grid { channels, size, ..grid }.shape(), request.place(), diagnostics);
        let conv = Conv { inputs: grid.channels, outputs: channels, window, groups, bias: self.bias };
        CheckedLayer::new(Kind::Conv(conv), output).initialized(self.initializer)
    }
}

/// The channels of input and output are divided among the groups.
pub fn divisible(
    grid: &Grid,
    channels: usize,
    groups: usize,
    word: &Word,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> bool {
    let place =
        options.get("groups").and_then(|groups| groups.value.first()).map_or(SpanRange::from(word), SpanRange::from);
    for (whose, channels) in [("its input", grid.channels), ("its output", channels)] {
        if !channels.is_multiple_of(groups) {
            let channels_of = count(channels, "channel");
            let message = format!("the {channels_of} of {whose} cannot be dealt to {groups} groups evenly");
            diagnostics.add(place, message, format!("choose a number of groups that divides {channels}"));
            return false;
        }
    }
    true
}
