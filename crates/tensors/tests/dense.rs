//! The kernels of dense layers equal their plain versions, at all widths around block and lane
//! sizes, on every instruction set.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use std::sync::{Mutex, MutexGuard, PoisonError};

use proptest::prelude::*;
use sinew_tensors::dense::{
    bias_gradient, forward, forward_one, input_gradient, small, weight_gradient, weight_gradient_scratch,
};
use sinew_tensors::{Buffer, InstructionSet, Number, Reduction, Rng, Vector, Vectorized, tile};

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

/// The kernels on as many tiles of `W` vectors as the samples fill, up to `tiles`; says which
/// number is wrong.
struct Check<'a, T, const W: usize> {
    case: &'a Case<T>,
    tiles: usize,
    /// How many numbers stand before the weights, and before their gradient, which moves both to
    /// other addresses.
    before: usize,
}

impl<T: Number, const W: usize> Vectorized<T> for Check<'_, T, W> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let capacity = tile::capacity::<V, W>();
        let Case { w, b, x, dz } = self.case;
        let (inputs, outputs) = (self.case.inputs(), self.case.outputs());
        let moved = [&vec![T::ZERO; self.before], w.as_slice()].concat();
        let w = &moved[self.before..];
        let count = x.len().min(self.tiles * capacity);
        let tiles = count.div_ceil(capacity);
        let case = Case { w: w.to_vec(), b: b.clone(), x: x[..count].to_vec(), dz: dz[..count].to_vec() };
        let mut buffers = [const { Buffer::new() }; 5];
        let [x, dz, z, dx, scratch] = &mut buffers;
        let (x, dz) = (x.tile::<V, W>(tiles * inputs), dz.tile::<V, W>(tiles * outputs));
        let (z, dx) = (z.tile::<V, W>(tiles * outputs), dx.tile::<V, W>(tiles * inputs));
        gather(x, &case.x);
        gather(dz, &case.dz);

        forward(w, b, x, z, inputs);
        input_gradient(w, dz, dx, inputs);
        // These are added to what is there, or take its place.
        let mut new = vec![T::from_f64(f64::NAN); moved.len()];
        let new = &mut new[self.before..];
        weight_gradient(
            x,
            dz,
            new,
            Reduction::whole(true),
            scratch.tile(tiles * weight_gradient_scratch(inputs, outputs)),
            inputs,
        );
        let (mut dw, mut db) = (vec![T::ONE; moved.len()], vec![T::ONE; outputs]);
        let dw = &mut dw[self.before..];
        weight_gradient(
            x,
            dz,
            dw,
            Reduction::whole(false),
            scratch.tile(tiles * weight_gradient_scratch(inputs, outputs)),
            inputs,
        );
        bias_gradient(dz, &mut db);

        // Tiles together are what each is by itself.
        let [mut z_apart, mut dx_apart] = [z.len(), dx.len()].map(|rows| vec![[V::constant(f64::NAN); W]; rows]);
        for (x, z) in x.chunks(inputs).zip(z_apart.chunks_mut(outputs)) {
            forward(w, b, x, z, inputs);
        }
        for (dz, dx) in dz.chunks(outputs).zip(dx_apart.chunks_mut(inputs)) {
            input_gradient(w, dz, dx, inputs);
        }
        let numbers = |x: &[[V; W]]| V::elements(x.as_flattened()).to_vec();
        prop_assert!(numbers(z) == numbers(&z_apart), "z of {tiles} tiles");
        prop_assert!(numbers(dx) == numbers(&dx_apart), "dx of {tiles} tiles");

        // Shards together are what they are one after the other.
        for shard in 1..tiles {
            let reduction = Reduction { overwrite: true, shard };
            let (mut together, mut apart) = (vec![T::from_f64(f64::NAN); moved.len()], vec![T::ONE; moved.len()]);
            let (together, apart) = (&mut together[self.before..], &mut apart[self.before..]);
            weight_gradient(
                x,
                dz,
                together,
                reduction,
                scratch.tile(tiles * weight_gradient_scratch(inputs, outputs)),
                inputs,
            );
            for (index, (x, dz)) in x.chunks(shard * inputs).zip(dz.chunks(shard * outputs)).enumerate() {
                let scratch = scratch.tile(x.len() / inputs * weight_gradient_scratch(inputs, outputs));
                weight_gradient(x, dz, apart, Reduction::whole(index == 0), scratch, inputs);
            }
            prop_assert!(together == apart, "dw in shards of {shard} tiles");
        }

        for s in 0..count {
            let mut one = vec![T::ZERO; outputs];
            forward_one::<V>(w, b, &case.x[s], &mut one);
            for j in 0..outputs {
                assert_close("z", &[s, j], at(z, outputs, j, s), case.z(s, j))?;
                assert_close("z of one sample", &[s, j], one[j], case.z(s, j))?;
            }
            (0..inputs).try_for_each(|i| assert_close("dx", &[s, i], at(dx, inputs, i, s), case.dx(s, i)))?;
        }
        for j in 0..outputs {
            assert_close("db", &[j], db[j], 1.0 + case.db(j))?;
            for i in 0..inputs {
                assert_close("dw", &[j, i], dw[j * inputs + i], 1.0 + case.dw(j, i))?;
                assert_close("new dw", &[j, i], new[j * inputs + i], case.dw(j, i))?;
            }
        }
        Ok(())
    }
}

