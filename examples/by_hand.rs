//! Exclusive or, trained step by step: what `Trainer` does, without it.
//!
//! `cargo run --release --example by_hand`

use std::error::Error;

use sinew::prelude::*;

network! {
    /// Exclusive or.
    struct Xor = 2 => 8 tanh => 1 sigmoid;
}

fn main() -> Result<(), Box<dyn Error>> {
    let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let targets = [[0.0], [1.0], [1.0], [0.0]];

    let mut net = Xor::seeded(42); // random weights, the same for the same seed
    let mut grads = Xor::zeros(); // a gradient is a network of the same type: ∂loss/∂bias is where the bias is
    let mut workspace = Workspace::new(); // memory for everything between input and loss, reused in every step
    let mut optimizer = Adam::new(0.05); // decides how far to move each parameter; 0.05 is the learning rate

    println!("{net}\n");
    for step in 0..=500 {
        // Forward to the mean loss of the four samples, and back to its derivative with respect to
        // each parameter.
        let loss = net.gradients(&inputs, &targets, &BinaryCrossEntropy, &mut grads, &mut workspace)?;
        // Downhill. A batch norm, if there were one, would also keep what it measured of the batch.
        workspace.step(&mut optimizer, &mut net, &grads);
        if step % 100 == 0 {
            println!("step {step:3}  loss {loss:.4}");
        }
    }

    println!();
    for (input, [target]) in inputs.iter().zip(&targets) {
        let [p] = net.predict(input);
        println!("{input:?} -> {p:.3}, should be {target}");
    }
    Ok(())
}
