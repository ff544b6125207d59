//! A normalization goes with its network.

use std::error::Error;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use sinew::data::{Normalization, NormalizationError};
use sinew::files::LoadError;
use sinew::prelude::*;

network! {
    struct Line = 2 => 3 tanh => 2;
    struct Images = 1x2x2 => conv(1, 2x2) => flatten => 3 softmax;
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn line(offset: [f32; 2], scale: [f32; 2]) -> Normalized<Line> {
    let inputs = Normalization { offset, scale };
    let targets = Normalization { offset: [100.0, -3.0], scale: [50.0, 0.25] };
    Normalized { network: Line::seeded(1), inputs, targets: Some(targets) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_loaded_is_what_was_saved(offset in any::<[f32; 2]>(), scale in any::<[f32; 2]>(), x in any::<[f32; 2]>()) {
        let path = path("any.safetensors");
        let model = line(offset, scale);
        model.save(&path)?;
        match Normalized::<Line>::load(&path) {
            Ok(loaded) => {
                prop_assert_eq!(&loaded.network, &model.network);
                prop_assert_eq!(loaded.inputs, model.inputs);
                prop_assert_eq!(loaded.targets, model.targets);
                prop_assert_eq!(loaded.predict(&x).map(f32::to_bits), model.predict(&x).map(f32::to_bits));
            }
            Err(error) => {
                let is_usable = Normalization::new(offset, scale).is_ok();
                prop_assert!(!is_usable, "{}", error);
            }
        }
    }
}

#[test]
fn predictions_are_in_the_units_of_the_targets() {
    let model = line([1.0, 2.0], [4.0, 0.5]);
    let [a, b] = model.network.predict(&[(9.0 - 1.0) / 4.0, (3.0 - 2.0) / 0.5]);
    let expected = [a * 50.0 + 100.0, b * 0.25 - 3.0];
    assert_eq!(model.predict(&[9.0, 3.0]).map(f32::to_bits), expected.map(f32::to_bits));
}

#[test]
fn the_network_alone_is_not_taken_from_the_file_and_others_see_tensors() -> Result<(), Box<dyn Error>> {
    let path = path("alone.safetensors");
    line([1.0, 2.0], [4.0, 0.5]).save(&path)?;
    let error = Line::load(&path).expect_err("a normalization").to_string();
    let refused =
        "`normalization.inputs.scale` belongs to nothing in the network, found 2; `Normalized::load` reads it";
    assert!(error.contains(refused), "{error}");

    let file = std::fs::read(&path)?;
    let embed = || sinew::files::__private::network::<Line, 8>("alone", &file);
    assert!(std::panic::catch_unwind(embed).is_err());
    let tensors = SafeTensors::deserialize(&file)?;
    let scale = tensors.tensor("normalization.inputs.scale")?;
    assert_eq!((scale.dtype(), scale.shape()), (Dtype::F32, &[2][..]));
    assert_eq!(scale.data(), [4.0_f32.to_le_bytes(), 0.5_f32.to_le_bytes()].concat());
    Ok(())
}

#[test]
fn a_normalization_has_the_shape_of_its_samples() -> Result<(), Box<dyn Error>> {
    let path = path("images.safetensors");
    let inputs = Normalization { offset: [[[0.0, 1.0], [2.0, 3.0]]], scale: [[[1.0, 2.0], [3.0, 4.0]]] };
    Normalized { network: Images::seeded(1), inputs, targets: None }.save(&path)?;
    let file = std::fs::read(&path)?;
    assert_eq!(SafeTensors::deserialize(&file)?.tensor("normalization.inputs.offset")?.shape(), [1, 2, 2]);
    let loaded = Normalized::<Images>::load(&path)?;
    assert_eq!((loaded.inputs, loaded.targets), (inputs, None));
    Ok(())
}

#[test]
fn everything_that_does_not_fit_is_named_at_once() -> Result<(), Box<dyn Error>> {
    let path = path("misfits.safetensors");
    Line::seeded(1).save(&path)?;
    assert_eq!(
        Normalized::<Line>::load(&path).expect_err("no normalization").to_string(),
        format!("`{}` has no normalization; `Files::load` reads a network alone", path.display())
    );

    let numbers = [0; 12];
    let tensor = |shape: &[usize]| TensorView::new(Dtype::F32, shape.to_vec(), &numbers[..4 * shape[0]]);
    let tensors = [
        ("layer1.bias", tensor(&[3])?),
        ("normalization.inputs.offset", tensor(&[3])?),
        ("normalization.targets.scale", tensor(&[2])?),
        ("normalization.unit", tensor(&[1])?),
    ];
    std::fs::write(&path, serialize(tensors, None)?)?;
    let expected = "  `layer1.weight` is missing, expected 3×2
  `layer2.weight` is missing, expected 2×3
  `layer2.bias` is missing, expected 2
  `normalization.inputs.offset`: expected 2, found 3
  `normalization.inputs.scale` is missing, expected 2
  `normalization.targets.offset` is missing, expected 2
  `normalization.unit` belongs to nothing in the network, found 1";
    let error = Normalized::<Line>::load(&path).expect_err("misfits");
    assert!(error.to_string().ends_with(expected), "{error}");
    Ok(())
}

#[test]
fn a_scale_of_zero_is_an_error() -> Result<(), Box<dyn Error>> {
    let path = path("zero.safetensors");
    line([1.0, 2.0], [4.0, 0.0]).save(&path)?;
    let error = Normalized::<Line>::load(&path).expect_err("a scale of 0");
    assert!(error.to_string().ends_with("feature 1: expected a scale to divide by, found 0"), "{error}");
    let LoadError::Normalization { of: "inputs", source: NormalizationError::ZeroScale { feature: 1 }, .. } = error
    else {
        panic!("{error:?}")
    };
    Ok(())
}
