//! Confusion matrices.

use crate::axis::grouped;
use crate::color::{FRAME, INK, MUTED, WHITE, sequential};
use crate::picture::{Anchor, Element, Image, Paint, Point, Text};
use crate::{Picture, PlotError, font};

/// How often each class was predicted as which: a row for each true class, a column for each
/// predicted one.
///
/// Colors show the share of a row's samples, so the diagonal shows the recall of each class.
/// `names` are those of the classes; without names, classes are numbered. Above 30 classes there
/// are only colors and no counts.
///
/// # Errors
///
/// If there is no class, if a row is not as long as there are rows, or if `names` is neither empty
/// nor has a name for each class.
///
/// # Examples
///
/// ```
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let counts = [[10, 0, 0], [0, 8, 2], [0, 1, 9]]; // [truth][prediction]
/// let picture = sinew_plots::confusion_matrix(&counts, &["setosa", "versicolor", "virginica"])?;
/// assert!(picture.svg().contains("versicolor"));
/// # Ok(())
/// # }
/// ```
pub fn confusion_matrix<R, S>(counts: &[R], names: &[S]) -> Result<Picture, PlotError>
where
    R: AsRef<[usize]>,
    S: AsRef<str>,
{
    let rows: Vec<&[usize]> = counts.iter().map(AsRef::as_ref).collect();
    check(&rows, names.len())?;
    let names: Vec<String> = match names {
        [] => (0..rows.len()).map(|class| class.to_string()).collect(),
        names => names.iter().map(|name| name.as_ref().to_owned()).collect(),
    };
    let matrix = Matrix::new(&rows, &names);
    let [width, height] = [matrix.left + matrix.extent() + 24.0, matrix.top + matrix.extent() + 50.0 + matrix.below];
    let mut picture = Picture::new(width.max(MIN_WIDTH), height);
    matrix.draw_heading(&mut picture);
    if rows.len() <= MOST_NUMBERED {
        matrix.draw_cells(&mut picture);
        matrix.draw_names(&mut picture);
    } else {
        matrix.draw_pixels(&mut picture);
    }
    Ok(picture)
}

/// With more classes, there are neither numbers nor names.
const MOST_NUMBERED: usize = 30;

const NAME: f32 = 11.5;

/// The most room that a name takes.
const LONGEST_NAME: f32 = 120.0;

/// Room for the heading.
const MIN_WIDTH: f32 = 240.0;

fn check(rows: &[&[usize]], names: usize) -> Result<(), PlotError> {
    let classes = rows.len();
    if classes == 0 {
        return Err(PlotError::Empty { what: "class" });
    }
    if let Some(row) = rows.iter().find(|row| row.len() != classes) {
        return Err(PlotError::Length { what: "row of the confusion matrix", expected: classes, found: row.len() });
    }
    if names != 0 && names != classes {
        return Err(PlotError::Length { what: "names of classes", expected: classes, found: names });
    }
    Ok(())
}

struct Matrix<'a> {
    rows: &'a [&'a [usize]],
    names: &'a [String],
    left: f32,
    top: f32,
    /// The side of a cell.
    cell: f32,
    /// Whether the columns' names are vertical, since they are wider than their columns.
    upright: bool,
    /// How much room the columns' names take.
    below: f32,
}

