//! The same samples and the same first weights for every peer, so that all start from the same loss
//! and should arrive at the same loss.

use crate::Workload;

/// The parameters of a layer at the start of training.
pub struct Layer {
    /// `[out, in]`, or `[out, in, 5, 5]` for a convolution.
    pub shape: Vec<usize>,
    /// Row-major.
    pub weights: Vec<f32>,
    /// `[out]`.
    pub bias: Vec<f32>,
}

impl Workload {
    /// How many numbers a sample has: an image has 28 × 28.
    pub fn inputs_of_a_sample(&self) -> usize {
        if self.convolutions.is_empty() { self.widths[0] } else { 28 * 28 }
    }

    /// The last width.
    pub fn outputs(&self) -> usize {
        self.widths[self.widths.len() - 1]
    }

    /// The samples, `[batch, in]`: those of exclusive or, or uniform in [−1, 1).
    pub fn inputs(&self) -> Vec<f32> {
        if self.output == "sigmoid" && self.batch == 4 {
            return vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0];
        }
        Random(1).uniform(self.batch * self.inputs_of_a_sample(), 1.0)
    }

    /// A class for each sample.
    pub fn labels(&self) -> Vec<u32> {
        let mut random = Random(2);
        (0..self.batch).map(|_| (random.next() % self.outputs() as u64) as u32).collect()
    }

    /// The numbers to learn, `[batch, out]`: exclusive or, or `y[k] = x[k]·x[k + 1]`, cyclically.
    pub fn targets(&self) -> Vec<f32> {
        if self.output == "sigmoid" {
            return vec![0.0, 1.0, 1.0, 0.0];
        }
        let n = self.outputs();
        self.inputs().chunks(n).flat_map(|x| (0..n).map(|k| x[k] * x[(k + 1) % n]).collect::<Vec<_>>()).collect()
    }

    /// The layers in order; weights are uniform with a variance of one over the fan-in, biases are
    /// zero.
    pub fn layers(&self) -> Vec<Layer> {
        let mut random = Random(3);
        let mut shapes = Vec::new();
        let mut channels = 1;
        for &out in &self.convolutions {
            shapes.push(vec![out, channels, 5, 5]);
            channels = out;
        }
        shapes.extend(self.widths.windows(2).map(|w| vec![w[1], w[0]]));
        shapes
            .into_iter()
            .map(|shape| {
                let fan_in: usize = shape[1..].iter().product();
                let weights = random.uniform(shape[0] * fan_in, (3.0 / fan_in as f64).sqrt() as f32);
                Layer { weights, bias: vec![0.0; shape[0]], shape }
            })
            .collect()
    }
}

/// SplitMix64: a few lines in any language. Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators" (2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Numbers in [−scale, scale), from 24 bits each.
    fn uniform(&mut self, count: usize, scale: f32) -> Vec<f32> {
        (0..count).map(|_| ((self.next() >> 40) as f32 / 8_388_608.0 - 1.0) * scale).collect()
    }
}
