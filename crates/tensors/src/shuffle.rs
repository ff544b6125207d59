//! Transpositions and sums across lanes, of the shuffles that an instruction set has.
//!
//! A square of numbers in registers is transposed in as many rounds as the number of lanes has
//! bits. In each, two vectors whose numbers differ in one bit exchange half of their lanes, so that
//! this bit of the vector's number becomes a bit of the lane's. Reduction both instead of keeping
//! them gives the sums of all vectors in the lanes of one, with one addition for two shuffles.

use pulp::Simd;

/// Squares of numbers in registers: as many vectors as one has lanes.
///
/// The plain versions serve machines with registers of 128 bits, for which the compiler finds the
/// shuffles.
pub(crate) trait Shuffle: Simd {
    /// Lane `j` of vector `i` becomes lane `i` of vector `j`.
    #[inline(always)]
    fn transpose_f32s(self, x: &mut [Self::f32s]) {
        transpose_plainly::<f32>(bytemuck::cast_slice_mut(x), Self::F32_LANES);
    }

    /// As for `f32`.
    #[inline(always)]
    fn transpose_f64s(self, x: &mut [Self::f64s]) {
        transpose_plainly::<f64>(bytemuck::cast_slice_mut(x), Self::F64_LANES);
    }

    /// In lane `i`, the sum of the lanes of vector `i`. What is left in `x` is nothing of use.
    #[inline(always)]
    fn sums_f32s(self, x: &mut [Self::f32s]) -> Self::f32s {
        self.transpose_f32s(x);
        x.iter().fold(
            self.splat_f32s(0.0),
            #[inline(always)]
            |sum, &x| self.add_f32s(sum, x),
        )
    }

    /// As for `f32`.
    #[inline(always)]
    fn sums_f64s(self, x: &mut [Self::f64s]) -> Self::f64s {
        self.transpose_f64s(x);
        x.iter().fold(
            self.splat_f64s(0.0),
            #[inline(always)]
            |sum, &x| self.add_f64s(sum, x),
        )
    }
}

#[cfg(target_arch = "aarch64")]
impl Shuffle for pulp::aarch64::Neon {}
#[cfg(target_arch = "wasm32")]
impl Shuffle for pulp::wasm::Simd128 {}

/// Transposes a square of numbers.
#[inline(always)]
pub(crate) fn transpose_plainly<T>(x: &mut [T], lanes: usize) {
    for i in 0..lanes {
        for j in 0..i {
            x.swap(i * lanes + j, j * lanes + i);
        }
    }
}

#[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
mod x86 {
    use pulp::x86::{V3, V4};
    use pulp::{Simd, cast, f32x8, f32x16, f64x4, f64x8};

    use super::Shuffle;

    /// Names the rounds of an instruction set and element, each with the bit of the vector's number
    /// and the shuffle.
    macro_rules! rounds {
        ($raw:ident, $transpose:ident, $sums:ident, $add:ident, $($bit:literal $shuffle:ident),*) => {
            #[inline(always)]
            fn $transpose(self, x: &mut [Self::$raw]) {
                $(for i in 0..x.len() {
                    if i & $bit == 0 {
                        [x[i], x[i + $bit]] = $shuffle(self, x[i], x[i + $bit]);
                    }
                })*
            }

            #[inline(always)]
            fn $sums(self, x: &mut [Self::$raw]) -> Self::$raw {
                let mut added = 0;
                $(
                    added |= $bit;
                    for i in 0..x.len() {
                        if i & added == 0 {
                            let [a, b] = $shuffle(self, x[i], x[i + $bit]);
                            x[i] = self.$add(a, b);
                        }
                    }
                )*
                x[0]
            }
        };
    }

    impl Shuffle for V3 {
        rounds!(f32s, transpose_f32s, sums_f32s, add_f32s, 2 unpack_f32x8, 1 unpack_f32x8, 4 halves_f32x8);
        rounds!(f64s, transpose_f64s, sums_f64s, add_f64s, 1 unpack_f64x4, 2 halves_f64x4);
    }

    impl Shuffle for V4 {
        rounds!(
            f32s, transpose_f32s, sums_f32s, add_f32s,
            2 unpack_f32x16, 1 unpack_f32x16, 4 quarters_f32x16, 8 quarters_f32x16
        );
        rounds!(f64s, transpose_f64s, sums_f64s, add_f64s, 1 unpack_f64x8, 2 quarters_f64x8, 4 quarters_f64x8);
    }

    /// A function of two vectors, each half of its result from an instruction.
    macro_rules! shuffle {
        ($(#[$doc:meta])* $name:ident($set:ident, $vector:ident) = $features:ident: $first:ident $(<$a:literal>)?, $second:ident $(<$b:literal>)?) => {
            $(#[$doc])*
            #[inline(always)]
            fn $name(simd: $set, a: $vector, b: $vector) -> [$vector; 2] {
                let (a, b) = (cast(a), cast(b));
                [cast(simd.$features.$first$(::<$a>)?(a, b)), cast(simd.$features.$second$(::<$b>)?(a, b))]
            }
        };
    }

    shuffle!(
        /// In each block of 128 bits, `a₀ b₀ a₁ b₁` and `a₂ b₂ a₃ b₃`.
        unpack_f32x8(V3, f32x8) = avx: _mm256_unpacklo_ps, _mm256_unpackhi_ps
    );
    shuffle!(
        /// In each block of 128 bits, `a₀ b₀` and `a₁ b₁`.
        unpack_f64x4(V3, f64x4) = avx: _mm256_unpacklo_pd, _mm256_unpackhi_pd
    );
    shuffle!(
        /// As [`unpack_f32x8`].
        unpack_f32x16(V4, f32x16) = avx512f: _mm512_unpacklo_ps, _mm512_unpackhi_ps
    );
    shuffle!(
        /// As [`unpack_f64x4`].
        unpack_f64x8(V4, f64x8) = avx512f: _mm512_unpacklo_pd, _mm512_unpackhi_pd
    );
    shuffle!(
        /// Of blocks, `a₀ b₀` and `a₁ b₁`.
        halves_f32x8(V3, f32x8) = avx: _mm256_permute2f128_ps<0x20>, _mm256_permute2f128_ps<0x31>
    );
    shuffle!(
        /// As [`halves_f32x8`].
        halves_f64x4(V3, f64x4) = avx: _mm256_permute2f128_pd<0x20>, _mm256_permute2f128_pd<0x31>
    );
    shuffle!(
        /// Of blocks, `a₀ a₂ b₀ b₂` and `a₁ a₃ b₁ b₃`.
        quarters_f32x16(V4, f32x16) = avx512f: _mm512_shuffle_f32x4<0x88>, _mm512_shuffle_f32x4<0xdd>
    );
    shuffle!(
        /// As [`quarters_f32x16`].
        quarters_f64x8(V4, f64x8) = avx512f: _mm512_shuffle_f64x2<0x88>, _mm512_shuffle_f64x2<0xdd>
    );
}
