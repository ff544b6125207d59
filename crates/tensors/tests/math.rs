//! The elementary functions, in `f32` and `f64` and with every instruction set of the machine,
//! against references and each other.

use std::sync::Mutex;

use sinew_tensors::{InstructionSet, Number, Real, Vector, Vectorized};

/// A function of [`Real`].
#[derive(Clone, Copy, Debug, PartialEq)]
enum Function {
    Exp,
    ExpM1,
    Ln,
    Ln1p,
    Tanh,
    Sigmoid,
    Erf,
}

use Function::{Erf, Exp, ExpM1, Ln, Ln1p, Sigmoid, Tanh};

impl Function {
    const ALL: [Self; 7] = [Exp, ExpM1, Ln, Ln1p, Tanh, Sigmoid, Erf];

    fn name(self) -> &'static str {
        match self {
            Exp => "exp",
            ExpM1 => "exp_m1",
            Ln => "ln",
            Ln1p => "ln_1p",
            Tanh => "tanh",
            Sigmoid => "sigmoid",
            Erf => "erf",
        }
    }

    /// The largest error, in ulp, that the documentation allows.
    fn bound<T: Number>(self) -> f64 {
        match self {
            Ln => 1.0,
            Exp | ExpM1 | Ln1p => 2.0,
            Tanh if T::NAME == f64::NAME => 3.0,
            Sigmoid | Erf => 4.0,
            Tanh => 5.0,
        }
    }

    #[inline(always)]
    fn of<R: Real>(self, x: R) -> R {
        match self {
            Exp => x.exp(),
            ExpM1 => x.exp_m1(),
            Ln => x.ln(),
            Ln1p => x.ln_1p(),
            Tanh => x.tanh(),
            Sigmoid => x.sigmoid(),
            Erf => x.erf(),
        }
    }

    /// The function of the standard library; where it has none, ours for `f64`, which is tested
    /// against other references.
    fn of_std(self, x: f64) -> f64 {
        match self {
            Exp => x.exp(),
            ExpM1 => x.exp_m1(),
            Ln => x.ln(),
            Ln1p => x.ln_1p(),
            Tanh => x.tanh(),
            Sigmoid if x < 0.0 => x.exp() / (1.0 + x.exp()),
            Sigmoid => 1.0 / (1.0 + (-x).exp()),
            Erf => Real::erf(x),
        }
    }

    /// The function of every number of `x`, in the vectors of the current instruction set.
    fn of_all<T: Number>(self, x: &[T]) -> Vec<T> {
        let mut y = x.to_vec();
        T::dispatch(Each(self, &mut y));
        y
    }
}

/// Replaces each number by a function of it.
struct Each<'a, T>(Function, &'a mut [T]);

impl<T: Number> Vectorized<T> for Each<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        for x in self.1.chunks_mut(V::LANES) {
            self.0.of(V::load(x)).store(x);
        }
    }
}

/// Calls `test` with each instruction set of the machine; other tests, which would choose another
/// one, wait.
fn with_every_set(mut test: impl FnMut(InstructionSet)) {
    static SELECTED: Mutex<()> = Mutex::new(());
    let _selected = SELECTED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    for set in InstructionSet::available() {
        set.select().expect("an available set");
        test(set);
    }
}

/// A number format whose neighbours are known.
trait Binary: Number + std::str::FromStr<Err = std::num::ParseFloatError> {
    /// The number next to a real one on the side of zero.
    fn truncate(x: f64) -> Self;

    /// The distance to the next number away from zero.
    fn gap(self) -> f64;

    /// The smallest positive number, the smallest normal one and the largest one.
    const ENDS: [Self; 3];

    fn same(self, other: Self) -> bool;
}

macro_rules! binary {
    ($type:ident, $smallest:literal) => {
        impl Binary for $type {
            const ENDS: [Self; 3] = [$smallest, $type::MIN_POSITIVE, $type::MAX];

            #[allow(clippy::cast_possible_truncation)] // corrected below
            fn truncate(x: f64) -> Self {
                let y = x as $type;
                if y.to_f64().abs() <= x.abs() || x.is_infinite() {
                    y
                } else if x > 0.0 {
                    y.next_down()
                } else {
                    y.next_up()
                }
            }

            fn gap(self) -> f64 {
                let y = self.abs();
                if y < $type::MAX { y.next_up().to_f64() - y.to_f64() } else { y.to_f64() - y.next_down().to_f64() }
            }

            fn same(self, other: Self) -> bool {
                self.to_bits() == other.to_bits() || self.is_nan() && other.is_nan()
            }
        }
    };
}

binary!(f32, 1e-45);
binary!(f64, 5e-324);

