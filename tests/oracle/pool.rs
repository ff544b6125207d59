//! The largest or the mean of the numbers under a window.

use crate::source::Stage;
use crate::window::{Window, at};
use crate::{Gradient, Layer};

/// The inputs under each window, without padding.
type Windows = Vec<Vec<usize>>;

/// `z = max x`, whose gradient goes to the first of the largest.
pub struct MaxPool {
    windows: Windows,
}

/// `z = Σ x/n`, where `n` counts the padding too, unless `count_include_pad = false`.
pub struct AveragePool {
    windows: Windows,
    /// `n` of each window.
    counts: Vec<usize>,
}

impl MaxPool {
    /// `maxpool(2x2, stride = 1, padding = 1)`, and the shape of its output.
    pub fn read(stage: &Stage, input: [usize; 3]) -> (Self, Vec<usize>) {
        let (windows, _, shape) = slide(stage, input, false);
        (Self { windows }, shape)
    }
}

impl AveragePool {
    /// `avgpool(2x2, stride = 1, padding = 1)`, and the shape of its output.
    pub fn read(stage: &Stage, input: [usize; 3]) -> (Self, Vec<usize>) {
        let (windows, counts, shape) = slide(stage, input, stage.flag_option("count_include_pad", true));
        (Self { windows, counts }, shape)
    }

    /// `globalavgpool`: each channel is a window.
    pub fn global([channels, height, width]: [usize; 3]) -> Self {
        let n = height * width;
        Self { windows: (0..channels).map(|c| (c * n..(c + 1) * n).collect()).collect(), counts: vec![n; channels] }
    }
}

/// The inputs under each window, how many numbers it has with or without padding, and the shape of
/// the output.
fn slide(
    stage: &Stage,
    [channels, height, width]: [usize; 3],
    with_padding: bool,
) -> (Windows, Vec<usize>, Vec<usize>) {
    let image = [height, width];
    let window = Window::read(stage, 0, None, image);
    let (mut windows, mut counts) = (Vec::new(), Vec::new());
    for c in 0..channels {
        for y in 0..window.outputs[0] {
            for x in 0..window.outputs[1] {
                let pixels = window.pixels([y, x], image).into_iter();
                windows.push(pixels.map(|(_, place)| at(c, place, image)).collect());
                counts.push(window.covers(0, y, image, with_padding) * window.covers(1, x, image, with_padding));
            }
        }
    }
    (windows, counts, vec![channels, window.outputs[0], window.outputs[1]])
}

/// The first of the largest.
fn largest(window: &[usize], x: &[f64]) -> usize {
    window[1..].iter().fold(window[0], |best, &i| if x[i] > x[best] { i } else { best })
}

impl Layer for MaxPool {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.windows.iter().map(|window| x[largest(window, x)]).collect()
    }

    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let mut dx = vec![0.0; x.len()];
        for (window, dz) in self.windows.iter().zip(dz) {
            dx[largest(window, x)] += dz;
        }
        Gradient { parameters: Vec::new(), input: dx }
    }

    /// How far the largest is above the others. Equal numbers do not matter: they come from one
    /// side of a kink, and stay equal.
    fn clearance(&self, x: &[f64]) -> f64 {
        let lead = |window: &Vec<usize>| {
            let largest = x[largest(window, x)];
            window.iter().map(|&i| largest - x[i]).filter(|&lead| lead > 0.0).fold(f64::INFINITY, f64::min)
        };
        self.windows.iter().map(lead).fold(f64::INFINITY, f64::min)
    }
}

impl Layer for AveragePool {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let mean = |(window, &n): (&Vec<usize>, &usize)| window.iter().map(|&i| x[i]).sum::<f64>() / n as f64;
        self.windows.iter().zip(&self.counts).map(mean).collect()
    }

    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let mut dx = vec![0.0; x.len()];
        for ((window, &n), dz) in self.windows.iter().zip(&self.counts).zip(dz) {
            for &i in window {
                dx[i] += dz / n as f64;
            }
        }
        Gradient { parameters: Vec::new(), input: dx }
    }
}
