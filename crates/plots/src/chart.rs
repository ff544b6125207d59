//! Charts of lines.

use crate::axis::{Axis, range};
use crate::color::{FRAME, GRID, INK, MUTED, WHITE, palette};
use crate::picture::{Anchor, Element, Paint, Point, Text};
use crate::{Picture, PlotError, font};

/// A chart of lines over a common axis.
///
/// Points with a number that is not finite are gaps, and a point between two gaps is a dot. A line
/// with more points than fit into the picture keeps its extremes.
///
/// # Examples
///
/// ```
/// use sinew_plots::Chart;
///
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let rates = (1..=100).map(|step| [f64::from(step), 0.01 / f64::from(step)]);
/// let picture = Chart::new("Learning rate").axes("step", "rate").line("1/n", rates).logarithmic().draw()?;
/// assert_eq!((picture.width(), picture.height()), (480.0, 340.0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Chart {
    title: String,
    x_label: String,
    y_label: String,
    lines: Vec<Line>,
    logarithmic: bool,
    whole: bool,
    rings: Vec<Ring>,
}

#[derive(Clone, Debug)]
struct Line {
    name: String,
    points: Vec<[f64; 2]>,
    dashed: bool,
}

/// A ring around a point, in the color of the last line.
#[derive(Clone, Debug)]
struct Ring {
    name: String,
    point: [f64; 2],
}

/// The size of a chart.
pub(crate) const SIZE: Point = [480.0, 340.0];

const TITLE: f32 = 15.0;
const LABEL: f32 = 11.5;
const NUMBER: f32 = 11.0;

/// A line with more points is thinned out.
const MOST_POINTS: usize = 1200;

/// The area within the axes.
#[derive(Clone, Copy)]
struct Area {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Chart {
    /// An empty chart.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Labels the axes.
    #[must_use]
    pub fn axes(mut self, x: impl Into<String>, y: impl Into<String>) -> Self {
        (self.x_label, self.y_label) = (x.into(), y.into());
        self
    }

    /// Adds a line. A line without a name is not in the legend.
    #[must_use]
    pub fn line(mut self, name: impl Into<String>, points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        self.lines.push(Line { name: name.into(), points: points.into_iter().collect(), dashed: false });
        self
    }

    /// Adds a dashed line.
    #[must_use]
    pub fn dashed(mut self, name: impl Into<String>, points: impl IntoIterator<Item = [f64; 2]>) -> Self {
        self.lines.push(Line { name: name.into(), points: points.into_iter().collect(), dashed: true });
        self
    }

    /// Uses a logarithmic vertical scale. Points that are not positive become gaps; if none is
    /// positive, the scale stays linear.
    #[must_use]
    pub fn logarithmic(mut self) -> Self {
        self.logarithmic = true;
        self
    }

    /// Puts ticks at whole numbers only along the horizontal axis.
    #[must_use]
    pub fn whole_numbers(mut self) -> Self {
        self.whole = true;
        self
    }

    /// Draws a ring around a point of the last line.
    pub(crate) fn ring(mut self, name: &str, point: Option<[f64; 2]>) -> Self {
        self.rings.extend(point.map(|point| Ring { name: name.into(), point }));
        self
    }

    /// Draws the chart.
    ///
    /// # Errors
    ///
    /// If no point has two finite coordinates.
    pub fn draw(&self) -> Result<Picture, PlotError> {
        let mut picture = Picture::new(SIZE[0], SIZE[1]);
        self.draw_at(&mut picture, [0.0, 0.0])?;
        Ok(picture)
    }

    /// Draws the chart at a position in a larger picture.
    pub(crate) fn draw_at(&self, picture: &mut Picture, [left, top]: Point) -> Result<(), PlotError> {
        let (x, y) = self.scales()?;
        let widest = y.ticks.iter().map(|tick| font::width(&tick.label, NUMBER)).fold(0.0, f32::max);
        let label = if self.y_label.is_empty() { 0.0 } else { 22.0 };
        let mut area = Area {
            left: left + 18.0 + label + widest,
            top: top + 46.0,
            right: left + SIZE[0] - 20.0,
            bottom: top + SIZE[1] - 48.0,
        };
        picture.text(Text::new(&self.title, [area.left, top + 22.0], TITLE, INK).within(area.right - area.left));
        area.top += self.draw_legend(picture, [area.left, top + 44.0], area.right);
        self.draw_axes(picture, area, &x, &y, left);
        for (i, line) in self.lines.iter().enumerate() {
            line.draw(picture, i, |point| area.place(point, &x, &y));
        }
        for center in self.rings.iter().filter_map(|ring| area.place(ring.point, &x, &y)) {
            self.draw_ring(picture, center);
        }
        Ok(())
    }

    fn draw_ring(&self, picture: &mut Picture, center: Point) {
        let last = palette(self.lines.len().saturating_sub(1));
        picture.add(Element::Circle { center, radius: 4.5, paint: Paint::fill(WHITE).outlined(last, 2.0) });
    }

    fn scales(&self) -> Result<(Axis, Axis), PlotError> {
        let points = || self.lines.iter().flat_map(|line| &line.points).filter(|[x, y]| x.is_finite() && y.is_finite());
        let (Some(xs), Some(ys)) = (range(points().map(|p| p[0])), range(points().map(|p| p[1]))) else {
            return Err(PlotError::Empty { what: "finite point" });
        };
        let x = if self.whole { Axis::whole(xs, 8) } else { Axis::linear(xs, 8) };
        let positive = range(points().map(|p| p[1]).filter(|&y| y > 0.0));
        let y = match positive {
            Some(positive) if self.logarithmic => Axis::logarithmic(positive),
            _ => Axis::linear(ys, 6),
        };
        Ok((x, y))
    }

