//! Numbers as files store them.

/// The type of a number in a file; always little-endian.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Element {
    F16,
    Bf16,
    F32,
    F64,
}

impl Element {
    /// The type that files call `name`, if weights can have it.
    pub const fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"F16" => Some(Self::F16),
            b"BF16" => Some(Self::Bf16),
            b"F32" => Some(Self::F32),
            b"F64" => Some(Self::F64),
            _ => None,
        }
    }

    /// How many bytes a number takes.
    pub const fn size(self) -> usize {
        match self {
            Self::F16 | Self::Bf16 => 2,
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }

    /// The bits of the exponent in the last byte of a number and in the one before: all ones in an
    /// infinite number and in NaN.
    pub const fn exponent(self) -> [u8; 2] {
        match self {
            Self::F16 => [0x7c, 0],
            Self::Bf16 | Self::F32 => [0x7f, 0x80],
            Self::F64 => [0x7f, 0xf0],
        }
    }

    /// The number at `start` of `bytes`.
    ///
    /// # Panics
    ///
    /// If the bytes end before the number does.
    pub const fn read(self, bytes: &[u8], start: usize) -> f64 {
        // Byte by byte, without calls: the compiler interprets this for every number of an embedded
        // file.
        let low = bytes[start] as u32 | (bytes[start + 1] as u32) << 8;
        match self {
            Self::F16 => half(low as u64),
            Self::Bf16 => f32::from_bits(low << 16) as f64,
            Self::F32 => f32::from_bits(low | upper(bytes, start)) as f64,
            Self::F64 => {
                let high = bytes[start + 4] as u32 | (bytes[start + 5] as u32) << 8 | upper(bytes, start + 4);
                f64::from_bits((low | upper(bytes, start)) as u64 | (high as u64) << 32)
            }
        }
    }
}

/// The upper half of the four bytes at `start`.
const fn upper(bytes: &[u8], start: usize) -> u32 {
    (bytes[start + 2] as u32) << 16 | (bytes[start + 3] as u32) << 24
}

/// The number of IEEE 754 binary16 with these bits: a sign, 5 bits of exponent, 10 of the fraction.
const fn half(bits: u64) -> f64 {
    let (exponent, fraction) = (bits >> 10 & 0x1f, bits & 0x3ff);
    let magnitude = match exponent {
        0 => fraction as f64 * (1.0 / (1 << 24) as f64), // below 2⁻¹⁴ all are multiples of 2⁻²⁴
        0x1f => f64::from_bits((0x7ff << 52) | (fraction << 42)),
        _ => f64::from_bits(((exponent + (1023 - 15)) << 52) | (fraction << 42)),
    };
    if bits >> 15 == 0 { magnitude } else { -magnitude }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_those_of_the_standard() {
        // From the table of examples in IEEE 754-2008's binary16: 1, −2, the largest, the smallest
        // normal and subnormal numbers.
        let examples = [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (0x0400, 6.103_515_625e-5),
            (0x0001, 5.960_464_477_539_063e-8),
        ];
        for (bits, expected) in examples {
            assert_eq!(half(bits).to_bits(), f64::to_bits(expected), "{bits:#x}");
        }
        assert_eq!(half(0xfc00).to_bits(), f64::NEG_INFINITY.to_bits());
        assert_eq!(half(0x8000).to_bits(), (-0.0_f64).to_bits());
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn finite_numbers_are_told_by_their_exponent() {
        let is_finite = |element: Element, bytes: &[u8]| {
            let ([last, before], size) = (element.exponent(), element.size());
            bytes[size - 1] & last != last || bytes[size - 2] & before != before
        };
        for x in [1.0, 0.0, 2.0, -3e38, 3e38, 1e-40, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -f64::NAN] {
            assert_eq!(is_finite(Element::F64, &x.to_le_bytes()), x.is_finite(), "{x}");
            assert_eq!(is_finite(Element::F32, &(x as f32).to_le_bytes()), x.is_finite(), "{x}");
        }
        for bits in 0..=u16::MAX {
            let bytes = bits.to_le_bytes();
            for element in [Element::F16, Element::Bf16] {
                assert_eq!(is_finite(element, &bytes), element.read(&bytes, 0).is_finite(), "{element:?} {bits:#x}");
            }
        }
    }

    #[test]
    fn numbers_are_little_endian() {
        assert_eq!(Element::F32.read(&[9, 0, 0, 0x80, 0x3f], 1).to_bits(), 1.0_f64.to_bits());
        assert_eq!(Element::Bf16.read(&[0x80, 0x3f], 0).to_bits(), 1.0_f64.to_bits());
        assert_eq!(Element::F64.read(&(-2.5_f64).to_le_bytes(), 0).to_bits(), (-2.5_f64).to_bits());
    }
}
