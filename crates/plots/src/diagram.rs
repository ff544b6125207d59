//! Diagrams of networks.

use sinew_layers::LayerInfo;

use crate::axis::parameters;
use crate::blocks::draw_blocks;
use crate::color::{INK, MUTED};
use crate::neurons::{Size, draw_neurons};
use crate::picture::{Anchor, Text};
use crate::{Picture, PlotError};

/// A network, drawn from the table of its layers.
///
/// Small networks, of up to 8 layers of up to 16 neurons, are drawn as neurons and connections;
/// others as blocks: a bar for a layer of neurons, a stack of plates for images, larger for more
/// numbers, on a logarithmic scale, as the picture says. Many layers are drawn in several rows.
///
/// # Errors
///
/// If there is no layer.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     struct Xor = 2 => 4 relu => 1 sigmoid;
/// }
///
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let picture = sinew_plots::diagram("Xor", Xor::LAYERS)?;
/// assert_eq!(picture.svg().matches("<circle").count(), 2 + 4 + 1);
/// # Ok(())
/// # }
/// ```
pub fn diagram(name: &str, layers: &[LayerInfo]) -> Result<Picture, PlotError> {
    let first = layers.first().ok_or(PlotError::Empty { what: "layer" })?;
    let input = Column { name: "input", title: "input".into(), shape: first.input, layer: None };
    let columns: Vec<Column> = [input].into_iter().chain(layers.iter().map(Column::of)).collect();
    let total = layers.iter().map(|layer| layer.parameters).fold(0, usize::saturating_add);
    let heading = format!("{name}: {}", parameters(total));
    let mut picture = match Size::of(&columns) {
        Some(size) => draw_neurons(&columns, &size),
        None => draw_blocks(&columns),
    };
    picture.text(Text::new(heading, [24.0, 24.0], 15.0, INK).within(picture.width() - 48.0));
    Ok(picture)
}

/// What is between two layers: the input, or the output of a layer.
pub(crate) struct Column<'a> {
    pub name: &'a str,
    /// What made it, such as `dense relu`.
    pub title: String,
    pub shape: &'a [usize],
    /// The layer before it.
    pub layer: Option<&'a LayerInfo>,
}

impl<'a> Column<'a> {
    fn of(layer: &'a LayerInfo) -> Self {
        Self { name: layer.name, title: title(layer), shape: layer.output, layer: Some(layer) }
    }

    /// How many numbers it has.
    pub(crate) fn len(&self) -> usize {
        self.shape.iter().copied().fold(1, usize::saturating_mul)
    }

    /// Writes the caption below a point.
    pub(crate) fn caption(&self, picture: &mut Picture, [x, y]: [f32; 2], width: f32) {
        let learned = self.layer.map(|layer| layer.parameters).filter(|&parameters| parameters > 0);
        let lines = [
            (self.name.to_owned(), 12.0, INK),
            (shape(self.shape), 11.0, INK),
            (if self.layer.is_some() { self.title.clone() } else { String::new() }, 11.0, MUTED),
            (learned.map(parameters).unwrap_or_default(), 10.0, MUTED),
        ];
        let lines = lines.into_iter().filter(|(text, ..)| !text.is_empty());
        for (i, (text, size, color)) in lines.enumerate() {
            let text = Text::new(text, [x, y + 15.0 * i as f32], size, color).within(width);
            picture.text(text.anchored(Anchor::Middle));
        }
    }
}

/// The height of a caption.
pub(crate) const CAPTION: f32 = 62.0;

/// A layer's kind and its activation, unless that is the identity.
pub(crate) fn title(layer: &LayerInfo) -> String {
    match layer.activation {
        "" | "identity" => layer.kind.to_owned(),
        activation => format!("{} {activation}", layer.kind),
    }
}

/// A shape in writing: `6×24×24`.
pub(crate) fn shape(extents: &[usize]) -> String {
    extents.iter().map(ToString::to_string).collect::<Vec<_>>().join("×")
}
