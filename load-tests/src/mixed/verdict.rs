//! Whether an answer is right: whole, or with gaps at sites that were down.

use serde_json::Value;
use tokio::time::Instant;

use super::outages::Outages;

/// What an answer is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing is missing.
    Whole,
    /// Something is missing, of sites that were down.
    Gaps,
    /// Something is missing or wrong, and no outage explains it.
    Wrong(String),
}

/// Judges the answer to what was asked at `asked`.
pub(super) fn judge(answer: &Value, outages: &Outages, asked: Instant) -> Verdict {
    let empty = Vec::new();
    let list = |value: &Value| value.as_array().unwrap_or(&empty).clone();
    let coverage = &answer["extensions"]["coverage"];
    let missing = list(&coverage["missing"]);
    let errors = list(&answer["errors"]);
    let unexplained = |entry: &&Value, site: &Value| {
        let site = site.as_str().unwrap_or_default();
        (!outages.explain(site, asked)).then(|| entry.to_string())
    };
    if let Some(gap) = missing.iter().find_map(|entry| unexplained(&entry, &entry["site"])) {
        return Verdict::Wrong(format!("a gap without an outage: {gap}"));
    }
    // Of a site that is missing, an error may say that a value is missing in its consequence.
    let of_sites = errors.iter().filter(|entry| !entry["extensions"]["site"].is_null());
    let mut of_sites = of_sites.map(|entry| (entry, &entry["extensions"]["site"]));
    if let Some(error) = of_sites.find_map(|(entry, site)| unexplained(&entry, site)) {
        return Verdict::Wrong(format!("an error without an outage: {error}"));
    }
    match (missing.is_empty(), errors.first()) {
        (true, None) if answer["data"].is_object() => Verdict::Whole,
        (true, None) => Verdict::Wrong(format!("neither data nor errors: {answer}")),
        (true, Some(error)) => Verdict::Wrong(format!("an error and no gap: {error}")),
        (false, _) => Verdict::Gaps,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;
    use crate::mixed::{doors::Door, outages::OutagePlan};

    #[tokio::test(start_paused = true)]
    async fn only_an_outage_excuses_what_is_missing() {
        let door = Door::before("http://127.0.0.1:1/graphql").await.expect("a door");
        let outages = Outages::new(vec![("621122".to_owned(), door)], Duration::ZERO);
        let plan = OutagePlan { every: 9, lasts: 9, seed: 1 };
        let pass = async |seconds| tokio::time::sleep(Duration::from_secs(seconds)).await;
        let begun = tokio::time::timeout(Duration::from_secs(1), outages.run(plan, pass)).await;
        assert!(begun.is_err());
        let judged = |answer: Value| judge(&answer, &outages, Instant::now());
        let coverage = |site: &str| json!({"coverage": {"missing": [{"site": site}]}});
        assert_eq!(judged(json!({"data": {"a": 1}})), Verdict::Whole);
        let down = json!({"data": {}, "extensions": coverage("621122"), "errors": [
            {"message": "x", "extensions": {"code": "SITE_UNREACHABLE", "site": "621122"}},
            {"message": "y", "extensions": {"code": "NON_NULL_FIELD_MISSING"}},
        ]});
        assert_eq!(judged(down), Verdict::Gaps);
        for wrong in [
            json!({"data": {}, "extensions": coverage("621121")}),
            json!({"data": {}, "errors": [{"extensions": {"code": "X"}}]}),
            json!({"data": null}),
            json!({"data": {}, "extensions": coverage("621122"), "errors": [
                {"extensions": {"code": "X", "site": "621121"}}]}),
        ] {
            assert!(matches!(judged(wrong.clone()), Verdict::Wrong(_)), "{wrong}");
        }
    }
}
