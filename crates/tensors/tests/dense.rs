//! The kernels of dense layers equal their plain versions, at all widths around block and lane sizes, on every instruction set.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use std::sync::{Mutex, PoisonError};

use proptest::prelude::*;
use sinew_tensors::dense::{
    bias_gradient, forward, forward_one, input_gradient, small, weight_gradient, weight_gradient_scratch,
};
use sinew_tensors::{Buffer, InstructionSet, Number, Rng, Vector, Vectorized, tile};

/// A layer and a tile of samples.
struct Case<T> {
    w: Vec<T>,
    b: Vec<T>,
    x: Vec<Vec<T>>,
    dz: Vec<Vec<T>>,
}

/// What the plain versions make of it, in `f64`: the kernels' formulas as loops.
impl<T: Number> Case<T> {
    fn new(seed: u64, inputs: usize, outputs: usize, samples: usize, bias: bool) -> Self {
        let mut rng = Rng::new(seed);
        let mut numbers = |n: usize| (0..n).map(|_| T::from_f64(rng.normal())).collect::<Vec<T>>();
        Self {
            w: numbers(inputs * outputs),
            b: numbers(if bias { outputs } else { 0 }),
            x: (0..samples).map(|_| numbers(inputs)).collect(),
            dz: (0..samples).map(|_| numbers(outputs)).collect(),
        }
    }

    fn inputs(&self) -> usize {
        self.x[0].len()
    }

    fn outputs(&self) -> usize {
        self.dz[0].len()
    }

    fn w(&self, j: usize, i: usize) -> f64 {
        self.w[j * self.inputs() + i].to_f64()
    }

    fn z(&self, s: usize, j: usize) -> f64 {
        let b = self.b.get(j).map_or(0.0, |b| b.to_f64());
        b + (0..self.inputs()).map(|i| self.w(j, i) * self.x[s][i].to_f64()).sum::<f64>()
    }

    fn dx(&self, s: usize, i: usize) -> f64 {
        (0..self.outputs()).map(|j| self.w(j, i) * self.dz[s][j].to_f64()).sum()
    }

    fn dw(&self, j: usize, i: usize) -> f64 {
        self.dz.iter().zip(&self.x).map(|(dz, x)| dz[j].to_f64() * x[i].to_f64()).sum()
    }

    fn db(&self, j: usize) -> f64 {
        self.dz.iter().map(|dz| dz[j].to_f64()).sum()
    }
}

/// The kernels on a tile of `W` vectors; says which number is wrong.
struct Check<'a, T, const W: usize> {
    case: &'a Case<T>,
}

impl<T: Number, const W: usize> Vectorized<T> for Check<'_, T, W> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let Case { w, b, x: xs, dz: dzs } = self.case;
        let (inputs, outputs) = (self.case.inputs(), self.case.outputs());
        let count = xs.len().min(tile::capacity::<V, W>());
        let case = Case { w: w.clone(), b: b.clone(), x: xs[..count].to_vec(), dz: dzs[..count].to_vec() };
        let mut buffers = [const { Buffer::new() }; 5];
        let [x, dz, z, dx, scratch] = &mut buffers;
        let (x, dz) = (x.tile::<V, W>(inputs), dz.tile::<V, W>(outputs));
        let (z, dx) = (z.tile::<V, W>(outputs), dx.tile::<V, W>(inputs));
        tile::gather(x, count, |s| &case.x[s]);
        tile::gather(dz, count, |s| &case.dz[s]);

        forward(w, b, x, z);
        input_gradient(w, dz, dx);
        // These are added to what is there.
        let (mut dw, mut db) = (vec![T::ONE; w.len()], vec![T::ONE; outputs]);
        weight_gradient(x, dz, &mut dw, scratch.tile(weight_gradient_scratch(inputs)));
        bias_gradient(dz, &mut db);

        let at = |tile: &[[V; W]], row: usize, s: usize| V::elements(&tile[row])[s];
        for s in 0..count {
            let mut one = vec![T::ZERO; outputs];
            forward_one::<V>(w, b, &case.x[s], &mut one);
            for j in 0..outputs {
                assert_close("z", &[s, j], at(z, j, s), case.z(s, j))?;
                assert_close("z of one sample", &[s, j], one[j], case.z(s, j))?;
            }
            (0..inputs).try_for_each(|i| assert_close("dx", &[s, i], at(dx, i, s), case.dx(s, i)))?;
        }
        for j in 0..outputs {
            assert_close("db", &[j], db[j], 1.0 + case.db(j))?;
            (0..inputs).try_for_each(|i| assert_close("dw", &[j, i], dw[j * inputs + i], 1.0 + case.dw(j, i)))?;
        }
        Ok(())
    }
}

/// The kernels of small layers on a tile of `W` vectors.
struct CheckSmall<'a, T, const W: usize, const IN: usize, const OUT: usize> {
    case: &'a Case<T>,
}

