//! Systems of linear equations with a symmetric, positive definite matrix.

use sinew_tensors::Real;

use super::dot;

/// Solves `A·x = b` by `A = L·Lᵀ`, in place: `a` becomes `L` and `b` becomes `x`. `None` if `A` is
/// not positive definite.
///
/// `a`: `[n, n]`, row-major; only the lower triangle is read and written.
///
/// # References
///
/// Golub and Van Loan, "Matrix computations", 4th ed. (2013), section 4.2.
#[inline(never)] // compiled in this crate, with its optimization
pub(super) fn solve(a: &mut [f64], b: &mut [f64]) -> Option<()> {
    let n = b.len();
    debug_assert_eq!(a.len(), n * n);
    for i in 0..n {
        let (above, row) = a.split_at_mut(i * n);
        for j in 0..i {
            let other = &above[j * n..][..=j];
            row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
        }
        let pivot = row[i] - dot(&row[..i], &row[..i]);
        row[i] = (pivot > 0.0 && pivot.is_finite()).then(|| Real::sqrt(pivot))?;
    }
    for i in 0..n {
        let row = &a[i * n..][..=i];
        b[i] = (b[i] - dot(&row[..i], &b[..i])) / row[i];
    }
    for i in (0..n).rev() {
        b[i] /= a[i * n + i];
        let x = b[i];
        let row = &a[i * n..][..i];
        b[..i].iter_mut().zip(row).for_each(|(b, l)| *b -= l * x);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        // L = [2; 1 3; −1 2 1], x = (1, −2, 3), and b = L·Lᵀ·x by hand.
        let mut a = [4.0, 0.0, 0.0, 2.0, 10.0, 0.0, -2.0, 5.0, 6.0];
        let mut b = [4.0 - 4.0 - 6.0, 2.0 - 20.0 + 15.0, -2.0 - 10.0 + 18.0];
        assert_eq!(solve(&mut a, &mut b), Some(()));
        assert!(b.iter().zip([1.0, -2.0, 3.0]).all(|(x, expected)| (x - expected).abs() < 1e-12), "{b:?}");
    }

    #[test]
    fn a_matrix_that_is_not_positive_definite_is_none() {
        assert_eq!(solve(&mut [1.0, 0.0, 2.0, 1.0], &mut [1.0, 1.0]), None);
        assert_eq!(solve(&mut [f64::NAN], &mut [1.0]), None);
    }
}
