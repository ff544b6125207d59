//! A run that was stopped ends where it would have ended without the stop.

use std::error::Error;
use std::fmt::Debug;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use sinew::files::{Checkpoint, CheckpointError, LoadError};
use sinew::prelude::*;
use sinew::tensors::Rng;
use sinew::training::callbacks::{Callback, CallbackState, ReportLines, Run};
use sinew::training::{History, TrainError};

network! {
    struct Iris = 4 => hidden: 8 tanh => output: 3 softmax;
    struct Other = 4 => hidden: 9 tanh => output: 3 softmax;
    struct Xor = 2 => 4 tanh => 1 sigmoid;
    struct Normed = 4 => 8 => batchnorm tanh => 3 softmax;
}

fn path(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It may be left over from an earlier run.
    let _ = std::fs::remove_file(&path);
    path
}

/// What an epoch achieved, without the time it took.
fn achieved(history: &History) -> History {
    let mut history = history.clone();
    history.epochs.iter_mut().for_each(|report| report.duration = Duration::ZERO);
    history
}

/// Stops a run after each epoch, and continues from its checkpoint.
fn stop_and_go<O: Optimizer<f32>>(name: &str, optimizer: impl Fn() -> O) -> Result<(), Box<dyn Error>> {
    let (train, test) = sinew::data::iris().shuffled(1).split(0.7);
    let first = |outputs: &[[f32; 3]], _: &[usize]| f64::from(outputs[0][0]);
    let trainer = || {
        let trainer = Trainer::new(CrossEntropy, optimizer()).epochs(6).seed(5).validation(&test);
        trainer.metric("first, of all", &test, first)
    };
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
    stop_and_go("rmsprop with momentum", || RmsProp::new(Linear::new(0.01, 0.001, 24)).momentum(0.9))?;
    stop_and_go("centered rmsprop", || RmsProp::new(Polynomial::new(0.01, 30)).centered())?;
    stop_and_go("adam", || Adam::new(0.01))?;
    stop_and_go("amsgrad", || Adam::new(0.01).amsgrad())?;
    stop_and_go("adamw", || AdamW::new(OneCycle::new(0.02, 24)))?;
    stop_and_go("adamw with amsgrad", || AdamW::new(CosineRestarts::new(0.02, 7)).amsgrad())?;
    stop_and_go("nadam", || Nadam::new(0.01))?;
    stop_and_go("lion", || Lion::new(0.001))
}

/// Stops a run of up to 12 epochs after each of these epochs, and continues from its checkpoint.
/// Returns how many epochs the run has.
fn stop_and_go_with<N, C: Callback<N>>(
    name: &str,
    stops: impl IntoIterator<Item = usize>,
    callbacks: impl Fn() -> C,
) -> Result<usize, Box<dyn Error>>
where
    N: Gradients<CrossEntropy, usize, Input = [f32; 4], Number = f32> + Construct + PartialEq + Debug,
{
    let (train, test) = sinew::data::iris().shuffled(1).split(0.5);
    let trainer =
        || Trainer::new(CrossEntropy, Adam::new(0.1)).epochs(12).seed(5).validation(&test).callback(callbacks());
    let mut expected = N::seeded(1);
    let expected_history = trainer().fit(&mut *expected, &train)?;
    let epochs = expected_history.epochs.len();
    let path = path(&format!("{name}.callbacks"));
    for last in stops.into_iter().filter(|&last| last <= epochs) {
        let stopped = trainer().fit_with(&mut *N::seeded(1), &train, |progress| {
            Checkpoint::save(&progress, &path)?;
            if progress.history.epochs.len() == last { Err(CheckpointError::Train(TrainError::Empty)) } else { Ok(()) }
        });
        assert!(stopped.is_err());
        // The end is saved too, even where a callback chooses it.
        for is_over in [false, true] {
            assert_eq!(Checkpoint::<N>::load(&path)?.history.epochs.len(), if is_over { epochs } else { last });
            let mut net = N::seeded(9);
            let history = trainer().checkpoints(&path, 100).fit(&mut *net, &train)?;
            assert_eq!(net, expected, "{name}, stopped behind epoch {last}");
            assert_eq!(achieved(&history), achieved(&expected_history), "{name}, stopped behind epoch {last}");
        }
    }
    Ok(epochs)
}

/// Every second epoch at a tenth of the learning rate.
#[derive(Default)]
struct Alternate {
    epochs: u64,
}

impl<N: Network> Callback<N> for Alternate {
    fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
        self.epochs += 1;
        *run.learning_rate_factor = if self.epochs.is_multiple_of(2) { 1.0 } else { 0.1 };
        ControlFlow::Continue(())
    }

    fn state<'m>(&'m mut self, state: &mut CallbackState<'m, N>) {
        state.count("alternate.epochs", &mut self.epochs);
    }
}

