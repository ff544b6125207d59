//! A saved network loads as the same network, and a file that does not fit is refused.

use std::error::Error;

use proptest::prelude::*;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize};
use sinew::activations::Identity;
use sinew::files::{Files, LoadError, Misfit};
use sinew::layers::{AsNetwork, Context, Gradient, LayerInfo, Stage, Tensor, Trainable};
use sinew::prelude::*;
use sinew::tensors::{Initializer, Rng};

network! {
    struct Xor = 2 => 4 tanh => 1 sigmoid;
    struct NoBias = 3 => hidden: dense(5, bias = false) relu => output: 2 softmax;
    struct Other = 3 => hidden: 6 relu => head: 2 softmax;
    struct Large = 100 => 200 relu => 10 softmax;
}

/// Trained by `write_the_embedded_network`.
static XOR: Xor = include_weights!("data/xor.safetensors");
static XOR_IN_F64: Xor<f64> = include_weights!("data/xor.safetensors");

#[test]
fn a_network_saved_and_loaded_is_the_same_bit_for_bit() -> Result<(), Box<dyn Error>> {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("large.safetensors");
    let net = Large::seeded(1);
    net.save(&path)?;
    assert_eq!(Large::load(&path)?, net);
    let precise = Large::<f64>::seeded(1);
    precise.save(&path)?;
    assert_eq!(Large::<f64>::load(&path)?, precise);
    Ok(())
}

#[test]
fn statistics_are_saved_beside_the_parameters() -> Result<(), Box<dyn Error>> {
    let mut net = Centred::zeros();
    net.parameters_mut().copy_from_slice(&[1.0, 2.0]);
    net.statistics_mut().copy_from_slice(&[3.0, 4.0]);
    let file = net.to_bytes();
    let tensors = safetensors::SafeTensors::deserialize(&file)?;
    assert_eq!(tensors.tensor("centre.running_mean")?.data(), [3.0_f32.to_le_bytes(), 4.0_f32.to_le_bytes()].concat());
    let loaded = Centred::from_bytes(&file)?;
    assert_eq!((loaded.parameters(), loaded.statistics()), (&[1.0, 2.0][..], &[3.0, 4.0][..]));
    let embedded = sinew::files::__private::network::<Centred, 2>("centred", &file);
    assert_eq!((embedded.parameters(), embedded.statistics()), (loaded.parameters(), loaded.statistics()));
    Ok(())
}

#[test]
fn a_file_is_the_same_each_time() {
    assert_eq!(NoBias::seeded(1).to_bytes(), NoBias::seeded(1).to_bytes());
}

#[test]
fn numbers_of_another_type_are_rounded() -> Result<(), Box<dyn Error>> {
    let precise = Xor::<f64>::seeded(1);
    let rounded: Box<Xor> = Xor::from_bytes(&precise.to_bytes())?;
    assert_eq!(rounded, Xor::seeded(1));
    Ok(())
}

#[test]
fn an_embedded_network_is_the_one_in_the_file() -> Result<(), Box<dyn Error>> {
    let loaded = Xor::load("tests/data/xor.safetensors")?;
    assert_eq!(*loaded, XOR);
    assert_eq!(XOR_IN_F64.parameters(), loaded.parameters().iter().map(|&w| f64::from(w)).collect::<Vec<_>>());
    let local = include_weights!(Xor, "data/xor.safetensors");
    assert_eq!(local, XOR);
    Ok(())
}

#[test]
fn everything_that_does_not_fit_is_named_at_once() {
    let Err(LoadError::Misfit { misfits, .. }) = <Other as Files>::from_bytes(&NoBias::seeded(1).to_bytes()) else {
        panic!("another network's file was loaded");
    };
    let key = String::from;
    let expected = [
        Misfit::Shape { key: key("hidden.weight"), expected: vec![6, 3], found: vec![5, 3] },
        Misfit::Missing { key: key("hidden.bias"), expected: vec![6] },
        Misfit::Missing { key: key("head.weight"), expected: vec![2, 6] },
        Misfit::Missing { key: key("head.bias"), expected: vec![2] },
        Misfit::Superfluous { key: key("output.weight"), found: vec![2, 5] },
        Misfit::Superfluous { key: key("output.bias"), found: vec![2] },
    ];
    // `Misfit` may grow, but what is compared here is all of it.
    assert_eq!(misfits.iter().map(ToString::to_string).collect::<Vec<_>>(), expected.map(|misfit| misfit.to_string()));
}

