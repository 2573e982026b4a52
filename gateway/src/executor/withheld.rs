//! Reads what a site says it kept back from the caller.
//! Spec: docs/jurisdiction-spec.md, "What a site keeps back".

use crate::{
    coverage::{How, WithheldField},
    json::Value,
    supergraph::Supergraph,
};

/// Most entries that are read of one answer: a site names each field once for each way.
const MAX_ENTRIES: usize = 4_096;

/// The entries of an answer's `extensions` that make sense; others are left out.
pub(super) fn read_withheld(extensions: Option<&Value>) -> Vec<WithheldField> {
    let entries = extensions.and_then(|extensions| extensions.get("withheld"));
    let entries = entries.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let read = |entry: &Value| {
        Some(WithheldField {
            field: entry.get("field")?.as_str()?.to_owned(),
            how: How::from_spec_name(entry.get("how")?.as_str()?)?,
        })
    };
    entries.iter().take(MAX_ENTRIES).filter_map(read).collect()
}

/// Those that clients can know of: a site's word is not passed on for more than a field's name.
pub(super) fn known_to_clients<'a>(
    supergraph: &'a Supergraph,
    withheld: &'a [WithheldField],
) -> impl Iterator<Item = WithheldField> {
    let is_known = |entry: &&WithheldField| {
        let (type_name, field) = entry.field.split_once('.').unwrap_or_default();
        supergraph.api_schema.type_field(type_name, field).is_ok()
    };
    withheld.iter().filter(is_known).cloned()
}

#[cfg(test)]
mod tests {
    use crate::json::json;

    use super::*;

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let extensions = json!({ "withheld": [
            { "field": "Member.employer", "how": "WITHHELD" },
            { "field": "Tally.members", "how": "ROUNDED" },
            { "field": "Tally.members", "how": "GUESSED" },
            { "field": 3, "how": "MASKED" },
            { "how": "MASKED" },
            "Member.name",
        ] });
        let read = read_withheld(Some(&extensions));
        let read: Vec<_> = read.iter().map(|it| (it.field.as_str(), it.how.name())).collect();
        assert_eq!(read, [("Member.employer", "WITHHELD"), ("Tally.members", "ROUNDED")]);
        for nothing in [json!({}), json!({ "withheld": "all" }), json!(null)] {
            assert_eq!(read_withheld(Some(&nothing)), []);
        }
        assert_eq!(read_withheld(None), []);
    }
}
