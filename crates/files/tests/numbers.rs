//! Numbers that a network cannot have are refused, each with its name.

#![allow(clippy::unnecessary_box_returns)] // networks are made in boxes

use std::error::Error;
use std::path::PathBuf;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use sinew::files::{Checkpoint, CheckpointError, LoadError};
use sinew::prelude::*;
use sinew::training::Progress;

network! {
    struct Net = 2
        => hidden: 3 tanh
        => block: residual(inner: 3 tanh => linear: 3)
        => norm: batchnorm
        => output: 2 softmax;

    struct Line = 1 => 1;
}

fn path(name: &str) -> Result<PathBuf, std::io::Error> {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("numbers");
    std::fs::create_dir_all(&directory)?;
    Ok(directory.join(name))
}

/// The network with another number at an index, counted through parameters and statistics.
fn with<T: Number>(index: usize, x: T) -> Box<Net<T>> {
    let mut net = Net::<T>::zeros();
    match index.checked_sub(Net::PARAMETERS) {
        None => net.parameters_mut()[index] = x,
        Some(index) => net.statistics_mut()[index] = x,
    }
    net
}

/// Where the one number that is not zero is in a file, by a reader of the format that is not ours:
/// `hidden.weight[2, 1]`.
fn place(file: &[u8]) -> Result<String, Box<dyn Error>> {
    for (key, tensor) in SafeTensors::deserialize(file)?.iter() {
        if let Some(byte) = tensor.data().iter().position(|&byte| byte != 0) {
            let mut index = byte / (tensor.dtype().bitsize() / 8);
            let mut indices = Vec::new();
            for extent in tensor.shape().iter().rev() {
                indices.insert(0, index % extent);
                index /= extent;
            }
            return Ok(format!("{key}{indices:?}"));
        }
    }
    Err("all numbers are zero".into())
}

/// Every index of a number of the network.
fn indices() -> std::ops::Range<usize> {
    0..Net::PARAMETERS + Net::<f32>::zeros().statistics().len()
}

#[test]
fn a_number_that_is_not_finite_is_refused_and_named() -> Result<(), Box<dyn Error>> {
    let path = path("not_finite.safetensors")?;
    assert!(indices().len() > Net::PARAMETERS, "there are statistics");
    for x in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        for index in indices() {
            let net = with(index, x);
            let file = net.to_bytes();
            let Err(error) = Net::from_bytes(&file) else { panic!("{x} at {index}") };
            assert_eq!(error.to_string(), format!("`<bytes>`: `{}` is {x:?}, expected a finite number", place(&file)?));
            let Err(LoadError::Number { value, .. }) = Net::from_bytes(&without_checksum(&file)?) else {
                panic!("{x} at {index} of another program's file");
            };
            assert_eq!(value.to_bits(), f64::from(x).to_bits());
            net.save(&path)?;
            assert!(Net::load(&path).is_err());
            let loaded = Net::load_non_finite(&path)?;
            assert_eq!(loaded.to_bytes(), file);
        }
    }
    Ok(())
}

#[test]
fn a_number_too_large_for_the_networks_type_is_refused_and_named() -> Result<(), Box<dyn Error>> {
    let path = path("too_large.safetensors")?;
    let just_too_large = 2.0_f64.powi(128) - 2.0_f64.powi(103); // the smallest that rounds to infinity
    for x in [1e300, -1e300, just_too_large] {
        for index in indices() {
            let precise = with(index, x);
            let file = precise.to_bytes();
            assert_eq!(*Net::<f64>::from_bytes(&file)?, *precise);
            precise.save(&path)?;
            for error in [Net::load(&path).err(), Net::load_non_finite(&path).err()] {
                let error = error.ok_or("a number that does not fit")?.to_string();
                let expected =
                    format!("`{}` is {x:?}, expected a number of the size that `f32` can have", place(&file)?);
                assert!(error.ends_with(&expected), "{error}");
            }
        }
    }
    for (x, expected) in [(f64::from(f32::MAX), f32::MAX), (-f64::from(f32::MAX), f32::MIN), (1e-300, 0.0)] {
        assert_eq!(*Net::from_bytes(&with(0, x).to_bytes())?, *with(0, expected));
    }
    Ok(())
}

#[test]
fn halves_that_are_not_finite_are_refused() -> Result<(), Box<dyn Error>> {
    for (dtype, bits) in [(Dtype::F16, 0x7c00_u16), (Dtype::F16, 0xfe00), (Dtype::BF16, 0x7f80), (Dtype::BF16, 0xffc0)]
    {
        let (weight, bias) = ([0; 2], bits.to_le_bytes());
        let tensors = [
            ("layer1.weight", TensorView::new(dtype, vec![1, 1], &weight)?),
            ("layer1.bias", TensorView::new(dtype, vec![1], &bias)?),
        ];
        let file = serialize(tensors, None)?;
        for error in [Line::from_bytes(&file).err(), Line::<f64>::from_bytes(&file).err()] {
            let error = error.ok_or("a half that is not finite")?.to_string();
            assert!(error.starts_with("`<bytes>`: `layer1.bias[0]` is "), "{error}");
        }
    }
    Ok(())
}

#[test]
fn what_is_damaged_is_not_taken_for_a_wrong_number() {
    let mut file = with(0, 1.0_f32).to_bytes();
    let last = file.len() - 1;
    file[last - 1..].copy_from_slice(&[0xc0, 0x7f]);
    assert!(matches!(Net::from_bytes(&file), Err(LoadError::Damaged { .. })));
}