/// The distance from `y` to the true value, which is `rest` of the way from `expected` to the next
/// number away from zero, in units of that way.
fn ulps<T: Binary>(y: T, expected: T, rest: f64) -> f64 {
    let (y, expected, gap) = (y.to_f64(), expected.to_f64(), expected.gap());
    if y.is_nan() || expected.is_nan() || y.is_infinite() || expected.is_infinite() {
        return if y.to_bits() == expected.to_bits() || y.is_nan() && expected.is_nan() { 0.0 } else { f64::INFINITY };
    }
    ((y - expected) / gap - rest.copysign(expected)).abs()
}

/// The lines of `references/elementary.csv` for a function and a type.
fn references<T: Binary>(function: Function) -> impl Iterator<Item = (T, T, f64)> {
    let lines = include_str!("references/elementary.csv").lines().skip(1);
    lines.filter_map(move |line| {
        let fields: Vec<&str> = line.split(',').collect();
        let &[name, format, x, y, rest] = fields.as_slice() else { panic!("five fields in {line}") };
        let number = |text: &str| text.parse::<T>().unwrap();
        (name == function.name() && format == T::NAME).then(|| (number(x), number(y), rest.parse().unwrap()))
    })
}

fn assert_close_to_references<T: Binary>() {
    with_every_set(|set| {
        for function in Function::ALL {
            let references: Vec<(T, T, f64)> = references(function).collect();
            let x: Vec<T> = references.iter().map(|reference| reference.0).collect();
            assert!(x.len() > 100);
            for (&y, &(x, expected, rest)) in function.of_all(&x).iter().zip(&references) {
                let error = ulps(y, expected, rest);
                let name = function.name();
                assert!(error <= function.bound::<T>(), "{set} {name}({x}) = {y} is {error:.3} ulp from {expected}");
            }
        }
    });
}

#[test]
fn f32_is_within_its_bound_of_the_references() {
    assert_close_to_references::<f32>();
}

#[test]
fn f64_is_within_its_bound_of_the_references() {
    assert_close_to_references::<f64>();
}

/// The largest error of each function at the numbers `x`, measured against the standard library in
/// `f64`.
fn add_largest_errors<T: Binary>(x: &[T], largest: &mut [(f64, T)]) {
    for (function, largest) in Function::ALL.into_iter().zip(largest) {
        let expected: Vec<f64> = x.iter().map(|x| function.of_std(x.to_f64())).collect();
        with_every_set(|_| {
            for ((&x, &y), &expected) in x.iter().zip(&function.of_all(x)).zip(&expected) {
                let nearest = T::truncate(expected);
                let infinite = T::ENDS[2].to_f64() + T::ENDS[2].gap() / 2.0; // from there on numbers are rounded to infinity
                let error = if y.to_f64().same(expected) || expected >= infinite && y.to_f64().same(f64::INFINITY) {
                    0.0
                } else {
                    ulps(y, nearest, ((expected - nearest.to_f64()) / nearest.gap()).abs())
                };
                if error > largest.0 || error.is_nan() {
                    *largest = (error, x);
                }
            }
        });
    }
}

/// Every 4099th of all bit patterns; with `SINEW_SWEEP=all` in the environment (and `--release`)
/// all of them, in an hour.
#[test]
fn f32_is_within_its_bound_of_f64_everywhere() {
    let all = std::env::var("SINEW_SWEEP").is_ok_and(|sweep| sweep == "all");
    let patterns: Vec<u32> = (0..=u32::MAX).step_by(if all { 1 << 16 } else { 4099 << 10 }).collect();
    let steps = if all { (1 << 16, 1) } else { (1 << 10, 4099) };
    let mut largest = [(0.0, 0.0); 7];
    for first in patterns {
        let x: Vec<f32> = (0..steps.0).map(|i| f32::from_bits(first.saturating_add(i * steps.1))).collect();
        add_largest_errors(&x, &mut largest);
    }
    for (function, (error, x)) in Function::ALL.into_iter().zip(largest) {
        println!("{function:?}: {error:.3} ulp at {x:e}");
        assert!(error <= function.bound::<f32>(), "{function:?}({x:e}) is {error:.3} ulp off");
    }
}

/// The standard library's functions are themselves an ulp or two off, those of some platforms.
#[test]
fn f64_agrees_with_the_standard_library() {
    let mut largest = [(0.0, 0.0); 7];
    let x: Vec<f64> = (0..1 << 17).map(|i| f64::from_bits(i * 0x7fff_1234_5677)).collect();
    add_largest_errors(&x, &mut largest);
    let x: Vec<f64> = (0..1 << 17).map(|i| f64::from(i - (1 << 16)) * 0.011_401).collect();
    add_largest_errors(&x, &mut largest);
    for (function, (error, x)) in Function::ALL.into_iter().zip(largest) {
        assert!(error <= function.bound::<f64>() + 2.0, "{function:?}({x:e}) is {error:.3} ulp off");
    }
}

