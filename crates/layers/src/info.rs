//! What is known of a layer, stated once.

use core::fmt;

use sinew_activations::LayerActivation;

use crate::Stage;

/// What is known of a layer: its row in the table of a network, and the memory that it needs.
///
/// A layer states it once, [`Stage::INFO`], or [`Layer::INFO`](crate::Layer::INFO) for a custom
/// layer; that of a network is computed from those of its layers.
///
/// # Examples
///
/// ```
/// use sinew_layers::{LayerInfo, Tensor};
///
/// const INFO: LayerInfo = LayerInfo::new("scale", &[3], &[3]).multiply_adds(3).tensors(&[Tensor::new("weight", &[3])]);
/// assert_eq!((INFO.inputs(), INFO.outputs(), INFO.parameters), (3, 3, 3));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LayerInfo {
    /// The layer's label: its field in the network, and its key in a file of weights.
    pub name: &'static str,
    /// The kind of layer, such as `dense`.
    pub kind: &'static str,
    /// The activation's word, such as `relu`.
    pub activation: &'static str,
    /// The shape of an input.
    pub input: &'static [usize],
    /// The shape of an output.
    pub output: &'static [usize],
    /// How many numbers the layer learns.
    pub parameters: usize,
    /// How many numbers the layer measures, such as running means.
    pub statistics: usize,
    /// How many multiply-adds a prediction takes for one sample.
    pub multiply_adds: usize,
    /// What its parameters are called in files, followed by its statistics. None for layers of
    /// layers.
    pub tensors: &'static [Tensor],
    /// The layers that it consists of, such as those of a residual branch, in order of declaration.
    pub layers: &'static [LayerInfo],
    /// How many rows of a tile forward saves for backward, besides outputs and pre-activations.
    pub saved: usize,
    /// How many rows of a tile backward needs while it is at the layer.
    pub scratch: usize,
    /// How many rows of a tile predictions need while they are at the layer.
    pub predict_scratch: usize,
    /// How many samples a batch in training has at least: 2 for a batch norm that measures one
    /// number of each sample, since one number has no variance, and 1 for other layers.
    pub smallest_batch: usize,
    /// Whether backward adds each shard of a batch to a gradient by itself; see
    /// [`Gradient`](crate::Gradient).
    pub(crate) shardable: bool,
    /// Whether the layer is small enough to stay in registers with others.
    pub(crate) in_registers: bool,
    reads_preactivation: bool,
}

impl LayerInfo {
    /// A layer of this kind and these shapes, row-major, without activation, parameters and memory.
    #[must_use]
    pub const fn new(kind: &'static str, input: &'static [usize], output: &'static [usize]) -> Self {
        Self {
            name: "",
            kind,
            activation: "identity",
            input,
            output,
            parameters: 0,
            statistics: 0,
            multiply_adds: 0,
            tensors: &[],
            layers: &[],
            saved: 0,
            scratch: 0,
            predict_scratch: 0,
            smallest_batch: 1,
            shardable: true,
            in_registers: false,
            reads_preactivation: false,
        }
    }

    /// What is known of a network, from its layers.
    #[must_use]
    pub const fn network(input: &'static [usize], output: &'static [usize], layers: &'static [Self]) -> Self {
        let mut info = Self { layers, in_registers: true, ..Self::new("network", input, output) };
        let mut between = [0; 2];
        let mut i = 0;
        while i < layers.len() {
            let layer = &layers[i];
            let is_last = i + 1 == layers.len();
            info.parameters += layer.parameters;
            info.statistics += layer.statistics;
            info.multiply_adds += layer.multiply_adds;
            info.saved += if is_last { layer.saved } else { layer.tape() };
            info.scratch = larger(info.scratch, layer.scratch);
            info.predict_scratch = larger(info.predict_scratch, layer.predict_scratch);
            info.smallest_batch = larger(info.smallest_batch, layer.smallest_batch);
            info.shardable = info.shardable && layer.shardable;
            info.in_registers = info.in_registers && layer.in_registers && layer.layers.is_empty();
            if is_last {
                info.activation = layer.activation;
                info.reads_preactivation = layer.reads_preactivation;
            } else {
                between[i % 2] = larger(between[i % 2], layer.outputs());
            }
            i += 1;
        }
        info.scratch += between[0] + between[1];
        info.predict_scratch += between[0] + between[1];
        info
    }

