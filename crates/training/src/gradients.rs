//! Loss and gradient of a batch.

use sinew_layers::Network;
use sinew_losses::{Loss, Target, TargetDomain};
use sinew_tensors::{Buffer, Sample};

use crate::batching::{Shards, WIDEST_TILE, check_batch, may_share, shards};
use crate::pass::{Pass, divisor, measure};
use crate::samples::Samples;
use crate::tally::Tally;
use crate::{TrainError, Workspace};

/// What a network achieves on some samples.
#[doc(alias = "평가")]
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// The mean loss; `NaN` if a prediction is not a number.
    pub loss: f64,
    /// The share of samples that are predicted right, exactly 1 if all are, if the loss is one of
    /// classification and the targets are answers; see [`Loss::correct`]. Each sample counts 1,
    /// unless its weight is 0. A prediction that is not a number is never right.
    pub accuracy: Option<f64>,
}

/// The low-level step of training: loss and gradient of a batch, for every [`Network`] that the
/// loss `L` and the targets `Y` fit.
#[doc(alias("역전파", "기울기", "기울기 검사"))]
pub trait Gradients<L, Y>: Network {
    /// Sets `grads` to the gradient of the mean loss over the samples, and returns that loss.
    ///
    /// `grads` is a network of the same type, made once by `zeros`, and so are its parts:
    /// `grads.layer1.weights` is `∂loss/∂layer1.weights`. Where a network measures a batch, such as
    /// the running moments of a batch norm, the statistics of `grads` are those after this batch;
    /// [`Workspace::step`] hands them to the network.
    ///
    /// Of targets, only class labels are checked, so that a small step stays small:
    /// [`check`](Self::check) checks all, once for a data set.
    ///
    /// Numbers are not searched for infinities and NaN, which would take a part of the time of a
    /// small step. But a NaN is not lost: where an input, a target or a parameter is one, the loss
    /// is, so check `loss.is_finite()` before the step. (An infinity may be lost: `relu(−∞)` is 0.)
    /// A [`Dataset`](sinew_data::Dataset) has finite numbers alone, and
    /// [`Trainer`](crate::Trainer) names what stops being finite.
    ///
    /// ```
    /// use sinew::prelude::*;
    ///
    /// network! {
    ///     struct Line = 1 => 4 tanh => 1;
    /// }
    ///
    /// let (net, mut grads, mut workspace) = (Line::seeded(1), Line::zeros(), Workspace::new());
    /// let loss = net.gradients(&[[f32::NAN]], &[[1.0]], &MeanSquaredError, &mut grads, &mut workspace)?;
    /// assert!(loss.is_nan());
    /// # Ok::<(), sinew::training::TrainError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there are no samples, not as many targets as inputs, a class label that is too large, or
    /// fewer samples than a batch norm needs.
    fn gradients(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        grads: &mut Self,
        workspace: &mut Workspace,
    ) -> Result<f64, TrainError> {
        let samples = Samples::new(inputs, targets)?;
        self.check_labels(&samples, loss)?;
        check_batch(Self::LAYERS, samples.len())?;
        Ok(self.differentiate(&samples, loss, grads, workspace).loss)
    }

    /// The mean loss over some samples, and the share of them that is predicted right.
    ///
    /// As in [`gradients`](Self::gradients), a NaN in a sample or in the network is one in the
    /// loss.
    ///
    /// # Errors
    ///
    /// If there are no samples, not as many targets as inputs, or if a target makes no sense to the
    /// loss.
    fn evaluate(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        workspace: &mut Workspace,
    ) -> Result<Evaluation, TrainError> {
        let samples = Samples::new(inputs, targets)?;
        self.check_targets(&samples, loss)?;
        Ok(self.measure(&samples, loss, workspace).evaluation())
    }

    /// Checks that targets make sense to the loss, such as probabilities that are from 0 to 1; see
    /// [`Loss::target_domain`]. [`Trainer`](crate::Trainer) does it by itself.
    ///
    /// # Errors
    ///
    /// [`TrainError::Target`] for the first target that does not.
    fn check(&self, targets: &[Y], loss: &L) -> Result<(), TrainError> {
        self.check_targets(&Samples::of(&[], targets), loss)
    }

    /// Sets `dx[s]` to the gradient of the mean loss with respect to the input `s`, and returns
    /// that loss.
    ///
    /// For what a network looks at in a sample, for adversarial samples, and for what stands before
    /// the network. Layers behave as in training.
    ///
    /// # Errors
    ///
    /// As in [`gradients`](Self::gradients).
    ///
    /// # Panics
    ///
    /// If there are not as many gradients as inputs.
    fn input_gradients(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        dx: &mut [Self::Input],
        workspace: &mut Workspace,
    ) -> Result<f64, TrainError> {
        assert_eq!(inputs.len(), dx.len(), "as many gradients as inputs");
        let samples = Samples::new(inputs, targets)?;
        self.check_labels(&samples, loss)?;
        check_batch(Self::LAYERS, samples.len())?;
        Ok(self.differentiate_inputs(&samples, loss, dx, workspace).loss)
    }

