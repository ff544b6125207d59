//! Activation functions.

use sinew_activations::Activation;

use crate::{Chart, Picture, PlotError};

/// An activation function and, dashed, its derivative, from −5 to 5.
///
/// The line has a gap where the function or the derivative jumps or is not finite.
///
/// # Errors
///
/// If neither has a finite value.
///
/// # Examples
///
/// ```
/// use sinew::activations::Gelu;
///
/// # fn main() -> Result<(), sinew_plots::PlotError> {
/// let picture = sinew_plots::activation::<Gelu>()?;
/// assert!(picture.svg().contains("gelu′(z)"));
/// # Ok(())
/// # }
/// ```
pub fn activation<A: Activation>() -> Result<Picture, PlotError> {
    let value = |z: f64| A::apply(z);
    let derivative = |z: f64| A::derivative(z, A::apply(z));
    Chart::new(A::NAME)
        .axes("z", "")
        .line(format!("{}(z)", A::NAME), points(value))
        .dashed(format!("{}′(z)", A::NAME), points(derivative))
        .draw()
}

/// Points for each unit.
const DENSITY: f64 = 20.0;

/// The function's graph, with a gap at each jump.
fn points(f: impl Fn(f64) -> f64) -> Vec<[f64; 2]> {
    let mut points: Vec<[f64; 2]> = Vec::new();
    let places = (-100..=100).map(|i| f64::from(i) / DENSITY);
    for z in places {
        if let Some(&[before, _]) = points.last()
            && let Some([left, right]) = jump(&f, before, z)
        {
            points.extend([[left, f(left)], [f64::midpoint(left, right), f64::NAN], [right, f(right)]]);
        }
        points.push([z, f(z)]);
    }
    points
}

/// The two sides of a jump between `low` and `high`, if there is one.
///
/// The rise of a continuous function over an interval shrinks with the interval; the rise over a
/// jump does not.
fn jump(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> Option<[f64; 2]> {
    const HEIGHT: f64 = 0.01;
    const HALVINGS: usize = 30;

    for _ in 0..HALVINGS {
        if (f(high) - f(low)).abs() < HEIGHT {
            return None;
        }
        let middle = f64::midpoint(low, high);
        let to_the_left = (f(middle) - f(low)).abs() > (f(high) - f(middle)).abs();
        *(if to_the_left { &mut high } else { &mut low }) = middle;
    }
    Some([low, high])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jump_is_found_where_it_is_and_a_slope_is_none() {
        let [left, right] = jump(|z| f64::from(z > 0.3), 0.0, 1.0).unwrap();
        assert!(left <= 0.3 && 0.3 < right && right - left < 1e-6);
        assert_eq!(jump(|z| 40.0 * z, 0.0, 1.0), None);
    }
}
