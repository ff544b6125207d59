//! Decision boundaries of classifiers with two inputs.

use std::collections::BTreeSet;

use crate::axis::{Axis, range};
use crate::color::{Color, FRAME, INK, MISSING, MUTED, WHITE, palette};
use crate::picture::{Anchor, Element, Image, Paint, Point, Text};
use crate::{Picture, PlotError, font};

/// What a classifier says about a point.
///
/// It is made from a class, from the probability of class 1 of two, or from the probabilities of
/// all classes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    class: usize,
    /// How much more likely the class is than a guess, from 0 to 1; `NaN` if the network's output
    /// is.
    certainty: f32,
}

impl From<usize> for Decision {
    fn from(class: usize) -> Self {
        Self { class, certainty: 1.0 }
    }
}

impl From<f32> for Decision {
    fn from(probability: f32) -> Self {
        Self { class: usize::from(probability >= 0.5), certainty: (2.0 * probability - 1.0).abs() }
    }
}

impl<const N: usize> From<[f32; N]> for Decision {
    fn from(probabilities: [f32; N]) -> Self {
        if let [probability] = probabilities[..] {
            return probability.into();
        }
        let best = (0..N).max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
        let Some(class) = best else { return Self { class: 0, certainty: f32::NAN } };
        let guess = 1.0 / N as f32;
        Self { class, certainty: (probabilities[class] - guess) / (1.0 - guess) }
    }
}

/// The decisions of a classifier on the plane around some samples, and the samples, each in the
/// color of its class.
///
/// The stronger a color, the surer the classifier; where its output is not a number, the ground is
/// gray. `samples` are points with their classes. The picture shows the square around them, or from
/// −1 to 1 if there are none; so pictures of the same samples can be the frames of a film.
///
/// # Errors
///
/// If there are samples, but none is finite.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let net = network!(2 => 4 relu => 1 sigmoid);
/// let samples = [([0.0, 0.0], 0), ([0.0, 1.0], 1), ([1.0, 0.0], 1), ([1.0, 1.0], 0)];
///
/// let picture = sinew_plots::decision_boundary(|point| net.predict(&point), samples)?;
/// assert_eq!(picture.svg().matches("<circle").count(), 4);
/// # Ok(())
/// # }
/// ```
pub fn decision_boundary<D: Into<Decision>>(
    classify: impl Fn([f32; 2]) -> D,
    samples: impl IntoIterator<Item = ([f32; 2], usize)>,
) -> Result<Picture, PlotError> {
    let samples: Vec<_> = samples.into_iter().collect();
    let plane = Plane::around(&samples)?;
    let mut picture = Picture::new(LEFT + SIDE + 18.0, TOP + SIDE + 30.0);
    picture.text(Text::new("Decision boundary", [LEFT, 22.0], 15.0, INK));
    let frame = Frame { at: [LEFT, TOP], side: SIDE };
    plane.draw_decisions(&mut picture, frame, classify);
    plane.draw_axes(&mut picture);
    plane.draw_samples(&mut picture, frame, &samples, if samples.len() > 300 { 2.5 } else { 4.0 });
    draw_legend(&mut picture, &samples);
    Ok(picture)
}

