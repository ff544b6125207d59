//! What a declared network has: its constants, its flat parameters, its table.

#![allow(clippy::float_cmp, clippy::cast_possible_truncation)] // exact numbers are what these tests are about

use sinew::prelude::*;

network! {
    /// Exclusive or.
    pub struct Xor = 2 => 4 relu => 1 sigmoid;

    struct Labelled = <784 => hidden: dense(WIDTH, init = he_normal, bias = false) leaky_relu(0.1) => out: 10 softmax>;
}

const WIDTH: usize = 32;

const _: () = assert!(Xor::PARAMETERS == 17);
const _: () = assert!(Xor::LAYERS.len() == 2 && Xor::LAYERS[0].multiply_adds == 8);
const _: () = assert!(Labelled::PARAMETERS == 784 * 32 + 32 * 10 + 10);

#[test]
fn parameters_are_one_flat_slice_in_order_of_declaration() {
    let mut net = Xor::zeros();
    for (p, value) in net.parameters_mut().iter_mut().zip(0_u8..) {
        *p = f32::from(value);
    }
    assert_eq!(net.layer1.weights, [[0.0, 1.0], [2.0, 3.0], [4.0, 5.0], [6.0, 7.0]]);
    assert_eq!(net.layer1.bias, [8.0, 9.0, 10.0, 11.0]);
    assert_eq!(net.layer2.weights, [[12.0, 13.0, 14.0, 15.0]]);
    assert_eq!(net.layer2.bias, [16.0]);
    assert_eq!(net.parameters().len(), Xor::PARAMETERS);
}

#[test]
fn a_network_without_bias_has_none() {
    let net = Labelled::seeded(1);
    assert!(net.hidden.bias.is_empty());
    assert_eq!(net.parameters().len(), Labelled::PARAMETERS);
}

#[test]
fn the_same_seed_gives_the_same_network() {
    assert_eq!(Xor::seeded(7), Xor::seeded(7));
    assert_ne!(Xor::seeded(7), Xor::seeded(8));
}

/// The stream of random numbers is a contract: these numbers must never change.
#[test]
fn a_seeded_network_is_the_same_for_ever() {
    let net = Xor::<f64>::seeded(42);
    let uniform = |k: usize, fan_in: f64| {
        let mut rng = sinew::tensors::Rng::new(42);
        let draws: Vec<f64> = (0..12).map(|_| rng.uniform()).collect();
        (6.0 / fan_in).sqrt() * (2.0 * draws[k] - 1.0)
    };
    assert_eq!(net.layer1.weights[0], [uniform(0, 2.0), uniform(1, 2.0)]); // He, uniform: fan_in 2
    assert_eq!(net.layer2.weights[0][0], uniform(8, 5.0)); // Glorot, uniform: fan_in + fan_out = 5
    assert_eq!(net.layer1.bias, [0.0; 4]);
    assert_eq!(Xor::seeded(42).layer1.weights[0], net.layer1.weights[0].map(|w| w as f32));
}

#[test]
fn a_clone_is_equal_and_apart() {
    let net = Xor::seeded(1);
    let mut copy = net.clone();
    assert_eq!(net, copy);
    copy.layer2.bias[0] = 3.0;
    assert_ne!(net, copy);
}

#[test]
fn a_network_prints_its_table() {
    let expected = "\
Xor
  layer   kind           shape    parameters   multiply-adds
  layer1  dense relu     2 → 4            12               8
  layer2  dense sigmoid  4 → 1             5               4
  total                                   17              12";
    assert_eq!(Xor::zeros().to_string(), expected);
}

