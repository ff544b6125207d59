//! One network, two questions: which digit it is, and whether it is odd.
//!
//! `cargo run --release --example two_heads -- --weight 0.5`
//!
//! Both outputs share the hidden layers, and each has its own activation, loss and metric.

use std::error::Error;
use std::ops::ControlFlow;

use sinew::losses::{Ignored, Scaled};
use sinew::prelude::*;
use sinew::training::callbacks::{Callback, Run};

network! {
    /// Images of 8 × 8 pixels in; two outputs.
    struct Digits = 64 => 32 relu => (digit: 10 softmax | odd: 8 tanh => 1 sigmoid);
}

type Samples = Dataset<[f32; 64], DigitsOutputs<usize, bool>>;

/// The accuracy of each output: that of the other is left out by its loss.
fn accuracies(net: &Digits, samples: &Samples, workspace: &mut Workspace) -> Result<[f64; 2], Box<dyn Error>> {
    let (inputs, targets) = (samples.inputs(), samples.targets());
    let digit = DigitsOutputs { digit: CrossEntropy, odd: Ignored };
    let odd = DigitsOutputs { digit: Ignored, odd: BinaryCrossEntropy };
    let digit = net.evaluate(inputs, targets, &digit, workspace)?.accuracy;
    let odd = net.evaluate(inputs, targets, &odd, workspace)?.accuracy;
    Ok([digit, odd].map(Option::unwrap_or_default))
}

/// Prints them after each epoch.
struct Report<'a> {
    samples: &'a Samples,
    workspace: Workspace,
}

impl Callback<Digits> for Report<'_> {
    fn on_epoch(&mut self, run: &mut Run<'_, Digits>) -> ControlFlow<()> {
        let accuracies = accuracies(run.network, self.samples, &mut self.workspace);
        if let (Some(report), Ok([digit, odd])) = (run.history.last(), accuracies) {
            println!("epoch {:2}  loss {:.4}  digit {digit:.3}  odd {odd:.3}", report.epoch, report.training.loss);
        }
        ControlFlow::Continue(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let flags = xflags::parse_or_exit! {
        /// How much the second output weighs, 0.5 unless given
        optional --weight weight: f64
    };
    let named = sinew::data::digits().map_targets(|digit| DigitsOutputs { digit, odd: digit % 2 == 1 })?;
    let (train, test) = named.shuffled(1).split(0.8);

    let weight = flags.weight.unwrap_or(0.5);
    let losses = DigitsOutputs { digit: CrossEntropy, odd: Scaled::new(BinaryCrossEntropy, weight) };
    let mut net = Digits::seeded(1);
    let report = Report { samples: &test, workspace: Workspace::new() };
    Trainer::new(losses, Adam::new(0.005)).epochs(20).callback(report).fit(&mut net, &train)?;

    println!("\nof {} test images, the first five:\n", test.len());
    println!("  digit  answer       odd");
    for (image, target) in test.iter().take(5) {
        let DigitsOutputs { digit, odd: [odd] } = net.predict(image);
        let answer = (0..10).max_by(|&a, &b| digit[a].total_cmp(&digit[b])).unwrap_or_default();
        println!("  {:5}  {answer:6}  {odd:8.3}", target.digit);
    }
    Ok(())
}
