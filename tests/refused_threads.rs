//! A system that refuses threads changes nothing about training.
//!
//! A program by itself, and not a test among others, since no thread starts after it has begun.

use sinew::prelude::*;

network! {
    struct Large = 64 => 300 relu => 10 softmax;
}

fn main() {
    // No system has a stack of that size.
    // SAFETY: no other thread is running.
    unsafe { std::env::set_var("RUST_MIN_STACK", (usize::MAX / 2).to_string()) };
    assert!(std::thread::Builder::new().spawn(|| {}).is_err(), "the system refuses threads");
    let data = sinew::data::digits();
    let train = |workspace: fn() -> Workspace| {
        let (mut net, mut grads) = (Large::seeded(1), Large::zeros());
        let (mut workspace, mut sgd) = (workspace(), Sgd::new(0.1));
        net.gradients(data.inputs(), data.targets(), &CrossEntropy, &mut grads, &mut workspace).expect("valid samples");
        workspace.step(&mut sgd, &mut net, &grads);
        net
    };
    assert!(train(Workspace::new) == train(|| Workspace::new().exactly_threads(4)), "the same network without them");
}
