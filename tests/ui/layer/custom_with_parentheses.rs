use sinew::activations::Identity;
use sinew::layers::{Layer, LayerContext, LayerInfo};
use sinew::prelude::*;
use sinew::tensors::{Initializer, Rng, Vector, parameters};

parameters! {
    pub struct Double<T, const N: usize> {
        nothing: [T; 0],
    }
}

impl<T: Number, const N: usize> Layer for Double<T, N> {
    type Number = T;
    type Activation = Identity;
    const INFO: LayerInfo = LayerInfo::new("double", &[N], &[N]);

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    fn forward<V: Vector<Element = T>>(&self, x: &[V], z: &mut [V], _: LayerContext<'_, V>) {
        for i in 0..N {
            z[i] = x[i] + x[i];
        }
    }

    fn backward<V: Vector<Element = T>>(
        &self,
        _: &[V],
        dz: &[V],
        dx: Option<&mut [V]>,
        _: &mut Self,
        _: LayerContext<'_, V>,
    ) {
        for (dx, &dz) in dx.into_iter().flatten().zip(dz) {
            *dx = dz + dz;
        }
    }
}

network! {
    struct Gate = 16 => Double(16) => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
