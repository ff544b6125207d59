//! Every derivative equals the central difference of its value, and every value is what the
//! definition says.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use proptest::prelude::*;
#[allow(clippy::wildcard_imports)] // each of them
use sinew_activations::*;
use sinew_vocabulary::ACTIVATIONS;

/// `f′(z)` against `(f(z + h) − f(z − h))/(2h)` with `h = ∛ε`, whose error is some `h² ≈ 4e-11`.
fn assert_derivative<A: Activation>(z: f64) -> Result<(), TestCaseError> {
    let h = 6e-6;
    let y = A::apply(z);
    let expected = (A::apply(z + h) - A::apply(z - h)) / (2.0 * h);
    let found = A::derivative(if A::READS_PREACTIVATION { z } else { f64::NAN }, y);
    prop_assert!(
        (found - expected).abs() <= 1e-8 * expected.abs().max(1.0),
        "{}′({z}) is {found}, expected {expected}",
        A::NAME
    );
    Ok(())
}

/// `[A(−20), A(−1), A(0), A(1), A(20)]` against the definition, evaluated with 30 digits.
fn assert_values<A: Activation>(expected: [f64; 5]) {
    for (z, expected) in [-20.0, -1.0, 0.0, 1.0, 20.0].into_iter().zip(expected) {
        let (name, double, single) = (A::NAME, A::apply(z), A::apply(z as f32));
        let size = f64::abs(expected).max(1e-3);
        assert!((double - expected).abs() <= 1e-14 * size, "{name}({z}) is {double}, expected {expected}");
        assert!((f64::from(single) - expected).abs() <= 1e-6 * size, "{name}({z}) is {single}, expected {expected}");
    }
}

/// Tests each activation: its kinks, and its values at −20, −1, 0, 1 and 20.
macro_rules! activations {
    ($($name:ident: $activation:ty, kinks $kinks:expr, $values:expr;)*) => {
        const TESTED: &[&str] = &[$(<$activation as Activation>::NAME),*];

        $(mod $name {
            use super::*;

            #[test]
            fn has_its_derivative() {
                let kinks: &[f64] = &$kinks;
                // A hundredth away from each kink, a central difference does not see it.
                let is_smooth = |z: &f64| kinks.iter().all(|kink| (z - kink).abs() > 0.01);
                let smooth = (-12.0..12.0).prop_filter("a kink", is_smooth);
                proptest!(|(z in smooth)| assert_derivative::<$activation>(z)?);
            }

            #[test]
            fn has_the_values_of_its_definition() {
                assert_values::<$activation>($values);
            }

            #[test]
            fn keeps_what_is_not_a_number() {
                assert!(<$activation>::apply(f64::NAN).is_nan());
                assert!(<$activation>::apply(f32::NAN).is_nan());
            }
        })*
    };
}

