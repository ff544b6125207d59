//! What layers are, and what follows from that.

use std::fmt::{self, Display, Formatter};

use super::count::Count;
use super::initializer::Initializer;
use super::shape::{Extent, Shape};
use super::window::Window;
use crate::decimal::Decimal;
use crate::path::Path;
use crate::words::{ActivationWord, activation_row};

/// What flows in, and the layers it flows through: all of a network, or a branch inside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The shape of what flows in.
    pub input: Shape,
    /// All layers but the last.
    pub hidden: Vec<Layer>,
    /// The last layer.
    pub last: Layer,
    /// The shape in which the last layer's output is handed on.
    pub output: Shape,
}

/// One layer with its shapes: `hidden: 4 relu`.
///
/// Its input has the numbers of the output of the layer before, perhaps in another shape:
/// `flatten` and `reshape` are no layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The name of its field, an identifier of Rust: `hidden`, `layer1`, `r#type`.
    pub name: String,
    /// What it computes.
    pub kind: Kind,
    /// The shape of what flows in.
    pub input: Shape,
    /// The shape of what comes out.
    pub output: Shape,
    /// The function at its end.
    pub activation: Option<Activation>,
    /// How its weights begin; `None` leaves the choice to the network.
    pub initializer: Option<Initializer>,
}

/// What a layer computes.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A fully connected layer.
    Dense(Dense),
    /// A convolution of images or signals.
    Conv(Conv),
    /// A convolution in reverse: each number of the input adds a kernel to the output.
    TransposedConv(TransposedConv),
    /// One number of each window.
    Pool(Pool),
    /// The mean of each channel.
    GlobalAveragePool,
    /// In training, some numbers are set to zero.
    Dropout {
        /// The share of those.
        probability: Decimal,
    },
    /// Each channel is normalized over the batch.
    BatchNorm(Normalization),
    /// Each sample is normalized.
    LayerNorm(Normalization),
    /// Each group of channels of a sample is normalized.
    GroupNorm {
        /// How many groups there are.
        groups: usize,
        /// Its options.
        normalization: Normalization,
    },
    /// Every number is repeated.
    Upsample {
        /// How often, downwards and sideways.
        factors: [usize; 2],
    },
    /// Images and signals become larger or smaller.
    Resize(Resize),
    /// A branch that is added to what flows past it.
    Residual(Residual),
    /// Branches side by side, two or more.
    Concat(Vec<Chain>),
    /// The outputs of a network, two or more, each with its layers; nothing follows them.
    Outputs(Vec<Output>),
    /// A custom layer, or a network that is defined elsewhere.
    Custom(Path),
    /// A network that the same invocation defines before this one.
    Nested(Nested),
}

/// A fully connected layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Dense {
    /// How many numbers each neuron reads.
    pub inputs: Extent,
    /// How many neurons there are.
    pub outputs: Extent,
    /// Whether each neuron adds its own number.
    pub bias: bool,
}

/// A convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conv {
    /// Channels of the input.
    pub inputs: usize,
    /// Channels of the output: how many kernels there are.
    pub outputs: usize,
    /// How the kernels slide.
    pub window: Window,
    /// Into how many groups the channels are divided.
    pub groups: usize,
    /// Whether each kernel adds its own number.
    pub bias: bool,
}

/// A transposed convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransposedConv {
    /// The convolution that it turns round, with the channels of what flows in and comes out here.
    pub conv: Conv,
    /// Rows and columns that are added at the end.
    pub output_padding: [usize; 2],
}

/// A pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// Which number it takes.
    pub function: PoolFunction,
    /// How the windows lie.
    pub window: Window,
    /// Whether there is one more window where the last would leave inputs out.
    pub ceil_mode: bool,
}

/// What a pool takes of each window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolFunction {
    /// The greatest number.
    Maximum,
    /// The mean.
    Mean {
        /// Whether padding counts as zeros.
        count_include_pad: bool,
    },
}

/// The options of a normalization, where they are not the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Normalization {
    /// What is added to the variance.
    pub epsilon: Option<Decimal>,
    /// The share of a batch in the running moments, of a batch norm.
    pub momentum: Option<Decimal>,
}

/// A change of size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resize {
    /// Height and width of what comes out; the height of a signal is 1.
    pub size: [usize; 2],
    /// What lies between pixels.
    pub interpolation: Interpolation,
}

/// What lies between pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// Nothing: each output is an input.
    Nearest,
    /// A straight line along each axis between pixels that are squares.
    Bilinear,
    /// A straight line along each axis between pixels that are points, from corner to corner.
    AlignedBilinear,
}

/// A branch and a shortcut past it.
#[derive(Clone, Debug, PartialEq)]
pub struct Residual {
    /// The layers past which the shortcut leads.
    pub branch: Box<Chain>,
    /// What is added to their output.
    pub shortcut: Shortcut,
}

