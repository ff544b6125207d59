//! Layers of ours as types: which arguments `Conv` takes.

use crate::model::{
    Conv, Decimal, Dense, Extent, Grid, Interpolation, Kind, Layer, Normalization, Pool, PoolFunction, Resize, Shape,
    TransposedConv, Window,
};

/// A type of ours with its arguments: `Dense<T, 2, 4, A>`.
pub struct Builtin {
    pub type_name: &'static str,
    /// The arguments between the number and the activation.
    pub before: Vec<TypeArgument>,
    /// Whether it has its own activation.
    pub activated: bool,
    /// The arguments after the activation.
    pub after: Vec<TypeArgument>,
}

/// An argument of a type.
pub enum TypeArgument {
    Width(Extent),
    /// A number that is no width.
    Integer(i64),
    /// Another type of ours: `Image<1, 28, 28>`.
    Type(&'static str, Vec<TypeArgument>),
    /// A length that follows from others, and is written out only where something has to be said
    /// about it.
    Default(Extent),
}

impl Builtin {
    /// The type of a layer of ours, and nothing for any other.
    pub fn of(layer: &Layer) -> Option<Self> {
        let shape = || marker(&layer.input);
        Some(match &layer.kind {
            Kind::Dense(dense) => Self::dense(dense),
            Kind::Conv(conv) => Self::conv(conv, &layer.input),
            Kind::TransposedConv(transposed) => Self::transposed_conv(transposed, &layer.input),
            Kind::Pool(pool) => Self::pool(*pool, &layer.input),
            Kind::GlobalAveragePool => Self::new("GlobalAveragePool", vec![shape()]),
            Kind::Dropout { probability } => Self::dropout(probability, &layer.input),
            Kind::BatchNorm(normalization) => {
                Self::new("BatchNorm", vec![shape(), channels(&layer.input)]).with(vec![normalizing(normalization)])
            }
            Kind::LayerNorm(normalization) => {
                let before = vec![shape(), TypeArgument::Width(layer.input.flat())];
                Self::new("LayerNorm", before).with(vec![normalizing(normalization)])
            }
            Kind::GroupNorm { groups, normalization } => {
                let before = vec![shape(), channels(&layer.input), TypeArgument::number(*groups)];
                Self::new("GroupNorm", before).with(vec![normalizing(normalization)])
            }
            Kind::Upsample { factors } => {
                let [height, width] = factors.map(TypeArgument::number);
                Self::new("Upsample", vec![shape(), height, width])
            }
            Kind::Resize(resize) => Self::resize(*resize, &layer.input),
            Kind::Residual(_) | Kind::Concat(_) | Kind::Outputs(_) | Kind::Custom(_) | Kind::Nested(_) => return None,
        })
    }

    /// `Dense<T, inputs, outputs, A>`
    pub fn dense(Dense { inputs, outputs, bias }: &Dense) -> Self {
        let before = [inputs, outputs].map(|width| TypeArgument::Width(width.clone()));
        Self::new("Dense", before.into()).with(vec![bias_length(outputs.clone(), *bias)])
    }

    /// `Conv<T, Image<1, 28, 28>, 6, 1, 5, 5, A>`
    pub fn conv(conv: &Conv, input: &Shape) -> Self {
        let Conv { inputs, outputs, window, groups, bias } = *conv;
        let [height, width] = window.kernel;
        let numbers = [outputs, inputs / groups, height, width].map(TypeArgument::number);
        let before = [marker(input)].into_iter().chain(numbers).collect();
        Self::new("Conv", before).with(vec![sliding(&window), bias_length(Extent::Number(outputs), bias)])
    }

    /// `TransposedConv<T, Image<4, 8, 8>, 4, 2, 1, 2, 2, 2, A, Sliding<2, 2>>`
    fn transposed_conv(TransposedConv { conv, output_padding }: &TransposedConv, input: &Shape) -> Self {
        let Conv { inputs, outputs, window, groups, bias } = *conv;
        let [height, width] = window.kernel;
        let bias = if bias { outputs } else { 0 };
        let numbers = [inputs, outputs / groups, groups, height, width, bias].map(TypeArgument::number);
        let before = [marker(input)].into_iter().chain(numbers).collect();
        let padding = output_padding.map(|more| match more {
            0 => TypeArgument::Default(Extent::Number(0)),
            _ => TypeArgument::number(more),
        });
        Self::new("TransposedConv", before).with([sliding(&window)].into_iter().chain(padding).collect())
    }