fn assert_logarithm_of_powers_of_two<T: Binary>(exponents: std::ops::Range<i32>) {
    let x: Vec<T> = exponents.clone().map(|k| T::from_f64(2_f64.powi(k / 2) * 2_f64.powi(k - k / 2))).collect();
    with_every_set(|set| {
        for (k, y) in exponents.clone().zip(Ln.of_all(&x)) {
            let expected = f64::from(k) * std::f64::consts::LN_2;
            let tolerance = 1.5 * T::from_f64(expected).gap();
            assert!((y.to_f64() - expected).abs() <= tolerance, "{set}: ln 2^{k} = {y}");
        }
    });
}

#[test]
fn logarithms_know_every_exponent() {
    assert_logarithm_of_powers_of_two::<f32>(-149..128);
    assert_logarithm_of_powers_of_two::<f64>(-1074..1024);
}

fn assert_limits<T: Binary>() {
    let [smallest, _, largest] = T::ENDS.map(Number::to_f64);
    let (infinity, nan) = (f64::INFINITY, f64::NAN);
    let limits = [
        (
            Exp,
            vec![(0.0, 1.0), (-0.0, 1.0), (infinity, infinity), (-infinity, 0.0), (largest, infinity), (-largest, 0.0)],
        ),
        (ExpM1, vec![(0.0, 0.0), (-0.0, -0.0), (infinity, infinity), (-infinity, -1.0), (-largest, -1.0)]),
        (Ln, vec![(0.0, -infinity), (-0.0, -infinity), (1.0, 0.0), (infinity, infinity), (-infinity, nan)]),
        (Ln, vec![(-1.0, nan), (-smallest, nan), (-largest, nan)]),
        (Ln1p, vec![(0.0, 0.0), (-0.0, -0.0), (-1.0, -infinity), (infinity, infinity), (-2.0, nan), (-infinity, nan)]),
        (Tanh, vec![(0.0, 0.0), (-0.0, -0.0), (infinity, 1.0), (-infinity, -1.0), (largest, 1.0), (20.0, 1.0)]),
        (Sigmoid, vec![(0.0, 0.5), (-0.0, 0.5), (infinity, 1.0), (-infinity, 0.0), (largest, 1.0), (-largest, 0.0)]),
        (Erf, vec![(0.0, 0.0), (-0.0, -0.0), (infinity, 1.0), (-infinity, -1.0), (largest, 1.0), (6.0, 1.0)]),
    ];
    with_every_set(|set| {
        for (function, points) in &limits {
            for &(x, expected) in points.iter().chain(&[(nan, nan), (-nan, nan)]) {
                for y in function.of_all(&[T::from_f64(x); 19]) {
                    assert!(y.same(T::from_f64(expected)), "{set} {function:?}({x:e}) = {y}, not {expected}");
                }
            }
        }
    });
}

#[test]
fn limits_are_exact() {
    assert_limits::<f32>();
    assert_limits::<f64>();
}

fn assert_identity_near_zero<T: Binary>() {
    let [smallest, normal, _] = T::ENDS.map(Number::to_f64);
    let x: Vec<T> = [smallest, 3.0 * smallest, normal / 2.0, normal, 1.5 * normal, normal.sqrt(), 1e-17]
        .into_iter()
        .flat_map(|x| [T::from_f64(x), T::from_f64(-x)])
        .collect();
    with_every_set(|set| {
        for function in [ExpM1, Ln1p, Tanh] {
            assert_eq!(function.of_all(&x), x, "{set} {function:?}");
        }
    });
}

#[test]
fn functions_with_slope_one_are_the_identity_near_zero() {
    assert_identity_near_zero::<f32>();
    assert_identity_near_zero::<f64>();
}

/// Numbers on both sides of zero, from 2⁻³⁰ to 2¹⁰.
fn both_sides<T: Number>() -> (Vec<T>, Vec<T>) {
    (0..40_000).map(|i| (f64::from(i) * 0.001 - 30.0).exp2()).map(|x| (T::from_f64(x), T::from_f64(-x))).unzip()
}

fn assert_odd_and_saturating<T: Binary>() {
    let (positive, negative) = both_sides::<T>();
    with_every_set(|set| {
        for function in [Tanh, Erf] {
            for (y, mirrored) in function.of_all(&positive).into_iter().zip(function.of_all(&negative)) {
                assert!(y.same(-mirrored), "{set} {function:?}: {y} and {mirrored}");
                assert!(y <= T::ONE, "{set} {function:?}: {y}");
            }
        }
    });
}

