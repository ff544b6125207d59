//! What the neurons of a first layer respond to.

use crate::color::{FRAME, INK, MUTED, diverging};
use crate::picture::{Anchor, Element, Image, Paint, Point, Text};
use crate::{Picture, PlotError};

/// The weights of a first layer as images, one for each `height × width` weights: red where they
/// are positive, blue where they are negative.
///
/// The strongest colors are those of the weight furthest from zero, leaving out the most extreme
/// hundredth of all weights. Weights that are not finite are gray. `shape` is `[height, width]`. If
/// there are more than 400 images, the first 400 are drawn.
///
/// # Errors
///
/// If there is no weight, or if they do not fill whole images.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     struct Digits = 64 => 32 relu => 10 softmax;
/// }
///
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let net = Digits::seeded(1);
/// let picture = sinew_plots::filters(net.layer1.weights.as_flattened(), [8, 8])?;
/// assert_eq!(picture.svg().matches("<image").count(), 32 + 1); // and the scale of colors
/// # Ok(())
/// # }
/// ```
pub fn filters<T: Copy + Into<f64>>(weights: &[T], [height, width]: [usize; 2]) -> Result<Picture, PlotError> {
    let weights: Vec<f64> = weights.iter().map(|&weight| weight.into()).collect();
    let area = height.saturating_mul(width);
    if weights.is_empty() || area == 0 {
        return Err(PlotError::Empty { what: "weight" });
    }
    if !weights.len().is_multiple_of(area) {
        return Err(PlotError::Length { what: "weights of whole images", expected: area, found: weights.len() });
    }
    let weights = &weights[..weights.len().min(area.saturating_mul(MOST_IMAGES))];
    let limit = limit(weights);
    let grid = Grid::new(weights.len() / area, height as f32 / width as f32);
    let mut picture = Picture::new(grid.width(), grid.height());
    picture.text(Text::new("Filters", [MARGIN, 22.0], 15.0, INK));
    draw_scale(&mut picture, limit, grid.width() - MARGIN);
    for (i, filter) in weights.chunks_exact(area).enumerate() {
        let pixels = filter.iter().map(|weight| diverging(weight / limit)).collect();
        let (at, size) = (grid.place(i), grid.size);
        picture.add(Element::Image { at, size, image: Image { width, height, pixels } });
        picture.add(Element::Rectangle { at, size, radius: 0.0, paint: Paint::stroke(FRAME, 0.75) });
    }
    Ok(picture)
}

const MOST_IMAGES: usize = 400;

const MARGIN: f32 = 18.0;
const TOP: f32 = 42.0;
const GAP: f32 = 6.0;

/// The magnitude that all but a hundredth of the weights are below; never zero.
fn limit(weights: &[f64]) -> f64 {
    let mut magnitudes: Vec<f64> = weights.iter().map(|weight| weight.abs()).filter(|x| x.is_finite()).collect();
    magnitudes.sort_by(f64::total_cmp);
    let rank = (magnitudes.len() * 99 / 100).min(magnitudes.len().saturating_sub(1));
    let limit = magnitudes.get(rank).copied().unwrap_or_default();
    if limit > 0.0 { limit } else { 1.0 }
}

/// The color scale, with its right end at `right`.
fn draw_scale(picture: &mut Picture, limit: f64, right: f32) {
    let [width, height] = [64.0, 8.0];
    let end = if (0.01..1000.0).contains(&limit) { format!("{limit:.2}") } else { format!("{limit:.1e}") };
    let room = crate::font::width(&end, 11.0) + 6.0;
    let (left, y) = (right - room - width, 22.0);
    let pixels = (-16..=16).map(|i| diverging(f64::from(i) / 16.0)).collect();
    let at = [left, y - height / 2.0];
    picture.add(Element::Image { at, size: [width, height], image: Image { width: 33, height: 1, pixels } });
    picture.text(Text::new(format!("−{end}"), [left - 6.0, y], 11.0, MUTED).anchored(Anchor::End));
    picture.text(Text::new(end, [right, y], 11.0, MUTED).anchored(Anchor::End));
}

/// Positions of images side by side, in a grid of about 3 : 2.
struct Grid {
    columns: usize,
    rows: usize,
    size: Point,
}

impl Grid {
    /// `aspect` is the height of an image relative to its width.
    fn new(count: usize, aspect: f32) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a positive number below `count`
        let columns = (1.5 * count as f32 * aspect).sqrt().round().max(1.0) as usize;
        let columns = columns.min(count);
        let rows = count.div_ceil(columns);
        let width = (600.0 / columns as f32).clamp(4.0, 72.0);
        Self { columns, rows, size: [width, (width * aspect).clamp(2.0, 600.0)] }
    }

    /// Never too narrow for the heading.
    fn width(&self) -> f32 {
        (2.0 * MARGIN + self.columns as f32 * (self.size[0] + GAP) - GAP).max(300.0)
    }

    fn height(&self) -> f32 {
        TOP + self.rows as f32 * (self.size[1] + GAP) - GAP + MARGIN
    }

    fn place(&self, i: usize) -> Point {
        let (row, column) = (i / self.columns, i % self.columns);
        [MARGIN + column as f32 * (self.size[0] + GAP), TOP + row as f32 * (self.size[1] + GAP)]
    }
}