/// The weight gradient with too little scratch memory.
struct Cramped {
    tiles: usize,
    rows: usize,
}

impl Vectorized<f32> for Cramped {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = f32>>(self) {
        let zeros = |rows| vec![[V::constant(0.0)]; rows];
        let (x, dz, mut scratch) = (zeros(self.tiles * 20), zeros(self.tiles * 20), zeros(self.rows));
        weight_gradient(&x, &dz, &mut [0.0; 400], Reduction::whole(true), &mut scratch, 20);
    }
}

#[test]
#[should_panic(expected = "rows of scratch memory")]
fn a_weight_gradient_without_room_for_all_its_tiles_says_so() {
    f32::dispatch(Cramped { tiles: 3, rows: 3 * weight_gradient_scratch(20, 20) - 1 });
}

/// The kernels of small layers, on as many tiles as the samples fill.
struct CheckSmall<'a, T, const W: usize, const IN: usize, const OUT: usize> {
    case: &'a Case<T>,
}

impl<T: Number, const W: usize, const IN: usize, const OUT: usize> Vectorized<T> for CheckSmall<'_, T, W, IN, OUT> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let case = self.case;
        let tiles = case.x.len().div_ceil(tile::capacity::<V, W>());
        let mut buffers = [const { Buffer::new() }; 4];
        let [x, dz, z, dx] = &mut buffers;
        let (x, dz) = (x.tile::<V, W>(tiles * IN), dz.tile::<V, W>(tiles * OUT));
        let (z, dx) = (z.tile::<V, W>(tiles * OUT), dx.tile::<V, W>(tiles * IN));
        gather(x, &case.x);
        gather(dz, &case.dz);
        let w: &[[T; IN]; OUT] = case.w.as_chunks().0.try_into().expect("the layer's shape");
        let mut dw = [[T::ONE; IN]; OUT];

        small::in_registers::forward(w, &case.b, x, z);
        small::in_registers::input_gradient(w, dz, dx);
        small::in_registers::weight_gradient(x, dz, &mut dw);

        // With sizes at run time, they are the same bits.
        let mut buffers = [const { Buffer::new() }; 2];
        let [same_z, same_dx] = &mut buffers;
        let (same_z, same_dx) = (same_z.tile::<V, W>(tiles * OUT), same_dx.tile::<V, W>(tiles * IN));
        let mut same_dw = vec![T::ONE; IN * OUT];
        small::forward(&case.w, &case.b, x, same_z, IN);
        small::input_gradient(&case.w, dz, same_dx, IN);
        small::weight_gradient(x, dz, &mut same_dw, IN);
        prop_assert_eq!(V::elements(same_z.as_flattened()), V::elements(z.as_flattened()));
        prop_assert_eq!(V::elements(same_dx.as_flattened()), V::elements(dx.as_flattened()));
        prop_assert_eq!(&same_dw[..], dw.as_flattened());

        for (s, sample) in case.x.iter().enumerate() {
            let x = sample.as_slice().try_into().expect("the layer's inputs");
            let one = small::in_registers::forward_one::<V::Single, IN, OUT>(w, &case.b, x);
            let mut same = [[V::Single::splat(T::ZERO)]; OUT];
            small::forward(&case.w, &case.b, &x.map(|x| [V::Single::splat(x)]), &mut same, IN);
            prop_assert!((0..OUT).all(|j| same[j][0].sum() == one[j].sum()));
            for j in 0..OUT {
                assert_close("z", &[s, j], at(z, OUT, j, s), case.z(s, j))?;
                assert_close("z of one sample", &[s, j], one[j].sum(), case.z(s, j))?;
            }
            (0..IN).try_for_each(|i| assert_close("dx", &[s, i], at(dx, IN, i, s), case.dx(s, i)))?;
        }
        for j in 0..OUT {
            (0..IN).try_for_each(|i| assert_close("dw", &[j, i], dw[j][i], 1.0 + case.dw(j, i)))?;
        }
        Ok(())
    }
}