    /// `MaxPool<T, Image<6, 24, 24>, 2, 2, A, Sliding<2, 2>>`
    fn pool(pool: Pool, input: &Shape) -> Self {
        let type_name = match pool.function {
            PoolFunction::Maximum => "MaxPool",
            PoolFunction::Mean { .. } => "AveragePool",
        };
        let size = Grid::of(input).map_or([1, 1], |grid| grid.size);
        let [height, width] = pool.window.kernel.map(TypeArgument::number);
        let counted = pool.counted(size).map(|padding| {
            TypeArgument::Type("CountedPadding", padding.into_iter().flatten().map(TypeArgument::number).collect())
        });
        let after = [sliding(&pool.over(size))].into_iter().chain(counted).collect();
        Self::new(type_name, vec![marker(input), height, width]).with(after)
    }

    /// `Resize<T, Image<6, 24, 24>, 32, 32, Bilinear, A>`
    fn resize(Resize { size, interpolation }: Resize, input: &Shape) -> Self {
        let mode = match interpolation {
            Interpolation::Nearest => "Nearest",
            Interpolation::Bilinear => "Bilinear",
            Interpolation::AlignedBilinear => "AlignedBilinear",
        };
        let [height, width] = size.map(TypeArgument::number);
        Self::new("Resize", vec![marker(input), height, width, TypeArgument::Type(mode, Vec::new())])
    }

    /// `Dropout<T, Flat<64>, 1, 2>`
    fn dropout(probability: &Decimal, input: &Shape) -> Self {
        let ratio = probability.ratio();
        let numbers = [ratio.numerator, ratio.denominator].map(TypeArgument::Integer);
        Self::new("Dropout", [marker(input)].into_iter().chain(numbers).collect()).without_activation()
    }

    /// `Skip<T, 8>`
    pub fn skip(width: Extent) -> Self {
        Self::new("Skip", vec![TypeArgument::Width(width)]).without_activation()
    }

    fn new(type_name: &'static str, before: Vec<TypeArgument>) -> Self {
        Self { type_name, before, activated: true, after: Vec::new() }
    }

    /// With arguments after the activation.
    fn with(self, after: Vec<TypeArgument>) -> Self {
        Self { after, ..self }
    }

    /// A layer that only changes numbers, so that it takes no activation.
    fn without_activation(self) -> Self {
        Self { activated: false, ..self }
    }
}

impl TypeArgument {
    fn number(number: usize) -> Self {
        Self::Width(Extent::Number(number))
    }

    /// Whether the type has it where nothing is written.
    pub fn is_default(&self) -> bool {
        match self {
            Self::Default(_) => true,
            Self::Type(_, arguments) => arguments.is_empty(),
            Self::Width(_) | Self::Integer(_) => false,
        }
    }

    /// The number that it is, if it is a `usize`.
    pub fn length(&self) -> Option<&Extent> {
        match self {
            Self::Width(extent) | Self::Default(extent) => Some(extent),
            Self::Integer(_) | Self::Type(_, _) => None,
        }
    }
}

/// The length of a bias, which is zero where there is none.
fn bias_length(outputs: Extent, bias: bool) -> TypeArgument {
    if bias { TypeArgument::Default(outputs) } else { TypeArgument::number(0) }
}

fn channels(input: &Shape) -> TypeArgument {
    TypeArgument::Width(input.channels())
}

/// The marker of a shape: `Image<1, 28, 28>`, `Signal<1, 16000>`, `Flat<64>`.
fn marker(shape: &Shape) -> TypeArgument {
    let extents = if Grid::of(shape).is_some() { shape.extents().to_vec() } else { vec![shape.flat()] };
    TypeArgument::Type(shape.marker(), extents.into_iter().map(TypeArgument::Width).collect())
}

/// `Sliding<2, 2, 0, 0, 0, 0, 1, 1>`, without the defaults at its end.
fn sliding(window: &Window) -> TypeArgument {
    let ([sh, sw], [dh, dw], [height, width]) = (window.stride, window.dilation, window.padding);
    let mut arguments = vec![sh, sw, height[0], height[1], width[0], width[1], dh, dw];
    let defaults = [1, 1, 0, 0, 0, 0, 1, 1];
    while arguments.last().is_some_and(|last| *last == defaults[arguments.len() - 1]) {
        arguments.pop();
    }
    TypeArgument::Type("Sliding", arguments.into_iter().map(TypeArgument::number).collect())
}

/// `Normalizing<1, 1000, 1, 100>`, without the defaults at its end.
fn normalizing(Normalization { epsilon, momentum }: &Normalization) -> TypeArgument {
    let [epsilon, momentum] = [(epsilon, [1, 100_000]), (momentum, [1, 10])].map(|(decimal, default)| {
        decimal.as_ref().map_or(default, |decimal| [decimal.ratio().numerator, decimal.ratio().denominator])
    });
    let arguments = match (epsilon, momentum) {
        ([1, 100_000], [1, 10]) => Vec::new(),
        (epsilon, [1, 10]) => epsilon.to_vec(),
        (epsilon, momentum) => [epsilon, momentum].concat(),
    };
    TypeArgument::Type("Normalizing", arguments.into_iter().map(TypeArgument::Integer).collect())
}
