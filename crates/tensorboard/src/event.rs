//! Events, as messages.
//!
//! Field numbers are those of TensorBoard's `event.proto` and `summary.proto`.

use crate::histogram::Histogram;
use crate::image::Size;
use crate::protobuf::Message;

/// The first event of a file.
pub(crate) fn version(wall_time: f64) -> Message {
    Message::new().double(1, wall_time).bytes(3, b"brain.Event:2")
}

/// Says that a run begins again at a step: a reader forgets what it has read of that step and of
/// later ones.
pub(crate) fn restart(wall_time: f64, step: u64) -> Message {
    const START: u64 = 1;

    Message::new().double(1, wall_time).integer(2, step).message(7, &Message::new().integer(1, START))
}

/// The value of a step, under a name.
pub(crate) fn summary(wall_time: f64, step: u64, tag: &str, value: Value<'_>) -> Message {
    let value = value.fill(Message::new().bytes(1, tag.as_bytes()));
    let summary = Message::new().message(1, &value);
    Message::new().double(1, wall_time).integer(2, step).message(5, &summary)
}

/// The content of an event.
pub(crate) enum Value<'a> {
    Scalar(f32),
    Image { png: &'a [u8], size: Size },
    Histogram(&'a Histogram),
}

impl Value<'_> {
    fn fill(self, value: Message) -> Message {
        match self {
            Self::Scalar(x) => value.float(2, x),
            Self::Image { png, size } => value.message(4, &image(png, size)),
            Self::Histogram(histogram) => value.message(5, &histogram.message()),
        }
    }
}

fn image(png: &[u8], Size { width, height }: Size) -> Message {
    const RGB: u64 = 3;

    Message::new().integer(1, height.into()).integer(2, width.into()).integer(3, RGB).bytes(4, png)
}
