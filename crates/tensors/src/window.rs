//! Where a kernel meets an image.

/// A kernel's size and its steps over an image, `[height, width]` each.
///
/// Output `[y, x]` reads the inputs `[y·stride + k·dilation − padding]` for each `k` of the kernel;
/// those outside the image are padding. A signal is an image of height one.
///
/// # Examples
///
/// ```
/// use sinew_tensors::Window;
///
/// assert_eq!(Window::new([5, 5]).outputs([28, 28]), [24, 24]);
/// assert_eq!(Window::new([2, 2]).with_stride([2, 2]).outputs([24, 24]), [12, 12]);
/// assert_eq!(Window::new([3, 3]).same().outputs([7, 9]), [7, 9]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many inputs the kernel reads.
    pub kernel: [usize; 2],
    /// How many inputs lie from one output to the next.
    pub stride: [usize; 2],
    /// How many inputs are made up before and after the image's own:
    /// `[[top, bottom], [left, right]]`.
    pub padding: [[usize; 2]; 2],
    /// How many inputs lie from one of the kernel to the next.
    pub dilation: [usize; 2],
}

impl Window {
    /// A kernel that moves one input at a time, without padding.
    pub const fn new(kernel: [usize; 2]) -> Self {
        Self { kernel, stride: [1, 1], padding: [[0, 0], [0, 0]], dilation: [1, 1] }
    }

    /// The same with this stride.
    pub const fn with_stride(self, stride: [usize; 2]) -> Self {
        Self { stride, ..self }
    }

    /// The same with this padding, `[[top, bottom], [left, right]]`.
    pub const fn with_padding(self, padding: [[usize; 2]; 2]) -> Self {
        Self { padding, ..self }
    }

    /// The same with this dilation.
    pub const fn with_dilation(self, dilation: [usize; 2]) -> Self {
        Self { dilation, ..self }
    }

    /// The same with the padding that makes outputs as many as inputs at stride 1; an odd one goes
    /// to the end.
    pub const fn same(self) -> Self {
        let (height, width) = (self.reach(0), self.reach(1));
        self.with_padding([[height / 2, height - height / 2], [width / 2, width - width / 2]])
    }

    /// How many outputs that many inputs give,
    /// `(inputs + padding − dilation·(kernel − 1) − 1)/stride + 1`.
    ///
    /// # Panics
    ///
    /// If the kernel is larger than the padded image.
    pub const fn outputs(&self, inputs: [usize; 2]) -> [usize; 2] {
        let (mut outputs, mut i) = ([0; 2], 0);
        while i < 2 {
            let padded = inputs[i] + self.padding[i][0] + self.padding[i][1];
            assert!(self.reach(i) < padded, "the kernel is larger than its input");
            outputs[i] = (padded - self.reach(i) - 1) / self.stride[i] + 1;
            i += 1;
        }
        outputs
    }

    /// How many inputs a kernel reads.
    pub(crate) const fn area(&self) -> usize {
        self.kernel[0] * self.kernel[1]
    }

    /// How far the kernel's last input lies from its first.
    pub(crate) const fn reach(&self, axis: usize) -> usize {
        self.dilation[axis] * (self.kernel[axis] - 1)
    }
}
