//! NEON.

#![allow(clippy::wildcard_imports)] // of fifty instructions

use core::arch::aarch64::*;

use super::vectors;

vectors! {
    /// 128-bit vectors of 64-bit ARM.
    Neon ["neon"], 32 registers

    F32x4: 4 f32 in float32x4_t, f32 {
        splat(x: f32) = vdupq_n_f32(x);
        add(x, y) = vaddq_f32(x, y);
        sub(x, y) = vsubq_f32(x, y);
        mul(x, y) = vmulq_f32(x, y);
        div(x, y) = vdivq_f32(x, y);
        neg(x) = vnegq_f32(x);
        mul_add(x, y, z) = vfmaq_f32(z, x, y);
        max(x, y) = vmaxq_f32(x, y);
        min(x, y) = vminq_f32(x, y);
        abs(x) = vabsq_f32(x);
        sqrt(x) = vsqrtq_f32(x);
        select_gt(x, limit, then, otherwise) = vbslq_f32(vcgtq_f32(x, limit), then, otherwise);
        and(x, y) = vreinterpretq_f32_u32(vandq_u32(vreinterpretq_u32_f32(x), vreinterpretq_u32_f32(y)));
        or(x, y) = vreinterpretq_f32_u32(vorrq_u32(vreinterpretq_u32_f32(x), vreinterpretq_u32_f32(y)));
        sub_bits(x, y) = vreinterpretq_f32_u32(vsubq_u32(vreinterpretq_u32_f32(x), vreinterpretq_u32_f32(y)));
        to_exponent(x) = vreinterpretq_f32_u32(vshlq_n_u32::<23>(vreinterpretq_u32_f32(x)));
        exponent_bits(x) = vreinterpretq_f32_u32(vshrq_n_u32::<23>(vreinterpretq_u32_f32(x)));
        sum(x) -> f32 = {
            let two = vadd_f32(vget_low_f32(x), vget_high_f32(x));
            vget_lane_f32::<0>(two) + vget_lane_f32::<1>(two)
        };
    }

    F64x2: 2 f64 in float64x2_t, f64 {
        splat(x: f64) = vdupq_n_f64(x);
        add(x, y) = vaddq_f64(x, y);
        sub(x, y) = vsubq_f64(x, y);
        mul(x, y) = vmulq_f64(x, y);
        div(x, y) = vdivq_f64(x, y);
        neg(x) = vnegq_f64(x);
        mul_add(x, y, z) = vfmaq_f64(z, x, y);
        max(x, y) = vmaxq_f64(x, y);
        min(x, y) = vminq_f64(x, y);
        abs(x) = vabsq_f64(x);
        sqrt(x) = vsqrtq_f64(x);
        select_gt(x, limit, then, otherwise) = vbslq_f64(vcgtq_f64(x, limit), then, otherwise);
        and(x, y) = vreinterpretq_f64_u64(vandq_u64(vreinterpretq_u64_f64(x), vreinterpretq_u64_f64(y)));
        or(x, y) = vreinterpretq_f64_u64(vorrq_u64(vreinterpretq_u64_f64(x), vreinterpretq_u64_f64(y)));
        sub_bits(x, y) = vreinterpretq_f64_u64(vsubq_u64(vreinterpretq_u64_f64(x), vreinterpretq_u64_f64(y)));
        to_exponent(x) = vreinterpretq_f64_u32(vshlq_n_u32::<20>(vreinterpretq_u32_f64(x)));
        exponent_bits(x) = vreinterpretq_f64_u64(vandq_u64(
            vreinterpretq_u64_u32(vshrq_n_u32::<20>(vreinterpretq_u32_f64(x))),
            vdupq_n_u64(0x7ff << 32),
        ));
        sum(x) -> f64 = vgetq_lane_f64::<0>(x) + vgetq_lane_f64::<1>(x);
    }
}
