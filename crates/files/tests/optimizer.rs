//! A network and the state of its optimizer, saved and loaded without a trainer.

use std::error::Error;
use std::path::PathBuf;

use sinew::files::LoadError;
use sinew::prelude::*;

network! {
    struct Net = 2 => hidden: 8 tanh => norm: batchnorm => output: 1;
}

fn path(name: &str) -> Result<PathBuf, std::io::Error> {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("optimizer");
    std::fs::create_dir_all(&directory)?;
    Ok(directory.join(name))
}

/// Steps from `from` to `to` of a stream of samples, by hand.
fn learn<T: Number>(
    net: &mut Net<T>,
    optimizer: &mut impl Optimizer<T>,
    from: u64,
    to: u64,
) -> Result<(), Box<dyn Error>>
where
    Net<T>: Gradients<MeanSquaredError, [T; 1], Input = [T; 2], Number = T>,
{
    let (mut grads, mut workspace) = (Net::<T>::zeros(), Workspace::new());
    for step in from..to {
        let batch = [0.0, 0.25, 0.5].map(|offset| (step as f64 * 0.1 + offset).sin());
        let inputs = batch.map(|x| [x, x * x].map(T::from_f64));
        let targets = batch.map(|x| [T::from_f64(x + 0.5)]);
        net.gradients(&inputs, &targets, &MeanSquaredError, &mut grads, &mut workspace)?;
        workspace.step(optimizer, net, &grads);
    }
    Ok(())
}

/// A program that ends after 20 of 50 steps and starts again ends where one that does not would.
fn goes_on<T: Number, O: Optimizer<T>>(name: &str, new: impl Fn() -> O) -> Result<(), Box<dyn Error>>
where
    Net<T>: Gradients<MeanSquaredError, [T; 1], Input = [T; 2], Number = T> + Files,
{
    let path = path(name)?;
    let mut optimizer = new();
    let mut net = Net::<T>::seeded(1);
    learn(&mut net, &mut optimizer, 0, 20)?;
    net.save_with_optimizer(&optimizer, &path)?;
    learn(&mut net, &mut optimizer, 20, 50)?;

    let mut restored = new();
    let mut loaded = Net::<T>::load_with_optimizer(&mut restored, &path)?;
    learn(&mut loaded, &mut restored, 20, 50)?;
    assert_eq!(loaded.to_bytes(), net.to_bytes(), "{name}");
    assert_eq!(restored.state(), optimizer.state(), "{name}");
    Ok(())
}

#[test]
fn every_optimizer_goes_on_bit_for_bit() -> Result<(), Box<dyn Error>> {
    macro_rules! each {
        ($($name:literal: $optimizer:expr;)*) => {$(
            goes_on::<f32, _>($name, || $optimizer)?;
            goes_on::<f64, _>($name, || $optimizer)?;
        )*};
    }
    each! {
        "sgd": Sgd::new(0.05);
        "momentum": Sgd::new(0.01).momentum(0.9);
        "adagrad": Adagrad::new(0.05);
        "rmsprop": RmsProp::new(0.01);
        "rmsprop with momentum": RmsProp::new(0.01).momentum(0.9);
        "centered rmsprop": RmsProp::new(0.01).centered();
        "adam": Adam::new(Cosine::new(0.01, 60));
        "amsgrad": Adam::new(0.01).amsgrad();
        "adamw": AdamW::new(0.01);
        "adamw with amsgrad": AdamW::new(0.01).amsgrad();
        "nadam": Nadam::new(0.01);
        "lion": Lion::new(0.001);
    }
    Ok(())
}

#[test]
fn the_state_of_another_optimizer_or_of_none_is_refused() -> Result<(), Box<dyn Error>> {
    let path = path("another")?;
    let mut adam = Adam::new(0.01);
    let mut net = Net::seeded(1);
    learn(&mut net, &mut adam, 0, 3)?;
    net.save_with_optimizer(&adam, &path)?;

    let mut other = AdamW::new(0.01);
    let error = Net::load_with_optimizer(&mut other, &path).expect_err("the state of another optimizer");
    assert!(matches!(error, LoadError::Optimizer { .. }));
    let expected = format!(
        "the optimizer cannot go on from `{}`: expected the state of `AdamW`, found that of `Adam`",
        path.display()
    );
    assert_eq!(error.to_string(), expected);
    assert_eq!(other, AdamW::new(0.01), "it is unchanged");

    net.save(&path)?;
    let error = Net::load_with_optimizer(&mut adam, &path).expect_err("a network alone").to_string();
    assert!(
        error.contains("`optimizer.steps` is missing") && error.contains("`optimizer.moments` is missing"),
        "{error}"
    );
    Ok(())
}

/// An optimizer that does not tell its state.
struct Forgetful;

impl Optimizer<f32> for Forgetful {
    fn step(&mut self, _: &mut [f32], _: &[f32]) {}
}

#[test]
fn what_cannot_be_saved_leaves_the_old_file() -> Result<(), Box<dyn Error>> {
    let path = path("forgetful")?;
    Net::seeded(1).save(&path)?;
    let error = Net::seeded(2).save_with_optimizer(&Forgetful, &path).expect_err("an optimizer without a state");
    assert!(error.to_string().ends_with("the optimizer does not implement `state` and `restore`"), "{error}");
    assert_eq!(Net::load(&path)?.to_bytes(), Net::seeded(1).to_bytes());
    Ok(())
}

#[test]
fn the_network_of_such_a_file_loads_alone() -> Result<(), Box<dyn Error>> {
    let path = path("alone")?;
    let mut adam = Adam::new(0.01);
    let mut net = Net::seeded(1);
    learn(&mut net, &mut adam, 0, 3)?;
    net.save_with_optimizer(&adam, &path)?;
    assert_eq!(Net::load(&path)?.to_bytes(), net.to_bytes());
    let embedded = sinew::files::__private::network::<Net, 10>("alone", &std::fs::read(&path)?);
    assert_eq!(embedded.to_bytes(), net.to_bytes());
    Ok(())
}