    /// Draws the names of the lines and the rings in up to four rows, and returns the height of the
    /// rows.
    fn draw_legend(&self, picture: &mut Picture, [left, top]: Point, right: f32) -> f32 {
        const ROW: f32 = 18.0;
        let (mut x, mut y) = (left, top);
        let lines = self.lines.iter().enumerate().map(|(i, line)| (&line.name, Some((i, line.dashed))));
        let rings = self.rings.iter().map(|ring| (&ring.name, None));
        let named: Vec<_> = lines.chain(rings).filter(|(name, _)| !name.is_empty()).collect();
        for &(name, line) in &named {
            let width = 28.0 + font::width(name, LABEL).min(right - left - 28.0);
            if x > left && x + width > right {
                (x, y) = (left, y + ROW);
            }
            if y > top + 3.5 * ROW {
                return y - top - 4.0;
            }
            match line {
                Some((i, dashed)) => {
                    picture.line([x, y], [x + 20.0, y], Paint::stroke(palette(i), 2.0).dashed(dashed));
                }
                None => self.draw_ring(picture, [x + 14.0, y]),
            }
            picture.text(Text::new(name, [x + 28.0, y], LABEL, INK).within(width - 28.0));
            x += width + 18.0;
        }
        if named.is_empty() { 0.0 } else { y - top + ROW - 4.0 }
    }

    fn draw_axes(&self, picture: &mut Picture, area: Area, x: &Axis, y: &Axis, left: f32) {
        let Area { left: x0, top: y0, right: x1, bottom: y1 } = area;
        for tick in &y.ticks {
            let Some(height) = area.height(y, tick.value) else { continue };
            picture.line([x0, height], [x1, height], Paint::stroke(GRID, 1.0));
            picture.text(Text::new(&tick.label, [x0 - 8.0, height], NUMBER, MUTED).anchored(Anchor::End));
        }
        picture.line([x0, y1], [x1, y1], Paint::stroke(FRAME, 1.0));
        for tick in &x.ticks {
            let Some(across) = area.across(x, tick.value) else { continue };
            picture.line([across, y1], [across, y1 + 4.0], Paint::stroke(FRAME, 1.0));
            let number = Text::new(&tick.label, [across, y1 + 14.0], NUMBER, MUTED);
            picture.text(number.centered_between([left, left + SIZE[0]]));
        }
        let middle = [f32::midpoint(x0, x1), y1 + 33.0];
        picture.text(Text::new(&self.x_label, middle, LABEL, MUTED).within(x1 - x0).anchored(Anchor::Middle));
        let middle = [left + 18.0, f32::midpoint(y0, y1)];
        picture.text(Text::new(&self.y_label, middle, LABEL, MUTED).within(y1 - y0).anchored(Anchor::Middle).turned());
    }
}

impl Area {
    #[allow(clippy::cast_possible_truncation)] // a number between 0 and 1
    fn across(self, axis: &Axis, x: f64) -> Option<f32> {
        Some(self.left + axis.place(x)? as f32 * (self.right - self.left))
    }

    #[allow(clippy::cast_possible_truncation)] // a number between 0 and 1
    fn height(self, axis: &Axis, y: f64) -> Option<f32> {
        Some(self.bottom - axis.place(y)? as f32 * (self.bottom - self.top))
    }

    fn place(self, [px, py]: [f64; 2], x: &Axis, y: &Axis) -> Option<Point> {
        Some([self.across(x, px)?, self.height(y, py)?])
    }
}

impl Line {
    fn draw(&self, picture: &mut Picture, index: usize, place: impl Fn([f64; 2]) -> Option<Point>) {
        let color = palette(index);
        let places: Vec<Option<Point>> = self.points.iter().map(|&point| place(point)).collect();
        let runs = places.split(Option::is_none).filter(|run| !run.is_empty());
        let (dots, lines): (Vec<Vec<Point>>, _) =
            runs.map(|run| run.iter().copied().flatten().collect::<Vec<_>>()).partition(|run| run.len() == 1);
        for center in dots.into_iter().flatten() {
            picture.add(Element::Circle { center, radius: 3.0, paint: Paint::fill(color) });
        }
        if !lines.is_empty() {
            let lines = lines.into_iter().map(thinned).collect();
            picture.add(Element::Lines { lines, paint: Paint::stroke(color, 2.0).dashed(self.dashed) });
        }
    }
}

/// The lowest and the highest of each group of neighbors, if there are more points than can be
/// seen.
fn thinned(points: Vec<Point>) -> Vec<Point> {
    if points.len() <= MOST_POINTS {
        return points;
    }
    let by_height = |a: &&Point, b: &&Point| a[1].total_cmp(&b[1]);
    let groups = points.chunks(points.len().div_ceil(MOST_POINTS / 2));
    groups
        .flat_map(|group| {
            let mut pair: Vec<Point> = [group.iter().min_by(by_height), group.iter().max_by(by_height)]
                .into_iter()
                .flatten()
                .copied()
                .collect();
            pair.sort_by(|a, b| a[0].total_cmp(&b[0]));
            pair
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_the_extremes() {
        let points = (0..100_000_u32).map(|i| [i as f32, if i == 77_777 { 9.0 } else { (i % 7) as f32 }]);
        let thinned = thinned(points.collect());
        assert!(thinned.len() <= MOST_POINTS + 2);
        assert_eq!(thinned.iter().filter(|[x, y]| (*x - 77_777.0).abs() < 0.5 && *y > 8.0).count(), 1);
        assert!(thinned.is_sorted_by(|a, b| a[0] <= b[0]));
    }
}