    /// An error for the first target that makes no sense to the loss.
    #[doc(hidden)]
    fn check_targets(&self, samples: &Samples<'_, Self::Input, Y>, loss: &L) -> Result<(), TrainError>;

    /// An error for the first label that is not that of an output.
    #[doc(hidden)]
    fn check_labels(&self, samples: &Samples<'_, Self::Input, Y>, loss: &L) -> Result<(), TrainError>;

    /// What samples that were checked achieve.
    #[doc(hidden)]
    fn measure(&self, samples: &Samples<'_, Self::Input, Y>, loss: &L, workspace: &mut Workspace) -> Tally;

    /// One pass over shards of samples that were checked, forward and back.
    #[doc(hidden)]
    fn pass(
        &self,
        shards: &Shards<'_, Self::Input, Y>,
        loss: &L,
        grads: &mut Self,
        dx: Option<&mut [Self::Input]>,
        buffer: &mut Buffer,
    ) -> Tally;

    /// Sets `grads` to the gradient of the mean loss over samples that were checked.
    #[doc(hidden)]
    fn differentiate(
        &self,
        samples: &Samples<'_, Self::Input, Y>,
        loss: &L,
        grads: &mut Self,
        workspace: &mut Workspace,
    ) -> Tally;

    /// Sets `dx` to the gradient of the mean loss with respect to the inputs of samples that were
    /// checked.
    #[doc(hidden)]
    fn differentiate_inputs(
        &self,
        samples: &Samples<'_, Self::Input, Y>,
        loss: &L,
        dx: &mut [Self::Input],
        workspace: &mut Workspace,
    ) -> Tally;
}

impl<N, L, Y> Gradients<L, Y> for N
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    fn check_targets(&self, samples: &Samples<'_, N::Input, Y>, loss: &L) -> Result<(), TrainError> {
        let checked = Y::check(samples.targets, N::Output::LEN, loss.target_domain(), loss);
        checked.map_err(|(sample, error)| TrainError::Target { sample, error })
    }

    #[inline(always)]
    fn check_labels(&self, samples: &Samples<'_, N::Input, Y>, loss: &L) -> Result<(), TrainError> {
        let checked = Y::check(samples.targets, N::Output::LEN, TargetDomain::Any, loss);
        checked.map_err(|(sample, error)| TrainError::Target { sample, error })
    }

    #[inline(never)] // otherwise each caller that is compiled apart from the others has a copy of all that it runs
    fn measure(&self, samples: &Samples<'_, N::Input, Y>, loss: &L, workspace: &mut Workspace) -> Tally {
        measure(self, samples, loss, &mut workspace.buffer)
    }

    #[inline(never)] // as above
    fn pass(
        &self,
        shards: &Shards<'_, N::Input, Y>,
        loss: &L,
        grads: &mut N,
        dx: Option<&mut [N::Input]>,
        buffer: &mut Buffer,
    ) -> Tally {
        let sum = Tally::default();
        Pass { network: self, shards, loss, grads, is_empty: true, dx, sum }.run(buffer)
    }

    fn differentiate(
        &self,
        samples: &Samples<'_, N::Input, Y>,
        loss: &L,
        grads: &mut N,
        workspace: &mut Workspace,
    ) -> Tally {
        let (seed, divisor) = (workspace.next_seed(), divisor::<_, _, L, N::Output, _>(samples, loss));
        let count = shards::<N>(samples.len());
        let all = |size| Shards::all(samples, seed, size, divisor);
        if count == 1 {
            return self.pass(&all(usize::MAX), loss, grads, None, &mut workspace.buffer);
        }
        let size = samples.len().div_ceil(count).next_multiple_of(WIDEST_TILE);
        if workspace.is_alone() && may_share::<N>(size) {
            return self.pass(&all(size), loss, grads, None, &mut workspace.buffer);
        }
        let work =
            |index, grads: &mut N, buffer: &mut Buffer| self.pass(&all(size).shard(index), loss, grads, None, buffer);
        workspace.share(count, grads, work)
    }

    fn differentiate_inputs(
        &self,
        samples: &Samples<'_, N::Input, Y>,
        loss: &L,
        dx: &mut [N::Input],
        workspace: &mut Workspace,
    ) -> Tally {
        let divisor = divisor::<_, _, L, N::Output, _>(samples, loss);
        let all = Shards::all(samples, workspace.next_seed(), usize::MAX, divisor);
        self.pass(&all, loss, &mut N::zeros(), Some(dx), &mut workspace.buffer)
    }
}
