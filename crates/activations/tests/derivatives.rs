//! Every derivative equals the central difference of its value, and every value is what the definition says.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use proptest::prelude::*;
use sinew_activations::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LeakyRelu, Mish, Relu, Relu6, Selu,
    Sigmoid, Silu, Softmax, Softplus, Softsign, Tanh,
};

/// `f′(z)` against `(f(z + h) − f(z − h))/(2h)` with `h = ∛ε`, whose error is some `h² ≈ 4e-11`.
fn assert_derivative<A: Activation>(z: f64) -> Result<(), TestCaseError> {
    let h = 6e-6;
    let y = A::apply(z);
    let expected = (A::apply(z + h) - A::apply(z - h)) / (2.0 * h);
    let found = A::derivative(if A::READS_LOGIT { z } else { f64::NAN }, y);
    prop_assert!(
        (found - expected).abs() <= 1e-8 * expected.abs().max(1.0),
        "{}′({z}) is {found}, expected {expected}",
        A::NAME
    );
    Ok(())
}

macro_rules! derivatives {
    ($($name:ident: $activation:ty, kinks $kinks:expr;)*) => {$(
        #[test]
        fn $name() {
            let kinks: &[f64] = &$kinks;
            // A hundredth away from each kink, a central difference does not see it.
            let smooth = (-12.0..12.0).prop_filter("a kink", |z: &f64| kinks.iter().all(|kink| (z - kink).abs() > 0.01));
            proptest!(|(z in smooth)| assert_derivative::<$activation>(z)?);
        }
    )*};
}

derivatives! {
    identity_has_its_derivative: Identity, kinks [];
    sigmoid_has_its_derivative: Sigmoid, kinks [];
    tanh_has_its_derivative: Tanh, kinks [];
    relu_has_its_derivative: Relu, kinks [0.0];
    leaky_relu_has_its_derivative: LeakyRelu, kinks [0.0];
    leaky_relu_with_negative_slope_has_its_derivative: LeakyRelu<-1, 4>, kinks [0.0];
    relu6_has_its_derivative: Relu6, kinks [0.0, 6.0];
    elu_has_its_derivative: Elu, kinks [];
    elu_with_another_scale_has_its_derivative: Elu<1, 2>, kinks [0.0];
    elu_with_negative_scale_has_its_derivative: Elu<-1, 2>, kinks [0.0];
    selu_has_its_derivative: Selu, kinks [0.0];
    gelu_has_its_derivative: Gelu, kinks [];
    gelu_tanh_has_its_derivative: GeluTanh, kinks [];
    silu_has_its_derivative: Silu, kinks [];
    mish_has_its_derivative: Mish, kinks [];
    softplus_has_its_derivative: Softplus, kinks [];
    softsign_has_its_derivative: Softsign, kinks [];
    hard_sigmoid_has_its_derivative: HardSigmoid, kinks [-3.0, 3.0];
    hard_tanh_has_its_derivative: HardTanh, kinks [-1.0, 1.0];
    hard_swish_has_its_derivative: HardSwish, kinks [-3.0, 3.0];
}

/// `[A(−20), A(−1), A(0), A(1), A(20)]` by the definition, evaluated with 30 digits.
macro_rules! values {
    ($($activation:ty: [$($expected:expr),*];)*) => {
        #[test]
        fn values_are_those_of_the_definitions() {
            $(
                for (z, expected) in [-20.0, -1.0, 0.0, 1.0, 20.0].into_iter().zip([$($expected),*]) {
                    let (double, single) = (<$activation>::apply(z), <$activation>::apply(z as f32));
                    let name = <$activation>::NAME;
                    let size = f64::abs(expected).max(1e-3);
                    assert!((double - expected).abs() <= 1e-14 * size, "{name}({z}) is {double}, expected {expected}");
                    assert!((f64::from(single) - expected).abs() <= 1e-6 * size, "{name}({z}) is {single}, expected {expected}");
                }
            )*
        }
    };
}

values! {
    Identity: [-20.0, -1.0, 0.0, 1.0, 20.0];
    Sigmoid: [2.061_153_618_190_203_6e-9, 0.268_941_421_369_995_1, 0.5, 0.731_058_578_630_004_9, 0.999_999_997_938_846_4];
    Tanh: [-1.0, -0.761_594_155_955_764_9, 0.0, 0.761_594_155_955_764_9, 1.0];
    Relu: [0.0, 0.0, 0.0, 1.0, 20.0];
    LeakyRelu: [-0.2, -0.01, 0.0, 1.0, 20.0];
    LeakyRelu<1, 10>: [-2.0, -0.1, 0.0, 1.0, 20.0];
    Relu6: [0.0, 0.0, 0.0, 1.0, 6.0];
    Elu: [-0.999_999_997_938_846_4, -0.632_120_558_828_557_7, 0.0, 1.0, 20.0];
    Selu: [-1.758_099_337_223_664, -1.111_330_737_812_562_8, 0.0, 1.050_700_987_355_480_5, 21.014_019_747_109_61];
    Gelu: [0.0, -0.158_655_253_931_457_05, 0.0, 0.841_344_746_068_542_9, 20.0];
    GeluTanh: [0.0, -0.158_808_009_391_723_3, 0.0, 0.841_191_990_608_276_7, 20.0];
    Silu: [-4.122_307_236_380_407e-8, -0.268_941_421_369_995_1, 0.0, 0.731_058_578_630_004_9, 19.999_999_958_776_93];
    Mish: [-4.122_307_240_628_761e-8, -0.303_401_461_374_108_9, 0.0, 0.865_098_388_267_310_3, 20.0];
    Softplus: [2.061_153_620_314_381e-9, 0.313_261_687_518_222_8, std::f64::consts::LN_2, 1.313_261_687_518_222_8, 20.000_000_002_061_153];
    Softsign: [-0.952_380_952_380_952_4, -0.5, 0.0, 0.5, 0.952_380_952_380_952_4];
    HardSigmoid: [0.0, 1.0 / 3.0, 0.5, 2.0 / 3.0, 1.0];
    HardTanh: [-1.0, -1.0, 0.0, 1.0, 1.0];
    HardSwish: [0.0, -1.0 / 3.0, 0.0, 2.0 / 3.0, 20.0];
}

macro_rules! each_keeps_nan {
    ($($activation:ty),*) => {
        #[test]
        fn not_a_number_stays_not_a_number() {
            $(
                assert!(<$activation>::apply(f64::NAN).is_nan(), "{}", <$activation>::NAME);
                assert!(<$activation>::apply(f32::NAN).is_nan(), "{}", <$activation>::NAME);
            )*
        }
    };
}

each_keeps_nan!(
    Identity,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu,
    Relu6,
    Elu,
    Selu,
    Gelu,
    GeluTanh,
    Silu,
    Mish,
    Softplus,
    Softsign,
    HardSigmoid,
    HardTanh,
    HardSwish
);

#[test]
fn a_function_that_never_falls_takes_its_derivative_from_its_value() {
    let [rises, is_flat, falls] =
        [LeakyRelu::<1, 10>::READS_LOGIT, LeakyRelu::<0, 1>::READS_LOGIT, LeakyRelu::<-1, 10>::READS_LOGIT];
    assert_eq!([rises, is_flat, falls], [false, false, true]);
}

proptest! {
    #[test]
    fn softmax_is_a_distribution_that_ignores_a_constant_shift(
        z in prop::collection::vec(-30.0..30.0_f64, 1..20),
        shift in -100.0..100.0_f64,
    ) {
        use sinew_activations::LayerActivation;

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
