//! A run that was stopped ends where it would have ended.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use sinew::files::{Checkpoint, CheckpointError, LoadError};
use sinew::prelude::*;
use sinew::tensors::Rng;
use sinew::training::{History, TrainError};

network! {
    struct Iris = 4 => hidden: 8 tanh => output: 3 softmax;
    struct Other = 4 => hidden: 9 tanh => output: 3 softmax;
    struct Xor = 2 => 4 tanh => 1 sigmoid;
}

fn path(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It may be left from a run before.
    let _ = std::fs::remove_file(&path);
    path
}

/// What an epoch achieved, without the time it took.
fn achieved(history: &History) -> History {
    let mut history = history.clone();
    history.epochs.iter_mut().for_each(|report| report.duration = Duration::ZERO);
    history
}

/// Stops a run behind each epoch, and goes on from its checkpoint.
fn stop_and_go<O: Optimizer<f32>>(name: &str, optimizer: impl Fn() -> O) -> Result<(), Box<dyn Error>> {
    let (train, test) = sinew::data::iris().shuffled(1).split(0.7);
    let trainer = || Trainer::new(CrossEntropy, optimizer()).epochs(6).seed(5).validation(&test);
    let mut expected = Iris::seeded(1);
    let expected_history = trainer().fit(&mut expected, &train)?;

    let path = path(name);
    for last in 1..=6 {
        let stopped = trainer().fit_with(&mut Iris::seeded(1), &train, |progress| {
            Checkpoint::save(&progress, &path)?;
            if progress.history.epochs.len() == last { Err(CheckpointError::Train(TrainError::Empty)) } else { Ok(()) }
        });
        assert!(stopped.is_err());
        let mut net = Iris::seeded(9);
        let history = trainer().checkpoints(&path, 2).fit(&mut net, &train)?;
        assert_eq!(net, expected, "{name}, stopped behind epoch {last}");
        assert_eq!(achieved(&history), achieved(&expected_history), "{name}, stopped behind epoch {last}");
    }
    Ok(())
}

#[test]
fn a_resumed_run_ends_bit_identical_with_every_optimizer() -> Result<(), Box<dyn Error>> {
    stop_and_go("sgd", || Sgd::new(0.1))?;
    stop_and_go("momentum", || Sgd::new(StepDecay::new(0.1, 0.5, 5)).momentum(0.9))?;
    stop_and_go("adagrad", || Adagrad::new(0.1))?;
    stop_and_go("rmsprop", || RmsProp::new(0.01))?;
    stop_and_go("adam", || Adam::new(0.01))?;
    stop_and_go("amsgrad", || Adam::new(0.01).amsgrad())?;
    stop_and_go("adamw", || AdamW::new(OneCycle::new(0.02, 24)))?;
    stop_and_go("lion", || Lion::new(0.001))
}

#[test]
fn twice_ten_epochs_are_twenty() -> Result<(), Box<dyn Error>> {
    let data = sinew::data::iris();
    let (mut once, mut twice) = (Iris::seeded(1), Iris::seeded(1));
    Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(20).fit(&mut once, &data)?;
    let mut trainer = Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(10);
    trainer.fit(&mut twice, &data)?;
    trainer.fit(&mut twice, &data)?;
    assert_eq!(once, twice);
    Ok(())
}

#[test]
fn a_checkpoint_of_another_network_or_optimizer_changes_nothing() -> Result<(), Box<dyn Error>> {
    let (path, data) = (path("others"), sinew::data::iris());
    Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(2).checkpoints(&path, 1).fit(&mut Iris::seeded(1), &data)?;

    let mut net = Iris::seeded(2);
    let result = Trainer::new(CrossEntropy, Lion::new(0.01)).checkpoints(&path, 1).fit(&mut net, &data);
    let error = result.expect_err("Lion keeps one moment, Adam two");
    assert_eq!(
        error.to_string(),
        "the checkpoint is not one of this optimizer: the optimizer keeps 67 moments, found 134"
    );
    assert_eq!(net, Iris::seeded(2));

    let mut other = Other::seeded(2);
    let result = Trainer::new(CrossEntropy, Adam::new(0.01)).checkpoints(&path, 1).fit(&mut other, &data);
    let error = result.expect_err("one neuron more").to_string();
    assert!(error.contains("`network.hidden.weight`: expected 9×4, found 8×4"), "{error}");
    assert_eq!(other, Other::seeded(2));
    Ok(())
}

