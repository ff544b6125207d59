//! AVX2 and AVX-512.

#![allow(clippy::wildcard_imports)] // of a hundred instructions

#[cfg(target_arch = "x86")]
use core::arch::x86::*;
#[cfg(target_arch = "x86_64")]
use core::arch::x86_64::*;

use super::{Single, vectors};

vectors! {
    /// 256-bit vectors with fused multiply-add: x86-64-v3, but for `movbe`.
    Avx2 ["sse3" "ssse3" "sse4.1" "sse4.2" "popcnt" "avx" "avx2" "bmi1" "bmi2" "fma" "fxsr" "lzcnt"], 16 registers

    F32x8: 8 f32 in __m256, Single<f32, Avx2>, transpose {
        2: _mm256_unpacklo_ps, _mm256_unpackhi_ps;
        1: _mm256_unpacklo_ps, _mm256_unpackhi_ps;
        4: _mm256_permute2f128_ps::<0x20>, _mm256_permute2f128_ps::<0x31>;
    } {
        splat(x: f32) = _mm256_set1_ps(x);
        add(x, y) = _mm256_add_ps(x, y);
        sub(x, y) = _mm256_sub_ps(x, y);
        mul(x, y) = _mm256_mul_ps(x, y);
        div(x, y) = _mm256_div_ps(x, y);
        neg(x) = _mm256_xor_ps(x, _mm256_set1_ps(-0.0));
        mul_add(x, y, z) = _mm256_fmadd_ps(x, y, z);
        max(x, y) = _mm256_max_ps(x, y);
        min(x, y) = _mm256_min_ps(x, y);
        abs(x) = _mm256_andnot_ps(_mm256_set1_ps(-0.0), x);
        sqrt(x) = _mm256_sqrt_ps(x);
        select_gt(x, limit, then, otherwise) =
            _mm256_blendv_ps(otherwise, then, _mm256_cmp_ps::<_CMP_GT_OQ>(x, limit));
        and(x, y) = _mm256_and_ps(x, y);
        or(x, y) = _mm256_or_ps(x, y);
        sub_bits(x, y) = _mm256_castsi256_ps(_mm256_sub_epi32(_mm256_castps_si256(x), _mm256_castps_si256(y)));
        to_exponent(x) = _mm256_castsi256_ps(_mm256_slli_epi32::<23>(_mm256_castps_si256(x)));
        exponent_bits(x) = _mm256_castsi256_ps(_mm256_srli_epi32::<23>(_mm256_castps_si256(x)));
        sum(x) -> f32 = sum_ps(x);
        load_part(x: &[f32]) = {
            let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
            let mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(i32::from(x.len() as u8)), lanes);
            // SAFETY: lanes beyond the end of `x` are masked out.
            unsafe { _mm256_maskload_ps(x.as_ptr(), mask) }
        };
        store_part(x, to: &mut [f32]) -> () = store_part_ps(x, to);
    }

    F64x4: 4 f64 in __m256d, Single<f64, Avx2>, transpose {
        1: _mm256_unpacklo_pd, _mm256_unpackhi_pd;
        2: _mm256_permute2f128_pd::<0x20>, _mm256_permute2f128_pd::<0x31>;
    } {
        splat(x: f64) = _mm256_set1_pd(x);
        add(x, y) = _mm256_add_pd(x, y);
        sub(x, y) = _mm256_sub_pd(x, y);
        mul(x, y) = _mm256_mul_pd(x, y);
        div(x, y) = _mm256_div_pd(x, y);
        neg(x) = _mm256_xor_pd(x, _mm256_set1_pd(-0.0));
        mul_add(x, y, z) = _mm256_fmadd_pd(x, y, z);
        max(x, y) = _mm256_max_pd(x, y);
        min(x, y) = _mm256_min_pd(x, y);
        abs(x) = _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
        sqrt(x) = _mm256_sqrt_pd(x);
        select_gt(x, limit, then, otherwise) =
            _mm256_blendv_pd(otherwise, then, _mm256_cmp_pd::<_CMP_GT_OQ>(x, limit));
        and(x, y) = _mm256_and_pd(x, y);
        or(x, y) = _mm256_or_pd(x, y);
        sub_bits(x, y) = _mm256_castsi256_pd(_mm256_sub_epi64(_mm256_castpd_si256(x), _mm256_castpd_si256(y)));
        to_exponent(x) = _mm256_castsi256_pd(_mm256_slli_epi32::<20>(_mm256_castpd_si256(x)));
        exponent_bits(x) = _mm256_castsi256_pd(_mm256_and_si256(
            _mm256_srli_epi32::<20>(_mm256_castpd_si256(x)),
            _mm256_set1_epi64x(0x7ff << 32),
        ));
        sum(x) -> f64 = sum_pd(x);
        load_part(x: &[f64]) = {
            let lanes = _mm256_setr_epi64x(0, 1, 2, 3);
            let mask = _mm256_cmpgt_epi64(_mm256_set1_epi64x(i64::from(x.len() as u8)), lanes);
            // SAFETY: lanes beyond the end of `x` are masked out.
            unsafe { _mm256_maskload_pd(x.as_ptr(), mask) }
        };
        store_part(x, to: &mut [f64]) -> () = store_part_pd(x, to);
    }
}

