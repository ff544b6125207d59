//! Windows that slide over images and signals.

use super::layer::Request;
use crate::ast::{Argument, Term};
use crate::check::options::{Options, pair, value};
use crate::diagnostics::{Diagnostics, SpanRange};
use crate::model::{Grid, Window, reach};

/// How a window slides: kernel, stride, padding and dilation, each for height and width.
pub struct Sliding {
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    pub padding: Padding,
    pub dilation: [usize; 2],
}

/// How many zeros surround the input.
#[derive(Clone, Copy)]
pub enum Padding {
    /// Enough to make the output as large as the input, apart from the stride.
    Same,
    /// This many on either side.
    By([usize; 2]),
}

impl Sliding {
    /// The options of a layer with a window; as large as a mistake left them.
    pub fn of(
        kernel: Option<&Argument>,
        options: &Options,
        is_signal: bool,
        stride_of_kernel: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let kernel = kernel.and_then(|kernel| size(kernel, "kernel", 1, is_signal, diagnostics));
        let mut option = |name, least| match options.get(name) {
            Some(argument) => size(argument, name, least, is_signal, diagnostics).map(Some),
            None => Some(None),
        };
        let (given, dilation) = (option("stride", 1), option("dilation", 1));
        let padding = padding(options.get("padding"), is_signal, diagnostics);
        let kernel = kernel?;
        Some(Self {
            stride: given?.unwrap_or(if stride_of_kernel { kernel } else { [1, 1] }),
            kernel,
            padding: padding?,
            dilation: dilation?.unwrap_or([1, 1]),
        })
    }

    /// How far the kernel reaches, from its first tap to its last.
    pub fn reach(&self) -> [usize; 2] {
        reach(self.kernel, self.dilation)
    }

    /// The window with these zeros around its input.
    pub fn padded(&self, padding: [[usize; 2]; 2]) -> Window {
        Window { kernel: self.kernel, stride: self.stride, padding, dilation: self.dilation }
    }

    /// The window over an input of this size.
    pub fn over(&self, input: [usize; 2]) -> Window {
        let reach = self.reach();
        self.padded([0, 1].map(|axis| match self.padding {
            Padding::By(sides) => [sides[axis]; 2],
            Padding::Same => {
                let last = (input[axis].div_ceil(self.stride[axis]) - 1).saturating_mul(self.stride[axis]);
                halves(last.saturating_add(reach[axis]).saturating_sub(input[axis]))
            }
        }))
    }
}

/// Zeros before and after, one more after where their number is odd.
pub fn halves(total: usize) -> [usize; 2] {
    [total / 2, total - total / 2]
}

/// `3x3`, or `3` for the same in both directions; of a signal, one number.
pub fn size(
    argument: &Argument,
    what: &str,
    least: u64,
    is_signal: bool,
    diagnostics: &mut Diagnostics,
) -> Option<[usize; 2]> {
    match value_shape(argument).filter(|extents| is_signal && *extents > 1) {
        None if is_signal => {
            let least_height = usize::try_from(least.min(1)).unwrap_or(1);
            pair(argument, what, least, diagnostics).map(|[_, width]| [least_height, width])
        }
        None => pair(argument, what, least, diagnostics),
        Some(_) => {
            let place = argument.value.first().map_or(SpanRange::from(argument.end), SpanRange::from);
            diagnostics.add(
                place,
                format!("the {what} of a signal is one number"),
                "signals have a length only, as in `3`",
            );
            None
        }
    }
}

/// How many extents a value has.
fn value_shape(argument: &Argument) -> Option<usize> {
    match argument.value.as_slice() {
        [Term::Numbers(shape)] => Some(shape.extents.len()),
        _ => None,
    }
}

/// `padding = same`, `padding = valid`, `padding = 1`, `padding = 1x2`
fn padding(argument: Option<&Argument>, is_signal: bool, diagnostics: &mut Diagnostics) -> Option<Padding> {
    let Some(argument) = argument else { return Some(Padding::By([0, 0])) };
    if let Some((term, word)) = misspelt_padding(argument) {
        let message = format!("unknown padding `{}`", term.text());
        diagnostics.add(term, message, format!("write `{word}`, in lower case and without quotation marks"));
        return None;
    }
    match value_word(argument).as_deref() {
        Some("same") => Some(Padding::Same),
        Some("valid") => Some(Padding::By([0, 0])),
        Some(word) if !word.contains(char::is_uppercase) => {
            let term = value(argument, diagnostics)?;
            diagnostics.add(
                term,
                format!("unknown padding `{word}`"),
                "write `same`, `valid`, or a number such as `1`",
            );
            None
        }
        _ => size(argument, "padding", 0, is_signal, diagnostics).map(Padding::By),
    }
}

/// `"same"`, `Same`
fn misspelt_padding(argument: &Argument) -> Option<(&Term, &'static str)> {
    let [term] = argument.value.as_slice() else { return None };
    let text = term.text();
    let meant = text.trim_matches('"').to_lowercase();
    let word = ["same", "valid"].into_iter().find(|word| *word == meant)?;
    (word != text).then_some((term, word))
}

fn value_word(argument: &Argument) -> Option<String> {
    match argument.value.as_slice() {
        [Term::Word(word)] => Some(word.text()),
        _ => None,
    }
}

/// A kernel that is larger than its input, zeros included.
pub fn too_large(
    request: &Request,
    sliding: &Sliding,
    grid: &Grid,
    kernel: Option<&Argument>,
    diagnostics: &mut Diagnostics,
) {
    let place = kernel.and_then(|kernel| kernel.value.first()).map_or(request.place(), SpanRange::from);
    let kernel = grid.text(sliding.kernel);
    let reach = if sliding.dilation == [1, 1] {
        String::new()
    } else {
        format!(" reaches over {} and", grid.text(sliding.reach()))
    };
    let padded = match sliding.padding {
        Padding::By(sides) if sides != [0, 0] => format!(" with its padding of {}", grid.text(sides)),
        _ => String::new(),
    };
    let message = format!("the kernel {kernel}{reach} is larger than its input {}{padded}", grid.shape());
    let help = match (grid.channels, grid.size) {
        (height, [width, channels @ (1 | 3 | 4)]) if height == width && height > 4 && !grid.is_signal => {
            format!("channels come first, as in `{channels}x{height}x{width}`")
        }
        _ => "use a smaller kernel, or `padding = same`".to_owned(),
    };
    diagnostics.add(place, message, help);
}
