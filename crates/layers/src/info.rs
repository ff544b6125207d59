//! The table of a network's layers.

use core::fmt;

use sinew_activations::LayerActivation;

use crate::Stage;

/// A layer's row in the table of a network.
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
    /// What its parameters, and behind them its statistics, are called in files. None for layers of layers.
    pub tensors: &'static [Tensor],
    /// The layers that it consists of, such as those of a residual branch, in order of declaration.
    pub layers: &'static [LayerInfo],
    /// How many rows of a tile the layer leaves for backward: outputs, perhaps logits, and its memory.
    pub tape: usize,
    /// How many rows of a tile backward needs while it is at the layer.
    pub scratch: usize,
    memory: usize,
    predict_scratch: usize,
    adds_once: bool,
}

/// An array of parameters or statistics of a layer.
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

impl LayerInfo {
    /// The row of the stage `S`.
    pub const fn of<S: Stage>(name: &'static str) -> Self {
        Self {
            name,
            kind: S::KIND,
            activation: S::Activation::NAME,
            input: S::INPUT,
            output: S::OUTPUT,
            parameters: S::COUNT,
            statistics: S::STATISTICS,
            multiply_adds: S::MULTIPLY_ADDS,
            tensors: S::TENSORS,
            layers: S::LAYERS,
            memory: S::MEMORY,
            tape: S::TAPE,
            scratch: S::SCRATCH,
            predict_scratch: S::PREDICT_SCRATCH,
            adds_once: S::ADDS_ONCE,
        }
    }
}

/// What the layers of a chain need together: the constants of a stage that runs them one after the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChainInfo {
    /// How many multiply-adds a prediction takes for one sample.
    pub multiply_adds: usize,
    /// How many numbers all layers measure.
    pub statistics: usize,
    /// Rows of the two buffers that take turns between the layers: the one behind the first layer, the third, and so on, and the other one.
    pub buffers: [usize; 2],
    /// Rows for the tapes of all layers but the last, and for the memory of that.
    pub memory: usize,
    /// Rows for the gradients between layers, in the two buffers, and those of the neediest layer.
    pub scratch: usize,
    /// The same for predictions.
    pub predict_scratch: usize,
}

impl ChainInfo {
    /// Of these layers.
    pub const fn of(layers: &[LayerInfo]) -> Self {
        let mut chain =
            Self { multiply_adds: 0, statistics: 0, buffers: [0; 2], memory: 0, scratch: 0, predict_scratch: 0 };
        let mut i = 0;
        while i < layers.len() {
            let layer = &layers[i];
            let is_last = i + 1 == layers.len();
            chain.multiply_adds += layer.multiply_adds;
            chain.statistics += layer.statistics;
            let between = if is_last { 0 } else { product(layer.output) };
            chain.buffers[i % 2] = larger(chain.buffers[i % 2], between);
            chain.memory += if is_last { layer.memory } else { layer.tape };
            chain.scratch = larger(chain.scratch, layer.scratch);
            chain.predict_scratch = larger(chain.predict_scratch, layer.predict_scratch);
            i += 1;
        }
        chain.scratch += chain.buffers[0] + chain.buffers[1];
        chain.predict_scratch += chain.buffers[0] + chain.buffers[1];
        chain
    }
}

/// Whether there are layers, and all add to a gradient once.
pub(crate) const fn add_once(layers: &[LayerInfo]) -> bool {
    let mut i = 0;
    while i < layers.len() && layers[i].adds_once {
        i += 1;
    }
    i > 0 && i == layers.len()
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
