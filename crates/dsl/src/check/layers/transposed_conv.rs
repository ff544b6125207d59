//! `transposed_conv(6, 2x2, stride = 2)`

use super::conv::{Conv, channels_and_kernel, divisible, product};
use super::grid::{Grid, Takes};
use super::sliding::{Padding, Slid, Sliding, halves, size};
use super::{CheckedLayer, Request};
use crate::ast::Word;
use crate::check::options::Options;
use crate::check::shape::limited;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Extent, LayerDocs, Parameter, Plain};

/// A convolution turned round: each number of the input adds a kernel to the output.
pub fn transposed_conv(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "output_padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, diagnostics);
    let example = "transposed_conv(6, 2x2, stride = 2)";
    let [channels, kernel] = channels_and_kernel(request, &options, example, diagnostics);
    let conv = Conv::of(&options, channels, kernel, false, diagnostics);
    let more = match options.get("output_padding") {
        Some(argument) => size(argument, "output padding", 0, false, diagnostics),
        None => Some([0, 0]),
    };
    let grid = request.grid(Takes::Images, diagnostics);
    let guess = CheckedLayer::guess(request.input);
    let (Some(sliding), Some(channels), Some(groups), Some(more), Some(grid)) =
        (&conv.sliding, conv.channels, conv.groups, more, grid)
    else {
        return guess;
    };
    if !divisible(&grid, channels, groups, word, &options, diagnostics)
        || !output_padding(sliding, more, &options, diagnostics)
    {
        return guess;
    }
    let Some((Slid { size, padding }, more)) = spread(sliding, grid.size, more) else {
        let place =
            options.get("padding").and_then(|value| value.value.first()).map_or(request.place(), SpanRange::from);
        diagnostics.add(place, "this padding leaves nothing of the output", "use a smaller padding");
        return guess;
    };
    let output = limited(Grid { channels, size, ..grid }.shape(), request.place(), diagnostics);
    let plain = plain(&grid, [channels, groups], &conv, sliding, padding, more);
    CheckedLayer::plain(plain, output, words(&grid, [channels, groups], &conv, sliding, padding))
        .initialized(conv.initializer)
}

/// `TransposedConv<T, Image<4, 8, 8>, 4, 2, 1, 2, 2, 2, A, Sliding<2, 2>>`
fn plain(
    grid: &Grid,
    [channels, groups]: [usize; 2],
    conv: &Conv,
    sliding: &Sliding,
    padding: [[usize; 2]; 2],
    more: [usize; 2],
) -> Plain {
    let width = |number| Parameter::Width(Extent::Number(number));
    let more = more.map(|number| if number == 0 { Parameter::Default(Extent::Number(0)) } else { width(number) });
    let [kh, kw] = sliding.kernel;
    let bias = if conv.bias { channels } else { 0 };
    let before = [grid.channels, channels / groups, groups, kh, kw, bias].map(width);
    let before = [grid.marker()].into_iter().chain(before).collect();
    Plain::new("TransposedConv", before).with([sliding.marker(padding)].into_iter().chain(more).collect())
}

fn words(
    grid: &Grid,
    [channels, groups]: [usize; 2],
    conv: &Conv,
    sliding: &Sliding,
    padding: [[usize; 2]; 2],
) -> LayerDocs {
    let [kh, kw] = sliding.kernel;
    let weights = product([grid.channels, channels / groups, kh, kw]);
    let products = product([weights, grid.size[0], grid.size[1]]);
    let kernels = if channels == 1 { "kernel" } else { "kernels" };
    let title = format!("Transposed convolution with {channels} {kernels} of {}", grid.text(sliding.kernel));
    let detail = sliding.detail(grid, padding, [1, 1]) + if conv.bias { "" } else { ", without bias" };
    let bias = if conv.bias { channels } else { 0 };
    LayerDocs::new("transposed_conv", title, weights.saturating_add(bias), products).with(detail)
}

/// More rows than a stride or a dilation leaves open are none of the kernel's.
fn output_padding(sliding: &Sliding, more: [usize; 2], options: &Options, diagnostics: &mut Diagnostics) -> bool {
    let Some(argument) = options.get("output_padding") else { return true };
    let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
    let fits = [0, 1].iter().all(|&axis| more[axis] < sliding.stride[axis].max(sliding.dilation[axis]));
    if !fits {
        let message = "the output padding has to be smaller than the stride or the dilation";
        diagnostics.add(place, message, "use a smaller one, or none");
    } else if matches!(sliding.padding, Padding::Same) {
        diagnostics.add(place, "`padding = same` chooses the output padding itself", "remove one of the two");
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
