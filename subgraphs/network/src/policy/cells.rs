//! Counts of people that are not told exactly.
//!
//! A small count tells of persons. To leave out the small ones alone does not hide them: whoever has
//! the total and the other cells subtracts. So every count of people is rounded to a multiple of the
//! smallest that may be told, and differences of two counts are multiples too.

use super::CellRules;

/// What is told of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ToldCount {
    /// The count, rounded.
    Rounded(i64),
    /// Nothing: there are a few.
    Suppressed,
}

/// `minimum` of 0 or 1 tells everything.
pub(super) fn told(rules: &CellRules, count: i64) -> ToldCount {
    let base = i64::from(rules.minimum.max(1));
    match count {
        1.. if count < base => ToldCount::Suppressed,
        _ => ToldCount::Rounded((count + base / 2).div_euclid(base) * base),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_suppressed_and_others_rounded() {
        let rules = CellRules { minimum: 5, ..CellRules::default() };
        for (count, expected) in [
            (0, ToldCount::Rounded(0)),
            (1, ToldCount::Suppressed),
            (4, ToldCount::Suppressed),
            (5, ToldCount::Rounded(5)),
            (7, ToldCount::Rounded(5)),
            (8, ToldCount::Rounded(10)),
            (12, ToldCount::Rounded(10)),
            (13, ToldCount::Rounded(15)),
        ] {
            assert_eq!(told(&rules, count), expected, "{count}");
        }
        for count in 0..20 {
            let open = CellRules { minimum: 0, ..CellRules::default() };
            assert_eq!(told(&open, count), ToldCount::Rounded(count));
        }
    }

    /// The attack that rounding stops: a total, less the same total without one cell.
    #[test]
    fn no_difference_of_two_counts_is_a_small_cell() {
        let rules = CellRules { minimum: 5, ..CellRules::default() };
        for all in 0..60_i64 {
            for cell in 1..5 {
                let (ToldCount::Rounded(with), ToldCount::Rounded(without)) =
                    (told(&rules, all + cell), told(&rules, all))
                else {
                    continue;
                };
                assert!([0, 5].contains(&(with - without)), "{all} {cell}");
            }
        }
    }
}
