//! The table of workloads, `workloads.json`.

use serde::Deserialize;

/// What a peer has to do.
#[derive(Debug, Deserialize)]
pub struct Workload {
    /// Its name in the table.
    pub name: String,
    /// Training or predicting.
    pub task: Task,
    /// The channels of convolutions of 5 × 5 pixels, each followed by ReLU and max pooling of 2 ×
    /// 2, on an image of 28 × 28.
    #[serde(default)]
    pub convolutions: Vec<usize>,
    /// The widths of dense layers, the input's first.
    pub widths: Vec<usize>,
    /// The activation of hidden layers: `relu` or `tanh`.
    pub hidden: String,
    /// The activation of the last layer, which decides the loss: binary cross-entropy for
    /// `sigmoid`, cross-entropy for `softmax`, the mean squared error for `identity`.
    pub output: String,
    /// The number of samples.
    pub batch: usize,
    /// `sgd` or `adam`.
    #[serde(default)]
    pub optimizer: String,
    /// The learning rate.
    #[serde(default)]
    pub rate: f64,
    /// How many steps show that the network learns.
    #[serde(default = "steps")]
    pub steps: usize,
}

/// What to do with a network.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// A step: forward, backward, update.
    Train,
    /// A prediction for each sample.
    Predict,
}

/// The workloads that the command line asks for: those whose names contain one of its arguments, or
/// all.
pub fn workloads() -> Vec<Workload> {
    let names: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let all: Vec<Workload> = serde_json::from_str(include_str!("../../workloads.json")).expect("a table of workloads");
    all.into_iter().filter(|w| names.is_empty() || names.iter().any(|name| w.name.contains(name))).collect()
}

fn steps() -> usize {
    300
}