/// The decisions of several classifiers on the plane around the same samples, side by side in rows
/// of three, each with a caption: how a boundary develops in training.
///
/// The pictures are those of [`decision_boundary`], but smaller and without axes.
///
/// # Errors
///
/// If there is no classifier, or if there are samples, but none is finite.
///
/// # Examples
///
/// ```
/// use sinew::prelude::*;
///
/// network! {
///     struct Xor = 2 => 4 tanh => 1 sigmoid;
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let xor = sinew::data::gates::xor();
/// let mut frames = vec![];
/// let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(300);
/// trainer.fit_with(&mut Xor::seeded(1), &xor, |progress| {
///     let epoch = progress.history.epochs.len();
///     if epoch % 100 == 0 {
///         frames.push((format!("epoch {epoch}"), progress.network.to_boxed()));
///     }
///     Ok::<_, sinew::training::TrainError>(())
/// })?;
///
/// let frames = frames.iter().map(|(caption, net)| (caption, |point| net.predict(&point)));
/// let picture = sinew_plots::decision_boundaries(frames, [([0.0, 0.0], 0), ([0.0, 1.0], 1)])?;
/// assert!(picture.svg().contains("epoch 300"));
/// # Ok(())
/// # }
/// ```
pub fn decision_boundaries<S: Into<String>, F: Fn([f32; 2]) -> D, D: Into<Decision>>(
    frames: impl IntoIterator<Item = (S, F)>,
    samples: impl IntoIterator<Item = ([f32; 2], usize)>,
) -> Result<Picture, PlotError> {
    let (frames, samples): (Vec<_>, Vec<_>) = (frames.into_iter().collect(), samples.into_iter().collect());
    if frames.is_empty() {
        return Err(PlotError::Empty { what: "classifier" });
    }
    let plane = Plane::around(&samples)?;
    let (columns, rows) = (frames.len().min(COLUMNS), frames.len().div_ceil(COLUMNS));
    let width = GAP + columns as f32 * (SMALL_SIDE + GAP);
    let mut picture = Picture::new(width, rows as f32 * (CAPTION + SMALL_SIDE) + GAP);
    for (i, (caption, classify)) in frames.into_iter().enumerate() {
        let (row, column) = ((i / COLUMNS) as f32, (i % COLUMNS) as f32);
        let [x, y] = [GAP + column * (SMALL_SIDE + GAP), row * (CAPTION + SMALL_SIDE)];
        picture.text(Text::new(caption, [x, y + CAPTION / 2.0], 12.0, INK).within(SMALL_SIDE));
        let frame = Frame { at: [x, y + CAPTION], side: SMALL_SIDE };
        plane.draw_decisions(&mut picture, frame, classify);
        plane.draw_samples(&mut picture, frame, &samples, 2.0);
    }
    Ok(picture)
}

const LEFT: f32 = 52.0;
const TOP: f32 = 42.0;
const SIDE: f32 = 400.0;

/// The pictures in a row, and their measures.
const COLUMNS: usize = 3;
const SMALL_SIDE: f32 = 160.0;
const CAPTION: f32 = 30.0;
const GAP: f32 = 14.0;

/// The square of the picture in which a plane is drawn; the ground has a pixel for each unit.
#[derive(Clone, Copy)]
struct Frame {
    at: Point,
    side: f32,
}

/// A square of the plane.
struct Plane {
    x: [f64; 2],
    y: [f64; 2],
}

impl Plane {
    fn around(samples: &[([f32; 2], usize)]) -> Result<Self, PlotError> {
        if samples.is_empty() {
            return Ok(Self { x: [-1.0, 1.0], y: [-1.0, 1.0] });
        }
        let finite = || samples.iter().filter(|(point, _)| is_place(*point)).map(|(point, _)| point.map(f64::from));
        let (Some(x), Some(y)) = (range(finite().map(|point| point[0])), range(finite().map(|point| point[1]))) else {
            return Err(PlotError::Empty { what: "finite sample" });
        };
        let half = 0.58 * (x[1] - x[0]).max(y[1] - y[0]);
        let middles = [x, y].map(|[low, high]| f64::midpoint(low, high));
        // A single point gets room around it.
        let half = if half > 0.0 { half } else { middles[0].abs().max(middles[1].abs()).max(1.0) };
        let [x, y] = middles.map(|middle| [middle - half, middle + half]);
        Ok(Self { x, y })
    }

