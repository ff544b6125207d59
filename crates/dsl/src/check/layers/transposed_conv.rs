//! `transposed_conv(6, 2x2, stride = 2)`

use super::conv::{Written, channels_and_kernel, divisible};
use super::grid::GridKind;
use super::layer::{CheckedLayer, Request};
use super::sliding::{Padding, Sliding, halves, size};
use crate::ast::Word;
use crate::check::options::Options;
use crate::check::shape::limited;
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Conv, Grid, Kind, TransposedConv, Window};

/// A convolution in reverse: each number of the input adds a kernel to the output.
pub fn transposed_conv(request: &Request, word: &Word, diagnostics: &mut Diagnostics) -> CheckedLayer {
    let known = ["stride", "padding", "output_padding", "dilation", "groups", "bias", "init"];
    let options = Options::of(word, &known, diagnostics);
    let example = "transposed_conv(6, 2x2, stride = 2)";
    let [channels, kernel] = channels_and_kernel(request, &options, example, diagnostics);
    let conv = Written::of(&options, channels, kernel, false, diagnostics);
    let more = match options.get("output_padding") {
        Some(argument) => size(argument, "output padding", 0, false, diagnostics),
        None => Some([0, 0]),
    };
    let grid = request.grid(GridKind::Images, diagnostics);
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
    let (window, output_padding) = spread(sliding, more);
    let Some(size) = window.transposed_output(grid.size, output_padding) else {
        let padding = options.get("padding").and_then(|value| value.value.first());
        let place = padding.map_or(request.place(), SpanRange::from);
        diagnostics.add(place, "this padding leaves nothing of the output", "use a smaller padding");
        return guess;
    };
    let output = limited(Grid { channels, size, ..grid }.shape(), request.place(), diagnostics);
    let initializer = conv.initializer;
    let conv = Conv { inputs: grid.channels, outputs: channels, window, groups, bias: conv.bias };
    let kind = Kind::TransposedConv(TransposedConv { conv, output_padding });
    CheckedLayer::new(kind, output).initialized(initializer)
}

/// The output padding must be smaller than the stride or the dilation.
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

/// The zeros that the output loses on either side, and the rows and columns added at its end.
fn spread(sliding: &Sliding, more: [usize; 2]) -> (Window, [usize; 2]) {
    let (reach, stride) = (sliding.reach(), sliding.stride);
    match sliding.padding {
        Padding::By(sides) => (sliding.padded(sides.map(|side| [side; 2])), more),
        Padding::Same => {
            let padding = [0, 1].map(|axis| halves(reach[axis].saturating_sub(stride[axis])));
            let more = [0, 1].map(|axis| stride[axis].saturating_sub(reach[axis]));
            (sliding.padded(padding), more)
        }
    }
}