vectors! {
    /// 512-bit vectors: x86-64-v4.
    Avx512 [
        "sse3" "ssse3" "sse4.1" "sse4.2" "popcnt" "avx" "avx2" "bmi1" "bmi2" "fma" "fxsr" "lzcnt"
        "avx512f" "avx512bw" "avx512cd" "avx512dq" "avx512vl"
    ], 32 registers

    F32x16: 16 f32 in __m512, Single<f32, Avx512>, transpose {
        2: _mm512_unpacklo_ps, _mm512_unpackhi_ps;
        1: _mm512_unpacklo_ps, _mm512_unpackhi_ps;
        4: _mm512_shuffle_f32x4::<0x88>, _mm512_shuffle_f32x4::<0xdd>;
        8: _mm512_shuffle_f32x4::<0x88>, _mm512_shuffle_f32x4::<0xdd>;
    } {
        splat(x: f32) = _mm512_set1_ps(x);
        add(x, y) = _mm512_add_ps(x, y);
        sub(x, y) = _mm512_sub_ps(x, y);
        mul(x, y) = _mm512_mul_ps(x, y);
        div(x, y) = _mm512_div_ps(x, y);
        neg(x) = _mm512_xor_ps(x, _mm512_set1_ps(-0.0));
        mul_add(x, y, z) = _mm512_fmadd_ps(x, y, z);
        max(x, y) = _mm512_max_ps(x, y);
        min(x, y) = _mm512_min_ps(x, y);
        abs(x) = _mm512_andnot_ps(_mm512_set1_ps(-0.0), x);
        sqrt(x) = _mm512_sqrt_ps(x);
        select_gt(x, limit, then, otherwise) =
            _mm512_mask_blend_ps(_mm512_cmp_ps_mask::<_CMP_GT_OQ>(x, limit), otherwise, then);
        and(x, y) = _mm512_and_ps(x, y);
        or(x, y) = _mm512_or_ps(x, y);
        sub_bits(x, y) = _mm512_castsi512_ps(_mm512_sub_epi32(_mm512_castps_si512(x), _mm512_castps_si512(y)));
        to_exponent(x) = _mm512_castsi512_ps(_mm512_slli_epi32::<23>(_mm512_castps_si512(x)));
        exponent_bits(x) = _mm512_castsi512_ps(_mm512_srli_epi32::<23>(_mm512_castps_si512(x)));
        sum(x) -> f32 = sum_ps(_mm256_add_ps(_mm512_castps512_ps256(x), _mm512_extractf32x8_ps::<1>(x)));
        load_part(x: &[f32]) = {
            // SAFETY: lanes beyond the end of `x` are masked out.
            unsafe { _mm512_maskz_loadu_ps(first(x.len()), x.as_ptr()) }
        };
        store_part(x, to: &mut [f32]) -> () = {
            // SAFETY: lanes beyond the end of `to` are masked out.
            unsafe { _mm512_mask_storeu_ps(to.as_mut_ptr(), first(to.len()), x) }
        };
    }

    F64x8: 8 f64 in __m512d, Single<f64, Avx512>, transpose {
        1: _mm512_unpacklo_pd, _mm512_unpackhi_pd;
        2: _mm512_shuffle_f64x2::<0x88>, _mm512_shuffle_f64x2::<0xdd>;
        4: _mm512_shuffle_f64x2::<0x88>, _mm512_shuffle_f64x2::<0xdd>;
    } {
        splat(x: f64) = _mm512_set1_pd(x);
        add(x, y) = _mm512_add_pd(x, y);
        sub(x, y) = _mm512_sub_pd(x, y);
        mul(x, y) = _mm512_mul_pd(x, y);
        div(x, y) = _mm512_div_pd(x, y);
        neg(x) = _mm512_xor_pd(x, _mm512_set1_pd(-0.0));
        mul_add(x, y, z) = _mm512_fmadd_pd(x, y, z);
        max(x, y) = _mm512_max_pd(x, y);
        min(x, y) = _mm512_min_pd(x, y);
        abs(x) = _mm512_andnot_pd(_mm512_set1_pd(-0.0), x);
        sqrt(x) = _mm512_sqrt_pd(x);
        select_gt(x, limit, then, otherwise) =
            _mm512_mask_blend_pd(_mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, limit), otherwise, then);
        and(x, y) = _mm512_and_pd(x, y);
        or(x, y) = _mm512_or_pd(x, y);
        sub_bits(x, y) = _mm512_castsi512_pd(_mm512_sub_epi64(_mm512_castpd_si512(x), _mm512_castpd_si512(y)));
        to_exponent(x) = _mm512_castsi512_pd(_mm512_slli_epi32::<20>(_mm512_castpd_si512(x)));
        exponent_bits(x) = _mm512_castsi512_pd(_mm512_and_si512(
            _mm512_srli_epi32::<20>(_mm512_castpd_si512(x)),
            _mm512_set1_epi64(0x7ff << 32),
        ));
        sum(x) -> f64 = sum_pd(_mm256_add_pd(_mm512_castpd512_pd256(x), _mm512_extractf64x4_pd::<1>(x)));
        load_part(x: &[f64]) = {
            // SAFETY: lanes beyond the end of `x` are masked out.
            unsafe { _mm512_maskz_loadu_pd(first(x.len()) as __mmask8, x.as_ptr()) }
        };
        store_part(x, to: &mut [f64]) -> () = {
            // SAFETY: lanes beyond the end of `to` are masked out.
            unsafe { _mm512_mask_storeu_pd(to.as_mut_ptr(), first(to.len()) as __mmask8, x) }
        };
    }
}