    /// What is known of the stage `S`, under this name.
    #[must_use]
    pub const fn of<S: Stage>(name: &'static str) -> Self {
        S::INFO.named(name)
    }

    /// With these names of the layers that it consists of, which are as many or, where they are
    /// pairs of pairs, more.
    #[doc(hidden)]
    #[must_use]
    pub const fn relabeled(mut self, layers: &'static [Self]) -> Self {
        self.layers = layers;
        self
    }

    /// Under this name.
    #[must_use]
    pub const fn named(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// With this activation.
    #[must_use]
    pub const fn activation<A: LayerActivation>(mut self) -> Self {
        self.activation = A::NAME;
        self.reads_preactivation = A::READS_PREACTIVATION;
        self
    }

    /// With this many parameters, where [`tensors`](Self::tensors) does not name them.
    #[must_use]
    pub const fn parameters(mut self, parameters: usize) -> Self {
        self.parameters = parameters;
        self
    }

    /// With these arrays of parameters.
    #[must_use]
    pub const fn tensors(mut self, tensors: &'static [Tensor]) -> Self {
        (self.tensors, self.parameters) = (tensors, 0);
        let mut i = 0;
        while i < tensors.len() {
            self.parameters += tensors[i].len();
            i += 1;
        }
        self
    }

    /// With this many statistics, which are the last of the [`tensors`](Self::tensors).
    #[must_use]
    pub const fn statistics(mut self, statistics: usize) -> Self {
        self.statistics = statistics;
        self.parameters -= statistics;
        self
    }

    /// With this many multiply-adds in the prediction of one sample.
    #[must_use]
    pub const fn multiply_adds(mut self, multiply_adds: usize) -> Self {
        self.multiply_adds = multiply_adds;
        self
    }

    /// With this many rows of a tile that forward saves for backward.
    #[must_use]
    pub const fn saved(mut self, rows: usize) -> Self {
        self.saved = rows;
        self
    }

    /// With this many rows of a tile that backward works in.
    #[must_use]
    pub const fn scratch(mut self, rows: usize) -> Self {
        self.scratch = rows;
        self
    }

    /// With this many rows of a tile that predictions work in.
    #[must_use]
    pub(crate) const fn predict_scratch(mut self, rows: usize) -> Self {
        self.predict_scratch = rows;
        self
    }

    /// Which a batch in training has at least this many samples for.
    #[must_use]
    pub(crate) const fn smallest_batch(mut self, samples: usize) -> Self {
        self.smallest_batch = samples;
        self
    }

    /// Of these layers, whose parameters, statistics and multiply-adds it has.
    #[must_use]
    pub const fn layers(mut self, layers: &'static [Self]) -> Self {
        self.layers = layers;
        let mut i = 0;
        while i < layers.len() {
            self.parameters += layers[i].parameters;
            self.statistics += layers[i].statistics;
            self.multiply_adds += layers[i].multiply_adds;
            self.smallest_batch = larger(self.smallest_batch, layers[i].smallest_batch);
            self.shardable = self.shardable && layers[i].shardable;
            i += 1;
        }
        self
    }

    /// Which backward adds to a gradient tile by tile.
    #[must_use]
    pub(crate) const fn unshardable(mut self) -> Self {
        self.shardable = false;
        self
    }

    /// Whether this layer may stay in registers with others.
    #[must_use]
    pub(crate) const fn in_registers(mut self, in_registers: bool) -> Self {
        self.in_registers = in_registers;
        self
    }

    /// How many numbers an input has.
    #[must_use]
    pub const fn inputs(&self) -> usize {
        product(self.input)
    }

    /// How many numbers an output has.
    #[must_use]
    pub const fn outputs(&self) -> usize {
        product(self.output)
    }

    /// How many rows of a tile the layer leaves for backward: its outputs, its pre-activations if
    /// the activation's derivative reads them, and what it saves.
    #[must_use]
    pub const fn tape(&self) -> usize {
        self.outputs() * if self.reads_preactivation { 2 } else { 1 } + self.saved
    }

    /// Whether the activation's derivative reads pre-activations.
    pub(crate) const fn reads_preactivation(&self) -> bool {
        self.reads_preactivation
    }

    /// Whether backward adds each shard of a batch to a gradient by itself.
    #[doc(hidden)]
    #[must_use]
    pub const fn is_shardable(&self) -> bool {
        self.shardable
    }

    /// Whether the layer, or each layer of the network, is small enough to stay in registers with
    /// others.
    #[doc(hidden)]
    #[must_use]
    pub const fn fits_registers(&self) -> bool {
        self.in_registers
    }
}

/// An array of parameters or statistics of a layer.
#[doc(alias = "텐서")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tensor {
    /// The end of its key in a file of weights, such as `weight`.
    pub name: &'static str,
    /// Its shape, row-major.
    pub shape: &'static [usize],
}

