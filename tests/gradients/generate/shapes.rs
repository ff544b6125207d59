//! The networks whose gradients `shapes.rs` checks: a call of the macro `shapes!` with some for
//! each kind of layer.

use std::fmt::{self, Display, Write};

use crate::activations::hidden;
use crate::random::{Random, both};

/// The text of the call.
pub fn draw(seed: u64) -> String {
    let mut text = String::from("shapes! {\n");
    for (kind, count, draw) in KINDS {
        let _ = writeln!(text, "    {kind}:");
        for index in 0..count {
            let _ = writeln!(text, "        ({})", draw(&mut Random::new(seed, kind, index)));
        }
        text += "    ;\n";
    }
    text + "}\n"
}

/// A kind of layer, how many networks it has, and how one is drawn.
type Kind = (&'static str, u64, fn(&mut Random) -> String);

const KINDS: [Kind; 23] = [
    ("conv", 12, |random| {
        let groups = random.of([1, 1, 2, 3]);
        let (image, window) = windowed(random, groups, Window { dilates: true, has_same: true, ..Window::default() });
        let channels = groups * random.within(1, 2);
        format!("{image} => conv({channels}, {window}, groups = {groups}{}) {}", bias(random), activation(random))
    }),
    ("depthwise", 4, |random| {
        let (image, window) = windowed(random, 1, Window { dilates: true, has_same: true, ..Window::default() });
        let multiplier = random.within(1, 3);
        format!("{image} => depthwise({window}, multiplier = {multiplier}{}) {}", bias(random), activation(random))
    }),
    ("conv1d", 5, |random| {
        let groups = random.of([1, 2]);
        let (channels, of) = (groups * random.within(1, 2), groups * random.within(1, 2));
        let (kernel, stride, dilation) = (random.within(1, 4), random.within(1, 3), random.within(1, 2));
        let (padding, length) = (random.within(0, 2), dilation * (kernel - 1) + 1 + random.within(0, 6));
        let padding = if random.within(0, 2) == 0 { "same".to_owned() } else { padding.to_string() };
        let window = format!("{kernel}, stride = {stride}, dilation = {dilation}, padding = {padding}");
        format!(
            "{of}x{length} => conv1d({channels}, {window}, groups = {groups}{}) {}",
            bias(random),
            activation(random)
        )
    }),
    ("transposed_conv", 9, |random| {
        let groups = random.of([1, 1, 2]);
        let (channels, of) = (groups * random.within(1, 2), groups * random.within(1, 2));
        let (kernel, stride, dilation) = (random.pair(1, 3), random.pair(1, 3), random.pair(1, 2));
        let reach = both(|axis| dilation[axis] * (kernel[axis] - 1));
        let padding = both(|axis| random.within(0, reach[axis] / 2));
        let output_padding = both(|axis| random.within(0, stride[axis].max(dilation[axis]) - 1));
        let padding = if random.within(0, 3) == 0 {
            "padding = same".to_owned()
        } else {
            format!("padding = {}, output_padding = {}", Size(padding), Size(output_padding))
        };
        let window = format!("{}, stride = {}, dilation = {}, {padding}", Size(kernel), Size(stride), Size(dilation));
        let image = format!("{of}x{}", Size(random.pair(1, 4)));
        let rest = format!("groups = {groups}{}) {}", bias(random), activation(random));
        format!("{image} => transposed_conv({channels}, {window}, {rest}")
    }),
    ("maxpool", 8, |random| pool(random, "maxpool")),
    ("avgpool", 9, |random| pool(random, "avgpool")),
    ("pool_of_a_signal", 4, |random| {
        let word = random.of(["maxpool", "avgpool"]);
        let (kernel, stride, more) = (random.within(1, 3), random.within(1, 3), random.within(0, 4));
        let padding = random.within(0, kernel - 1);
        let signal = format!("{}x{}", random.within(1, 3), kernel + more);
        let window = format!("{kernel}, stride = {stride}, padding = {padding}{}", pool_options(random, word));
        format!("{signal} => {word}({window}) {}", activation(random))
    }),
    ("globalavgpool", 2, |random| format!("{} => globalavgpool {}", sample(random, true), activation(random))),
    ("upsample", 3, |random| {
        let (image, factors) = (image(random, 3), random.pair(1, 3));
        format!("{image} => upsample({}) {}", Size(factors), activation(random))
    }),
    ("upsample_of_a_signal", 1, |random| {
        let [channels, length] = random.pair(1, 4);
        format!("{channels}x{length} => upsample({}) {}", random.within(2, 3), activation(random))
    }),
    ("resize", 6, |random| {
        let (image, size, mode) = (image(random, 5), Size(random.pair(1, 7)), mode(random, "bilinear"));
        let word = if random.within(0, 4) == 0 { "upsample" } else { "resize" };
        format!("{image} => {word}({size}{mode}) {}", activation(random))
    }),
    ("resize_of_a_signal", 3, |random| {
        let ([channels, length], size) = (random.pair(1, 6), random.within(1, 9));
        format!("{channels}x{length} => resize({size}{}) {}", mode(random, "linear"), activation(random))
    }),
    ("batchnorm", 5, |random| {
        let options = random.of(["", "(epsilon = 0.25)", "(momentum = 0.5, epsilon = 1e-3)"]);
        format!("{} => batchnorm{options} {}", sample(random, false), activation(random))
    }),
    ("groupnorm", 4, |random| {
        let (groups, more) = (random.within(1, 3), random.within(1, 2));
        let image = format!("{}x{}", groups * more, Size(random.pair(2, 4)));
        let epsilon = random.of(["", ", epsilon = 0.25"]);
        format!("{image} => groupnorm({groups}{epsilon}) {}", activation(random))
    }),
    ("groupnorm_of_a_signal", 2, |random| {
        let (groups, more, length) = (random.within(1, 3), random.within(1, 2), random.within(2, 5));
        format!("{}x{length} => groupnorm({groups}) {}", groups * more, activation(random))
    }),
    ("layernorm", 4, |random| {
        let epsilon = random.of(["", "(epsilon = 0.25)"]);
        format!("{} => layernorm{epsilon} {}", sample(random, false), activation(random))
    }),
    ("dropout", 3, |random| format!("{} => dropout(0.{})", sample(random, false), random.within(1, 8))),
    ("residual", 4, |random| {
        let (image, channels) = (image(random, 4), random.within(1, 3));
        let branch = format!("{} => {}", same(random, channels), same(random, image.channels));
        format!("{image} => residual({branch}) {}", activation(random))
    }),
    ("residual_with_a_projection", 5, |random| {
        let (image, channels, stride) = (image(random, 5), random.within(1, 4), random.within(1, 2));
        let kernel = Size(random.pair(1, 3));
        let branch = format!("conv({channels}, {kernel}, stride = {stride}, padding = same) => batchnorm");
        format!("{image} => residual({branch}, projection = true) {}", activation(random))
    }),
    ("concat", 4, |random| {
        let image = image(random, 4);
        let [first, second] = both(|_| random.within(1, 3)).map(|channels| same(random, channels));
        let third = format!("maxpool({}, stride = 1, padding = same)", Size(random.pair(1, 3)));
        format!("{image} => concat({first} | {second} | {third}) {}", activation(random))
    }),
    ("concat_of_rows", 2, |random| {
        let [inputs, first] = random.pair(1, 9);
        let [second, third] = [activation(random), activation(random)];
        format!("{inputs} => concat({first} {second} | 3 {third} => 2 | batchnorm) {}", activation(random))
    }),
    ("repeat", 3, |random| {
        let (image, times) = (image(random, 4), random.within(2, 3));
        let stage = same(random, image.channels);
        format!("{image} => ({stage} => residual(depthwise(3x3, padding = same)) tanh) * {times}")
    }),
    ("dense", 3, |random| {
        let [inputs, hidden] = random.pair(1, 9);
        format!("{inputs} => residual({hidden} {} => {inputs}) => dense(3{})", activation(random), bias(random))
    }),
];

/// `3x2`
struct Size([usize; 2]);

impl Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.0[0], self.0[1])
    }
}

