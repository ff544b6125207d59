//! `z[k][y][x] = b[k] + Σ w[k][c][i][j]·x[c][y + i][x + j]`, over the channels `c` of the group of
//! `k`

use crate::source::{Parameters, Stage};
use crate::window::{Window, at};
use crate::{Gradient, Layer};

pub struct Conv {
    /// `[out][in/groups][height][width]`, flat
    weights: Vec<f64>,
    /// `[out]`, or empty for none
    bias: Vec<f64>,
    /// How many numbers a channel of the output has.
    area: usize,
    outputs: usize,
    connections: Vec<Connection>,
}

/// One product: the output that it adds to, the weight and the input.
struct Connection {
    output: usize,
    weight: usize,
    input: usize,
}

impl Conv {
    /// `conv(4, 3x3, stride = 2, padding = 1, dilation = 1, groups = 1, bias = false)`, and the
    /// shape of its output.
    pub fn read(stage: &Stage, input: [usize; 3], parameters: &mut Parameters) -> (Self, Vec<usize>) {
        let (channels, groups) = (stage.number(0), stage.number_option("groups").unwrap_or(1));
        let window = Window::read(stage, 1, Some(1), [input[1], input[2]]);
        let connections = connect(&window, input, channels, groups);
        let area = window.outputs[0] * window.outputs[1];
        let weights = parameters.take(channels * input[0] / groups * window.kernel[0] * window.kernel[1]);
        let bias = parameters.take(stage.biases(channels));
        let shape = vec![channels, window.outputs[0], window.outputs[1]];
        (Self { weights, bias, area, outputs: channels * area, connections }, shape)
    }
}

fn connect(window: &Window, input: [usize; 3], channels: usize, groups: usize) -> Vec<Connection> {
    let (image, [height, width]) = ([input[1], input[2]], window.outputs);
    let (inputs, kernel) = (input[0] / groups, window.kernel[0] * window.kernel[1]);
    let mut connections = Vec::new();
    for k in 0..channels {
        let group = k / (channels / groups);
        for y in 0..height {
            for x in 0..width {
                for c in 0..inputs {
                    for (tap, place) in window.pixels([y, x], image) {
                        connections.push(Connection {
                            output: at(k, [y, x], window.outputs),
                            weight: (k * inputs + c) * kernel + tap,
                            input: at(group * inputs + c, place, image),
                        });
                    }
                }
            }
        }
    }
    connections
}

impl Layer for Conv {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let bias = |output: usize| self.bias.get(output / self.area).copied().unwrap_or(0.0);
        let mut z: Vec<f64> = (0..self.outputs).map(bias).collect();
        for one in &self.connections {
            z[one.output] += self.weights[one.weight] * x[one.input];
        }
        z
    }

    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let (mut dw, mut dx) = (vec![0.0; self.weights.len()], vec![0.0; x.len()]);
        for one in &self.connections {
            dw[one.weight] += dz[one.output] * x[one.input];
            dx[one.input] += dz[one.output] * self.weights[one.weight];
        }
        let db = dz.chunks(self.area).map(|dz| dz.iter().sum()).take(self.bias.len());
        Gradient { parameters: dw.into_iter().chain(db).collect(), input: dx }
    }
}
