//! Tiles hold samples as documented, at all sizes and on every instruction set.

use proptest::prelude::*;
use sinew_tensors::{InstructionSet, Number, Sample, Vector, Vectorized, tile};

/// Gathers samples into a tile of `W` vectors, as many as it holds, and scatters them again.
struct RoundTrip<'a, T, const W: usize> {
    samples: &'a [Vec<T>],
}

impl<T: Number, const W: usize> Vectorized<T> for RoundTrip<'_, T, W> {
    type Output = Result<(), TestCaseError>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let set = InstructionSet::current();
        let capacity = tile::capacity::<V, W>();
        prop_assert_eq!(capacity, W * V::LANES);
        let samples = &self.samples[..self.samples.len().min(capacity)];
        let features = samples[0].len();

        // What is left from before has to go.
        let mut rows = vec![[V::constant(f64::NAN); W]; features];
        tile::gather(&mut rows, samples.len(), |s| &samples[s]);
        for i in 0..features {
            let lanes = V::elements(&rows[i]);
            for s in 0..capacity {
                let expected = samples.get(s).map_or(T::ZERO, |sample| sample[i]);
                prop_assert_eq!(lanes[s], expected, "feature {} of sample {} on {}", i, s, set);
            }
        }

        let lanes = tile::occupied(samples.len(), [V::constant(0.5); W]);
        for (s, &lane) in V::elements(&lanes).iter().enumerate() {
            prop_assert_eq!(lane, T::from_f64(if s < samples.len() { 0.5 } else { 0.0 }), "lane {} on {}", s, set);
        }

        let mut scattered = vec![vec![T::from_f64(f64::NAN); features]; samples.len()];
        tile::scatter(&rows, scattered.iter_mut().map(Vec::as_mut_slice));
        prop_assert_eq!(&scattered[..], samples, "on {}", set);
        Ok(())
    }
}

/// Gathers samples of a known shape, and as slices: the tile is the same.
struct Known<'a, S>(&'a [S]);

impl<T: Number, S: Sample<T>> Vectorized<T> for Known<'_, S> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        let samples = &self.0[..self.0.len().min(tile::capacity::<V, 2>())];
        let [mut known, mut any] = [(); 2].map(|()| vec![[V::constant(f64::NAN); 2]; S::LEN]);
        tile::gather_samples(&mut known, samples.len(), |s| &samples[s]);
        tile::gather(&mut any, samples.len(), |s| samples[s].as_flat());
        assert_eq!(V::elements(known.as_flattened()), V::elements(any.as_flattened()));
    }
}

/// Numbers that tell where they are from: sample `s`, feature `i`.
fn samples<T: Number>(samples: usize, features: usize) -> Vec<Vec<T>> {
    (0..samples).map(|s| (0..features).map(|i| T::from_f64((1000 * s + i + 1) as f64)).collect()).collect()
}

fn check<T: Number>(count: usize, features: usize) -> Result<(), TestCaseError> {
    let samples = &samples::<T>(count, features)[..];
    for set in InstructionSet::available() {
        set.select().expect("an available set");
        T::dispatch(RoundTrip::<T, 1> { samples })?;
        T::dispatch(RoundTrip::<T, 2> { samples })?;
        T::dispatch(RoundTrip::<T, 3> { samples })?;
    }
    Ok(())
}

proptest! {
    #[test]
    fn sample_s_stands_in_lane_s_of_every_row_and_comes_back_from_there(count in 1_usize..50, features in 0_usize..40) {
        check::<f32>(count, features)?;
        check::<f64>(count, features)?;
    }
}

#[test]
fn samples_of_a_known_shape_are_gathered_as_others() {
    for set in InstructionSet::available() {
        set.select().expect("an available set");
        for count in [0, 1, 5, 16, 32] {
            let few: Vec<[[f64; 1]; 3]> = (0..count).map(|s| [[s.into()], [-1.5], [f64::from(s) + 0.5]]).collect();
            f64::dispatch(Known(&few));
            let many: Vec<[f32; 7]> =
                (0_u8..count).map(|s| core::array::from_fn(|i| f32::from(s) + i as f32)).collect();
            f32::dispatch(Known(&many));
        }
    }
}

#[test]
fn a_tile_without_samples_holds_zeros() {
    let mut rows = [[7.0_f64; 2]; 3];
    tile::gather(&mut rows, 0, |_| &[]);
    assert_eq!(rows, [[0.0; 2]; 3]);
}

#[test]
fn a_tile_gives_as_many_samples_as_it_is_asked_for() {
    let rows = [[1.0_f32, 2.0, 3.0], [4.0, 5.0, 6.0]];
    let mut samples = [[0.0; 2]; 2];
    tile::scatter(&rows, samples.iter_mut().map(<[f32; 2]>::as_mut_slice));
    assert_eq!(samples, [[1.0, 4.0], [2.0, 5.0]]);
}