/// `2x5x4`
struct Image {
    channels: usize,
    size: [usize; 2],
}

impl Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}", self.channels, Size(self.size))
    }
}

fn image(random: &mut Random, most: usize) -> Image {
    Image { channels: random.within(1, 3), size: random.pair(1, most) }
}

/// The shape of a sample: an image, a signal, or flat.
fn sample(random: &mut Random, has_channels: bool) -> String {
    match random.within(usize::from(has_channels), 3) {
        0 => random.within(2, 12).to_string(),
        1 => format!("{}x{}", random.within(1, 3), random.within(2, 6)),
        _ => image(random, 4).to_string(),
    }
}

/// The options that a window may have.
#[derive(Clone, Copy, Default)]
struct Window {
    dilates: bool,
    has_same: bool,
    /// Whether the padding has to be smaller than the kernel.
    touches: bool,
}

/// An image with a multiple of `groups` channels, and a window that fits:
/// `3x2, stride = 1x2, padding = 0x1`.
fn windowed(random: &mut Random, groups: usize, window: Window) -> (Image, String) {
    let (kernel, stride) = (random.pair(1, 3), random.pair(1, 3));
    let dilation = if window.dilates { random.pair(1, 2) } else { [1, 1] };
    let padding = both(|axis| random.within(0, if window.touches { kernel[axis] - 1 } else { 2 }));
    let size = both(|axis| dilation[axis] * (kernel[axis] - 1) + 1 + random.within(0, 3));
    let is_same = window.has_same && random.within(0, 3) == 0;
    let padding = if is_same { "same".to_owned() } else { Size(padding).to_string() };
    let text = format!("{}, stride = {}, padding = {padding}", Size(kernel), Size(stride));
    let text = if window.dilates { format!("{text}, dilation = {}", Size(dilation)) } else { text };
    (Image { channels: groups * random.within(1, 2), size }, text)
}

