//! `conv(6, 5x5)`, `depthwise(3x3)`, `conv1d(6, 5)`, `transposed_conv(6, 2x2, stride = 2)`

use super::grid::{Grid, Takes};
use super::sliding::{Padding, Slid, Sliding, halves, size, too_large};
use super::{Parts, Request};
use crate::ast::{Argument, Word};
use crate::check::options::{Options, number};
use crate::check::shape::limited;
use crate::mistakes::{Mistakes, Place};
use crate::model::{Extent, Initializer, Parameter, Plain, Words};

/// What every convolution says of itself.
struct Conv<'a> {
    sliding: Option<Sliding>,
    kernel: Option<&'a Argument>,
    channels: Option<usize>,
    groups: Option<usize>,
    bias: bool,
    initializer: Option<Initializer>,
}

pub fn conv(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let known = ["stride", "padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, mistakes);
    let [channels, kernel] = options.positional(["a number of channels", "a kernel"], "conv(6, 5x5)", mistakes);
    let conv = Conv::of(&options, channels, kernel, false, mistakes);
    let grid = request.grid(Takes::Images, mistakes);
    conv.parts(request, word, grid, &options, mistakes)
}

pub fn conv1d(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let known = ["stride", "padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, mistakes);
    let [channels, kernel] = options.positional(["a number of channels", "a kernel"], "conv1d(6, 5)", mistakes);
    let conv = Conv::of(&options, channels, kernel, true, mistakes);
    let grid = request.grid(Takes::Signals, mistakes);
    conv.parts(request, word, grid, &options, mistakes)
}

/// Each channel by itself.
pub fn depthwise(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let options = Options::of(word, &["stride", "padding", "dilation", "multiplier", "bias", "init"], mistakes);
    let [kernel] = options.positional(["a kernel"], "depthwise(3x3)", mistakes);
    let conv = Conv::of(&options, None, kernel, false, mistakes);
    let multiplier = match options.get("multiplier") {
        Some(argument) => number(argument, "multiplier", 1, mistakes),
        None => Some(1),
    };
    let grid = request.grid(Takes::Images, mistakes);
    let (Some(grid), Some(multiplier)) = (grid, multiplier) else { return Parts::guess(request.input) };
    let conv = Conv { channels: Some(grid.channels.saturating_mul(multiplier)), groups: Some(grid.channels), ..conv };
    conv.parts(request, word, Some(grid), &options, mistakes)
}

impl<'a> Conv<'a> {
    fn of(
        options: &Options<'a>,
        channels: Option<&'a Argument>,
        kernel: Option<&'a Argument>,
        is_signal: bool,
        mistakes: &mut Mistakes,
    ) -> Self {
        Self {
            channels: channels.and_then(|channels| number(channels, "number of channels", 1, mistakes)),
            sliding: Sliding::of(kernel, options, is_signal, false, mistakes),
            kernel,
            groups: options.get("groups").map_or(Some(1), |groups| number(groups, "number of groups", 1, mistakes)),
            bias: options.bias(mistakes),
            initializer: options.initializer(mistakes),
        }
    }

    fn parts(
        self,
        request: &Request,
        word: &Word,
        grid: Option<Grid>,
        options: &Options,
        mistakes: &mut Mistakes,
    ) -> Parts {
        let guess = Parts::guess(request.input);
        let Self { sliding: Some(sliding), channels: Some(channels), groups: Some(groups), .. } = self else {
            return guess;
        };
        let Some(grid) = grid.filter(|grid| divisible(grid, channels, groups, word, options, mistakes)) else {
            return guess;
        };
        let Some(Slid { size, padding }) = sliding.over(grid.size) else {
            too_large(request, &sliding, &grid, self.kernel, mistakes);
            return guess;
        };
        let result = Grid { channels, size, ..grid };
        let output = limited(result.shape(), request.place(), mistakes);
        let [inputs, bias] = [grid.channels / groups, if self.bias { channels } else { 0 }];
        let plain = Plain::new("Conv", arguments(&grid, [channels, inputs], sliding.kernel))
            .with(vec![sliding.marker(padding), length(channels, self.bias)]);
        let weights = product([channels, inputs, sliding.kernel[0], sliding.kernel[1]]);
        let products = product([weights, size[0], size[1]]);
        let title = format!(
            "{} with {channels} {} of {}",
            if groups == grid.channels && groups > 1 { "Depthwise convolution" } else { "Convolution" },
            if channels == 1 { "kernel" } else { "kernels" },
            grid.text(sliding.kernel)
        );
        let dealt = (groups > 1 && groups != grid.channels).then(|| format!(", {groups} groups"));
        let unbiased = if self.bias { "" } else { ", without bias" };
        let detail = sliding.detail(&grid, padding, [1, 1]) + &dealt.unwrap_or_default() + unbiased;
        let kind = if grid.is_signal { "conv1d" } else { "conv" };
        let words = Words::new(kind, title, weights.saturating_add(bias), products).with(detail);
        Parts::plain(plain, output, words).initialized(self.initializer)
    }
}

/// The channels of input and output are dealt to the groups.
fn divisible(
    grid: &Grid,
    channels: usize,
    groups: usize,
    word: &Word,
    options: &Options,
    mistakes: &mut Mistakes,
) -> bool {
    let place = options.get("groups").and_then(|groups| groups.value.first()).map_or(Place::from(word), Place::from);
    for (whose, channels) in [("its input", grid.channels), ("its output", channels)] {
        if !channels.is_multiple_of(groups) {
            let message = format!("the {channels} channels of {whose} cannot be dealt to {groups} groups evenly");
            mistakes.add(place, message, format!("choose a number of groups that divides {channels}"));
            return false;
        }
    }
    true
}

/// A convolution turned round: each number of the input adds a kernel to the output.
pub fn transposed_conv(request: &Request, word: &Word, mistakes: &mut Mistakes) -> Parts {
    let known = ["stride", "padding", "output_padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, mistakes);
    let example = "transposed_conv(6, 2x2, stride = 2)";
    let [channels, kernel] = options.positional(["a number of channels", "a kernel"], example, mistakes);
    let conv = Conv::of(&options, channels, kernel, false, mistakes);
    let more = match options.get("output_padding") {
        Some(argument) => size(argument, "output padding", 0, false, mistakes),
        None => Some([0, 0]),
    };
    let grid = request.grid(Takes::Images, mistakes);
    let guess = Parts::guess(request.input);
    let (Some(sliding), Some(channels), Some(groups), Some(more), Some(grid)) =
        (&conv.sliding, conv.channels, conv.groups, more, grid)
    else {
        return guess;
    };
    if !divisible(&grid, channels, groups, word, &options, mistakes)
        || !output_padding(sliding, more, &options, mistakes)
    {
        return guess;
    }
    let Some((Slid { size, padding }, more)) = spread(sliding, grid.size, more) else {
        let place = options.get("padding").and_then(|value| value.value.first()).map_or(request.place(), Place::from);
        mistakes.add(place, "this padding leaves nothing of the output", "use a smaller padding");
        return guess;
    };
    let output = limited(Grid { channels, size, ..grid }.shape(), request.place(), mistakes);
    let [outputs, bias] = [channels / groups, if conv.bias { channels } else { 0 }];
    let [kh, kw] = sliding.kernel;
    let before = [grid.channels, outputs, groups, kh, kw, bias].map(|number| Parameter::Width(Extent::Number(number)));
    let before = [grid.marker()].into_iter().chain(before).collect();
    let more = more.map(|number| {
        if number == 0 { Parameter::Default(Extent::Number(0)) } else { Parameter::Width(Extent::Number(number)) }
    });
    let after = [sliding.marker(padding)].into_iter().chain(more).collect();
    let plain = Plain::new("TransposedConv", before).with(after);
    let weights = product([grid.channels, outputs, kh, kw]);
    let products = product([weights, grid.size[0], grid.size[1]]);
    let kernels = if channels == 1 { "kernel" } else { "kernels" };
    let title = format!("Transposed convolution with {channels} {kernels} of {}", grid.text(sliding.kernel));
    let detail = sliding.detail(&grid, padding, [1, 1]) + if conv.bias { "" } else { ", without bias" };
    let words = Words::new("transposed_conv", title, weights.saturating_add(bias), products).with(detail);
    Parts::plain(plain, output, words).initialized(conv.initializer)
}

/// More rows than a stride or a dilation leaves open are none of the kernel's.
fn output_padding(sliding: &Sliding, more: [usize; 2], options: &Options, mistakes: &mut Mistakes) -> bool {
    let Some(argument) = options.get("output_padding") else { return true };
    let place = argument.value.first().map_or(Place::from(argument.end), Place::from);
    let fits = [0, 1].iter().all(|&axis| more[axis] < sliding.stride[axis].max(sliding.dilation[axis]));
    if !fits {
        let message = "the output padding has to be smaller than the stride or the dilation";
        mistakes.add(place, message, "use a smaller one, or none");
    } else if matches!(sliding.padding, Padding::Same) {
        mistakes.add(place, "`padding = same` chooses the output padding itself", "remove one of the two");
        return false;
    }
    fits
}

/// The size of the output, the zeros that it loses on either side, and the rows added at its end.
fn spread(sliding: &Sliding, input: [usize; 2], more: [usize; 2]) -> Option<(Slid, [usize; 2])> {
    let reach = sliding.reach();
    let (stride, same) = (sliding.stride, matches!(sliding.padding, Padding::Same));
    let more = [0, 1].map(|axis| if same { stride[axis].saturating_sub(reach[axis]) } else { more[axis] });
    let padding = [0, 1].map(|axis| match sliding.padding {
        Padding::By(sides) => [sides[axis]; 2],
        Padding::Same => halves(reach[axis].saturating_sub(stride[axis])),
    });
    let size = [0, 1].map(|axis| {
        let all = (input[axis] - 1).saturating_mul(stride[axis]).saturating_add(reach[axis]).saturating_add(more[axis]);
        all.checked_sub(padding[axis].iter().sum()).filter(|size| *size > 0)
    });
    Some((Slid { size: [size[0]?, size[1]?], padding }, more))
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

fn product<const N: usize>(numbers: [usize; N]) -> usize {
    numbers.into_iter().fold(1, usize::saturating_mul)
}
