//! Which labels of `@override(label:)` are active for one request: those that the configuration
//! names, and of `percent(n)` those that the request's draw falls under.
//! Spec: Apollo Federation 2.7, "Progressive override".

use std::collections::BTreeSet;

/// The active ones of `known`. `draw` is from 0 to 100, and one for all labels of a request: whoever
/// is among 10 per cent is among 20 per cent too.
pub(super) fn active_labels(
    known: &BTreeSet<String>,
    named: &BTreeSet<String>,
    draw: impl FnOnce() -> f64,
) -> BTreeSet<String> {
    if known.is_empty() {
        return BTreeSet::new();
    }
    let draw = draw();
    let is_active = |label: &&String| match percent_of(label) {
        Some(percent) => draw < percent,
        None => named.contains(*label),
    };
    known.iter().filter(is_active).cloned().collect()
}

/// The number in `percent(n)`.
fn percent_of(label: &str) -> Option<f64> {
    let number = label.strip_prefix("percent(")?.strip_suffix(')')?;
    number.trim().parse().ok().filter(|percent| (0.0..=100.0).contains(percent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(labels: &[&str]) -> BTreeSet<String> {
        labels.iter().map(|label| (*label).to_owned()).collect()
    }

    #[test]
    fn percentages_follow_the_draw_and_names_the_configuration() {
        let known = set(&["beta", "gamma", "percent(10)", "percent(12.5)", "percent(many)"]);
        for (named, draw, expected) in [
            (&["beta"][..], 50.0, &["beta"][..]),
            (&["delta", "percent(10)"], 10.0, &["percent(12.5)"]),
            (&[], 0.0, &["percent(10)", "percent(12.5)"]),
            (&["percent(many)"], 99.9, &["percent(many)"]),
        ] {
            assert_eq!(active_labels(&known, &set(named), || draw), set(expected), "{draw}");
        }
        let never = || panic!("nothing to draw for");
        assert_eq!(active_labels(&set(&[]), &set(&["beta"]), never), set(&[]));
        assert!(!active_labels(&set(&["percent(0)"]), &set(&[]), || 0.0).contains("percent(0)"));
        assert!(
            active_labels(&set(&["percent(100)"]), &set(&[]), || 99.99).contains("percent(100)")
        );
    }
}