#[test]
fn counters_of_pytorch_are_left_aside_and_integers_are_no_weights() -> Result<(), Box<dyn Error>> {
    let zeros = [0; 64];
    let tensor = |dtype, shape: &[usize]| {
        let size = shape.iter().product::<usize>() * if dtype == Dtype::F32 { 4 } else { 8 };
        TensorView::new(dtype, shape.to_vec(), &zeros[..size])
    };
    let file = |weights| -> Result<_, safetensors::SafeTensorError> {
        let tensors = [
            ("layer1.weight", tensor(weights, &[4, 2])?),
            ("layer1.bias", tensor(Dtype::F32, &[4])?),
            ("layer2.weight", tensor(Dtype::F32, &[1, 4])?),
            ("layer2.bias", tensor(Dtype::F32, &[1])?),
            ("norm.num_batches_tracked", tensor(Dtype::I64, &[])?),
        ];
        serialize(tensors, None)
    };
    assert_eq!(Xor::<f32>::from_bytes(&file(Dtype::F32)?)?, Xor::zeros());
    let error = Xor::<f32>::from_bytes(&file(Dtype::I64)?).expect_err("weights that are integers");
    let expected = "`<bytes>` does not fit the network:\n  `layer1.weight`: expected numbers of type F64, F32, F16 or BF16, found I64";
    assert_eq!(error.to_string(), expected);
    Ok(())
}

#[test]
fn sizes_are_checked_before_anything_is_allocated() {
    let huge = format!(
        r#"{{"layer1.weight":{{"dtype":"F32","shape":[{0}],"data_offsets":[0,{1}]}}}}"#,
        1_u64 << 40,
        1_u64 << 42
    );
    let files = [
        vec![],
        vec![1; 7],
        u64::MAX.to_le_bytes().to_vec(),
        [&(1_u64 << 40).to_le_bytes()[..], b"{}"].concat(),
        [&(huge.len() as u64).to_le_bytes()[..], huge.as_bytes()].concat(),
    ];
    for file in files {
        assert!(matches!(Xor::<f32>::from_bytes(&file), Err(LoadError::Format { .. })), "{file:?}");
    }
}

#[test]
fn a_file_that_is_not_there_is_an_error_that_names_it() {
    let error = Xor::load("no/such.safetensors").expect_err("there is none");
    assert!(
        matches!(error, LoadError::Io { .. }) && error.to_string().starts_with("cannot read `no/such.safetensors`: ")
    );
}

/// A network of one layer with statistics, written by hand. It computes nothing, since it is only
/// saved.
#[repr(C)]
struct Centred {
    chain: Chain,
    statistics: [f32; 2],
}

#[repr(C)]
struct Chain {
    centre: Centre,
}

#[repr(C)]
struct Centre {
    bias: [f32; 2],
}

// SAFETY: `repr(C)`, and the one field is an array of `f32`.
unsafe impl Parameters<f32> for Centre {}

// SAFETY: `repr(C)`, and the one field is as above.
unsafe impl Parameters<f32> for Chain {}

// SAFETY: `repr(C)`, and both fields are runs of `f32`.
unsafe impl Parameters<f32> for Centred {
    const COUNT: usize = Chain::COUNT;
}

