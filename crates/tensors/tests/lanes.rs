//! Work that wants few lanes is done in a narrower instruction set, if that has as many.

use sinew_tensors::{InstructionSet, Number, Vector, Vectorized};

/// Wants that many lanes, and tells how many it got.
struct Wanted(usize);

impl<T: Number> Vectorized<T> for Wanted {
    type Output = usize;

    #[inline(always)]
    fn lanes(&self) -> usize {
        self.0
    }

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> usize {
        V::LANES
    }
}

#[test]
fn few_lanes_are_those_of_a_narrower_set() {
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        let [singles, doubles] = [f32::dispatch(Wanted(usize::MAX)), f64::dispatch(Wanted(usize::MAX))];
        let half = if set == InstructionSet::Avx512 { 2 } else { 1 };
        for wanted in 1..=16 {
            let found = |all: usize| if wanted <= all / half { all / half } else { all };
            assert_eq!(f32::dispatch(Wanted(wanted)), found(singles), "{wanted} f32 on {set}");
            assert_eq!(f64::dispatch(Wanted(wanted)), found(doubles), "{wanted} f64 on {set}");
        }
    }
}
