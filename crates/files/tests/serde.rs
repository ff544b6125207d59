//! Networks in the formats of serde: JSON, which people read, and CBOR, which they do not.

#![cfg(feature = "serde")]

use serde_json::{Value, json};
use sinew::prelude::*;

network! {
    struct Small = 2 => hidden: 3 relu => output: dense(1, bias = false);
    struct Deep = 1x4x4
        => residual(conv(1, 3, padding = same) => batchnorm relu)
        => flatten => (digit: 3 softmax | size: 1);
}

#[test]
fn a_network_is_its_tensors() -> Result<(), Box<dyn std::error::Error>> {
    let net = Small::seeded(1);
    let value = serde_json::to_value(&net)?;
    let map = value.as_object().expect("a map");
    assert_eq!(map.keys().collect::<Vec<_>>(), ["hidden.bias", "hidden.weight", "output.weight"]);
    assert_eq!(map["hidden.weight"].as_array().map(Vec::len), Some(3));
    let weights: [[f32; 2]; 3] = serde_json::from_value(map["hidden.weight"].clone())?;
    assert!(weights.iter().eq(net.hidden.weights.iter()));
    assert_eq!(map["hidden.bias"], json!([0.0, 0.0, 0.0]));
    Ok(())
}

#[test]
fn networks_come_back_bit_for_bit() -> Result<(), Box<dyn std::error::Error>> {
    fn both<N>(net: &N) -> Result<(), Box<dyn std::error::Error>>
    where
        N: Network + serde_core::Serialize + PartialEq + std::fmt::Debug,
        Box<N>: for<'de> serde_core::Deserialize<'de>,
    {
        let read: Box<N> = serde_json::from_str(&serde_json::to_string(net)?)?;
        assert_eq!(*read, *net);
        let mut bytes = vec![];
        ciborium::into_writer(net, &mut bytes)?;
        let read: Box<N> = ciborium::from_reader(bytes.as_slice())?;
        assert_eq!(*read, *net);
        Ok(())
    }
    both(&*Small::seeded(1))?;
    both(&*Deep::seeded(2))?;
    let net: Box<Small<f64>> = Construct::seeded(3);
    let mut bytes = vec![];
    ciborium::into_writer(&net, &mut bytes)?;
    let read: Box<Small<f64>> = ciborium::from_reader(bytes.as_slice())?;
    assert_eq!(read, net);
    let read: Box<Small<f64>> = serde_json::from_str(&serde_json::to_string(&net)?)?;
    let pairs = read.parameters().iter().zip(net.parameters());
    assert!(pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-15)); // unless it is told, `serde_json` reads inexactly
    Ok(())
}

#[test]
fn an_error_names_the_tensor() -> Result<(), Box<dyn std::error::Error>> {
    let net = Small::seeded(1);
    let good = serde_json::to_value(&net)?;
    let with = |key: &str, tensor: Value| {
        let mut value = good.clone();
        value[key] = tensor;
        value
    };
    let mut fewer = good.clone();
    fewer.as_object_mut().expect("a map").retain(|key, _| key == "output.weight");
    let rows = [
        (with("hidden.bias", json!([0.0, 1.0])), "`hidden.bias`: invalid length 2, expected an array of 3 numbers"),
        (with("hidden.bias", json!([0, 1, 2, 3])), "`hidden.bias`: invalid length 4, expected an array of 3 numbers"),
        (with("hidden.bias", json!([0.0, null, 1.0])), "`hidden.bias`: invalid type: null, expected a number"),
        (
            with("hidden.weight", json!([0, 1, 2])),
            "`hidden.weight`: invalid type: integer `0`, expected an array of 2 numbers",
        ),
        (with("hiden.bias", json!([0.0])), "`hiden.bias` is no tensor of the network"),
        (fewer, "missing: `hidden.weight`, `hidden.bias`"),
        (json!([1.0]), "invalid type: sequence, expected a map of the tensors of a network"),
    ];
    for (value, expected) in rows {
        let error = serde_json::from_value::<Box<Small>>(value).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let twice = r#"{"hidden.bias": [0, 0, 0], "hidden.bias": [0, 0, 0]}"#;
    let error = serde_json::from_str::<Box<Small>>(twice).unwrap_err();
    assert!(error.to_string().starts_with("`hidden.bias` is there twice"), "{error}");

    let mut net = net;
    net.output.weights[0][1] = f32::NAN;
    let error = serde_json::to_string(&net).unwrap_err();
    assert_eq!(error.to_string(), "`output.weight`: NaN is not a finite number");
    let mut bytes = vec![];
    ciborium::into_writer(&net, &mut bytes)?;
    let read: Box<Small> = ciborium::from_reader(bytes.as_slice())?;
    assert!(read.output.weights[0][1].is_nan());
    Ok(())
}
