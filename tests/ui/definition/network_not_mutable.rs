use sinew::prelude::*;

fn main() {
    let net = network!(2 => 4 relu => 1 sigmoid);
    let data = sinew::data::gates::xor();
    let _ = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).fit(&net, &data);
}