/// What flows past a branch.
#[derive(Clone, Debug, PartialEq)]
pub enum Shortcut {
    /// The input as it is.
    Identity,
    /// A projection of flat inputs.
    Dense(Dense),
    /// A projection of images and signals.
    Conv(Conv),
}

/// One of several outputs of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its name, an identifier of Rust.
    pub name: String,
    /// Its layers.
    pub chain: Chain,
}

/// What another network needs to know of one that it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Nested {
    /// Its name.
    pub path: Path,
    /// Whether any of its layers has statistics.
    pub has_statistics: bool,
    /// How many numbers it trains.
    pub parameters: Count,
    /// Its work for one sample.
    pub multiply_adds: Count,
}

/// The function at the end of a layer.
#[derive(Clone, Debug, PartialEq)]
pub enum Activation {
    /// A function of ours.
    Builtin {
        /// Its row in the table of activations.
        row: &'static ActivationWord,
        /// The number that it takes, where that is not its default.
        parameter: Option<Decimal>,
    },
    /// A type of the user's.
    Custom(Path),
}

impl Chain {
    /// Its layers in the order in which they run.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.hidden.iter().chain([&self.last])
    }

    /// How many structs and fields it takes.
    pub fn size(&self) -> usize {
        self.layers().map(Layer::size).sum()
    }

    /// Whether any layer has statistics, as far as the macro knows.
    pub fn has_statistics(&self) -> bool {
        self.layers().any(Layer::has_statistics)
    }

    /// How many numbers it trains.
    pub fn parameters(&self) -> Count {
        self.layers().map(Layer::parameters).sum()
    }

    /// Its work for one sample.
    pub fn multiply_adds(&self) -> Count {
        self.layers().map(Layer::multiply_adds).sum()
    }
}

impl Layer {
    /// How many layers it is, with those inside.
    pub fn size(&self) -> usize {
        1 + self.kind.branches().map(|(_, branch)| branch.size()).sum::<usize>()
    }

    /// Whether it measures something in training, as far as the macro knows.
    pub fn has_statistics(&self) -> bool {
        match &self.kind {
            Kind::BatchNorm(_) | Kind::Custom(_) => true,
            Kind::Nested(nested) => nested.has_statistics,
            kind => kind.branches().any(|(_, branch)| branch.has_statistics()),
        }
    }

    /// How many numbers it trains.
    pub fn parameters(&self) -> Count {
        match &self.kind {
            Kind::Dense(dense) => dense.parameters(),
            Kind::Conv(conv) | Kind::TransposedConv(TransposedConv { conv, .. }) => conv.parameters(),
            Kind::BatchNorm(_) | Kind::GroupNorm { .. } => scale_and_shift(&self.input.channels()),
            Kind::LayerNorm(_) => scale_and_shift(&self.input.flat()),
            Kind::Residual(Residual { branch, shortcut }) => match shortcut {
                Shortcut::Identity => branch.parameters(),
                Shortcut::Dense(dense) => [branch.parameters(), dense.parameters()].into_iter().sum(),
                Shortcut::Conv(conv) => [branch.parameters(), conv.parameters()].into_iter().sum(),
            },
            Kind::Concat(branches) => branches.iter().map(Chain::parameters).sum(),
            Kind::Outputs(outputs) => outputs.iter().map(|output| output.chain.parameters()).sum(),
            Kind::Custom(path) => Count::named(format!("`{path}`")),
            Kind::Nested(nested) => nested.parameters.clone(),
            Kind::Pool(_)
            | Kind::GlobalAveragePool
            | Kind::Dropout { .. }
            | Kind::Upsample { .. }
            | Kind::Resize(_) => Count::default(),
        }
    }

    /// Its work for one sample.
    pub fn multiply_adds(&self) -> Count {
        match &self.kind {
            Kind::Dense(dense) => dense.multiply_adds(),
            Kind::Conv(conv) => conv.multiply_adds(&self.output),
            Kind::TransposedConv(TransposedConv { conv, .. }) => conv.multiply_adds(&self.input),
            Kind::BatchNorm(_) | Kind::LayerNorm(_) | Kind::GroupNorm { .. } => Count::product(self.input.extents()),
            Kind::Residual(Residual { branch, shortcut }) => match shortcut {
                Shortcut::Identity => branch.multiply_adds(),
                Shortcut::Dense(dense) => [branch.multiply_adds(), dense.multiply_adds()].into_iter().sum(),
                Shortcut::Conv(conv) => [branch.multiply_adds(), conv.multiply_adds(&self.output)].into_iter().sum(),
            },
            Kind::Concat(branches) => branches.iter().map(Chain::multiply_adds).sum(),
            Kind::Outputs(outputs) => outputs.iter().map(|output| output.chain.multiply_adds()).sum(),
            Kind::Custom(path) => Count::named(format!("`{path}`")),
            Kind::Nested(nested) => nested.multiply_adds.clone(),
            Kind::Pool(_)
            | Kind::GlobalAveragePool
            | Kind::Dropout { .. }
            | Kind::Upsample { .. }
            | Kind::Resize(_) => Count::default(),
        }
    }
}

