//! Which public types may go to other threads, be shared among them, and go through a caught panic:
//! all of them, where nothing forbids it. Each row compiles, or does not.

#![cfg(test)]
#![allow(dead_code)] // most of it is there to compile

use std::cell::Cell;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;
use std::thread;

use sinew::data::{self, csv, idx, npy};
use sinew::layers::{Flat, Image, Sliding};
use sinew::training::callbacks::{CallbackState, OnEpoch, Remembered, ReportLines, Run};
use sinew::training::metrics::ConfusionMatrix;
use sinew::training::{EpochMetrics, EpochReport, Evaluation, History, Progress, ResumeError, Role, Selection};
use sinew::training::{TrainError, WorkingSet, second_order};
use sinew::{files, gradcheck, layers, losses, optimizers, plots, prelude::*, progress, tensorboard, tensors};

network! {
    /// Of layers of ours.
    pub struct Plain = 2 => 4 relu => 1 sigmoid;
    /// With statistics, branches and another network.
    pub struct Whole = 1x4x4
        => residual(conv(1, 3, padding = same) => batchnorm relu)
        => concat(maxpool(2x2) | avgpool(2x2)) => flatten => dropout(0.5) => 2 relu => Plain;
}

fn everything<T: Send + Sync + UnwindSafe + RefUnwindSafe>() {}
fn threads<T: Send + Sync>() {}
fn sent<T: Send>() {}

macro_rules! hold {
    ($($function:ident: $($type:ty),* ;)*) => { $($($function::<$type>();)*)* };
}

type Pair = Dataset<[f32; 2], [f32; 1]>;
type Sgd = optimizers::Sgd;
type Trained<C> = Trainer<'static, BinaryCrossEntropy, Adam, [f32; 2], [f32; 1], C>;

/// Plain data, and all that owns it.
fn values() {
    hold! {
        everything: Plain, Box<Plain>, Plain<f64>, Whole, Box<Whole>;
        everything: layers::Dense<f32, 2, 4>, layers::Conv<f32, Image<1, 4, 4>, 1, 1, 3, 3>;
        everything: layers::TransposedConv<f32, Image<1, 4, 4>, 1, 1, 1, 2, 2, 1>;
        everything: layers::MaxPool<f32, Image<1, 4, 4>, 2, 2>, layers::AveragePool<f32, Image<1, 4, 4>, 2, 2>;
        everything: layers::GlobalAveragePool<f32, Image<1, 4, 4>>, layers::Dropout<f32, Flat<2>, 1, 2>;
        everything: layers::BatchNorm<f32, Flat<2>, 2>, layers::LayerNorm<f32, Flat<2>, 2>;
        everything: layers::GroupNorm<f32, Flat<2>, 2, 1>, layers::Upsample<f32, Image<1, 4, 4>, 2, 2>;
        everything: layers::Skip<f32, 2>, layers::Residual<layers::Dense<f32, 2, 2>, layers::Skip<f32, 2>>;
        everything: layers::Concat<layers::Dense<f32, 2, 2>, layers::Dense<f32, 2, 2>>;
        everything: layers::LayerInfo, layers::Tensor, layers::Microbatch, Sliding<1, 1>;
        everything: BinaryCrossEntropy, CrossEntropy, Hinge, Huber, MeanAbsoluteError, MeanSquaredError, Poisson;
        everything: losses::WeightedCrossEntropy<'static>, losses::Scaled<Huber>, losses::Masked<Huber>, losses::Ignored;
        everything: layers::Outputs<layers::Dense<f32, 2, 3>, layers::Dense<f32, 2, 2>, 3>, layers::LengthError;
        everything: losses::WeightedBinaryCrossEntropy<'static>;
        everything: losses::SampleWeight, losses::TargetDomain, losses::TargetError, Weighted<[f32; 1]>;
        everything: Sgd, Adagrad, Adam, AdamW, AmsGrad, Lion, Momentum, Nadam, RmsProp;
        everything: Constant, Cosine, Exponential, OneCycle, StepDecay, WarmUp, optimizers::RestoreError;
        everything: optimizers::State<'static, f32>;
        everything: tensors::Buffer, tensors::Initializer, tensors::InstructionSet, tensors::Layout, tensors::Rng;
        everything: tensors::UnavailableInstructionSet, tensors::Window;
        everything: Pair, data::DatasetError, data::Normalization<[f32; 2]>, data::NormalizationError;
        everything: data::augmentation::Shift, data::augmentation::Mirror, data::augmentation::Noise;
        everything: csv::Csv<2>, csv::Column, data::StreamError;
        everything: Workspace, Evaluation, EpochReport, History, WorkingSet, TrainError, ResumeError;
        everything: EpochMetrics, Role, Selection, BestWeights<Plain>;
        everything: ConfusionMatrix<2>, second_order::Lbfgs, second_order::LevenbergMarquardt, second_order::Report;
        everything: EarlyStopping<Plain>, Ema<Plain>, Plateau, ReportLines<String>, OnEpoch<fn(&EpochReport)>;
        everything: files::Normalized<Plain>, files::Checkpoint<Plain>, files::Misfit;
        everything: gradcheck::Proof, gradcheck::Dual, gradcheck::Error;
        everything: plots::Picture, plots::Chart, plots::Decision;
    }
}

