use sinew::prelude::*;

network! {
    struct Line = 1 => 1;
}

fn main() {
    let (x, y): (Vec<[f32; 1]>, Vec<f32>) = (vec![[1.0], [2.0]], vec![1.0, 2.0]);
    let (mut net, mut grads) = (Line::seeded(1), Line::zeros());
    let _ = net.gradients(&x, &y, &MeanSquaredError, &mut grads, &mut Workspace::new());
    let data = Dataset::new(x, y).unwrap();
    let _ = Trainer::new(MeanSquaredError, Sgd::new(0.1)).fit(&mut net, &data);
}
