//! Training in WebAssembly, with the default features of Sinew: where there is no clock and there
//! are no threads, it does without them. `run.mjs` runs it.

use sinew::data::Stream;
use sinew::prelude::*;

network! {
    struct Iris = 4 => 8 tanh => 3 softmax;
}

/// The accuracy after training on 150 irises, in memory or as a stream; NaN if there was an error.
#[unsafe(no_mangle)]
pub extern "C" fn train(is_stream: bool) -> f64 {
    let irises = sinew::data::iris();
    let trainer = Trainer::new(CrossEntropy, Adam::new(0.05)).epochs(20).seed(1).validation(&irises);
    let (mut trainer, mut net) = (trainer.threads(4), Iris::seeded(1));
    let history = if is_stream {
        let samples = irises.clone();
        trainer.fit(&mut net, &Stream::from_samples(move || samples.iter().map(|(&x, &y)| (x, y)).collect::<Vec<_>>()))
    } else {
        trainer.fit(&mut net, &irises)
    };
    history.ok().and_then(|history| history.last()?.validation?.accuracy).unwrap_or(f64::NAN)
}

#[test]
fn it_learns_where_there_are_threads_too() {
    assert!(train(false) > 0.9 && train(true) > 0.9);
}
