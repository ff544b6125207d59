//! Initializers draw from the distributions that they are named after, and always the same numbers
//! from the same seed.

use std::collections::BTreeSet;

use proptest::prelude::*;
use sinew_tensors::{Initializer, Number, Rng};

/// The weights of a layer.
fn weights<T: Number>(initializer: Initializer, fan_in: usize, fan_out: usize, seed: u64) -> Vec<T> {
    let mut weights = vec![T::from_f64(f64::NAN); fan_in * fan_out];
    initializer.fill(&mut weights, fan_in, fan_out, &mut Rng::new(seed));
    weights
}

const ALL: [(&str, Initializer); 8] = [
    ("glorot_uniform", Initializer::GlorotUniform),
    ("glorot_normal", Initializer::GlorotNormal),
    ("he_uniform", Initializer::HeUniform),
    ("he_normal", Initializer::HeNormal),
    ("lecun_normal", Initializer::LecunNormal),
    ("orthogonal", Initializer::Orthogonal),
    ("zeros", Initializer::Zeros),
    ("constant 0.25", Initializer::Constant(0.25)),
];

/// If one of these numbers changes, so does every network that is trained from a seed.
/// `references/rng.py` writes them.
#[test]
fn seed_42_stands_for_the_weights_of_the_contract() {
    let mut found = BTreeSet::new();
    for line in include_str!("references/initializers.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[name, fan_in, fan_out, expected] = cells.as_slice() else { panic!("four cells in {line}") };
        let &(_, initializer) = ALL.iter().find(|row| row.0 == name).expect("a known name");
        let expected: Vec<f64> = expected.split(' ').map(|w| w.parse().unwrap()).collect();
        let weights = weights::<f64>(initializer, fan_in.parse().unwrap(), fan_out.parse().unwrap(), 42);
        assert_eq!(weights, expected, "{line}");
        found.insert(name);
    }
    assert_eq!(found.len(), ALL.len());
}

/// What `torch.nn.init` documents of an initializer, for `gain = √2`, that of ReLU, or 1.
enum Documented {
    /// `xavier_uniform_`, `kaiming_uniform_`: from `−a` to `a`.
    Uniform(f64),
    /// `xavier_normal_`, `kaiming_normal_`: the standard deviation.
    Normal(f64),
}

use Documented::{Normal, Uniform};

/// The initializers that draw each weight by itself.
fn documented(fan_in: usize, fan_out: usize) -> [(Initializer, Documented); 5] {
    let (fan_in, fan_out) = (fan_in as f64, fan_out as f64);
    let relu = 2_f64.sqrt();
    [
        (Initializer::GlorotUniform, Uniform((6.0 / (fan_in + fan_out)).sqrt())),
        (Initializer::GlorotNormal, Normal((2.0 / (fan_in + fan_out)).sqrt())),
        (Initializer::HeUniform, Uniform(relu * (3.0 / fan_in).sqrt())),
        (Initializer::HeNormal, Normal(relu / fan_in.sqrt())),
        (Initializer::LecunNormal, Normal(1.0 / fan_in.sqrt())),
    ]
}

/// The mean of `f` over the weights.
fn mean(weights: &[f64], f: impl Fn(f64) -> f64) -> f64 {
    weights.iter().map(|&w| f(w)).sum::<f64>() / weights.len() as f64
}

/// Each moment is allowed four standard errors, `4·√(variance/n)`.
#[test]
fn weights_have_the_moments_that_pytorch_documents() {
    for (seed, (fan_in, fan_out)) in (1..).zip([(300, 200), (20, 1000), (1000, 20), (1, 50_000), (50_000, 1)]) {
        for (initializer, documented) in documented(fan_in, fan_out) {
            let weights = weights::<f64>(initializer, fan_in, fan_out, seed);
            // Of a uniform number in ±1, w² has the variance 4/45 and w⁴ 16/225; of a normal number
            // 2 and 96.
            let (scale, moments) = match documented {
                Uniform(bound) => (bound, [(0.0, 1.0 / 3.0), (1.0 / 3.0, 4.0 / 45.0), (0.2, 16.0 / 225.0)]),
                Normal(deviation) => (deviation, [(0.0, 1.0), (1.0, 2.0), (3.0, 96.0)]),
            };
            for (power, (expected, variance)) in [1, 2, 4].into_iter().zip(moments) {
                let found = mean(&weights, |w| (w / scale).powi(power));
                let error = 4.0 * f64::sqrt(variance / weights.len() as f64);
                let what = format!("{initializer:?} {fan_in} → {fan_out}: the mean of w^{power}");
                assert!((found - expected).abs() < error, "{what} is {found}, expected {expected} ± {error}");
            }
        }
    }
}

