//! What every Rust peer has to do, and how it is timed.
//!
//! A peer is a program that goes through [`workloads`] and hands each one that it can express to
//! [`Peer::train`] or [`Peer::predict`], which print a line of JSON. `../python/protocol.py` is the
//! same in Python.

mod data;
mod timing;
mod workload;

pub use data::Layer;
pub use workload::{Task, Workload, workloads};

use serde_json::json;

/// A network with its optimizer and its batch.
pub trait Train {
    /// Forward, backward, update. Leaves the loss unread.
    fn step(&mut self);

    /// The mean loss over the batch.
    fn loss(&mut self) -> f64;
}

/// A library to measure.
pub struct Peer {
    /// Its name in the table.
    pub name: &'static str,
    /// The version that was built.
    pub version: &'static str,
}

impl Peer {
    /// Shows that a network learns, then times a step of a fresh one.
    ///
    /// `make` makes the network at the start of training, with the given learning rate. The timed
    /// one has a thousandth of the real rate: it hardly moves, so the timed steps do not drift into
    /// denormal numbers.
    pub fn train<T: Train>(&self, workload: &Workload, mut make: impl FnMut(f64) -> T) {
        let mut network = make(workload.rate);
        let before = network.loss();
        for _ in 0..workload.steps {
            network.step();
        }
        let after = network.loss();
        drop(network);

        let mut network = make(workload.rate / 1000.0);
        let (min, median) = timing::measure(|| network.step());
        println!(
            "{}",
            json!({
                "peer": self.name, "version": self.version, "workload": workload.name, "steps": workload.steps,
                "loss_before": before, "loss_after": after, "min_s": min, "median_s": median,
            })
        );
    }

    /// Times predictions. `output` is the prediction; the sum of its squares is how peers are
    /// compared.
    pub fn predict(&self, workload: &Workload, output: &[f32], predict: impl FnMut()) {
        let output: f64 = output.iter().map(|&y| f64::from(y).powi(2)).sum();
        let (min, median) = timing::measure(predict);
        println!(
            "{}",
            json!({
                "peer": self.name, "version": self.version, "workload": workload.name,
                "output": output, "min_s": min, "median_s": median,
            })
        );
    }
}
