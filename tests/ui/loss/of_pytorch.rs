use sinew::prelude::*;

network! {
    struct Line = 1 => 1;
}

fn main() {
    let data = Dataset::new(vec![[0.0], [1.0]], vec![[1.0], [3.0]]).unwrap();
    let _ = Trainer::new(MSELoss, Adam::new(0.01)).fit(&mut Line::seeded(1), &data);
}
