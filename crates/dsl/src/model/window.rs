//! Windows that slide over images and signals.

/// How a window slides over a grid; each pair is for height and width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many taps it has.
    pub kernel: [usize; 2],
    /// How far it moves from one output to the next.
    pub stride: [usize; 2],
    /// Zeros before and after the input, of its height and of its width.
    pub padding: [[usize; 2]; 2],
    /// How far apart its taps are.
    pub dilation: [usize; 2],
}

impl Window {
    /// A window of one tap with this stride.
    pub fn point(stride: [usize; 2]) -> Self {
        Self { kernel: [1, 1], stride, padding: [[0, 0], [0, 0]], dilation: [1, 1] }
    }

    /// How far it reaches, from its first tap to its last.
    pub fn reach(&self) -> [usize; 2] {
        reach(self.kernel, self.dilation)
    }

    /// How often it fits into an input of this size; `None` if it is larger than that.
    pub fn output(&self, input: [usize; 2]) -> Option<[usize; 2]> {
        let reach = self.reach();
        let size = [0, 1].map(|axis| {
            let padded = input[axis].saturating_add(self.padding[axis].iter().sum());
            padded.checked_sub(reach[axis]).map(|room| room / self.stride[axis] + 1)
        });
        Some([size[0]?, size[1]?])
    }

    /// With padding at the end for one more window where the last would leave inputs out, if that
    /// begins within the input or the padding before it: the `ceil_mode` of pools.
    #[must_use]
    pub fn rounded_up(&self, input: [usize; 2]) -> Self {
        let (mut window, reach) = (*self, self.reach());
        for axis in [0, 1] {
            let [before, after] = self.padding[axis];
            let (begin, stride) = (input[axis].saturating_add(before), self.stride[axis]);
            let padded = begin.saturating_add(after);
            if padded.saturating_add(stride - 1) < reach[axis] {
                continue; // not even one window
            }
            let last = padded.saturating_sub(reach[axis]).div_ceil(stride);
            let last = if last.saturating_mul(stride) < begin { last } else { last - 1 };
            let end = last.saturating_mul(stride).saturating_add(reach[axis]);
            window.padding[axis][1] = after.saturating_add(end.saturating_sub(padded));
        }
        window
    }

    /// Whether each window has a tap within an input of this size, provided that each begins before
    /// its end.
    pub fn meets(&self, input: [usize; 2]) -> bool {
        [0, 1].iter().all(|&axis| {
            let (stride, dilation) = (self.stride[axis], self.dilation[axis]);
            let starts = (1..=self.padding[axis][0]).rev().step_by(stride); // how far before the input
            starts.take(self.output(input).map_or(0, |size| size[axis])).all(|start| {
                let tap = start.div_ceil(dilation);
                tap < self.kernel[axis] && tap.saturating_mul(dilation) - start < input[axis]
            })
        })
    }

    /// The size of what a transposed convolution makes of an input of this size, with `more` rows
    /// and columns at the end; `None` if the padding leaves nothing.
    pub fn transposed_output(&self, input: [usize; 2], more: [usize; 2]) -> Option<[usize; 2]> {
        let (reach, stride) = (self.reach(), self.stride);
        let size = [0, 1].map(|axis| {
            let last = (input[axis] - 1).saturating_mul(stride[axis]);
            let all = last.saturating_add(reach[axis]).saturating_add(more[axis]);
            all.checked_sub(self.padding[axis].iter().sum()).filter(|size| *size > 0)
        });
        Some([size[0]?, size[1]?])
    }
}

/// How far a kernel reaches, from its first tap to its last.
pub fn reach(kernel: [usize; 2], dilation: [usize; 2]) -> [usize; 2] {
    [0, 1].map(|axis| (kernel[axis] - 1).saturating_mul(dilation[axis]).saturating_add(1))
}
