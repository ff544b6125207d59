//! Other programs read our files, and we read theirs.

use std::error::Error;
use std::path::Path;
use std::process::Command;

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors, serialize};
use sinew::prelude::*;

network! {
    struct Iris = 4 => hidden: 8 tanh => output: 3 softmax;
}

/// Trains a network, exports it with its predictions, and lets `python/predict.py` repeat them, if
/// the environment variable `SINEW_PYTHON` names an interpreter with the packages `safetensors` and
/// `numpy`.
#[test]
#[ignore = "needs SINEW_PYTHON"]
fn python_computes_the_same_predictions() -> Result<(), Box<dyn Error>> {
    let data = sinew::data::iris();
    let mut net = Iris::seeded(1);
    Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(20).fit(&mut net, &data)?;
    let mut predictions = vec![[0.0; 3]; data.len()];
    net.predict_batch(data.inputs(), &mut predictions);

    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interoperation");
    std::fs::create_dir_all(&directory)?;
    let (weights, samples) = (directory.join("iris.safetensors"), directory.join("samples.safetensors"));
    net.save(&weights)?;
    let (x, y) = (bytes(data.inputs().as_flattened()), bytes(predictions.as_flattened()));
    let inputs = TensorView::new(Dtype::F32, vec![data.len(), 4], &x)?;
    let outputs = TensorView::new(Dtype::F32, vec![data.len(), 3], &y)?;
    std::fs::write(&samples, serialize([("inputs", inputs), ("predictions", outputs)], None)?)?;

    let python = std::env::var_os("SINEW_PYTHON").ok_or("SINEW_PYTHON names no interpreter")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python/predict.py");
    let output = Command::new(python).arg(script).args([weights, samples]).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    print!("{}", String::from_utf8_lossy(&output.stdout));
    Ok(())
}

#[test]
fn the_crate_safetensors_reads_what_is_saved() -> Result<(), Box<dyn Error>> {
    let net = Iris::seeded(2);
    let file = net.to_bytes();
    let tensors = SafeTensors::deserialize(&file)?;
    let weights = tensors.tensor("hidden.weight")?;
    assert_eq!((weights.dtype(), weights.shape()), (Dtype::F32, &[8, 4][..]));
    assert_eq!(weights.data(), bytes(net.hidden.weights.as_flattened()));
    let (_, header) = SafeTensors::read_metadata(&file)?;
    let metadata = header.metadata().as_ref().ok_or("metadata")?;
    assert_eq!(metadata["sinew.architecture"], "4 => hidden: dense(8) tanh => output: dense(3) softmax");
    assert_eq!(metadata["sinew.version"], env!("CARGO_PKG_VERSION"));
    Ok(())
}

/// The files were written by `python/pytorch.py`; PyTorch computed the predictions in `f64`.
#[test]
fn files_of_pytorch_predict_as_pytorch_does() -> Result<(), Box<dyn Error>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python");
    let table = std::fs::read_to_string(directory.join("iris_predictions.csv"))?;
    for name in ["f64", "f32", "f16", "bf16"] {
        let net = Iris::<f64>::load(directory.join(format!("iris_{name}.safetensors")))?;
        for line in table.lines().skip(1) {
            let row = line.split(',').map(str::parse).collect::<Result<Vec<f64>, _>>()?;
            let (x, expected) = row.split_first_chunk::<4>().ok_or("four inputs")?;
            for (y, expected) in net.predict(x).iter().zip(expected) {
                assert!((y - expected).abs() < 1e-14, "{name}: {y}, PyTorch: {expected}");
            }
        }
    }
    Ok(())
}

fn bytes(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_le_bytes()).collect()
}
