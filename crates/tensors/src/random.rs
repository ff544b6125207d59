//! Random numbers whose stream is part of Sinew's contract.

use crate::Real;

/// A random generator: the same seed gives the same numbers on every machine, now and later.
///
/// The bits are those of xoshiro256++ 1.0, its state filled from the seed by SplitMix64, as the
/// generator's authors advise. What is derived from the bits uses only operations that IEEE 754
/// rounds in one way, so it is the same everywhere too.
///
/// Not for secrets: the numbers can be predicted.
///
/// # Examples
///
/// ```
/// use sinew_tensors::Rng;
///
/// let mut rng = Rng::new(42);
/// assert_eq!(rng.next_u64(), 15_021_278_609_987_233_951);
/// ```
///
/// # References
///
/// Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM Trans. Math. Softw.
/// 47 (2021).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng {
    state: [u64; 4],
    /// The polar method makes normal numbers in pairs; this is the bit pattern of the second, kept
    /// for the next call.
    spare_normal: Option<u64>,
}

impl Rng {
    /// The generator for `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let mut s = seed;
        let state = core::array::from_fn(|_| {
            s = s.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (s ^ (s >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        });
        Self { state, spare_normal: None }
    }

    /// Where the generator is in its stream, to be saved.
    ///
    /// ```
    /// use sinew_tensors::Rng;
    ///
    /// let mut rng = Rng::new(42);
    /// rng.normal();
    /// let mut other = Rng::from_words(rng.to_words()).expect("the words of a generator");
    /// assert_eq!(rng.normal(), other.normal());
    /// ```
    pub fn to_words(&self) -> [u64; 6] {
        let [a, b, c, d] = self.state;
        [a, b, c, d, self.spare_normal.is_some().into(), self.spare_normal.unwrap_or_default()]
    }

    /// The generator that was saved as `words`, or `None` if they are not those of one.
    pub fn from_words(words: [u64; 6]) -> Option<Self> {
        let [a, b, c, d, has_spare, spare] = words;
        // From zeros, there are only zeros to come: no seed leads there.
        if [a, b, c, d] == [0; 4] || has_spare > 1 || (has_spare == 0 && spare != 0) {
            return None;
        }
        Some(Self { state: [a, b, c, d], spare_normal: (has_spare == 1).then_some(spare) })
    }

    /// 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// A number from 0 (included) to 1 (excluded), uniform over the multiples of 2⁻⁵³.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// A number of the normal distribution with mean 0 and standard deviation 1.
    ///
    /// # References
    ///
    /// Marsaglia and Bray, "A convenient method for generating normal variables", SIAM Review 6
    /// (1964).
    pub fn normal(&mut self) -> f64 {
        if let Some(bits) = self.spare_normal.take() {
            return f64::from_bits(bits);
        }
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let scale = Real::sqrt(-2.0 * ln_below_one(s) / s);
                self.spare_normal = Some((v * scale).to_bits());
                return u * scale;
            }
        }
    }

    /// An integer from 0 to `n − 1`, each equally likely.
    ///
    /// # Panics
    ///
    /// If `n` is zero.
    ///
    /// # References
    ///
    /// Lemire, "Fast random integer generation in an interval", ACM Trans. Model. Comput. Simul. 29
    /// (2019).
    pub fn below(&mut self, n: usize) -> usize {
        assert!(n > 0, "no integer is below 0");
        let n = n as u64;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            // The low half is below `2⁶⁴ mod n` for exactly those draws that would favour some
            // results.
            if product as u64 >= n.wrapping_neg() % n {
                return (product >> 64) as usize;
            }
        }
    }

    /// Puts `items` into a random order, each order equally likely.
    ///
    /// # References
    ///
    /// Durstenfeld, "Algorithm 235: Random permutation", Communications of the ACM 7 (1964).
    pub fn shuffle<I>(&mut self, items: &mut [I]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// `ln x` for `0 < x < 1`, from additions, multiplications and divisions only, so that it is the
/// same on every machine.
///
/// With `x = m·2ᵉ` and `s = (m − 1)/(m + 1)`, `ln x = e·ln 2 + 2·(s + s³/3 + s⁵/5 + …)`.
fn ln_below_one(x: f64) -> f64 {
    let bits = x.to_bits();
    let exponent = (bits >> 52) as f64 - 1023.0;
    let mantissa = f64::from_bits(bits & ((1 << 52) - 1) | 1023 << 52);
    let s = (mantissa - 1.0) / (mantissa + 1.0); // at most a third, so each term is at most a ninth of the one before
    let mut sum = 0.0;
    for k in (0..18).rev() {
        sum = sum * (s * s) + 1.0 / f64::from(2 * k + 1);
    }
    exponent * core::f64::consts::LN_2 + 2.0 * s * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_of_the_reference_implementation() {
        // The authors' xoshiro256plusplus.c from the state 1, 2, 3, 4, as the rand_xoshiro crate's
        // tests list its output.
        let mut rng = Rng { state: [1, 2, 3, 4], spare_normal: None };
        let expected = [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386];
        assert_eq!(expected.map(|_| rng.next_u64()), expected);
    }

    #[test]
    fn normal_numbers_have_the_moments_of_the_distribution() {
        let mut rng = Rng::new(1);
        let n = 200_000;
        let (mut mean, mut square, mut fourth) = (0.0, 0.0, 0.0);
        for _ in 0..n {
            let x = rng.normal();
            mean += x / f64::from(n);
            square += x * x / f64::from(n);
            fourth += x * x * x * x / f64::from(n);
        }
        // Four standard errors: 1/√n, √(2/n), √(96/n).
        assert!(mean.abs() < 0.009, "{mean}");
        assert!((square - 1.0).abs() < 0.013, "{square}");
        assert!((fourth - 3.0).abs() < 0.09, "{fourth}");
    }

    #[test]
    fn a_saved_generator_goes_on_where_it_was() {
        let mut rng = Rng::new(3);
        for draws in 0..4 {
            assert_eq!(Rng::from_words(rng.to_words()).as_ref(), Some(&rng), "after {draws} draws");
            rng.normal();
        }
        assert_eq!(Rng::from_words([0; 6]), None);
        assert_eq!(Rng::from_words([1, 2, 3, 4, 2, 0]), None);
    }

    #[test]
    fn logarithm_is_precise() {
        for x in [1e-300_f64, 1e-9, 0.1, 0.499_999, 0.5, 0.75, 0.999_999, 1.0 - f64::EPSILON] {
            let expected = f64::ln(x);
            assert!((ln_below_one(x) - expected).abs() <= 4e-16 * (1.0 + expected.abs()), "{x}");
        }
    }

    #[test]
    fn integers_below_n_are_all_drawn_equally_often() {
        let mut rng = Rng::new(7);
        let mut counts = [0_i32; 6];
        for _ in 0..60_000 {
            counts[rng.below(6)] += 1;
        }
        assert!(counts.iter().all(|&count| (count - 10_000).abs() < 500), "{counts:?}");
    }
}
