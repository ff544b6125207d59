//! The vectors of WebAssembly, which a module either has or may not mention.

#![allow(clippy::wildcard_imports)] // of forty instructions

use core::arch::wasm32::*;

use super::vectors;

vectors! {
    /// 128-bit vectors.
    Wasm128 ["simd128"], 32 registers

    F32x4: 4 f32 in v128, f32 {
        splat(x: f32) = f32x4_splat(x);
        add(x, y) = f32x4_add(x, y);
        sub(x, y) = f32x4_sub(x, y);
        mul(x, y) = f32x4_mul(x, y);
        div(x, y) = f32x4_div(x, y);
        neg(x) = f32x4_neg(x);
        mul_add(x, y, z) = f32x4_add(z, f32x4_mul(x, y));
        max(x, y) = f32x4_max(x, y);
        min(x, y) = f32x4_min(x, y);
        abs(x) = f32x4_abs(x);
        sqrt(x) = f32x4_sqrt(x);
        select_gt(x, limit, then, otherwise) = v128_bitselect(then, otherwise, f32x4_gt(x, limit));
        and(x, y) = v128_and(x, y);
        or(x, y) = v128_or(x, y);
        sub_bits(x, y) = i32x4_sub(x, y);
        to_exponent(x) = u32x4_shl(x, 23);
        exponent_bits(x) = u32x4_shr(x, 23);
        sum(x) -> f32 = {
            let two = f32x4_add(x, i64x2_shuffle::<1, 0>(x, x));
            f32x4_extract_lane::<0>(two) + f32x4_extract_lane::<1>(two)
        };
    }

    F64x2: 2 f64 in v128, f64 {
        splat(x: f64) = f64x2_splat(x);
        add(x, y) = f64x2_add(x, y);
        sub(x, y) = f64x2_sub(x, y);
        mul(x, y) = f64x2_mul(x, y);
        div(x, y) = f64x2_div(x, y);
        neg(x) = f64x2_neg(x);
        mul_add(x, y, z) = f64x2_add(z, f64x2_mul(x, y));
        max(x, y) = f64x2_max(x, y);
        min(x, y) = f64x2_min(x, y);
        abs(x) = f64x2_abs(x);
        sqrt(x) = f64x2_sqrt(x);
        select_gt(x, limit, then, otherwise) = v128_bitselect(then, otherwise, f64x2_gt(x, limit));
        and(x, y) = v128_and(x, y);
        or(x, y) = v128_or(x, y);
        sub_bits(x, y) = i64x2_sub(x, y);
        to_exponent(x) = u32x4_shl(x, 20);
        exponent_bits(x) = v128_and(u32x4_shr(x, 20), i64x2_splat(0x7ff << 32));
        sum(x) -> f64 = f64x2_extract_lane::<0>(x) + f64x2_extract_lane::<1>(x);
    }
}