#[test]
fn tanh_and_erf_are_odd_and_never_beyond_one() {
    assert_odd_and_saturating::<f32>();
    assert_odd_and_saturating::<f64>();
}

fn assert_sigmoid_follows_exp<T: Binary>() {
    let x: Vec<T> = (0..80_000).map(|i| T::from_f64(f64::from(i) * -0.01 - 40.0)).collect();
    with_every_set(|set| {
        assert_eq!(Sigmoid.of_all(&x), Exp.of_all(&x), "{set}");
        let falls = Sigmoid.of_all(&x).windows(2).all(|y| y[0] >= y[1]);
        assert!(falls, "{set}");
    });
}

#[test]
fn sigmoid_follows_exp_down_to_zero() {
    assert_sigmoid_follows_exp::<f32>();
    assert_sigmoid_follows_exp::<f64>();
}

/// Replaces each number by its reciprocal.
struct Reciprocals<'a, T>(&'a mut [T]);

impl<T: Number> Vectorized<T> for Reciprocals<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) {
        for x in self.0.chunks_mut(V::LANES) {
            V::load(x).recip().store(x);
        }
    }
}

fn assert_reciprocals<T: Binary>(x: &[T], limit: f64) {
    with_every_set(|set| {
        let mut y = x.to_vec();
        T::dispatch(Reciprocals(&mut y));
        let mut largest = 0.0_f64;
        for (&x, &y) in x.iter().zip(&y) {
            // What is left of the product is exact, or nearly so: `x·y − 1` times `1/x`, in units
            // of the last digit of `y`.
            let error = x.to_f64().mul_add(y.to_f64(), -1.0).abs() * y.to_f64() / y.gap();
            assert!(error <= 2.0, "{set}: 1/{x} = {y} is {error:.3} ulp off");
            largest = largest.max(error);
        }
        println!("{set}: {largest:.3} ulp");

        let mut ends =
            [0.0, T::ENDS[0].to_f64(), 0.5 / limit, f64::INFINITY, T::ENDS[2].to_f64(), f64::NAN].map(T::from_f64);
        T::dispatch(Reciprocals(&mut ends));
        let expected = [limit, limit, limit, 1.0 / limit, 1.0 / limit, f64::NAN].map(T::from_f64);
        assert!(ends.iter().zip(&expected).all(|(&y, &expected)| ulps(y, expected, 0.0) <= 2.0), "{set}: {ends:?}");
    });
}

/// From the smallest normal number to its reciprocal.
#[test]
fn reciprocals_are_within_two_ulps() {
    let single: Vec<f32> = (0x0080_0000..0x7e80_0000).step_by(1021).map(f32::from_bits).collect();
    assert_reciprocals(&single, 126_f64.exp2());
    let double: Vec<f64> = (0..1 << 20).map(|i| f64::from_bits(0x0010_0000_0000_0000 + i * 0x7fb_ffff_fe03)).collect();
    assert_reciprocals(&double, 1022_f64.exp2());
}

/// Pairs of numbers, their maximum, and the first one between −1 and 1.
struct Comparisons<'a, T>(&'a [[T; 2]]);

impl<T: Number> Vectorized<T> for Comparisons<'_, T> {
    type Output = Vec<[T; 2]>;

    #[inline(always)]
    fn run<V: Vector<Element = T>>(self) -> Self::Output {
        let first = |v: V| V::elements(&[v])[0];
        self.0
            .iter()
            .map(|&[a, b]| [first(V::splat(a).maximum(V::splat(b))), first(V::splat(a).clamp(-1.0, 1.0))])
            .collect()
    }
}

#[test]
fn a_maximum_and_what_is_clamped_stay_what_is_not_a_number() {
    #[allow(clippy::float_cmp)] // one of the numbers, unchanged
    fn check<T: Number>() {
        let numbers = [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, 1.5, -1.5, 0.25, 1e-40, 1e30];
        let numbers = numbers.map(T::from_f64);
        let pairs: Vec<[T; 2]> = numbers.iter().flat_map(|&a| numbers.map(|b| [a, b])).collect();
        for (&[a, b], [maximum, clamped]) in pairs.iter().zip(T::dispatch(Comparisons(&pairs))) {
            let [a, b, maximum, clamped] = [a, b, maximum, clamped].map(T::to_f64);
            let set = InstructionSet::current();
            let expected = if a > b || a.is_nan() { a } else { b };
            assert!(maximum == expected || maximum.is_nan() && expected.is_nan(), "max({a}, {b}) = {maximum} on {set}");
            let expected = a.clamp(-1.0, 1.0);
            assert!(clamped == expected || clamped.is_nan() && expected.is_nan(), "clamp({a}) = {clamped} on {set}");
        }
    }
    with_every_set(|_| {
        check::<f32>();
        check::<f64>();
    });
}
