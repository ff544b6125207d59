//! A seed stands for the same numbers on every machine, now and later; `references/rng.py` writes
//! them, independently of ours.

use std::fmt::Debug;
use std::str::FromStr;

use proptest::prelude::*;
use sinew_tensors::Rng;

/// The rows of `rng.csv`: a seed, what to draw, and the numbers of the first draws.
fn references() -> impl Iterator<Item = (u64, &'static str, &'static str)> {
    include_str!("references/rng.csv").lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let &[seed, draws, numbers] = cells.as_slice() else { panic!("three cells in {line}") };
        (seed.parse().unwrap(), draws, numbers)
    })
}

fn numbers<T: FromStr<Err: Debug>>(cell: &str) -> Vec<T> {
    cell.split(' ').map(|number| number.parse().unwrap()).collect()
}

/// If one of these numbers changes, so does every network that is trained from a seed.
#[test]
fn seeds_stand_for_the_numbers_of_the_contract() {
    let mut rows = 0;
    for (seed, draws, expected) in references() {
        let mut rng = Rng::new(seed);
        match draws.split_once(' ').unwrap_or((draws, "")) {
            ("next_u64", _) => assert_eq!([(); 8].map(|()| rng.next_u64())[..], numbers(expected), "seed {seed}"),
            ("uniform", _) => assert_eq!([(); 8].map(|()| rng.uniform())[..], numbers::<f64>(expected), "seed {seed}"),
            ("normal", _) => assert_eq!([(); 8].map(|()| rng.normal())[..], numbers::<f64>(expected), "seed {seed}"),
            ("below", n) => {
                let Ok(n) = n.parse() else { continue }; // where `usize` has 32 bits
                assert_eq!([(); 8].map(|()| rng.below(n))[..], numbers(expected), "below {n}, seed {seed}");
            }
            ("shuffle", _) => {
                let expected = numbers::<usize>(expected);
                let mut items: Vec<usize> = (0..expected.len()).collect();
                rng.shuffle(&mut items);
                assert_eq!(items, expected, "seed {seed}");
            }
            _ => panic!("no draws {draws}"),
        }
        rows += 1;
    }
    assert!(rows >= 18);
}

proptest! {
    #[test]
    fn uniform_numbers_are_from_0_to_below_1(seed: u64) {
        let mut rng = Rng::new(seed);
        prop_assert!((0..100).all(|_| (0.0..1.0).contains(&rng.uniform())));
    }

    #[test]
    fn integers_are_below_n(seed: u64, n in 1..=usize::MAX) {
        let mut rng = Rng::new(seed);
        prop_assert!((0..100).all(|_| rng.below(n) < n));
    }

    #[test]
    fn shuffling_loses_nothing(seed: u64, n in 0..100_usize) {
        let mut items: Vec<usize> = (0..n).collect();
        Rng::new(seed).shuffle(&mut items);
        items.sort_unstable();
        prop_assert!(items.into_iter().eq(0..n));
    }
}

/// Each of the 24 orders of four items.
#[test]
fn all_orders_are_equally_likely() {
    let mut rng = Rng::new(3);
    let mut counts = std::collections::BTreeMap::<_, i32>::new();
    for _ in 0..24_000 {
        let mut items = [0, 1, 2, 3];
        rng.shuffle(&mut items);
        *counts.entry(items).or_default() += 1;
    }
    // Five standard errors of about √1000.
    assert!(counts.len() == 24 && counts.values().all(|count| (count - 1000).abs() < 160), "{counts:?}");
}

#[test]
#[should_panic(expected = "no integer is below 0")]
fn nothing_is_below_zero() {
    Rng::new(0).below(0);
}
