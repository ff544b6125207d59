//! How the documentation speaks of a layer.

use crate::model::{
    Conv, Decimal, Dense, Extent, Grid, Interpolation, Kind, Layer, Normalization, Pool, PoolFunction, Residual,
    Resize, Shortcut, TransposedConv, Window,
};

/// How the documentation speaks of a layer.
pub struct LayerDocs {
    /// In a table: `dense`.
    pub kind: String,
    /// Above a field: `Dense layer of 4 neurons`.
    pub title: String,
    /// After the activation: `, without bias`.
    pub detail: String,
}

impl LayerDocs {
    /// The words for a layer.
    pub fn of(layer: &Layer) -> Self {
        let size = |size| text(layer, size);
        match &layer.kind {
            Kind::Dense(dense) => self::dense(dense),
            Kind::Conv(conv) => self::conv(layer, conv),
            Kind::TransposedConv(transposed) => transposed_conv(layer, transposed),
            Kind::Pool(pool) => self::pool(layer, *pool),
            Kind::GlobalAveragePool => Self::new("globalavgpool", "Mean of each channel"),
            Kind::Dropout { probability } => {
                Self::new("dropout", format!("Dropout with the probability {probability}"))
            }
            Kind::BatchNorm(options) => Self::new("batchnorm", "Batch normalization").with(normalization(options)),
            Kind::LayerNorm(options) => Self::new("layernorm", "Layer normalization").with(normalization(options)),
            Kind::GroupNorm { groups, normalization } => {
                let plural = if *groups == 1 { "group" } else { "groups" };
                let title = format!("Group normalization with {groups} {plural}");
                Self::new("groupnorm", title).with(self::normalization(normalization))
            }
            Kind::Upsample { factors } => Self::new("upsample", format!("Every number {} times", size(*factors))),
            Kind::Resize(resize) => self::resize(layer, *resize),
            Kind::Residual(residual) => self::residual(residual),
            Kind::Outputs(outputs) => Self::new("outputs", format!("{} outputs", outputs.len())),
            Kind::Concat(branches) => Self::new("concat", format!("{} branches side by side", branches.len())),
            Kind::Custom(path) => Self::new(format!("`{path}`"), format!("`{path}`")),
            Kind::Nested(nested) => Self::new(format!("`{}`", nested.path), format!("The network `{}`", nested.path)),
        }
    }

    fn new(kind: impl Into<String>, title: impl Into<String>) -> Self {
        Self { kind: kind.into(), title: title.into(), detail: String::new() }
    }

    fn with(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }
}

fn dense(Dense { outputs, bias, .. }: &Dense) -> LayerDocs {
    let neurons = if matches!(outputs, Extent::Number(1)) { "neuron" } else { "neurons" };
    LayerDocs::new("dense", format!("Dense layer of {outputs} {neurons}")).with(without_bias(*bias))
}

fn conv(layer: &Layer, conv: &Conv) -> LayerDocs {
    let kind = if is_signal(layer) { "conv1d" } else { "conv" };
    let what = if conv.is_depthwise() { "Depthwise convolution" } else { "Convolution" };
    let groups = conv.groups;
    let dealt = if groups > 1 && !conv.is_depthwise() { format!(", {groups} groups") } else { String::new() };
    let detail = window(layer, &conv.window, [1, 1]) + &dealt + without_bias(conv.bias);
    LayerDocs::new(kind, format!("{what} with {}", kernels(layer, conv))).with(detail)
}

fn transposed_conv(layer: &Layer, TransposedConv { conv, .. }: &TransposedConv) -> LayerDocs {
    let detail = window(layer, &conv.window, [1, 1]) + without_bias(conv.bias);
    LayerDocs::new("transposed_conv", format!("Transposed convolution with {}", kernels(layer, conv))).with(detail)
}

fn pool(layer: &Layer, Pool { function, window, ceil_mode }: Pool) -> LayerDocs {
    let (kind, title, padding) = match function {
        PoolFunction::Maximum => ("maxpool", "Maximum", ""),
        PoolFunction::Mean { count_include_pad: true } => ("avgpool", "Mean", ""),
        PoolFunction::Mean { count_include_pad: false } => ("avgpool", "Mean", " that does not count"),
    };
    let title = format!("{title} of windows of {}", text(layer, window.kernel));
    let padding = if window.padding == [[0; 2]; 2] { "" } else { padding };
    let last = if ceil_mode { ", the last beyond the end" } else { "" };
    LayerDocs::new(kind, title).with(sliding(layer, &window, window.kernel, padding) + last)
}

/// `, epsilon 0.001, momentum 0.01`
fn normalization(Normalization { epsilon, momentum }: &Normalization) -> String {
    let text = |name: &str, number: &Option<Decimal>| {
        number.as_ref().map_or_else(String::new, |number| format!(", {name} {number}"))
    };
    text("epsilon", epsilon) + &text("momentum", momentum)
}

fn resize(layer: &Layer, Resize { size, interpolation }: Resize) -> LayerDocs {
    let detail = match interpolation {
        Interpolation::Nearest => "",
        Interpolation::Bilinear => ", bilinear",
        Interpolation::AlignedBilinear => ", bilinear from corner to corner",
    };
    LayerDocs::new("resize", format!("Resize to {}", text(layer, size))).with(detail)
}

fn residual(Residual { shortcut, .. }: &Residual) -> LayerDocs {
    let detail = match shortcut {
        Shortcut::Identity => "",
        Shortcut::Dense(_) | Shortcut::Conv(_) => ", with a projection as shortcut",
    };
    LayerDocs::new("residual", "Residual branch").with(detail)
}

/// `6 kernels of 5×5`
fn kernels(layer: &Layer, conv: &Conv) -> String {
    let kernels = if conv.outputs == 1 { "kernel" } else { "kernels" };
    format!("{} {kernels} of {}", conv.outputs, text(layer, conv.window.kernel))
}

/// What is worth telling of a window: `, stride 2×2, padding 1×1`. `stride` goes without saying.
fn window(layer: &Layer, window: &Window, stride: [usize; 2]) -> String {
    sliding(layer, window, stride, "")
}

/// The same, with words about the padding.
fn sliding(layer: &Layer, window: &Window, stride: [usize; 2], of_padding: &str) -> String {
    let padding = window.padding.map(|[before, after]| before.max(after));
    let detail = |name: &str, is_told: bool, size| {
        if is_told { format!(", {name} {}", text(layer, size)) } else { String::new() }
    };
    [
        detail("stride", window.stride != stride, window.stride),
        detail("padding", padding != [0, 0], padding) + of_padding,
        detail("dilation", window.dilation != [1, 1], window.dilation),
    ]
    .concat()
}

fn without_bias(bias: bool) -> &'static str {
    if bias { "" } else { ", without bias" }
}

fn is_signal(layer: &Layer) -> bool {
    Grid::of(&layer.input).is_some_and(|grid| grid.is_signal)
}

/// A size on the grid that flows in: `5×5`, or `5` of a signal.
fn text(layer: &Layer, [height, width]: [usize; 2]) -> String {
    if is_signal(layer) { width.to_string() } else { format!("{height}×{width}") }
}
