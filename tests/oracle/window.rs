//! How a kernel slides over an image.

use crate::source::Stage;

/// Two numbers each, for height and width.
pub struct Window {
    pub kernel: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    /// Before the image; after it there is at most one pixel more.
    padding: [usize; 2],
    /// Before and after the image together.
    both: [usize; 2],
    /// How many positions the kernel takes.
    pub outputs: [usize; 2],
}

impl Window {
    /// `3x2, stride = 2, padding = 0x1, dilation = 1x2`, or `padding = same`.
    ///
    /// The kernel is the argument at `position`. The stride is `stride` unless the stage says
    /// otherwise. With `ceil_mode = true` the last position may overhang, if it begins in the image
    /// or the padding before it.
    pub fn read(stage: &Stage, position: usize, stride: Option<usize>, image: [usize; 2]) -> Self {
        let kernel = stage.size(position);
        let dilation = stage.size_option("dilation").unwrap_or([1, 1]);
        let default = stride.map_or(kernel, |stride| [stride, stride]);
        let stride = stage.size_option("stride").unwrap_or(default);
        let reach = [0, 1].map(|axis| dilation[axis] * (kernel[axis] - 1));
        let (padding, both) = if stage.option("padding") == Some("same") {
            (reach.map(|reach| reach / 2), reach)
        } else {
            let padding = stage.size_option("padding").unwrap_or([0, 0]);
            (padding, padding.map(|padding| 2 * padding))
        };
        let outputs = [0, 1].map(|axis| {
            let room = image[axis] + both[axis] + stride[axis] - reach[axis] - 1;
            let whole = room / stride[axis];
            let overhangs = stage.flag_option("ceil_mode", false)
                && !room.is_multiple_of(stride[axis])
                && whole * stride[axis] < image[axis] + padding[axis];
            whole + usize::from(overhangs)
        });
        Self { kernel, stride, dilation, padding, both, outputs }
    }

    /// The row or column that `tap`, a row or column of the kernel, sees for an output; `None` in
    /// the padding.
    pub fn sees(&self, axis: usize, output: usize, tap: usize, image: [usize; 2]) -> Option<usize> {
        let padded = output * self.stride[axis] + tap * self.dilation[axis];
        padded.checked_sub(self.padding[axis]).filter(|&place| place < image[axis])
    }

    /// How many rows or columns of the kernel lie in the image, or its padding too, for an output.
    pub fn covers(&self, axis: usize, output: usize, image: [usize; 2], with_padding: bool) -> usize {
        let place = |tap| output * self.stride[axis] + tap * self.dilation[axis];
        let is_covered = |&tap: &usize| {
            self.sees(axis, output, tap, image).is_some() || with_padding && place(tap) < image[axis] + self.both[axis]
        };
        (0..self.kernel[axis]).filter(is_covered).count()
    }

    /// The pixels that the kernel sees for an output: for each, its index in the kernel and its
    /// place, `[row, column]`.
    pub fn pixels(&self, output: [usize; 2], image: [usize; 2]) -> Vec<(usize, [usize; 2])> {
        let mut pixels = Vec::new();
        for i in 0..self.kernel[0] {
            for j in 0..self.kernel[1] {
                let place = (self.sees(0, output[0], i, image), self.sees(1, output[1], j, image));
                if let (Some(row), Some(column)) = place {
                    pixels.push((i * self.kernel[1] + j, [row, column]));
                }
            }
        }
        pixels
    }
}

/// The place of a pixel in a flat image.
pub fn at(channel: usize, [row, column]: [usize; 2], [height, width]: [usize; 2]) -> usize {
    (channel * height + row) * width + column
}
