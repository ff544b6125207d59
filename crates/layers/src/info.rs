//! The table of a network's layers.

use core::fmt;

use sinew_activations::LayerActivation;
use sinew_tensors::Number;

use crate::Layer;

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
    /// How many multiply-adds a prediction takes for one sample.
    pub multiply_adds: usize,
    pub(crate) tape: usize,
    pub(crate) scratch: usize,
}

impl LayerInfo {
    /// The row of the layer `L`.
    pub const fn of<T: Number, L: Layer<T>>(name: &'static str) -> Self {
        Self {
            name,
            kind: L::KIND,
            activation: L::Activation::NAME,
            input: L::INPUT,
            output: L::OUTPUT,
            parameters: L::PARAMETERS,
            multiply_adds: L::MULTIPLY_ADDS,
            tape: L::TAPE,
            scratch: L::SCRATCH,
        }
    }
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

/// The largest of some widths.
pub const fn widest(widths: &[usize]) -> usize {
    let (mut widest, mut i) = (0, 0);
    while i < widths.len() {
        if widths[i] > widest {
            widest = widths[i];
        }
        i += 1;
    }
    widest
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