#[test]
fn uniform_weights_fill_the_range_that_pytorch_documents() {
    for (fan_in, fan_out) in [(300, 200), (7, 3000), (3000, 7)] {
        for (initializer, documented) in documented(fan_in, fan_out) {
            let Uniform(bound) = documented else { continue };
            let weights = weights::<f64>(initializer, fan_in, fan_out, 5);
            let (least, largest) =
                (weights.iter().copied().fold(0.0, f64::min), weights.iter().copied().fold(0.0, f64::max));
            let (range, rounding) = (0.999 * bound..=bound, 1.0 + f64::EPSILON);
            let fills = range.contains(&(largest / rounding)) && range.contains(&(-least / rounding));
            assert!(fills, "{initializer:?} draws from {least} to {largest}, expected ±{bound}");
        }
    }
}

/// `references/moments.py` writes what PyTorch's initializers draw. Both sides draw at random, so a
/// moment is allowed five standard errors of a difference, and the ends of a uniform distribution a
/// five-hundredth.
#[test]
fn weights_have_the_moments_and_bounds_of_those_that_pytorch_draws() {
    let mut found = BTreeSet::new();
    for line in include_str!("references/moments.csv").lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[name, fan_in, fan_out, ref moments @ .., least, largest] = cells.as_slice() else { panic!("{line}") };
        let &(_, initializer) = ALL.iter().find(|row| row.0 == name).expect("a known name");
        let weights = weights::<f64>(initializer, fan_in.parse().unwrap(), fan_out.parse().unwrap(), 11);
        for (power, expected) in [1, 2, 4].into_iter().zip(moments) {
            let (moment, expected) = (mean(&weights, |w| w.powi(power)), expected.parse::<f64>().unwrap());
            let variance = mean(&weights, |w| (w.powi(power) - moment).powi(2));
            let error = 5.0 * (2.0 * variance / weights.len() as f64).sqrt() + 1e-5 * expected.abs();
            assert!((moment - expected).abs() <= error, "{line}: the mean of w^{power} is {moment} ± {error}");
        }
        let bounds: [fn(f64, f64) -> f64; 2] = [f64::min, f64::max];
        for (bound, expected) in bounds.into_iter().zip([least, largest]) {
            let Ok(expected) = expected.parse::<f64>() else { continue };
            let end = weights.iter().copied().fold(weights[0], bound);
            assert!((end - expected).abs() <= 0.002 * expected.abs(), "{line}: the weights go to {end}");
        }
        found.insert(name);
    }
    assert_eq!(found.len(), ALL.len());
}

/// The rows of a matrix, or its columns where there are more rows.
fn vectors<T: Number>(weights: &[T], fan_in: usize, fan_out: usize) -> Vec<Vec<f64>> {
    let at = |row: usize, column: usize| weights[row * fan_in + column].to_f64();
    if fan_out <= fan_in {
        (0..fan_out).map(|row| (0..fan_in).map(|column| at(row, column)).collect()).collect()
    } else {
        (0..fan_in).map(|column| (0..fan_out).map(|row| at(row, column)).collect()).collect()
    }
}

