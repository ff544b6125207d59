//! Training on streams is training on data sets, but for the memory it takes.

use std::error::Error;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sinew::data::augmentation::Noise;
use sinew::data::csv::{Csv, CsvError};
use sinew::data::{FileError, Source, Stream, idx};
use sinew::prelude::*;
use sinew::training::{History, TrainError};

network! {
    struct Iris = 4 => 8 tanh => dropout(0.2) => 3 softmax;
    struct Line = 1 => 1;
}

type Samples = Vec<([f32; 4], usize)>;

fn irises() -> Samples {
    sinew::data::iris().iter().map(|(&x, &y)| (x, y)).collect()
}

fn stream(samples: Samples) -> Stream<[f32; 4], usize> {
    Stream::from_samples(move || samples.clone())
}

type IrisTrainer<'a> = Trainer<'a, CrossEntropy, Adam, [f32; 4], usize>;

fn trainer<'a>() -> IrisTrainer<'a> {
    Trainer::new(CrossEntropy, Adam::new(0.01)).epochs(4).batch_size(16).seed(5)
}

fn fit(
    mut trainer: IrisTrainer<'_>,
    samples: &impl Source<[f32; 4], usize>,
) -> Result<(Box<Iris>, History), TrainError> {
    let mut net = Iris::seeded(1);
    let history = trainer.fit(&mut net, samples)?;
    Ok((net, history))
}

#[test]
fn in_its_order_a_stream_trains_bit_for_bit_as_a_data_set() -> Result<(), TrainError> {
    let (data, stream) = (sinew::data::iris(), stream(irises()));
    let plain = || trainer().shuffle(false);
    let accumulated = || plain().accumulate(3);
    let augmented = || plain().augment(Noise { deviation: 0.1 });
    let trainers: [&dyn Fn() -> IrisTrainer<'static>; 4] =
        [&plain, &accumulated, &augmented, &|| plain().batch_size(1000)];
    for trainer in trainers {
        let ((a, of_data), (b, of_stream)) = (fit(trainer(), &data)?, fit(trainer(), &stream)?);
        assert_eq!(a, b);
        for (a, b) in of_data.epochs.iter().zip(&of_stream.epochs) {
            assert_eq!((a.epoch, a.epochs, a.samples), (b.epoch, b.epochs, b.samples));
            assert!((a.training.loss - b.training.loss).abs() < 1e-12, "{a} {b}"); // the mean of other summands
        }
    }
    Ok(())
}

#[test]
fn the_order_is_drawn_from_the_seed() -> Result<(), TrainError> {
    let of = |seed, buffer| Ok(fit(trainer().seed(seed), &stream(irises()).shuffle_buffer(buffer))?.0);
    assert_eq!(of(1, 50)?, of(1, 50)?);
    assert_ne!(of(1, 50)?, of(2, 50)?);
    assert_ne!(of(1, 50)?, of(1, 20)?);
    Ok(())
}

#[test]
fn twice_two_epochs_are_four() -> Result<(), TrainError> {
    let stream = stream(irises()).shuffle_buffer(40);
    let whole = fit(trainer().augment(Noise { deviation: 0.1 }), &stream)?.0;
    let (mut net, mut halves) = (Iris::seeded(1), trainer().augment(Noise { deviation: 0.1 }).epochs(2));
    halves.fit(&mut net, &stream)?;
    halves.fit(&mut net, &stream)?;
    assert_eq!(whole, net);
    Ok(())
}

#[test]
fn a_run_goes_on_from_its_progress_bit_for_bit() -> Result<(), Box<dyn Error>> {
    let stream = stream(irises()).shuffle_buffer(40);
    let trainer = || trainer().augment(Noise { deviation: 0.1 });
    let (whole, whole_history) = fit(trainer(), &stream)?;
    for last in 1..=3 {
        let (mut resumed, mut net) = (trainer(), Iris::seeded(1));
        let stopped: Result<_, Box<dyn Error>> = trainer().fit_with(&mut net, &stream, |progress| {
            if progress.history.epochs.len() == last {
                resumed.restore(&progress)?;
                return Err("stopped".into());
            }
            Ok(())
        });
        assert!(stopped.is_err());
        let history = resumed.fit(&mut net, &stream)?;
        assert_eq!(whole, net, "after {last} epochs");
        for (a, b) in whole_history.epochs.iter().zip(&history.epochs) {
            assert_eq!((a.training, a.samples), (b.training, b.samples));
        }
    }
    Ok(())
}

/// A fresh path for a file of the test.
fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("streams");
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder.join(name)
}

#[test]
fn a_table_is_a_stream() -> Result<(), Box<dyn Error>> {
    let path = path("irises.csv");
    let rows = irises().into_iter().map(|([a, b, c, d], y)| format!("{a},{b},{c},{d},{y}\n"));
    fs::write(&path, rows.collect::<Vec<_>>().concat())?;
    let csv = Csv::inputs([0, 1, 2, 3]).label(4, ["0", "1", "2"]).header(false);
    let from_memory = fit(trainer().shuffle(false), &csv.load(&path)?)?.0;
    assert_eq!(from_memory, fit(trainer().shuffle(false), &csv.stream(&path))?.0);
    Ok(())
}