impl<'a> Matrix<'a> {
    fn new(rows: &'a [&'a [usize]], names: &'a [String]) -> Self {
        let numbered = rows.len() <= MOST_NUMBERED;
        let widest = names.iter().map(|name| font::width(name, NAME)).fold(0.0, f32::max).min(LONGEST_NAME);
        let widest = if numbered { widest } else { 0.0 };
        let cell = if numbered { (400.0 / rows.len() as f32).clamp(26.0, 64.0) } else { 480.0 / rows.len() as f32 };
        let upright = widest > cell - 6.0;
        let below = if upright { widest } else { NAME };
        Self { rows, names, left: 56.0 + widest, top: 46.0, cell, upright, below }
    }

    fn extent(&self) -> f32 {
        self.cell * self.rows.len() as f32
    }

    fn draw_heading(&self, picture: &mut Picture) {
        let [total, right] = self.totals();
        let title = match total {
            0 => "No predictions".to_owned(),
            total => format!("{} of {} right", grouped(right), grouped(total)),
        };
        let [left, middle] = [self.left, self.extent() / 2.0];
        picture.text(Text::new(title, [24.0, 22.0], 15.0, INK).within(picture.width() - 48.0));
        let below = self.top + self.extent() + self.below + 28.0;
        picture.text(Text::new("prediction", [left + middle, below], NAME, MUTED).anchored(Anchor::Middle));
        picture.text(Text::new("truth", [24.0, self.top + middle], NAME, MUTED).anchored(Anchor::Middle).turned());
    }

    /// How many samples there are, and how many of them were predicted correctly.
    fn totals(&self) -> [usize; 2] {
        let sum = |counts: &mut dyn Iterator<Item = usize>| counts.fold(0, usize::saturating_add);
        let all = sum(&mut self.rows.iter().flat_map(|row| row.iter().copied()));
        [all, sum(&mut self.rows.iter().enumerate().map(|(class, row)| row[class]))]
    }

    /// The share of a count in its row.
    fn share(&self, truth: usize, prediction: usize) -> f64 {
        let total: f64 = self.rows[truth].iter().map(|&count| count as f64).sum();
        if total > 0.0 { self.rows[truth][prediction] as f64 / total } else { 0.0 }
    }

    fn corner(&self, truth: usize, prediction: usize) -> Point {
        [self.left + self.cell * prediction as f32, self.top + self.cell * truth as f32]
    }

    fn draw_cells(&self, picture: &mut Picture) {
        for truth in 0..self.rows.len() {
            for prediction in 0..self.rows.len() {
                self.draw_cell(picture, truth, prediction);
            }
        }
    }

    fn draw_cell(&self, picture: &mut Picture, truth: usize, prediction: usize) {
        let ([x, y], count) = (self.corner(truth, prediction), self.rows[truth][prediction]);
        let color = sequential(self.share(truth, prediction));
        let paint = Paint::fill(color).outlined(if count == 0 { FRAME.mix(WHITE, 0.5) } else { color }, 1.0);
        let side = self.cell - 3.0;
        picture.add(Element::Rectangle { at: [x + 1.5, y + 1.5], size: [side, side], radius: 3.0, paint });
        if count > 0 {
            let text = grouped(count);
            let size = 12.0_f32.min(12.0 * (side - 4.0) / font::width(&text, 12.0));
            let color = if color.is_dark() { WHITE } else { INK };
            let middle = [x + self.cell / 2.0, y + self.cell / 2.0];
            picture.text(Text::new(text, middle, size, color).anchored(Anchor::Middle));
        }
    }

    fn draw_names(&self, picture: &mut Picture) {
        for (class, name) in self.names.iter().enumerate() {
            let along = self.cell * (class as f32 + 0.5);
            let text = |at| Text::new(name, at, NAME, INK).within(LONGEST_NAME);
            picture.text(text([self.left - 8.0, self.top + along]).anchored(Anchor::End));
            let (x, bottom) = (self.left + along, self.top + self.extent());
            picture.text(if self.upright {
                text([x, bottom + 8.0]).turned().anchored(Anchor::End)
            } else {
                text([x, bottom + 12.0]).anchored(Anchor::Middle)
            });
        }
    }

    fn draw_pixels(&self, picture: &mut Picture) {
        let classes = self.rows.len();
        let pixels = (0..classes * classes).map(|i| sequential(self.share(i / classes, i % classes))).collect();
        let image = Image { width: classes, height: classes, pixels };
        let (at, size) = ([self.left, self.top], [self.extent(); 2]);
        picture.add(Element::Image { at, size, image });
        picture.add(Element::Rectangle { at, size, radius: 0.0, paint: Paint::stroke(FRAME, 1.0) });
    }
}