fn check_small<T: Number, const IN: usize, const OUT: usize>(
    seed: u64,
    samples: usize,
    bias: bool,
) -> Result<(), TestCaseError> {
    let _turn = turn();
    let case = &Case::<T>::new(seed, IN, OUT, samples, bias);
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        T::dispatch(CheckSmall::<T, 1, IN, OUT> { case })?;
        T::dispatch(CheckSmall::<T, 2, IN, OUT> { case })?;
    }
    Ok(())
}

/// Fills tiles, one after the other, with samples.
#[inline(always)]
fn gather<V: Vector, const W: usize>(tiles: &mut [[V; W]], samples: &[Vec<V::Element>]) {
    for (tile, samples) in tiles.chunks_mut(samples[0].len()).zip(samples.chunks(tile::capacity::<V, W>())) {
        tile::gather(tile, samples.len(), |s| &samples[s]);
    }
}

/// The number of sample `s` in the given row of its tile.
fn at<V: Vector, const W: usize>(tiles: &[[V; W]], rows: usize, row: usize, s: usize) -> V::Element {
    let capacity = tile::capacity::<V, W>();
    V::elements(&tiles[s / capacity * rows + row])[s % capacity]
}

/// Sums of up to 139 products of normal numbers, each of which an `f32` rounds to 6e-8 of its size.
fn assert_close<T: Number>(what: &str, index: &[usize], found: T, expected: f64) -> Result<(), TestCaseError> {
    let tolerance = if size_of::<T>() == 4 { 3e-5 } else { 1e-13 };
    let close = (found.to_f64() - expected).abs() <= tolerance * (1.0 + expected.abs());
    prop_assert!(close, "{what}{index:?} is {found}, expected {expected}, on {}", InstructionSet::current());
    Ok(())
}

/// The choice of the instruction set is the process's, so one case waits for the other.
fn turn() -> MutexGuard<'static, ()> {
    static CHOICE: Mutex<()> = Mutex::new(());
    CHOICE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// On every instruction set.
