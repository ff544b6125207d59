//! How far to go along a direction.

use alloc::vec;
use alloc::vec::Vec;

use sinew_tensors::Real;

use super::{add_scaled, dot};

/// How much of the descent that the slope promises must come of a step, `c₁`.
const DECREASE: f64 = 1e-4;

/// How much of the slope may be left after a step, `c₂`.
const CURVATURE: f64 = 0.9;

/// More evaluations than a search ever needs, unless rounding hides the descent.
const EVALUATIONS: usize = 30;

/// A function that returns its value at a point, and sets the second slice to its gradient there.
pub(super) type Function<'f> = &'f mut dyn FnMut(&[f64], &mut [f64]) -> f64;

/// A function along a line, `φ(α) = f(x + α·d)`.
///
/// It calls the function through a pointer, so that the search is compiled once.
pub(super) struct Line<'f> {
    f: Function<'f>,
    /// The point of the last evaluation.
    pub point: Vec<f64>,
    /// The gradient there.
    pub gradient: Vec<f64>,
    /// How many evaluations there have been.
    pub evaluations: usize,
}

/// A point on a line.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub alpha: f64,
    pub value: f64,
    pub slope: f64,
}

impl<'f> Line<'f> {
    pub fn new(n: usize, f: Function<'f>) -> Self {
        Self { f, point: vec![0.0; n], gradient: vec![0.0; n], evaluations: 0 }
    }

    /// The point `α` from `x` along `d`.
    pub fn at(&mut self, x: &[f64], d: &[f64], alpha: f64) -> Point {
        self.point.copy_from_slice(x);
        add_scaled(&mut self.point, alpha, d);
        self.evaluations += 1;
        let value = (self.f)(&self.point, &mut self.gradient);
        Point { alpha, value, slope: dot(&self.gradient, d) }
    }

    /// A step that satisfies the strong Wolfe conditions, `φ(α) ≤ φ(0) + c₁·α·φ′(0)` and
    /// `|φ′(α)| ≤ c₂·|φ′(0)|`; the last evaluation is there.
    ///
    /// `first` is tried first, and `start` is the place of `x`, from where the function falls. If
    /// rounding does not let it be found, a step that satisfies the first condition will do; `None`
    /// if there is none either.
    ///
    /// # References
    ///
    /// Nocedal and Wright, "Numerical optimization", 2nd ed., Springer (2006), algorithm 3.5.
    pub fn search(&mut self, x: &[f64], d: &[f64], start: Point, first: f64) -> Option<Point> {
        let (mut before, mut alpha) = (start, first);
        for _ in 0..EVALUATIONS {
            let trial = self.at(x, d, alpha);
            if !start.is_lower(trial) || (before.alpha > 0.0 && trial.value >= before.value) {
                return self.zoom(x, d, start, before, trial);
            }
            if start.is_flatter(trial) {
                return Some(trial);
            }
            if trial.slope >= 0.0 {
                return self.zoom(x, d, start, trial, before);
            }
            (before, alpha) = (trial, 2.0 * alpha);
        }
        Some(before)
    }

    /// Such a step between `low`, the lowest place that satisfies the first condition, and `high`.
    ///
    /// # References
    ///
    /// There, algorithm 3.6.
    fn zoom(&mut self, x: &[f64], d: &[f64], start: Point, mut low: Point, mut high: Point) -> Option<Point> {
        for _ in 0..EVALUATIONS {
            let trial = self.at(x, d, between(low, high));
            if !start.is_lower(trial) || trial.value >= low.value {
                high = trial;
            } else if start.is_flatter(trial) {
                return Some(trial);
            } else {
                if trial.slope * (high.alpha - low.alpha) >= 0.0 {
                    high = low;
                }
                low = trial;
            }
        }
        (low.alpha > 0.0).then(|| self.at(x, d, low.alpha))
    }
}

impl Point {
    /// Whether the point is low enough for a step from here. One whose value is not finite never
    /// is.
    fn is_lower(self, point: Self) -> bool {
        point.value <= self.value + DECREASE * point.alpha * self.slope && point.slope.is_finite()
    }

    /// Whether the slope is small enough there for a step from here.
    fn is_flatter(self, point: Self) -> bool {
        point.slope.abs() <= -CURVATURE * self.slope
    }
}

/// Where a cubic through both places, with their slopes, is least; the middle, if that is too close
/// to one of them or none.
///
/// # References
///
/// There, eq. 3.59.
fn between(a: Point, b: Point) -> f64 {
    let width = b.alpha - a.alpha;
    let d1 = a.slope + b.slope - 3.0 * (a.value - b.value) / (a.alpha - b.alpha);
    let d2 = Real::sqrt(d1 * d1 - a.slope * b.slope) * width.signum();
    let share = 1.0 - (b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2);
    a.alpha + width * if (0.1..=0.9).contains(&share) { share } else { 0.5 }
}