fn pool(random: &mut Random, word: &str) -> String {
    let (image, window) = windowed(random, 1, Window { touches: true, dilates: true, ..Window::default() });
    format!("{image} => {word}({window}{}) {}", pool_options(random, word), activation(random))
}

/// `, ceil_mode = true, count_include_pad = false`
fn pool_options(random: &mut Random, word: &str) -> String {
    let ceil_mode = random.of(["", ", ceil_mode = true"]);
    let count = if word == "avgpool" { random.of(["", ", count_include_pad = false"]) } else { "" };
    format!("{ceil_mode}{count}")
}

/// `, mode = bilinear, align_corners = true`
fn mode(random: &mut Random, linear: &str) -> String {
    match random.within(0, 3) {
        0 => random.of(["", ", mode = nearest"]).to_owned(),
        1 | 2 => format!(", mode = {linear}, align_corners = true"),
        _ => format!(", mode = {linear}"),
    }
}

/// A convolution that keeps the size.
fn same(random: &mut Random, channels: usize) -> String {
    let (kernel, dilation) = (Size(random.pair(1, 3)), Size(random.pair(1, 2)));
    format!("conv({channels}, {kernel}, padding = same, dilation = {dilation}{}) {}", bias(random), activation(random))
}

fn bias(random: &mut Random) -> &'static str {
    random.of(["", "", ", bias = false"])
}

/// None, or any but softmax, which only the last layer of a network may have.
fn activation(random: &mut Random) -> String {
    let mut hidden = hidden();
    random.within(0, hidden.len()).checked_sub(1).map_or_else(String::new, |choice| hidden.swap_remove(choice))
}