    fn draw_decisions<D: Into<Decision>>(
        &self,
        picture: &mut Picture,
        Frame { at, side }: Frame,
        classify: impl Fn([f32; 2]) -> D,
    ) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a few hundred
        let pixels = side as usize;
        let image = paint(&self.decide(pixels, classify), pixels);
        picture.add(Element::Image { at, size: [side; 2], image });
        picture.add(Element::Rectangle { at, size: [side; 2], radius: 0.0, paint: Paint::stroke(FRAME, 1.0) });
    }

    /// The classifier's decision at the middle of each pixel, row by row from the top, `pixels` to
    /// a side.
    fn decide<D: Into<Decision>>(&self, pixels: usize, classify: impl Fn([f32; 2]) -> D) -> Vec<Decision> {
        #[allow(clippy::cast_possible_truncation)] // networks take `f32`
        let at = |[low, high]: [f64; 2], i: usize| (low + (high - low) * (i as f64 + 0.5) / pixels as f64) as f32;
        let rows = (0..pixels).rev();
        rows.flat_map(|row| (0..pixels).map(move |column| (row, column)))
            .map(|(row, column)| classify([at(self.x, column), at(self.y, row)]).into())
            .collect()
    }

    fn draw_axes(&self, picture: &mut Picture) {
        #[allow(clippy::cast_possible_truncation)] // a number between 0 and 1
        let ticks = |range| {
            let axis = Axis::exact(range, 5);
            let ticks = axis.ticks.iter().filter_map(|tick| Some((tick.label.clone(), axis.place(tick.value)? as f32)));
            ticks.collect::<Vec<_>>()
        };
        for (label, place) in ticks(self.x) {
            let at = [LEFT + SIDE * place, TOP + SIDE + 14.0];
            picture.text(Text::new(label, at, 11.0, MUTED).centered_between([0.0, picture.width()]));
        }
        for (label, place) in ticks(self.y) {
            let at = [LEFT - 8.0, TOP + SIDE * (1.0 - place)];
            let size = 11.0_f32.min(11.0 * (LEFT - 10.0) / font::width(&label, 11.0));
            picture.text(Text::new(label, at, size, MUTED).anchored(Anchor::End));
        }
    }

    fn draw_samples(
        &self,
        picture: &mut Picture,
        Frame { at: [left, top], side }: Frame,
        samples: &[([f32; 2], usize)],
        radius: f32,
    ) {
        #[allow(clippy::cast_possible_truncation)] // positions in a picture
        let share = |[low, high]: [f64; 2], x: f32| ((f64::from(x) - low) / (high - low)) as f32;
        for (point, class) in samples.iter().filter(|(point, _)| is_place(*point)) {
            let paint = Paint::fill(palette(*class)).outlined(WHITE, radius / 4.0);
            let center = [left + side * share(self.x, point[0]), top + side * (1.0 - share(self.y, point[1]))];
            picture.add(Element::Circle { center, radius, paint });
        }
    }
}

/// Whether a sample can be drawn.
fn is_place(point: [f32; 2]) -> bool {
    point.iter().all(|x| x.is_finite())
}

/// The numbers of the samples' classes in their colors, the highest at the right; the first ten of
/// them.
fn draw_legend(picture: &mut Picture, samples: &[([f32; 2], usize)]) {
    let classes: BTreeSet<usize> = samples.iter().map(|(_, class)| *class).collect();
    let mut x = LEFT + SIDE;
    for class in classes.into_iter().take(10).rev() {
        let label = class.to_string();
        let width = font::width(&label, 11.5);
        if x - width < LEFT + 160.0 {
            return; // it would run into the title
        }
        picture.text(Text::new(label, [x, 22.0], 11.5, INK).anchored(Anchor::End));
        let at = [x - width - 14.0, 17.0];
        picture.add(Element::Rectangle { at, size: [10.0; 2], radius: 3.0, paint: Paint::fill(palette(class)) });
        x -= width + 24.0;
    }
}

/// Paints the decisions in colors, and white where two classes meet, with `pixels` to a side.
fn paint(decisions: &[Decision], pixels: usize) -> Image {
    let color = |i: usize| {
        let Decision { class, certainty } = decisions[i];
        if certainty.is_nan() {
            return MISSING;
        }
        let differs = |j: Option<&Decision>| j.is_some_and(|other| other.class != class);
        let right = if (i + 1).is_multiple_of(pixels) { None } else { decisions.get(i + 1) };
        if differs(right) || differs(decisions.get(i + pixels)) {
            return WHITE;
        }
        tint(palette(class), certainty)
    };
    Image { width: pixels, height: pixels, pixels: (0..decisions.len()).map(color).collect() }
}

/// A color light enough for samples to stand out against it.
fn tint(color: Color, certainty: f32) -> Color {
    // Eight steps of certainty compress better than a smooth gradient, and look like the contour
    // lines of a map.
    let step = (certainty.clamp(0.0, 1.0) * 8.0).round() / 8.0;
    WHITE.mix(color, f64::from(0.12 + 0.38 * step))
}