/// The sum of eight numbers: of halves, then of their halves.
#[inline]
#[target_feature(enable = "avx")]
fn sum_ps(x: __m256) -> f32 {
    let four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps::<1>(x));
    let two = _mm_add_ps(four, _mm_movehl_ps(four, four));
    _mm_cvtss_f32(_mm_add_ss(two, _mm_shuffle_ps::<1>(two, two)))
}

/// As [`sum_ps`], of four numbers.
#[inline]
#[target_feature(enable = "avx")]
fn sum_pd(x: __m256d) -> f64 {
    let two = _mm_add_pd(_mm256_castpd256_pd128(x), _mm256_extractf128_pd::<1>(x));
    _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)))
}

/// Stores fewer than eight numbers, in pieces: a masked store of AVX takes many cycles on some of
/// AMD's machines.
#[inline]
#[target_feature(enable = "avx")]
fn store_part_ps(x: __m256, to: &mut [f32]) {
    let (four, to) = to.split_at_mut(to.len() & 4);
    let (two, one) = to.split_at_mut(to.len() & 2);
    let mut x4 = _mm256_castps256_ps128(x);
    if let Some(four) = four.first_chunk_mut::<4>() {
        *four = bytemuck::cast(x4);
        x4 = _mm256_extractf128_ps::<1>(x);
    }
    if let Some(two) = two.first_chunk_mut::<2>() {
        *two = [_mm_cvtss_f32(x4), _mm_cvtss_f32(_mm_movehdup_ps(x4))];
        x4 = _mm_movehl_ps(x4, x4);
    }
    if let [one] = one {
        *one = _mm_cvtss_f32(x4);
    }
}

/// As [`store_part_ps`], fewer than four numbers.
#[inline]
#[target_feature(enable = "avx")]
fn store_part_pd(x: __m256d, to: &mut [f64]) {
    let (two, one) = to.split_at_mut(to.len() & 2);
    let mut x2 = _mm256_castpd256_pd128(x);
    if let Some(two) = two.first_chunk_mut::<2>() {
        *two = bytemuck::cast(x2);
        x2 = _mm256_extractf128_pd::<1>(x);
    }
    if let [one] = one {
        *one = _mm_cvtsd_f64(x2);
    }
}

/// A mask of the first lanes.
#[inline]
fn first(lanes: usize) -> __mmask16 {
    ((1_u32 << lanes.min(16)) - 1) as __mmask16
}