#[test]
fn two_binary_files_are_a_stream() -> Result<(), Box<dyn Error>> {
    let (images, labels) = (path("images.idx"), path("labels.idx"));
    let pixels: Vec<u8> = (0..40).map(|i| i * 3 % 23).collect();
    fs::write(&images, [&[0, 0, 8, 2, 0, 0, 0, 10, 0, 0, 0, 4][..], &pixels].concat())?;
    fs::write(&labels, [0, 0, 8, 1, 0, 0, 0, 10, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0])?;
    let data = Dataset::new(idx::load(&images)?, idx::load(&labels)?)?;
    let stream = idx::stream(&images, &labels);
    assert_eq!(fit(trainer().shuffle(false), &data)?.0, fit(trainer().shuffle(false), &stream)?.0);

    fs::write(&labels, [0, 0, 8, 1, 0, 0, 0, 1, 0])?;
    let error = fit(trainer(), &stream).expect_err("one label").to_string();
    assert!(error.ends_with("labels.idx: expected as many targets as inputs, found 1 target for 10 inputs"), "{error}");
    fs::write(&images, [&[0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 4][..], &pixels].concat())?;
    let error = fit(trainer(), &stream).expect_err("trailing bytes").to_string();
    assert!(error.ends_with("images.idx: expected the end after 16 bytes, found more"), "{error}");
    Ok(())
}

#[test]
fn an_error_in_the_middle_names_its_line_and_keeps_the_steps_before() -> Result<(), Box<dyn Error>> {
    let path = path("broken.csv");
    let rows = (0..10).map(|i| format!("{i},{}\n", 2 * i)).collect::<Vec<_>>().concat();
    fs::write(&path, format!("x,y\n{rows}10,twenty\n{rows}"))?;
    let csv = Csv::inputs(["x"]).targets(["y"]);
    let trainer = || Trainer::new(MeanSquaredError, Sgd::new(1e-3)).epochs(2).batch_size(3).shuffle(false);
    let (mut net, mut nine) = (Line::seeded(1), Line::seeded(1));
    let error = trainer().fit(&mut net, &csv.stream(&path)).expect_err("a word");
    let message = "broken.csv: line 12, column `y`: expected a number, found `twenty`";
    assert!(error.to_string().starts_with("training data: ") && error.to_string().ends_with(message), "{error}");
    let TrainError::Training(inner) = &error else { panic!("{error:?}") };
    let TrainError::Stream(inner) = &**inner else { panic!("{error:?}") };
    let inner: Option<&FileError<CsvError>> = inner.get().downcast_ref();
    assert!(matches!(inner.expect("its type").error, CsvError::Number { line: 12, .. }));

    let samples = (0..9_u8).map(|i| ([f32::from(i)], [f32::from(2 * i)]));
    trainer().epochs(1).fit(&mut nine, &Dataset::from_samples(samples)?)?;
    assert_eq!(net, nine);
    let missing = trainer().fit(&mut net, &csv.stream("nowhere.csv")).expect_err("no file").to_string();
    assert!(missing.starts_with("training data: nowhere.csv: "), "{missing}");
    Ok(())
}

#[test]
fn each_mistake_among_the_samples_has_its_message() {
    let message = |samples: Samples| fit(trainer(), &stream(samples)).expect_err("a mistake").to_string();
    assert_eq!(message(vec![]), "training data: there are no samples");
    let mut samples = irises();
    samples[77].1 = 3;
    assert!(message(samples).contains("sample 77"), "its number in the stream, in whatever order");
    let mut samples = irises();
    samples[140].0[2] = f32::NAN;
    let expected = "training data: sample 140: expected a finite number as feature 2 of the input, found NaN";
    assert_eq!(message(samples), expected);

    let none = Dataset::<[f32; 4], usize>::new(vec![], vec![]).expect("as many");
    let error = fit(trainer().validation(&none), &sinew::data::iris()).expect_err("no samples");
    assert_eq!(error.to_string(), "validation data: there are no samples");
    let error = fit(trainer(), &none).expect_err("no samples");
    assert_eq!(error.to_string(), "training data: there are no samples");
}

#[test]
fn what_panics_on_the_thread_panics_in_training() {
    let stream = Stream::from_samples(|| (0..100).map(|i| if i < 50 { ([0.5; 4], 0) } else { panic!("at 50") }));
    let panic = catch_unwind(AssertUnwindSafe(|| fit(trainer(), &stream).map(|_| ()))).expect_err("a panic");
    assert_eq!(panic.downcast_ref(), Some(&"at 50"));
}

#[test]
fn what_ends_within_an_epoch_reads_no_further() {
    let read = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&read);
    let endless = Stream::from_samples(move || {
        let count = Arc::clone(&count);
        (0..).map(move |_: usize| {
            count.fetch_add(1, Ordering::Relaxed);
            ([1e30_f32], [1e30_f32])
        })
    });
    let mut trainer = Trainer::new(MeanSquaredError, Sgd::new(1e30)).batch_size(10).shuffle(false);
    let error = trainer.fit(&mut Line::seeded(1), &endless).expect_err("numbers too large");
    assert!(matches!(error, TrainError::NotFinite { epoch: 1, batch: 1, .. }), "{error}");
    assert!(read.load(Ordering::Relaxed) <= 50, "four batches ahead, {read:?}");
}

#[test]
fn how_many_steps_an_epoch_has_is_known_after_the_first() -> Result<(), TrainError> {
    use sinew::training::callbacks::Run;
    use std::ops::ControlFlow;

    struct Steps(Vec<Option<usize>>);
    impl<N: Network> Callback<N> for Steps {
        fn on_start(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
            self.0.push(run.steps);
            ControlFlow::Continue(())
        }

        fn on_epoch(&mut self, run: &mut Run<'_, N>) -> ControlFlow<()> {
            self.0.push(run.steps);
            ControlFlow::Continue(())
        }
    }
    let mut steps = Steps(vec![]);
    trainer().epochs(1).callback(&mut steps).fit(&mut Iris::seeded(1), &stream(irises()))?;
    trainer().epochs(1).callback(&mut steps).fit(&mut Iris::seeded(1), &sinew::data::iris())?;
    assert_eq!(steps.0, [None, Some(10), Some(10), Some(10)]);
    Ok(())
}