impl<T: Number, const W: usize, const IN: usize, const OUT: usize> Vectorized<T> for CheckSmall<'_, T, W, IN, OUT> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let Case { w, b, x: xs, dz: dzs } = self.case;
        let count = xs.len().min(tile::capacity::<V, W>());
        let case = Case { w: w.clone(), b: b.clone(), x: xs[..count].to_vec(), dz: dzs[..count].to_vec() };
        let zeros = [V::splat(T::ZERO); W];
        let (mut x, mut dz, mut z, mut dx) = ([zeros; IN], [zeros; OUT], [zeros; OUT], [zeros; IN]);
        tile::gather(&mut x, count, |s| &case.x[s]);
        tile::gather(&mut dz, count, |s| &case.dz[s]);
        let (w, _) = w.as_chunks::<IN>();
        let w = w.as_array::<OUT>().expect("a weight for each input of each neuron");
        let mut dw = [[T::ONE; IN]; OUT]; // is added to

        small::forward(w, b, &x, &mut z);
        small::input_gradient(w, &dz, &mut dx);
        small::weight_gradient(&x, &dz, &mut dw);

        let at = |row: &[V; W], s: usize| V::elements(row)[s];
        for s in 0..count {
            (0..OUT).try_for_each(|j| assert_close("small z", &[s, j], at(&z[j], s), case.z(s, j)))?;
            (0..IN).try_for_each(|i| assert_close("small dx", &[s, i], at(&dx[i], s), case.dx(s, i)))?;
        }
        for j in 0..OUT {
            (0..IN).try_for_each(|i| assert_close("small dw", &[j, i], dw[j][i], 1.0 + case.dw(j, i)))?;
        }
        Ok(())
    }
}

fn check_small<T: Number, const IN: usize, const OUT: usize>() -> Result<(), TestCaseError> {
    for seed in 0..40 {
        let case = Case::<T>::new(seed, IN, OUT, 1 + seed as usize, seed % 2 == 0);
        on_every_set(|| {
            T::dispatch(CheckSmall::<T, 1, IN, OUT> { case: &case })?;
            T::dispatch(CheckSmall::<T, 2, IN, OUT> { case: &case })
        })?;
    }
    Ok(())
}

#[test]
fn kernels_of_small_layers_equal_their_plain_versions() -> Result<(), TestCaseError> {
    check_small::<f32, 2, 4>()?;
    check_small::<f64, 2, 4>()?;
    check_small::<f64, 1, 1>()?;
    check_small::<f64, 8, 8>()?;
    check_small::<f32, 9, 7>()
}

/// Sums of up to 70 products of normal numbers, each of which an `f32` rounds to 6e-8 of its size.
fn assert_close<T: Number>(what: &str, index: &[usize], found: T, expected: f64) -> Result<(), TestCaseError> {
    let tolerance = if size_of::<T>() == 4 { 3e-5 } else { 1e-13 };
    let close = (found.to_f64() - expected).abs() <= tolerance * (1.0 + expected.abs());
    prop_assert!(close, "{what}{index:?} is {found}, expected {expected}, on {}", InstructionSet::current());
    Ok(())
}

/// The choice of the instruction set is the process's, so one test waits for the other.
fn on_every_set(test: impl Fn() -> Result<(), TestCaseError>) -> Result<(), TestCaseError> {
    static CHOICE: Mutex<()> = Mutex::new(());
    let _turn = CHOICE.lock().unwrap_or_else(PoisonError::into_inner);
    InstructionSet::available().try_for_each(|set| {
        set.select().expect("it is available");
        test()
    })
}

fn check<T: Number>(case: &Case<T>) -> Result<(), TestCaseError> {
    on_every_set(|| {
        T::dispatch(Check::<T, 1> { case })?;
        T::dispatch(Check::<T, 2> { case })?;
        T::dispatch(Check::<T, 3> { case })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn kernels_equal_their_plain_versions(
        seed: u64, inputs in 1_usize..71, outputs in 1_usize..71, samples in 1_usize..71, bias: bool,
    ) {
        check::<f32>(&Case::new(seed, inputs, outputs, samples, bias))?;
        check::<f64>(&Case::new(seed, inputs, outputs, samples, bias))?;
    }

    #[test]
    fn kernels_equal_their_plain_versions_in_small_layers(
        seed: u64, inputs in 1_usize..9, outputs in 1_usize..9, samples in 1_usize..9, bias: bool,
    ) {
        check::<f32>(&Case::new(seed, inputs, outputs, samples, bias))?;
        check::<f64>(&Case::new(seed, inputs, outputs, samples, bias))?;
    }
}

/// From 1 to 70, and all remainders beside the sizes of lanes and blocks.
const WIDTHS: [usize; 27] =
    [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49, 63, 64, 65, 70];

#[test]
fn kernels_equal_their_plain_versions_at_every_pair_of_widths() -> Result<(), TestCaseError> {
    let pairs = WIDTHS.iter().flat_map(|&inputs| WIDTHS.map(|outputs| (inputs, outputs)));
    for (seed, (inputs, outputs)) in (0_u64..).zip(pairs) {
        let samples = 1 + seed as usize % 50; // more than the widest tile holds is left out
        check::<f32>(&Case::new(seed, inputs, outputs, samples, seed % 3 > 0))?;
        check::<f64>(&Case::new(seed, inputs, outputs, samples, seed % 3 > 0))?;
    }
    Ok(())
}

#[test]
#[should_panic(expected = "w: [OUT, IN]")]
fn a_kernel_refuses_weights_of_another_shape() {
    forward::<f32, 1>(&[1.0; 6], &[], &[[1.0]; 2], &mut [[0.0]; 2]);
}