fn assert_orthonormal<T: Number>(
    fan_in: usize,
    fan_out: usize,
    seed: u64,
    tolerance: f64,
) -> Result<(), TestCaseError> {
    let weights = weights::<T>(Initializer::Orthogonal, fan_in, fan_out, seed);
    let vectors = vectors(&weights, fan_in, fan_out);
    for (u, a) in vectors.iter().enumerate() {
        for (v, b) in vectors.iter().enumerate() {
            let dot: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            let expected = f64::from(u8::from(u == v));
            prop_assert!((dot - expected).abs() <= tolerance, "{}: vectors {u} and {v} have {dot}", T::NAME);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases((ProptestConfig::default().cases * 64).div_ceil(256)))]

    #[test]
    fn orthogonal_weights_are_orthonormal(seed: u64, short in 1..40_usize, more in 1..40_usize) {
        for (fan_in, fan_out) in [(short, short), (short + more, short), (short, short + more)] {
            assert_orthonormal::<f64>(fan_in, fan_out, seed, 1e-14)?;
            assert_orthonormal::<f32>(fan_in, fan_out, seed, 1e-6)?;
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_weights_and_another_seed_others(seed: u64, fan_in in 1..20_usize, fan_out in 1..20_usize) {
        for (name, initializer) in ALL {
            let first = weights::<f32>(initializer, fan_in, fan_out, seed);
            prop_assert_eq!(&first, &weights::<f32>(initializer, fan_in, fan_out, seed));
            let other = weights::<f32>(initializer, fan_in, fan_out, !seed);
            let is_fixed = matches!(initializer, Initializer::Zeros | Initializer::Constant(_));
            // An orthogonal matrix of one row and column is 1 or −1.
            prop_assert!((first == other) == is_fixed || fan_in * fan_out == 1, "{}", name);
        }
    }

    #[test]
    fn single_precision_is_double_precision_rounded(seed: u64, fan_in in 1..20_usize, fan_out in 1..20_usize) {
        for (name, initializer) in ALL {
            let single = weights::<f32>(initializer, fan_in, fan_out, seed);
            let double = weights::<f64>(initializer, fan_in, fan_out, seed);
            // Orthogonal weights are made so from rounded numbers.
            if initializer != Initializer::Orthogonal {
                let rounded: Vec<f32> = double.iter().map(|&w| f32::from_f64(w)).collect();
                prop_assert_eq!(single, rounded, "{}", name);
            }
        }
    }

    #[test]
    fn weights_of_one_number_are_that_number_and_cost_no_draws(c in any::<f64>(), n in 0..50_usize) {
        let mut rng = Rng::new(1);
        let mut weights = vec![f64::NAN; n];
        Initializer::Zeros.fill(&mut weights, n, 1, &mut rng);
        prop_assert_eq!(&weights, &vec![0.0; n]);
        Initializer::Constant(c).fill(&mut weights, 1, n, &mut rng);
        prop_assert_eq!(&weights, &vec![c; n]);
        prop_assert_eq!(rng, Rng::new(1));
    }
}

/// Every entry has the mean 0 and the variance `1/n`, `n` being the longer side; five standard
/// errors are allowed.
#[test]
fn orthogonal_weights_prefer_no_direction() {
    let seeds = 4000;
    for (fan_in, fan_out) in [(3, 3), (4, 2), (2, 4)] {
        let n = fan_in.max(fan_out) as f64;
        let matrices: Vec<Vec<f64>> =
            (0..seeds).map(|seed| weights(Initializer::Orthogonal, fan_in, fan_out, seed)).collect();
        for entry in 0..fan_in * fan_out {
            let entries: Vec<f64> = matrices.iter().map(|matrix| matrix[entry]).collect();
            let error = 5.0 / (seeds as f64).sqrt();
            // On a sphere, w⁴ has the mean 3/(n·(n + 2)), so w² has a variance of less than 2/n².
            assert!(mean(&entries, |w| w).abs() < error / n.sqrt(), "{fan_in} → {fan_out}, entry {entry}");
            let square = mean(&entries, |w| w * w);
            assert!(
                (square - 1.0 / n).abs() < error * 2_f64.sqrt() / n,
                "{fan_in} → {fan_out}, entry {entry}: {square}"
            );
        }
    }
}

#[test]
#[should_panic(expected = "no rows of 3")]
fn weights_of_another_number_are_refused() {
    Initializer::HeNormal.fill(&mut [0.0_f32; 5], 3, 2, &mut Rng::new(0));
}
