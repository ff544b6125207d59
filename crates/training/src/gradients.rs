//! Loss and gradient of a batch.

use sinew_layers::Network;
use sinew_losses::{Loss, Target};
use sinew_tensors::{Buffer, Number, Sample, Vector, Vectorized, tile};

use crate::TrainError;

/// Memory for training, reused from batch to batch.
///
/// It grows to what the largest network needs; after the first batch nothing is allocated.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    buffer: Buffer,
}

impl Workspace {
    /// An empty workspace.
    pub const fn new() -> Self {
        Self { buffer: Buffer::new() }
    }
}

/// What a network achieves on some samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples that are predicted right, if the loss is one of classification.
    pub accuracy: Option<f64>,
}

impl Evaluation {
    /// Adds the evaluation of a `share` of the samples.
    pub(crate) fn add(&mut self, part: &Self, share: f64) {
        self.loss += share * part.loss;
        if let Some(accuracy) = part.accuracy {
            *self.accuracy.get_or_insert(0.0) += share * accuracy;
        }
    }
}

/// The low-level step of training: loss and gradient of a batch, for every [`Network`] that the loss `L` and the targets `Y` fit.
pub trait Gradients<L, Y>: Network {
    /// Sets `grads` to the gradient of the mean loss over the samples, and returns that loss.
    ///
    /// `grads` is a network of the same type, made once by `zeros`, and so are its parts: `grads.layer1.weights` is
    /// `∂loss/∂layer1.weights`.
    ///
    /// # Errors
    ///
    /// If there are no samples, not as many targets as inputs, or a class label that is too large.
    fn gradients(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        grads: &mut Self,
        workspace: &mut Workspace,
    ) -> Result<f64, TrainError> {
        let samples = Samples::new(inputs, targets)?;
        self.check_targets(&samples)?;
        Ok(self.differentiate(&samples, loss, grads, workspace).loss)
    }

    /// The mean loss over some samples, and the share of them that is predicted right.
    ///
    /// # Errors
    ///
    /// As in [`gradients`](Self::gradients).
    fn evaluate(
        &self,
        inputs: &[Self::Input],
        targets: &[Y],
        loss: &L,
        workspace: &mut Workspace,
    ) -> Result<Evaluation, TrainError> {
        let samples = Samples::new(inputs, targets)?;
        self.check_targets(&samples)?;
        Ok(self.pass(&samples, loss, None, workspace))
    }

    /// An error for the first target that does not fit the network's output.
    #[doc(hidden)]
    fn check_targets(&self, samples: &Samples<'_, Self::Input, Y>) -> Result<(), TrainError>;

    /// One pass over samples that were checked, adding to `grads` if there are any.
    #[doc(hidden)]
    fn pass(
        &self,
        samples: &Samples<'_, Self::Input, Y>,
        loss: &L,
        grads: Option<&mut Self>,
        workspace: &mut Workspace,
    ) -> Evaluation;

    /// Sets `grads` to the gradient of the mean loss over samples that were checked.
    #[doc(hidden)]
    fn differentiate(
        &self,
        samples: &Samples<'_, Self::Input, Y>,
        loss: &L,
        grads: &mut Self,
        workspace: &mut Workspace,
    ) -> Evaluation {
        grads.parameters_mut().fill(Self::Number::ZERO);
        self.pass(samples, loss, Some(grads), workspace)
    }
}

impl<N, L, Y> Gradients<L, Y> for N
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    fn check_targets(&self, samples: &Samples<'_, N::Input, Y>) -> Result<(), TrainError> {
        let outputs = N::Output::LEN;
        match samples.targets.iter().position(|target| !target.fits(outputs)) {
            Some(sample) => Err(TrainError::Target { sample, outputs }),
            None => Ok(()),
        }
    }

    fn pass(
        &self,
        samples: &Samples<'_, N::Input, Y>,
        loss: &L,
        grads: Option<&mut N>,
        workspace: &mut Workspace,
    ) -> Evaluation {
        let buffer = &mut workspace.buffer;
        N::Number::dispatch(Pass { network: self, samples, loss, grads, buffer })
    }
}

/// Inputs and targets, in their own order or another.
#[doc(hidden)]
pub struct Samples<'a, X, Y> {
    inputs: &'a [X],
    targets: &'a [Y],
    order: Option<&'a [usize]>,
}

