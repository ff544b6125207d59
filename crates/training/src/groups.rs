//! Layers that learn faster or slower, or decay more or less, than the others.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::Network;
use sinew_tensors::Number;

use crate::{TrainError, places};

/// What a layer's learning rate and weight decay are multiplied by.
#[derive(Clone, Debug)]
pub(crate) struct Factors {
    pub label: String,
    pub rate: f64,
    pub decay: f64,
}

/// Steps of any optimizer, with a learning rate and a weight decay of their own for ranges of the flat parameters.
///
/// In every optimizer of ours the update is a multiple of the learning rate, and parameters enter it by weight decay alone. So with the
/// factors `r` of the rate and `d` of the decay, a step is `w ← w + r·(step(d·w) − d·w)`.
pub(crate) struct Groups<T> {
    /// All parameters, in order.
    segments: Vec<Segment>,
    /// The parameters before the step.
    before: Vec<T>,
}

struct Segment {
    range: Range<usize>,
    rate: f64,
    decay: f64,
}

impl<T: Number> Groups<T> {
    /// Where several labels name the same parameters, as a block and a layer in it do, their factors are multiplied.
    pub fn new<N: Network<Number = T>>(factors: &[Factors]) -> Result<Self, TrainError> {
        let find = |factors: &Factors| {
            let unknown = || TrainError::UnknownLayer { label: factors.label.clone() };
            Ok((places::range(N::LAYERS, &factors.label).ok_or_else(unknown)?, factors.rate, factors.decay))
        };
        let groups = factors.iter().map(find).collect::<Result<Vec<_>, _>>()?;
        let mut bounds = vec![0, N::PARAMETERS];
        bounds.extend(groups.iter().flat_map(|(range, ..)| [range.start, range.end]));
        bounds.sort_unstable();
        bounds.dedup();
        let segment = |bounds: &[usize]| {
            let mut segment = Segment { range: bounds[0]..bounds[1], rate: 1.0, decay: 1.0 };
            for (range, rate, decay) in &groups {
                if range.contains(&segment.range.start) {
                    segment.rate *= rate;
                    segment.decay *= decay;
                }
            }
            segment
        };
        Ok(Self { segments: bounds.windows(2).map(segment).collect(), before: Vec::new() })
    }

    /// Takes a step with all rates multiplied by `rate`.
    pub fn step(&mut self, rate: f64, parameters: &mut [T], step: impl FnOnce(&mut [T])) {
        if self.segments.iter().all(|segment| segment.is_plain(rate)) {
            return step(parameters);
        }
        self.before.clear();
        self.before.extend_from_slice(parameters);
        for segment in self.segments.iter().filter(|segment| segment.decays()) {
            let decay = T::from_f64(segment.decay);
            parameters[segment.range.clone()].iter_mut().for_each(|w| *w = *w * decay);
        }
        step(parameters);
        for segment in self.segments.iter().filter(|segment| !segment.is_plain(rate)) {
            let (decay, rate) = (T::from_f64(segment.decay), T::from_f64(rate * segment.rate));
            let before = &self.before[segment.range.clone()];
            for (w, &b) in parameters[segment.range.clone()].iter_mut().zip(before) {
                *w = b + rate * (*w - b * decay);
            }
        }
    }
}

#[allow(clippy::float_cmp)] // a factor of one is no factor
impl Segment {
    fn is_plain(&self, rate: f64) -> bool {
        self.rate * rate == 1.0 && !self.decays()
    }

    fn decays(&self) -> bool {
        self.decay != 1.0
    }
}
