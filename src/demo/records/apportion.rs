//! Dividing a whole number into shares that add up to it again.

use rand::Rng;

/// Divides `total` in proportion to `weights` by largest remainders; equal remainders go to the
/// earlier share. Where every weight is zero the shares are as even as they can be.
///
/// The shares add up to `total`, except that no weights at all give no shares.
pub(super) fn apportion(total: u32, weights: &[u32]) -> Vec<u32> {
    if weights.iter().all(|&weight| weight == 0) {
        return apportion_evenly(total, weights.len());
    }
    let sum: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
    let mut shares = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (index, &weight) in weights.iter().enumerate() {
        let product = u64::from(total) * u64::from(weight);
        shares.push(u32::try_from(product / sum).expect("a share is at most the total"));
        remainders.push((std::cmp::Reverse(product % sum), index));
    }
    remainders.sort_unstable();
    let missing = total - shares.iter().sum::<u32>();
    for &(_, index) in remainders.iter().take(missing as usize) {
        shares[index] += 1;
    }
    shares
}

fn apportion_evenly(total: u32, count: usize) -> Vec<u32> {
    if count == 0 { Vec::new() } else { apportion(total, &vec![1; count]) }
}

/// Throws `total` units at random into `bins` of which none holds more than `cap`.
///
/// The result adds up to `total`, or to all that the bins can hold where that is less.
pub(super) fn scatter(total: u32, bins: usize, cap: u32, rng: &mut impl Rng) -> Vec<u32> {
    let mut filled = vec![0; bins];
    let mut open: Vec<usize> = if cap == 0 { Vec::new() } else { (0..bins).collect() };
    for _ in 0..total {
        if open.is_empty() {
            break;
        }
        let slot = rng.random_range(0..open.len());
        let bin = open[slot];
        filled[bin] += 1;
        if filled[bin] == cap {
            open.swap_remove(slot);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::super::seed::stream;
    use super::*;

    #[test]
    fn shares_follow_the_weights_and_add_up() {
        for (case, total, weights, expected) in [
            ("in proportion", 10, vec![1, 4, 5], vec![1, 4, 5]),
            ("the larger remainder first", 10, vec![1, 1, 1], vec![4, 3, 3]),
            ("a weight of zero has no share", 7, vec![0, 1, 0], vec![0, 7, 0]),
            ("no weight at all is even", 4, vec![0, 0, 0], vec![2, 1, 1]),
            ("nothing to divide", 0, vec![3, 4], vec![0, 0]),
            ("nobody to divide among", 5, vec![], vec![]),
        ] {
            assert_eq!(apportion(total, &weights), expected, "{case}");
        }
    }

    #[test]
    fn scattered_units_add_up_and_keep_under_the_cap() {
        let mut rng = stream("620000", "scatter");
        let bins = scatter(50, 20, 3, &mut rng);
        assert_eq!(bins.iter().sum::<u32>(), 50);
        assert!(bins.iter().all(|&count| count <= 3));
        assert_eq!(scatter(50, 5, 3, &mut rng), vec![3; 5], "full bins take no more");
        assert_eq!(scatter(5, 2, 0, &mut rng), vec![0, 0]);
    }
}
