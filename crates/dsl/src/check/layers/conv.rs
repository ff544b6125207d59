//! `conv(6, 5x5)`, `depthwise(3x3)`, `conv1d(6, 5)`

use super::grid::{Grid, Takes};
use super::sliding::{Slid, Sliding, too_large};
use super::{CheckedLayer, Request};
use crate::ast::{Argument, Word};
use crate::check::options::{Options, number};
use crate::check::shape::limited;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, Initializer, LayerDocs, Parameter, Plain};

/// What every convolution says of itself.
pub struct Conv<'a> {
    pub sliding: Option<Sliding>,
    pub kernel: Option<&'a Argument>,
    pub channels: Option<usize>,
    pub groups: Option<usize>,
    pub bias: bool,
    pub initializer: Option<Initializer>,
}

pub fn conv(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, diagnostics);
    let [channels, kernel] = channels_and_kernel(request, &options, "conv(6, 5x5)", diagnostics);
    let conv = Conv::of(&options, channels, kernel, false, diagnostics);
    let grid = request.grid(Takes::Images, diagnostics);
    conv.parts(request, word, grid, &options, diagnostics)
}

pub fn conv1d(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, diagnostics);
    let [channels, kernel] = channels_and_kernel(request, &options, "conv1d(6, 5)", diagnostics);
    let conv = Conv::of(&options, channels, kernel, true, diagnostics);
    let grid = request.grid(Takes::Signals, diagnostics);
    conv.parts(request, word, grid, &options, diagnostics)
}

/// The two arguments of a convolution, which other libraries write in another order, or with the channels of the input before them.
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

/// Each channel by itself.
pub fn depthwise(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let options = Options::of(word, &["stride", "padding", "dilation", "multiplier", "bias", "init"], diagnostics);
    let [kernel] = options.positional(["a kernel"], "depthwise(3x3)", diagnostics);
    let conv = Conv::of(&options, None, kernel, false, diagnostics);
    let multiplier = match options.get("multiplier") {
        Some(argument) => number(argument, "multiplier", 1, diagnostics),
        None => Some(1),
    };
    let grid = request.grid(Takes::Images, diagnostics);
    let (Some(grid), Some(multiplier)) = (grid, multiplier) else { return CheckedLayer::guess(request.input) };
    let conv = Conv { channels: Some(grid.channels.saturating_mul(multiplier)), groups: Some(grid.channels), ..conv };
    conv.parts(request, word, Some(grid), &options, diagnostics)
}

impl<'a> Conv<'a> {
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

    fn parts(
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
        let Some(Slid { size, padding }) = sliding.over(grid.size) else {
            too_large(request, &sliding, &grid, self.kernel, diagnostics);
            return guess;
        };
        let result = Grid { channels, size, ..grid };
        let output = limited(result.shape(), request.place(), diagnostics);
        let inputs = grid.channels / groups;
        let plain = Plain::new("Conv", arguments(&grid, [channels, inputs], sliding.kernel))
            .with(vec![sliding.marker(padding), length(channels, self.bias)]);
        let weights = product([channels, inputs, sliding.kernel[0], sliding.kernel[1]]);
        let products = product([weights, size[0], size[1]]);
        let counts = [weights.saturating_add(if self.bias { channels } else { 0 }), products];
        let words = words(&grid, [channels, groups], &sliding, padding, self.bias, counts);
        CheckedLayer::plain(plain, output, words).initialized(self.initializer)
    }
}

fn words(
    grid: &Grid,
    [channels, groups]: [usize; 2],
    sliding: &Sliding,
    padding: [[usize; 2]; 2],
    bias: bool,
    [parameters, multiply_adds]: [usize; 2],
) -> LayerDocs {
    let is_depthwise = groups > 1 && groups == grid.channels;
    let what = if is_depthwise { "Depthwise convolution" } else { "Convolution" };
    let kernels = if channels == 1 { "kernel" } else { "kernels" };
    let title = format!("{what} with {channels} {kernels} of {}", grid.text(sliding.kernel));
    let dealt = if groups > 1 && !is_depthwise { format!(", {groups} groups") } else { String::new() };
    let detail = sliding.detail(grid, padding, [1, 1]) + &dealt + if bias { "" } else { ", without bias" };
    let kind = if grid.is_signal { "conv1d" } else { "conv" };
    LayerDocs::new(kind, title, parameters, multiply_adds).with(detail)
}

/// The channels of input and output are dealt to the groups.
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
            let message = format!("the {channels} channels of {whose} cannot be dealt to {groups} groups evenly");
            diagnostics.add(place, message, format!("choose a number of groups that divides {channels}"));
            return false;
        }
    }
    true
}

/// `Image<1, 28, 28>, 6, 1, 5, 5`
pub fn arguments(grid: &Grid, channels: [usize; 2], [height, width]: [usize; 2]) -> Vec<Parameter> {
    let numbers = [channels[0], channels[1], height, width].map(|number| Parameter::Width(Extent::Number(number)));
    [grid.marker()].into_iter().chain(numbers).collect()
}

/// The length of a bias.
pub fn length(channels: usize, bias: bool) -> Parameter {
    if bias { Parameter::Default(Extent::Number(channels)) } else { Parameter::Width(Extent::Number(0)) }
}

/// All numbers multiplied.
pub fn product<const N: usize>(numbers: [usize; N]) -> usize {
    numbers.into_iter().fold(1, usize::saturating_mul)
}