impl<'a, X, Y> Samples<'a, X, Y> {
    pub(crate) fn new(inputs: &'a [X], targets: &'a [Y]) -> Result<Self, TrainError> {
        if inputs.len() != targets.len() {
            return Err(TrainError::Lengths { inputs: inputs.len(), targets: targets.len() });
        }
        if inputs.is_empty() {
            return Err(TrainError::Empty);
        }
        Ok(Self { inputs, targets, order: None })
    }

    /// The samples whose numbers are in `order`.
    pub(crate) fn select(&self, order: &'a [usize]) -> Self {
        Self { order: Some(order), ..*self }
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.order.map_or(self.inputs.len(), <[usize]>::len)
    }

    #[inline(always)]
    fn index(&self, sample: usize) -> usize {
        self.order.map_or(sample, |order| order[sample])
    }
}

/// One pass over samples, tile by tile: each goes forward, through the loss, and, if there are `grads` to add to, back.
struct Pass<'a, N: Network, L, Y> {
    network: &'a N,
    samples: &'a Samples<'a, N::Input, Y>,
    loss: &'a L,
    grads: Option<&'a mut N>,
    buffer: &'a mut Buffer,
}

impl<N, L, Y> Vectorized<N::Number> for Pass<'_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    type Output = Evaluation;

    #[inline(always)]
    fn run<V: Vector<Element = N::Number>>(mut self) -> Self::Output {
        let mut sum = Evaluation::default();
        let (mut first, end) = (0, self.samples.len());
        while first < end {
            let count = usize::min(end - first, tile::capacity::<V, 2>());
            if count > V::LANES {
                self.tile::<V, 2>(first, count, &mut sum);
            } else {
                self.tile::<V, 1>(first, count, &mut sum);
            }
            first += count;
        }
        sum
    }
}

impl<N, L, Y> Pass<'_, N, L, Y>
where
    N: Network,
    L: Loss<N::Activation>,
    Y: Target<N::Number, L, N::Output>,
{
    /// The `count` samples from `first` on.
    #[inline(always)]
    fn tile<V: Vector<Element = N::Number>, const W: usize>(
        &mut self,
        first: usize,
        count: usize,
        sum: &mut Evaluation,
    ) {
        let rows = self.buffer.tile::<V, W>(N::Input::LEN + N::Output::LEN + N::TAPE + N::SCRATCH);
        let (x, rows) = rows.split_at_mut(N::Input::LEN);
        let (targets, rows) = rows.split_at_mut(N::Output::LEN);
        let (tape, scratch) = rows.split_at_mut(N::TAPE);
        tile::gather(x, count, |s| self.samples.inputs[self.samples.index(first + s)].as_flat());
        for s in 0..count {
            let target = &self.samples.targets[self.samples.index(first + s)];
            for (k, row) in targets.iter_mut().enumerate() {
                V::elements_mut(row)[s] = target.get(k);
            }
        }

        self.network.forward(x, tape);
        let z = &mut tape[N::TAPE - N::Output::LEN..];
        let shares = shares::<V, W>(count, self.samples.len());
        if let Some(correct) = self.loss.correct(z, targets) {
            *sum.accuracy.get_or_insert(0.0) += weighted_sum(&correct, &shares);
        }
        let losses = self.loss.evaluate(z, targets);
        sum.loss += weighted_sum(&losses, &shares);

        if let Some(grads) = &mut self.grads {
            for z in z {
                for c in 0..W {
                    z[c] = z[c] * shares[c];
                }
            }
            self.network.backward(x, tape, grads, scratch);
        }
    }
}

/// Each lane's share in the mean over all samples: `1/n` in the first `count` lanes, 0 in those without a sample.
#[inline(always)]
fn shares<V: Vector, const W: usize>(count: usize, n: usize) -> [V; W] {
    let mut shares = [V::constant(0.0); W];
    V::elements_mut(&mut shares)[..count].fill(V::Element::from_f64(1.0 / n as f64));
    shares
}

/// The sum over lanes of `x` times its weight.
#[inline(always)]
fn weighted_sum<V: Vector, const W: usize>(x: &[V; W], weights: &[V; W]) -> f64 {
    let mut sum = x[0] * weights[0];
    for c in 1..W {
        sum = x[c].mul_add(weights[c], sum);
    }
    sum.sum().to_f64()
}