impl Tensor {
    /// The array of that name and shape.
    pub const fn new(name: &'static str, shape: &'static [usize]) -> Self {
        Self { name, shape }
    }

    /// How many numbers it has.
    pub const fn len(&self) -> usize {
        product(self.shape)
    }

    /// Whether it has none, as the bias of a layer without one.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub(crate) const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// The product of a shape's extents.
pub(crate) const fn product(shape: &[usize]) -> usize {
    let (mut product, mut i) = (1, 0);
    while i < shape.len() {
        product *= shape[i];
        i += 1;
    }
    product
}

/// Writes the table of a network's layers, as `Display` prints it.
///
/// # Errors
///
/// If the formatter fails.
pub fn write_table(f: &mut fmt::Formatter<'_>, network: &str, layers: &[LayerInfo]) -> fmt::Result {
    let name = layers.iter().map(|layer| layer.name.len()).fold(5, usize::max);
    let kind = layers.iter().map(|layer| layer.kind.len() + 1 + layer.activation.len()).fold(4, usize::max);
    let shape = layers.iter().map(|layer| width(&Shape(layer))).fold(5, usize::max);
    writeln!(f, "{network}")?;
    writeln!(
        f,
        "  {:name$}  {:kind$}  {:shape$}  {:>12}  {:>14}",
        "layer", "kind", "shape", "parameters", "multiply-adds"
    )?;
    for layer in layers {
        write!(f, "  {:name$}  {} {}", layer.name, layer.kind, layer.activation)?;
        let padding = kind - layer.kind.len() - 1 - layer.activation.len();
        write!(f, "{:padding$}  {}", "", Shape(layer))?;
        let padding = shape - width(&Shape(layer));
        writeln!(f, "{:padding$}  {:>12}  {:>14}", "", layer.parameters, layer.multiply_adds)?;
    }
    let sum = |count: fn(&LayerInfo) -> usize| layers.iter().map(count).sum::<usize>();
    let (parameters, multiply_adds) = (sum(|layer| layer.parameters), sum(|layer| layer.multiply_adds));
    write!(f, "  {:name$}  {:kind$}  {:shape$}  {parameters:>12}  {multiply_adds:>14}", "total", "", "")
}

/// A layer's shapes, `2 → 4`.
struct Shape<'a>(&'a LayerInfo);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extents = |f: &mut fmt::Formatter<'_>, shape: &[usize]| {
            shape.iter().enumerate().try_for_each(|(i, extent)| write!(f, "{}{extent}", if i == 0 { "" } else { "×" }))
        };
        extents(f, self.0.input)?;
        f.write_str(" → ")?;
        extents(f, self.0.output)
    }
}

/// How many characters `text` prints.
fn width(text: &impl fmt::Display) -> usize {
    struct Count(usize);

    impl fmt::Write for Count {
        fn write_str(&mut self, s: &str) -> fmt::Result {
            self.0 += s.chars().count();
            Ok(())
        }
    }

    let mut count = Count(0);
    // `Count` never fails.
    let _ = fmt::write(&mut count, format_args!("{text}"));
    count.0
}