/// What holds the system's errors or files, or is behind `dyn`, and so not made for caught panics.
fn of_the_system() {
    hold! {
        threads: csv::CsvError, data::FileError<csv::CsvError>, idx::IdxError, npy::NpyError;
        threads: files::LoadError, files::CheckpointError, files::WriteError;
        threads: plots::PlotError, tensorboard::LogError, tensorboard::EventWriter, tensorboard::Log;
        threads: progress::ProgressBar;
        threads: Box<dyn layers::DynNetwork>;
    }
}

/// What holds an exclusive borrow, which a caught panic might leave half changed.
fn borrows() {
    hold! {
        threads: layers::Gradient<'static, f32>, Run<'static, Plain>, Progress<'static, Plain>;
        threads: CallbackState<'static, Plain>, Remembered<'static, Plain>;
    }
}

/// What may hold closures: each is as the closures are, but those of [`Trainer::on_epoch`] and
/// [`Trainer::augment`], which are `Send` and no more.
fn closures() {
    hold! {
        threads: data::Stream<[f32; 2], usize>;
        sent: Trained<()>, Trained<((), EarlyStopping<Plain>)>, Trained<((), OnEpoch<Box<dyn FnMut(&EpochReport) + Send>>)>;
    }
}

#[test]
fn a_trainer_goes_to_another_thread() {
    let data = data::gates::xor();
    let mut net = Plain::seeded(1);
    let reports = thread::spawn(move || {
        let mut epochs = 0;
        let trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(3).threads(2);
        trainer.on_epoch(|_| epochs += 1).fit(&mut net, &data).map(|history| history.epochs.len()).map(|len| (len, net))
    });
    let (len, net) = reports.join().expect("no panic").expect("finite numbers");
    assert_eq!(len, 3);

    let (mut net, mut trainer) = (net, Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).on_epoch(|_| {}));
    let moved = thread::spawn(move || trainer.fit(&mut net, &data::gates::xor()).map(|_| ()));
    moved.join().expect("no panic").expect("finite numbers");
}

#[test]
fn a_closure_that_stays_on_its_thread_is_a_callback() {
    let epochs = Rc::new(Cell::new(0));
    let seen = Rc::clone(&epochs);
    let count = OnEpoch::new(move |report: &EpochReport| seen.set(report.epoch));
    let mut trainer = Trainer::new(BinaryCrossEntropy, Adam::new(0.05)).epochs(3).callback(count);
    trainer.fit(&mut Plain::seeded(1), &data::gates::xor()).expect("finite numbers");
    assert_eq!(epochs.get(), 3);
}
