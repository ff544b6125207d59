use sinew::prelude::*;

network! {
    struct Digits = 2 => 4 relu => 3 softmax;
}

fn main() {
    let data = Dataset::new(vec![[0.0, 1.0], [1.0, 0.0]], vec![0_i32, 2]).unwrap();
    let _ = Trainer::new(CrossEntropy, Adam::new(0.01)).fit(&mut Digits::seeded(1), &data);
}
