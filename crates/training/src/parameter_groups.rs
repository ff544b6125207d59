//! Layers that learn faster or slower, or decay more or less, than the others.

use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use sinew_layers::LayerInfo;
use sinew_tensors::Number;

use crate::{Selection, TrainError};

/// What the learning rate and the weight decay of some parameters are multiplied by.
#[derive(Clone, Debug)]
pub(crate) struct ParameterGroup {
    pub parameters: Selection,
    pub rate: f64,
    pub decay: f64,
}

/// Steps of any optimizer, with a separate learning rate and weight decay for ranges of the flat
/// parameters.
///
/// In each of our optimizers the update is a multiple of the learning rate, and parameters enter it
/// by weight decay alone. So with the factors `r` of the rate and `d` of the decay, a step is
/// `w ← w + r·(step(d·w) − d·w)`: [`prepare`](Self::prepare) computes `d·w`, and
/// [`finish`](Self::finish) the rest.
pub(crate) struct ParameterGroups<T> {
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

impl<T: Number> ParameterGroups<T> {
    /// The groups of a network of `parameters` parameters.
    ///
    /// Where several groups have the same parameters, their factors are multiplied.
    pub fn new(layers: &[LayerInfo], parameters: usize, groups: &[ParameterGroup]) -> Result<Self, TrainError> {
        Ok(Self { segments: segments(layers, parameters, groups)?, before: Vec::new() })
    }

    /// Before the optimizer's step, with all rates multiplied by `rate`.
    pub fn prepare(&mut self, rate: f64, parameters: &mut [T]) {
        if self.are_plain(rate) {
            return;
        }
        self.before.clear();
        self.before.extend_from_slice(parameters);
        for segment in self.segments.iter().filter(|segment| segment.decays()) {
            let decay = T::from_f64(segment.decay);
            parameters[segment.range.clone()].iter_mut().for_each(|w| *w = *w * decay);
        }
    }

    /// After the optimizer's step, with the same `rate`.
    pub fn finish(&self, rate: f64, parameters: &mut [T]) {
        for segment in self.segments.iter().filter(|segment| !segment.is_plain(rate)) {
            let (decay, rate) = (T::from_f64(segment.decay), T::from_f64(rate * segment.rate));
            let before = &self.before[segment.range.clone()];
            for (w, &b) in parameters[segment.range.clone()].iter_mut().zip(before) {
                *w = b + rate * (*w - b * decay);
            }
        }
    }

    /// Whether the step is the optimizer's alone.
    fn are_plain(&self, rate: f64) -> bool {
        self.segments.iter().all(|segment| segment.is_plain(rate))
    }
}

/// All parameters, cut where a group begins or ends.
fn segments(layers: &[LayerInfo], parameters: usize, groups: &[ParameterGroup]) -> Result<Vec<Segment>, TrainError> {
    let find = |group: &ParameterGroup| Ok((group.parameters.ranges(layers)?, group.rate, group.decay));
    let groups = groups.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let mut bounds = vec![0, parameters];
    bounds.extend(groups.iter().flat_map(|(ranges, ..)| ranges).flat_map(|range| [range.start, range.end]));
    bounds.sort_unstable();
    bounds.dedup();
    let segment = |bounds: &[usize]| {
        let mut segment = Segment { range: bounds[0]..bounds[1], rate: 1.0, decay: 1.0 };
        for (ranges, rate, decay) in &groups {
            if ranges.iter().any(|range| range.contains(&segment.range.start)) {
                segment.rate *= rate;
                segment.decay *= decay;
            }
        }
        segment
    };
    Ok(bounds.windows(2).map(segment).collect())
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
