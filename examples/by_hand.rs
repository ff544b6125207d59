//! Exclusive or, trained step by step without the trainer.

use std::error::Error;

use sinew::prelude::*;

network! {
    /// Exclusive or.
    pub struct Xor = 2 => 4 tanh => 1 sigmoid;
}

fn main() -> Result<(), Box<dyn Error>> {
    let inputs = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
    let targets = [[0.0], [1.0], [1.0], [0.0]];

    let mut net = Xor::seeded(42);
    let mut grads = Xor::zeros(); // a gradient is a network of the same type
    let mut workspace = Workspace::new();
    let mut optimizer = Adam::new(0.05);

    println!("{net}\n");
    for step in 0..=500 {
        let loss = net.gradients(&inputs, &targets, &BinaryCrossEntropy, &mut grads, &mut workspace)?;
        optimizer.step(net.parameters_mut(), grads.parameters());
        if step % 100 == 0 {
            println!("step {step:3}  loss {loss:.4}");
        }
    }
    for input in &inputs {
        let [p] = net.predict(input);
        println!("{input:?} -> {p:.3}");
    }
    Ok(())
}
