//! A step is the same wherever in memory the numbers begin.

#![allow(clippy::float_cmp)] // the same to the last bit is what this is about

use sinew_optimizers::{UpdateRule, update};
use sinew_tensors::{InstructionSet, Real};

/// `m ← ½·m + g`, `w ← w − ¼·m`, each of which is exact here.
#[derive(Clone, Copy)]
struct HeavyBall;

impl UpdateRule<1> for HeavyBall {
    #[inline(always)]
    fn apply<V: Real>(&self, w: V, g: V, [m]: [V; 1]) -> (V, [V; 1]) {
        let m = V::constant(0.5).mul_add(m, g);
        (w - V::constant(0.25) * m, [m])
    }
}

#[test]
fn a_step_is_the_same_wherever_the_parameters_begin() {
    let numbers = |scale: f32| (0..400_u16).map(|i| f32::from(i) * scale).collect::<Vec<f32>>();
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        for (first, len) in (0..17).flat_map(|first| [1, 64, 65, 70, 96, 300].map(|len| (first, len))) {
            let (mut w, g, mut m) = (numbers(1.0), numbers(2.0), numbers(4.0));
            let range = first..first + len;
            update(HeavyBall, &mut w[range.clone()], &g[range.clone()], [&mut m[range.clone()]]);
            for i in 0..400_u16 {
                let (moved, at) = (range.contains(&usize::from(i)), f32::from(i));
                let expected = if moved { (0.0, 4.0 * at) } else { (at, 4.0 * at) };
                assert_eq!((w[usize::from(i)], m[usize::from(i)]), expected, "{i} of {range:?} on {set}");
            }
        }
    }
}
