//! Images of one size made images of another.

use crate::source::Stage;
use crate::window::at;
use crate::{Gradient, Layer};

/// `z = S·x`, where each row of `S` has the shares of the inputs in an output.
pub struct Resize {
    shares: Vec<Vec<f64>>,
}

impl Resize {
    /// `resize(3x4, mode = bilinear)`, or `upsample(2, …)`, and the shape of its output.
    pub fn read(stage: &Stage, [channels, height, width]: [usize; 3]) -> (Self, Vec<usize>) {
        let [rows, columns] = match stage.word {
            "upsample" => [height * stage.size(0)[0], width * stage.size(0)[1]],
            _ => stage.size(0),
        };
        let mut shares = Vec::new();
        for c in 0..channels {
            for i in 0..rows {
                for j in 0..columns {
                    let mut row = vec![0.0; channels * height * width];
                    for k in 0..height {
                        for l in 0..width {
                            let share = share(stage, k, height, i, rows) * share(stage, l, width, j, columns);
                            row[at(c, [k, l], [height, width])] = share;
                        }
                    }
                    shares.push(row);
                }
            }
        }
        (Self { shares }, vec![channels, rows, columns])
    }
}

/// The share of input `k` of `n` in output `i` of `m`, along one axis.
fn share(stage: &Stage, k: usize, n: usize, i: usize, m: usize) -> f64 {
    let is_linear = matches!(stage.option("mode"), Some("linear" | "bilinear"));
    if !is_linear {
        return if k == i * n / m { 1.0 } else { 0.0 };
    }
    let [k, n, i, m] = [k, n, i, m].map(|number| number as f64);
    let place = if !stage.flag_option("align_corners", false) {
        ((i + 0.5) * n / m - 0.5).clamp(0.0, n - 1.0)
    } else if m > 1.0 {
        i * (n - 1.0) / (m - 1.0)
    } else {
        0.0
    };
    (1.0 - (place - k).abs()).max(0.0)
}

impl Layer for Resize {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.shares.iter().map(|row| row.iter().zip(x).map(|(share, x)| share * x).sum()).collect()
    }

    fn backward(&self, x: &[f64], dz: &[f64]) -> Gradient {
        let input = (0..x.len()).map(|i| self.shares.iter().zip(dz).map(|(row, dz)| row[i] * dz).sum()).collect();
        Gradient { parameters: Vec::new(), input }
    }
}