/// The file as another program would write it, without metadata, and with tensors changed.
fn rewritten(file: &[u8], change: impl Fn(&str, &mut Vec<u8>)) -> Result<Vec<u8>, Box<dyn Error>> {
    let tensors = SafeTensors::deserialize(file)?;
    let changed: Vec<_> = tensors
        .iter()
        .map(|(key, tensor)| {
            let mut data = tensor.data().to_vec();
            change(key, &mut data);
            (key.to_owned(), tensor.dtype(), tensor.shape().to_vec(), data)
        })
        .collect();
    let views = changed
        .iter()
        .map(|(key, dtype, shape, data)| Ok((key.as_str(), TensorView::new(*dtype, shape.clone(), data)?)))
        .collect::<Result<Vec<_>, safetensors::SafeTensorError>>()?;
    Ok(serialize(views, None)?)
}

fn without_checksum(file: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    rewritten(file, |_, _| ())
}

/// The checkpoint of a short run with the optimizer.
fn checkpoint(optimizer: impl Optimizer<f32>, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let path = path(name)?;
    let data = Dataset::new(vec![[0.0, 1.0], [1.0, 0.5], [0.25, 2.0], [1.0, 1.0]], vec![0, 1, 0, 1])?;
    let save = |progress: Progress<'_, Net>| Checkpoint::save(&progress, &path);
    let mut trainer = Trainer::new(CrossEntropy, optimizer).epochs(2);
    trainer.fit_with::<_, _, _, CheckpointError>(&mut Net::seeded(1), &data, save)?;
    Ok(path)
}

#[test]
fn what_a_checkpoint_cannot_have_is_refused_and_named() -> Result<(), Box<dyn Error>> {
    let path = checkpoint(Adam::new(0.01), "counts.checkpoint")?;
    let whole = std::fs::read(&path)?;
    let float = |x: f64| x.to_le_bytes().to_vec();
    let single = |x: f32| x.to_le_bytes().to_vec();
    let count = |x: u64| x.to_le_bytes().to_vec();
    // Tensor, first byte of the number, its bytes, and the error.
    let cases = [
        ("run.history", 0, float(-1.0), "`run.history[0, 0]` is -1.0, expected a count"),
        ("run.history", 48, float(2.5), "`run.history[1, 0]` is 2.5, expected a count"),
        ("run.history", 48, float(f64::NAN), "`run.history[1, 0]` is NaN, expected a count"),
        ("run.rates", 24, float(f64::INFINITY), "`run.rates[1, 1]` is inf, expected a count"),
        ("run.learning_rate_factor", 0, float(f64::NAN), "`run.learning_rate_factor[0]` is NaN, expected a finite"),
        ("optimizer.steps", 0, count(u64::MAX), "`optimizer.steps[0]` is 1.8446744073709552e19, expected less than"),
        ("run.batches", 0, count(1 << 63), "`run.batches[0]` is 9.223372036854775808e18, expected less than"),
        ("network.hidden.bias", 4, single(f32::NAN), "`network.hidden.bias[1]` is NaN, expected a finite number"),
        ("network.norm.running_var", 0, single(f32::INFINITY), "`network.norm.running_var[0]` is inf, expected"),
    ];
    for (key, start, bytes, expected) in cases {
        let change = |found: &str, data: &mut Vec<u8>| {
            if found == key {
                data[start..start + bytes.len()].copy_from_slice(&bytes);
            }
        };
        std::fs::write(&path, rewritten(&whole, change)?)?;
        let Err(error) = Checkpoint::<Net>::load(&path) else { panic!("{expected}") };
        let expected = expected.replace("9.223372036854775808e18", "9.223372036854776e18");
        assert!(error.to_string().contains(&expected), "{error}, but {expected}");
    }
    // Means of squares may be infinite, and so may losses.
    let change = |found: &str, data: &mut Vec<u8>| match found {
        "optimizer.moments" => data[..4].copy_from_slice(&single(f32::INFINITY)),
        "run.history" => data[8..16].copy_from_slice(&float(f64::NAN)),
        _ => (),
    };
    std::fs::write(&path, rewritten(&whole, change)?)?;
    Checkpoint::<Net>::load(&path)?.restore(&mut trainer(Adam::new(0.01)))?;
    Ok(())
}

fn trainer<'a, O>(optimizer: O) -> Trainer<'a, CrossEntropy, O, [f32; 2], usize> {
    Trainer::new(CrossEntropy, optimizer).epochs(2)
}

#[test]
fn a_checkpoint_continues_with_its_own_optimizer_only() -> Result<(), Box<dyn Error>> {
    let path = checkpoint(AdamW::new(0.01), "adamw.checkpoint")?;
    let load = || Checkpoint::<Net>::load(&path);
    load()?.restore(&mut trainer(AdamW::new(0.01)))?;
    for error in [
        load()?.restore(&mut trainer(Adam::new(0.01))).err(),
        load()?.restore(&mut trainer(Nadam::new(0.01))).err(),
        load()?.restore(&mut trainer(Adam::new(0.01).amsgrad())).err(),
    ] {
        let error = error.ok_or("another optimizer")?.to_string();
        assert!(error.contains("expected the state of `") && error.ends_with("found that of `AdamW`"), "{error}");
    }
    // Files from before optimizers had names say nothing; what has as many moments may continue.
    std::fs::write(&path, without_checksum(&std::fs::read(&path)?)?)?;
    load()?.restore(&mut trainer(AdamW::new(0.01)))?;
    load()?.restore(&mut trainer(Adam::new(0.01)))?;
    assert!(load()?.restore(&mut trainer(Adam::new(0.01).amsgrad())).is_err());
    Ok(())
}