/// What a normalization trains for each of these.
fn scale_and_shift(extent: &Extent) -> Count {
    [Count::product([extent]), Count::product([extent])].into_iter().sum()
}

impl Kind {
    /// The chains inside, each with its name.
    pub fn branches(&self) -> impl Iterator<Item = (String, &Chain)> {
        let (residual, concat): (_, &[Chain]) = match self {
            Self::Residual(Residual { branch, .. }) => (Some(("branch".to_owned(), &**branch)), &[]),
            Self::Concat(branches) => (None, branches),
            _ => (None, &[]),
        };
        let concat = concat.iter().enumerate().map(|(index, branch)| (format!("branch{}", index + 1), branch));
        let outputs: &[Output] = if let Self::Outputs(outputs) = self { outputs } else { &[] };
        residual.into_iter().chain(concat).chain(outputs.iter().map(|output| (output.name.clone(), &output.chain)))
    }

    /// The type of ours that it becomes.
    pub(crate) fn type_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Dense(_) => "Dense",
            Self::Conv(_) => "Conv",
            Self::TransposedConv(_) => "TransposedConv",
            Self::Pool(Pool { function: PoolFunction::Maximum, .. }) => "MaxPool",
            Self::Pool(Pool { function: PoolFunction::Mean { .. }, .. }) => "AveragePool",
            Self::GlobalAveragePool => "GlobalAveragePool",
            Self::Dropout { .. } => "Dropout",
            Self::BatchNorm(_) => "BatchNorm",
            Self::LayerNorm(_) => "LayerNorm",
            Self::GroupNorm { .. } => "GroupNorm",
            Self::Upsample { .. } => "Upsample",
            Self::Resize(_) => "Resize",
            Self::Residual(_) => "Residual",
            Self::Concat(_) => "Concat",
            Self::Outputs(_) => "Outputs",
            Self::Custom(_) | Self::Nested(_) => return None,
        })
    }

    /// Whether it is one layer of ours, without others inside.
    pub fn is_builtin(&self) -> bool {
        !matches!(self, Self::Residual(_) | Self::Concat(_) | Self::Outputs(_) | Self::Custom(_) | Self::Nested(_))
    }
}

impl Dense {
    fn parameters(&self) -> Count {
        let biases = if self.bias { Count::product([&self.outputs]) } else { Count::default() };
        [self.multiply_adds(), biases].into_iter().sum()
    }

    fn multiply_adds(&self) -> Count {
        Count::product([&self.inputs, &self.outputs])
    }
}

impl Pool {
    /// The window over an input of this size, with all of its padding.
    pub fn over(&self, input: [usize; 2]) -> Window {
        if self.ceil_mode { self.window.rounded_up(input) } else { self.window }
    }

    /// The padding that counts in the means, where that is not all of it.
    pub fn counted(&self, input: [usize; 2]) -> Option<[[usize; 2]; 2]> {
        let PoolFunction::Mean { count_include_pad } = self.function else { return None };
        let counted = if count_include_pad { self.window.padding } else { [[0; 2]; 2] };
        (counted != self.over(input).padding).then_some(counted)
    }
}

impl Conv {
    /// Whether each channel of the input has its own kernels.
    pub fn is_depthwise(&self) -> bool {
        self.groups > 1 && self.groups == self.inputs
    }

    fn weights(&self) -> usize {
        let [height, width] = self.window.kernel;
        product([self.inputs / self.groups, self.outputs, height, width])
    }

    fn parameters(&self) -> Count {
        Count::from(self.weights().saturating_add(if self.bias { self.outputs } else { 0 }))
    }

    /// A product for each weight at each point of this shape.
    fn multiply_adds(&self, shape: &Shape) -> Count {
        let points = shape.extents().iter().skip(1).map(Extent::number);
        Count::from(points.fold(self.weights(), usize::saturating_mul))
    }
}

/// All numbers multiplied.
fn product<const N: usize>(numbers: [usize; N]) -> usize {
    numbers.into_iter().fold(1, usize::saturating_mul)
}

impl Activation {
    /// The function of ours that this word names, such as `relu`.
    pub fn named(word: &str) -> Option<Self> {
        activation_row(word).map(|row| Self::Builtin { row, parameter: None })
    }
}

impl Display for Activation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builtin { row, parameter: None } => f.write_str(row.word),
            Self::Builtin { row, parameter: Some(parameter) } => write!(f, "{}({parameter})", row.word),
            Self::Custom(path) => write!(f, "{path}"),
        }
    }
}