#[test]
fn the_table_of_a_network_of_images_shows_their_shapes() {
    network! {
        struct Branches = 2x6x6
            => concat(maxpool(3x3, stride = 1) | conv(3, 3x3) | avgpool(3x3, stride = 1)) => dropout(0.5) => layernorm
            => reshape(7x16) => concat(conv1d(2, 1) | maxpool(1)) => residual(dropout(0.1));
    }
    let shapes = Branches::LAYERS.iter().map(|layer| (layer.input, layer.output));
    let expected: [(&[usize], &[usize]); 5] = [
        (&[2, 6, 6], &[7, 4, 4]),
        (&[7, 4, 4], &[7, 4, 4]),
        (&[7, 4, 4], &[7, 4, 4]),
        (&[7, 16], &[9, 16]),
        (&[9, 16], &[9, 16]),
    ];
    assert!(shapes.eq(expected));
    let table = Branches::zeros().to_string();
    assert!(table.contains("dropout identity    7×4×4 → 7×4×4"), "{table}");
}

#[test]
fn a_layer_shows_its_numbers() {
    let shown = format!("{:?}", Xor::zeros().layer2);
    assert_eq!(shown, "Dense { weights: [[0.0, 0.0, 0.0, 0.0]], bias: [0.0] }");
}

#[test]
fn an_expression_is_a_fresh_network() {
    let net = network!(2 => 4 relu => 1 sigmoid);
    assert_eq!(net.parameters(), Xor::seeded(0).parameters());
    let net = network!(< 2 => 4 relu => 1 sigmoid; seed = 7 >);
    assert_eq!(net.parameters(), Xor::seeded(7).parameters());
}

sinew! {
    network!<
        /// Three inputs.
        struct Majority = 3 => 4 tanh => 1 sigmoid;
    >

    fn majority() -> f32 {
        let unnamed = network!< 3 => 4 tanh => 1 sigmoid >;
        network!< 3 => 1 sigmoid >;
        let [p] = unnamed.predict(&[1.0, 0.0, 1.0]);
        p
    }
}

#[test]
fn angle_brackets_stand_to_the_letter_in_sinew() {
    let [p] = Majority::seeded(0).predict(&[1.0, 0.0, 1.0]);
    assert_eq!(majority(), p);
    sinew! {
        let inner = network!< 2 => 4 relu => 1 sigmoid >;
    }
    assert_eq!(inner.parameters(), Xor::seeded(0).parameters());
}

mod own {
    use sinew::prelude::*;

    #[derive(Clone, Copy, Debug, Default)]
    pub struct Cube;

    impl Activation for Cube {
        const NAME: &'static str = "cube";

        fn apply<R: Real>(z: R) -> R {
            z * z * z
        }

        fn derivative<R: Real>(z: R, _: R) -> R {
            R::constant(3.0) * z * z
        }
    }
}

#[test]
fn a_path_names_an_activation_of_ones_own() {
    let mut net = network!(1 => 1 own::Cube);
    net.parameters_mut().copy_from_slice(&[2.0, -1.0]);
    assert_eq!(net.predict(&[2.0]), [27.0]);
}

#[test]
fn norms_take_their_options() {
    network! {
        struct Norm = 2 => batchnorm(epsilon = 0.75, momentum = 0.25);
        struct Layer = 2 => layernorm(epsilon = 3);
        struct Group = 2x2 => groupnorm(2, epsilon = 3);
    }

    let data = Dataset::new(vec![[0.0_f32, 1.0], [4.0, 1.0]], vec![[0.0_f32; 2]; 2]).expect("valid samples");
    let mut net = Norm::seeded(1);
    let still = Trainer::new(MeanSquaredError, Sgd::new(0.0)).epochs(1).batch_size(2);
    { still }.fit(&mut net, &data).expect("valid samples");
    let means = [0.25 * 2.0, 0.25 * 1.0];
    let variances = [0.75 + 0.25 * 8.0, 0.75]; // the first channel's unbiased variance is 8
    assert_eq!(net.statistics(), [means, variances].concat());
    let root = f32::sqrt(variances[1] + 0.75);
    assert!((net.predict(&[0.0, 1.0])[1] - (1.0 - means[1]) / root).abs() < 1e-6);

    assert_eq!(Layer::seeded(1).predict(&[-1.0, 1.0]), [-0.5, 0.5]); // 1/√(1 + 3)
    assert_eq!(Group::seeded(1).predict(&[[-1.0, 1.0], [3.0, 5.0]]), [[-0.5, 0.5], [-0.5, 0.5]]);
}