#[test]
fn a_network_of_its_own_is_no_checkpoint() -> Result<(), Box<dyn Error>> {
    let path = path("network.safetensors");
    Iris::seeded(1).save(&path)?;
    let Err(LoadError::Misfit { misfits, .. }) = Checkpoint::<Iris>::load(&path) else { panic!("it was loaded") };
    assert!(misfits.len() >= 4 + 4, "{misfits:?}");
    Ok(())
}

#[test]
fn an_optimizer_that_cannot_be_saved_is_an_error() {
    struct Forgetful;

    impl Optimizer<f32> for Forgetful {
        fn step(&mut self, _: &mut [f32], _: &[f32]) {}
    }

    let mut trainer = Trainer::new(CrossEntropy, Forgetful).epochs(1).checkpoints(path("forgetful"), 1);
    let result = trainer.fit(&mut Iris::seeded(1), &sinew::data::iris());
    assert!(matches!(result, Err(CheckpointError::Optimizer(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_damaged_checkpoint_is_an_error(place in any::<prop::sample::Index>(), bit in 0_u8..8, is_truncated: bool) {
        let (whole, damaged) = (Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole"), path("damaged"));
        if !whole.exists() {
            let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(3).checkpoints(&whole, 3);
            trainer.fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
        }
        let mut file = std::fs::read(&whole)?;
        let place = place.index(file.len());
        if is_truncated {
            file.truncate(place);
        } else {
            file[place] ^= 1 << bit;
        }
        std::fs::write(&damaged, &file)?;
        prop_assert!(Checkpoint::<Xor>::load(&damaged).is_err());
    }
}

/// Epochs of the run that is killed.
const EPOCHS: usize = 100;

fn run() -> Trainer<'static, BinaryCrossEntropy, Adam<f32>, [f32; 2], [f32; 1]> {
    Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(EPOCHS).batch_size(2).seed(3)
}

/// What is killed, again and again: a program that does little else than write checkpoints.
#[test]
#[ignore = "is started by the test below"]
fn victim() -> Result<(), Box<dyn Error>> {
    let path = std::env::var_os("SINEW_VICTIM").ok_or("no path")?;
    run().checkpoints(path, 1).fit(&mut Xor::seeded(1), &sinew::data::gates::xor())?;
    Ok(())
}

/// `SINEW_KILLS` sets how many; 200 take about ten seconds.
#[cfg(unix)]
#[test]
fn a_killed_run_goes_on_and_ends_bit_identical() -> Result<(), Box<dyn Error>> {
    let kills: usize = std::env::var("SINEW_KILLS").map_or(Ok(200), |kills| kills.parse())?;
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kills");
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory)?;
    let path = directory.join("checkpoint");
    let data = sinew::data::gates::xor();
    let mut expected = Xor::seeded(1);
    run().fit(&mut expected, &data)?;

    let (mut rng, start) = (Rng::new(0x5eed), Instant::now());
    let (mut killed, mut ended, mut in_the_middle, mut epochs) = (0, 0, 0, 0);
    while killed < kills {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["victim", "--exact", "--ignored"])
            .env("SINEW_VICTIM", &path)
            .stdout(Stdio::null())
            .spawn()?;
        std::thread::sleep(Duration::from_micros(rng.below(60_000) as u64));
        if child.try_wait()?.is_some_and(|status| status.success()) {
            ended += 1;
            std::fs::remove_file(&path)?;
            continue;
        }
        child.kill()?;
        child.wait()?;
        killed += 1;
        in_the_middle += usize::from(std::fs::read_dir(&directory)?.count() > usize::from(path.exists()));
        if !path.exists() {
            continue; // killed before the first checkpoint
        }
        let checkpoint = Checkpoint::<Xor>::load(&path)?;
        epochs += checkpoint.history.epochs.len();
        let mut trainer = run();
        let mut net = checkpoint.restore(&mut trainer)?;
        trainer.fit(&mut net, &data)?;
        assert_eq!(net, expected, "kill {killed}");
    }
    println!(
        "{kills} kills in {:.1} s, {in_the_middle} between creating and renaming a file; {ended} runs came to their end; {} epochs done on average",
        start.elapsed().as_secs_f64(),
        epochs / kills,
    );
    run().checkpoints(&path, 1).fit(&mut Xor::seeded(1), &data)?;
    assert!(std::fs::read_dir(&directory)?.count() <= 2, "temporary files of killed programs are removed");
    Ok(())
}
