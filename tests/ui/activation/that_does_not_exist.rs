use sinew::prelude::*;

#[derive(Clone, Copy, Debug, Default)]
struct Swish;

impl Activation for Swish {
    const NAME: &'static str = "swish";

    fn apply<R: Real>(z: R) -> R {
        z * z.sigmoid()
    }

    fn derivative<R: Real>(z: R, y: R) -> R {
        let gate = z.sigmoid();
        gate + y * (R::constant(1.0) - gate)
    }
}

fn main() {
    let net = network!(2 => 4 Swissh => 1 sigmoid);
    println!("{net}");
}