macro_rules! stage {
    ($stage:ident, $info:expr) => {
        impl Stage for $stage {
            type Number = f32;
            type Activation = Identity;
            const INFO: LayerInfo = $info;

            fn compute(&self, _: &[f32], _: &mut [f32], _: &mut Context<'_, f32>) {}
        }

        impl Trainable for $stage {
            fn initialize(&mut self, _: Option<Initializer>, _: &mut Rng) {}
            fn forward(&self, _: &[f32], _: &mut [f32], _: &mut Context<'_, f32>) {}
            fn backward(
                &self,
                _: &[f32],
                _: &[f32],
                _: Option<&mut [f32]>,
                _: Gradient<'_, f32>,
                _: &mut Context<'_, f32>,
            ) {
            }
        }
    };
}

const CENTRE: &[Tensor] = &[Tensor::new("bias", &[2]), Tensor::new("running_mean", &[2])];
const CHAIN: &[LayerInfo] = &[LayerInfo::of::<Centre>("centre")];

stage!(Centre, LayerInfo::new("centre", &[2], &[2]).tensors(CENTRE).statistics(2));
stage!(Chain, LayerInfo::new("centre", &[2], &[2]).layers(CHAIN));

impl AsNetwork for Centred {
    type Network = Self;

    fn as_network(&mut self) -> &mut Self {
        self
    }
}

impl Predict for Centred {
    type Number = f32;
    type Input = [f32; 2];
    type Output = [f32; 2];
    type Activation = Identity;
    type Stage = Chain;
    type Scratch = [f32; 0];

    fn stage(&self) -> &Chain {
        &self.chain
    }

    fn statistics(&self) -> &[f32] {
        &self.statistics
    }
}

impl Network for Centred {
    fn stage_mut(&mut self) -> &mut Chain {
        &mut self.chain
    }

    fn statistics_mut(&mut self) -> &mut [f32] {
        &mut self.statistics
    }
}

/// What can happen to the bytes of a file.
#[derive(Clone, Debug)]
enum Mutation {
    Truncation(prop::sample::Index),
    Flips(Vec<(prop::sample::Index, u8)>),
    Insertion(prop::sample::Index, u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let place = any::<prop::sample::Index>;
    prop_oneof![
        place().prop_map(Mutation::Truncation),
        prop::collection::vec((place(), 0_u8..8), 1..4).prop_map(Mutation::Flips),
        (place(), any::<u8>()).prop_map(|(place, byte)| Mutation::Insertion(place, byte)),
    ]
}

fn mutate(mut file: Vec<u8>, mutation: &Mutation) -> Vec<u8> {
    match mutation {
        Mutation::Truncation(place) => file.truncate(place.index(file.len())),
        Mutation::Flips(flips) => flips.iter().for_each(|(place, bit)| {
            let place = place.index(file.len());
            file[place] ^= 1 << bit;
        }),
        Mutation::Insertion(place, byte) => file.insert(place.index(file.len()), *byte),
    }
    file
}

/// The file as another program would write it, without metadata and thus without a checksum.
fn without_checksum(net: &Xor) -> Vec<u8> {
    let data: Vec<u8> = net.parameters().iter().flat_map(|x| x.to_le_bytes()).collect();
    let part = |range, shape: &[usize]| TensorView::new(Dtype::F32, shape.to_vec(), &data[range]).expect("as long");
    let tensors = [
        ("layer1.weight", part(0..32, &[4, 2])),
        ("layer1.bias", part(32..48, &[4])),
        ("layer2.weight", part(48..64, &[1, 4])),
        ("layer2.bias", part(64..68, &[1])),
    ];
    serialize(tensors, None).expect("a file")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_damaged_file_is_an_error(mutation in mutation()) {
        let net = Xor::seeded(1);
        if let Ok(loaded) = <Xor as Files>::from_bytes(&mutate(net.to_bytes(), &mutation)) {
            // Two flips may undo each other.
            prop_assert_eq!(loaded, net);
        }
    }

    #[test]
    fn a_damaged_file_without_a_checksum_is_an_error_or_a_whole_network(mutation in mutation()) {
        let net = Xor::seeded(1);
        prop_assert!(<Xor as Files>::from_bytes(&without_checksum(&net)).is_ok_and(|loaded| loaded == net));
        let _ = <Xor as Files>::from_bytes(&mutate(without_checksum(&net), &mutation));
    }
}

#[test]
#[ignore = "writes the committed file"]
fn write_the_embedded_network() -> Result<(), Box<dyn Error>> {
    let mut net = Xor::seeded(3);
    let data = sinew::data::gates::xor();
    let history = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(500).fit(&mut net, &data)?;
    assert!(history.last().is_some_and(|last| last.training.accuracy == Some(1.0)));
    net.save("tests/data/xor.safetensors")?;
    Ok(())
}