#[test]
fn a_resumed_run_ends_bit_identical_with_every_callback() -> Result<(), Box<dyn Error>> {
    let all = || 1..=12;
    assert!(stop_and_go_with::<Iris, _>("stopping", all(), || EarlyStopping::new(1).min_delta(0.02))? < 12);
    assert_eq!(stop_and_go_with::<Iris, _>("stopping_late", all(), || EarlyStopping::new(100))?, 12);
    stop_and_go_with::<Iris, _>("plateau", all(), || Plateau::new(1).factor(0.5))?;
    stop_and_go_with::<Iris, _>("ema", all(), || Ema::new(0.9))?;
    stop_and_go_with::<Iris, _>("lines", all(), || ReportLines::new(String::new()))?;
    stop_and_go_with::<Iris, _>("own", all(), Alternate::default)?;
    stop_and_go_with::<Normed, _>("statistics", all(), || (Ema::new(0.9), EarlyStopping::new(3)))?;
    stop_and_go_with::<Normed, _>("two_of_a_kind", all(), || (Plateau::new(1), (Plateau::new(2), ())))?;
    Ok(())
}

#[test]
fn a_checkpoint_of_other_callbacks_changes_nothing() -> Result<(), Box<dyn Error>> {
    let (path, data) = (path("callbacks"), sinew::data::iris());
    let trainer = || Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(2);
    trainer().callback(Ema::new(0.9)).checkpoints(&path, 1).fit(&mut Iris::seeded(1), &data)?;

    let mut net = Iris::seeded(2);
    let with_another = trainer().callback(Plateau::new(3)).checkpoints(&path, 1).fit(&mut net, &data);
    assert_eq!(
        with_another.expect_err("another callback").to_string(),
        "the run is not one of these callbacks: they remember `plateau.best` (number), `plateau.since` (count), \
         found `ema.average` (network), `ema.steps` (count)"
    );
    let without = trainer().checkpoints(&path, 1).fit(&mut net, &data).expect_err("no callback").to_string();
    assert!(without.contains("they remember nothing, found `ema.average`"), "{without}");
    assert_eq!(net, Iris::seeded(2));

    // A callback without state may come and go.
    let trainer = trainer().callback(ReportLines::new(String::new())).callback(Ema::new(0.9));
    trainer.checkpoints(&path, 1).fit(&mut net, &data)?;
    Ok(())
}

/// `xor_without_callbacks.checkpoint` was written after epoch 3 of `Adam::new(0.01)`, by a version
/// whose checkpoints had no callbacks.
#[test]
fn checkpoints_of_before_there_were_callbacks_load() -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/xor_without_callbacks.checkpoint");
    let trainer = || Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(5);
    let data = sinew::data::gates::xor();
    let mut resumed = trainer();
    let mut net = Checkpoint::<Xor>::load(&path)?.restore(&mut resumed)?;
    resumed.fit(&mut net, &data)?;
    let mut expected = Xor::seeded(1);
    trainer().fit(&mut expected, &data)?;
    let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-5; // the file may be of another instruction set
    assert!(net.parameters().iter().zip(expected.parameters()).all(close));

    let error = Checkpoint::<Xor>::load(&path)?.restore(&mut trainer().callback(Ema::new(0.9)));
    assert!(error.expect_err("no average").to_string().ends_with("`ema.steps` (count), found nothing"));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_run_may_stop_anywhere_with_any_callbacks(
        last in 1_usize..=12,
        patience in 1_usize..5,
        factor in 0.1..0.9,
        decay in 0.0..0.999,
    ) {
        let callbacks = || (Ema::new(decay), (Plateau::new(patience).factor(factor), EarlyStopping::new(2 * patience)));
        stop_and_go_with::<Normed, _>("any", [last], callbacks).map_err(|error| TestCaseError::fail(error.to_string()))?;
    }
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
    let error = result.expect_err("Lion is not Adam");
    let expected = "the run is not one of this optimizer: expected the state of `Lion`, found that of `Adam`";
    assert_eq!(error.to_string(), expected);
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
    assert!(matches!(result, Err(CheckpointError::Resume(_))));
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

/// How many epochs the killed run has.
const EPOCHS: usize = 100;

fn run() -> Trainer<'static, BinaryCrossEntropy, Adam<f32>, [f32; 2], [f32; 1]> {
    Trainer::new(BinaryCrossEntropy, Adam::new(0.01)).epochs(EPOCHS).batch_size(2).seed(3)
}

/// The program that is killed again and again: it does little else than write checkpoints.
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
