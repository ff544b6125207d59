//! What must be known about an image.

/// The size of an image in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub width: u32,
    pub height: u32,
}

impl Size {
    /// The size in a PNG's first chunk; `None` if it is not a PNG.
    ///
    /// After a signature of 8 bytes come the chunk's length, its name, the width and the height,
    /// big-endian (ISO/IEC 15948, section 11.2.2).
    pub(crate) fn of_png(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")?;
        let (width, rest) = rest.split_first_chunk()?;
        let (height, _) = rest.split_first_chunk()?;
        Some(Self { width: u32::from_be_bytes(*width), height: u32::from_be_bytes(*height) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_not_the_beginning_of_a_png_has_no_size() {
        let png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x03";
        assert_eq!(Size::of_png(png), Some(Size { width: 2, height: 3 }));
        for length in 0..png.len() {
            assert_eq!(Size::of_png(&png[..length]), None);
        }
        assert_eq!(Size::of_png(b"<svg"), None);
    }
}
