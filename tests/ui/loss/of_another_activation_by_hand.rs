use sinew::prelude::*;

network! {
    struct Gate = 2 => 4 relu => 1 tanh;
}

fn main() {
    let net = Gate::seeded(1);
    let (mut grads, mut workspace) = (Gate::zeros(), Workspace::new());
    let _ = net.gradients(&[[0.0, 1.0]], &[[1.0]], &BinaryCrossEntropy, &mut grads, &mut workspace);
}