activations! {
    identity: Identity, kinks [], [-20.0, -1.0, 0.0, 1.0, 20.0];
    sigmoid: Sigmoid, kinks [], [2.061_153_618_190_203_6e-9, 0.268_941_421_369_995_1, 0.5, 0.731_058_578_630_004_9, 0.999_999_997_938_846_4];
    tanh: Tanh, kinks [], [-1.0, -0.761_594_155_955_764_9, 0.0, 0.761_594_155_955_764_9, 1.0];
    relu: Relu, kinks [0.0], [0.0, 0.0, 0.0, 1.0, 20.0];
    leaky_relu: LeakyRelu, kinks [0.0], [-0.2, -0.01, 0.0, 1.0, 20.0];
    leaky_relu_of_a_tenth: LeakyRelu<1, 10>, kinks [0.0], [-2.0, -0.1, 0.0, 1.0, 20.0];
    leaky_relu_with_negative_slope: LeakyRelu<-1, 4>, kinks [0.0], [5.0, 0.25, 0.0, 1.0, 20.0];
    relu6: Relu6, kinks [0.0, 6.0], [0.0, 0.0, 0.0, 1.0, 6.0];
    elu: Elu, kinks [], [-0.999_999_997_938_846_4, -0.632_120_558_828_557_7, 0.0, 1.0, 20.0];
    elu_with_another_scale: Elu<1, 2>, kinks [0.0], [-0.499_999_998_969_423_2, -0.316_060_279_414_278_85, 0.0, 1.0, 20.0];
    elu_with_negative_scale: Elu<-1, 2>, kinks [0.0], [0.499_999_998_969_423_2, 0.316_060_279_414_278_85, 0.0, 1.0, 20.0];
    celu: Celu, kinks [], [-0.999_999_997_938_846_4, -0.632_120_558_828_557_7, 0.0, 1.0, 20.0];
    celu_of_a_half: Celu<1, 2>, kinks [], [-0.5, -0.432_332_358_381_693_65, 0.0, 1.0, 20.0];
    celu_of_two: Celu<2, 1>, kinks [], [-1.999_909_200_140_475, -0.786_938_680_574_733_2, 0.0, 1.0, 20.0];
    selu: Selu, kinks [0.0], [-1.758_099_337_223_664, -1.111_330_737_812_562_8, 0.0, 1.050_700_987_355_480_5, 21.014_019_747_109_61];
    gelu: Gelu, kinks [], [0.0, -0.158_655_253_931_457_05, 0.0, 0.841_344_746_068_542_9, 20.0];
    gelu_tanh: GeluTanh, kinks [], [0.0, -0.158_808_009_391_723_3, 0.0, 0.841_191_990_608_276_7, 20.0];
    silu: Silu, kinks [], [-4.122_307_236_380_407e-8, -0.268_941_421_369_995_1, 0.0, 0.731_058_578_630_004_9, 19.999_999_958_776_93];
    mish: Mish, kinks [], [-4.122_307_240_628_761e-8, -0.303_401_461_374_108_9, 0.0, 0.865_098_388_267_310_3, 20.0];
    softplus: Softplus, kinks [], [2.061_153_620_314_381e-9, 0.313_261_687_518_222_8, std::f64::consts::LN_2, 1.313_261_687_518_222_8, 20.000_000_002_061_153];
    softsign: Softsign, kinks [], [-0.952_380_952_380_952_4, -0.5, 0.0, 0.5, 0.952_380_952_380_952_4];
    hard_sigmoid: HardSigmoid, kinks [-3.0, 3.0], [0.0, 1.0 / 3.0, 0.5, 2.0 / 3.0, 1.0];
    hard_sigmoid_of_a_quarter: HardSigmoid<1, 4>, kinks [-2.0, 2.0], [0.0, 0.25, 0.5, 0.75, 1.0];
    hard_tanh: HardTanh, kinks [-1.0, 1.0], [-1.0, -1.0, 0.0, 1.0, 1.0];
    hard_swish: HardSwish, kinks [-3.0, 3.0], [0.0, -1.0 / 3.0, 0.0, 2.0 / 3.0, 20.0];
    hard_shrink: HardShrink, kinks [-0.5, 0.5], [-20.0, -1.0, 0.0, 1.0, 20.0];
    hard_shrink_of_two: HardShrink<2, 1>, kinks [-2.0, 2.0], [-20.0, 0.0, 0.0, 0.0, 20.0];
}

#[test]
fn every_activation_of_single_neurons_is_tested() {
    for row in ACTIVATIONS.iter().filter(|row| !row.last) {
        assert!(TESTED.contains(&row.word), "`{}` has no row in this file", row.word);
    }
}

#[test]
fn a_function_that_never_falls_takes_its_derivative_from_its_value() {
    const fn reads<A: Activation>() -> bool {
        A::READS_PREACTIVATION
    }
    let [rises, is_flat, falls] =
        [reads::<LeakyRelu<1, 10>>(), reads::<LeakyRelu<0, 1>>(), reads::<LeakyRelu<-1, 10>>()];
    assert_eq!([rises, is_flat, falls], [false, false, true]);
}

proptest! {
    #[test]
    fn softmax_is_a_distribution_that_ignores_a_constant_shift(
        z in prop::collection::vec(-30.0..30.0_f64, 1..20),
        shift in -100.0..100.0_f64,
    ) {
        let softmax = |z: &[f64]| {
            let mut y: Vec<[f64; 1]> = z.iter().map(|&z| [z]).collect();
            Softmax::finish(&mut y);
            y.concat()
        };
        let y = softmax(&z);
        let shifted = softmax(&z.iter().map(|z| z + shift).collect::<Vec<_>>());
        prop_assert!((y.iter().sum::<f64>() - 1.0).abs() < 1e-14);
        prop_assert!(y.iter().zip(shifted).all(|(a, b)| (a - b).abs() < 1e-13));
        let mut one = z.clone();
        Softmax::apply_one::<f64>(&mut one);
        prop_assert!(y.iter().zip(one).all(|(a, b)| (a - b).abs() < 1e-15));
    }
}