fn check<T: Number>(case: &Case<T>) -> Result<(), TestCaseError> {
    let _turn = turn();
    for set in InstructionSet::available() {
        set.select().expect("it is available");
        T::dispatch(Check::<T, 1> { case, tiles: 4, before: 0 })?;
        T::dispatch(Check::<T, 2> { case, tiles: 4, before: 0 })?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases * 200).div_ceil(256)))]

    #[test]
    fn kernels_equal_their_plain_versions(
        seed: u64, inputs in 1_usize..71, outputs in 1_usize..71, samples in 1_usize..140, bias: bool,
    ) {
        check::<f32>(&Case::new(seed, inputs, outputs, samples, bias))?;
        check::<f64>(&Case::new(seed, inputs, outputs, samples, bias))?;
    }

    #[test]
    fn kernels_equal_their_plain_versions_in_small_layers(
        seed: u64, inputs in 1_usize..9, outputs in 1_usize..9, samples in 1_usize..140, bias: bool,
    ) {
        check::<f32>(&Case::new(seed, inputs, outputs, samples, bias))?;
        check::<f64>(&Case::new(seed, inputs, outputs, samples, bias))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases * 50).div_ceil(256)))]

    #[test]
    fn kernels_of_small_layers_equal_the_plain_versions(seed: u64, samples in 1_usize..100, bias: bool) {
        check_small::<f32, 2, 4>(seed, samples, bias)?;
        check_small::<f64, 2, 4>(seed, samples, bias)?;
        check_small::<f32, 4, 1>(seed, samples, bias)?;
        check_small::<f64, 4, 1>(seed, samples, bias)?;
        check_small::<f32, 5, 7>(seed, samples, bias)?;
        check_small::<f64, 5, 7>(seed, samples, bias)?;
    }
}

#[test]
fn kernels_equal_their_plain_versions_in_layers_that_go_part_by_part() -> Result<(), TestCaseError> {
    let _turn = turn();
    // With 128 samples in `f64`, from 513 inputs on a tile is larger than what goes in one part,
    // and several tiles go back from 256 outputs in one part; the other side takes blocks of all
    // sizes. The last two have several panels at once.
    for (inputs, outputs) in [(513, 31), (770, 45), (31, 257), (45, 770), (1100, 29), (1100, 1030)] {
        let case = &Case::<f64>::new(1, inputs, outputs, 128, true);
        for set in InstructionSet::available() {
            set.select().expect("it is available");
            f64::dispatch(Check::<f64, 2> { case, tiles: 16, before: 0 })?;
        }
    }
    Ok(())
}

#[test]
fn kernels_equal_their_plain_versions_wherever_long_rows_begin() -> Result<(), TestCaseError> {
    let _turn = turn();
    for (seed, (inputs, outputs)) in (0_u64..).zip([(256, 13), (272, 7), (264, 25), (1056, 14)]) {
        let single = &Case::<f32>::new(seed, inputs, outputs, 50, true);
        let double = &Case::<f64>::new(seed, inputs, outputs, 50, true);
        for set in InstructionSet::available() {
            set.select().expect("it is available");
            for before in 0..16 {
                f32::dispatch(Check::<f32, 2> { case: single, tiles: 4, before })?;
                f64::dispatch(Check::<f64, 2> { case: double, tiles: 4, before })?;
            }
        }
    }
    Ok(())
}

/// Forward for one sample, with `before` numbers in front of the weights.
struct One<'a> {
    case: &'a Case<f32>,
    before: usize,
}

impl Vectorized<f32> for One<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn run<V: Vector<Element = f32>>(self) -> Vec<f32> {
        let Case { w, b, x, .. } = self.case;
        let moved = [&vec![0.0; self.before], w.as_slice()].concat();
        let mut y = vec![0.0; b.len()];
        forward_one::<V>(&moved[self.before..], b, &x[0], &mut y);
        y
    }
}

#[test]
fn one_sample_gives_the_same_wherever_the_weights_begin() {
    let _turn = turn();
    for inputs in [64, 256, 784] {
        let case = &Case::new(1, inputs, 11, 1, true);
        for set in InstructionSet::available() {
            set.select().expect("it is available");
            let first = f32::dispatch(One { case, before: 0 });
            for before in 1..16 {
                assert_eq!(
                    f32::dispatch(One { case, before }),
                    first,
                    "{before} numbers before {inputs} inputs on {set}"
                );
            }
        }
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
    forward::<f32, 1>(&[1.0; 5], &[], &[[1.0]; 2], &mut [[0.0]; 2], 2);
}

#[test]
#[should_panic(expected = "4 rows of 2 inputs, 3 rows of 3 outputs")]
fn a_kernel_refuses_different_numbers_of_tiles() {
    forward::<f32, 1>(&[1.0; 6], &[], &[[1.0]; 4], &mut [[0.0]; 3], 2);
}
