use sinew::activations::Identity;
use sinew::layers::Layer;
use sinew::prelude::*;
use sinew::tensors::{Initializer, Rng, Vector};

#[repr(C)]
pub struct Double<T, const N: usize> {
    nothing: [T; 0],
}

// SAFETY: `repr(C)`, and its one field is an array of `T`.
unsafe impl<T: Number, const N: usize> Parameters<T> for Double<T, N> {}

impl<T: Number, const N: usize> Layer for Double<T, N> {
    type Number = T;
    type Activation = Identity;
    const KIND: &'static str = "double";
    const INPUT: &'static [usize] = &[N];
    const OUTPUT: &'static [usize] = &[N];
    const MULTIPLY_ADDS: usize = 0;

    fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}

    fn logits<V: Vector<Element = T>, const W: usize>(&self, x: &[[V; W]], z: &mut [[V; W]]) {
        for (z, x) in z.iter_mut().zip(x) {
            *z = x.map(|x| x + x);
        }
    }

    fn backward_logits<V: Vector<Element = T>, const W: usize>(
        &self,
        _: &[[V; W]],
        dz: &[[V; W]],
        dx: Option<&mut [[V; W]]>,
        _: &mut Self,
        _: &mut [[V; W]],
    ) {
        if let Some(dx) = dx {
            self.logits(dz, dx);
        }
    }
}

network! {
    struct Gate = 16 => Double(16) => 1 sigmoid;
}

fn main() {
    println!("{}", Gate::seeded(1));
}
