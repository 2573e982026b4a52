//! Compares what a caller is given with what the owner's office sees.

use qianzhan_gateway::{directory::RegionCode, supergraph::jurisdiction::DataClass};
use serde_json::{Value, json};

use super::{
    ask::{Part, Question},
    asker::Asker,
    schema::{Field, class_of_type, field_of, fields_of, item_of, key_of},
};

/// How often something was given, and how often it was not.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) given: usize,
    pub(super) kept_back: usize,
}

/// One value, and what it is compared with.
#[derive(Clone, Copy)]
struct Case<'c> {
    asker: &'c Asker,
    /// Whose office saw the truth: it has all of its own, and no more.
    truth_of: RegionCode,
    /// Whose the value is.
    owner: RegionCode,
    /// What the office saw; nothing where it could not know.
    truth: Option<&'c Value>,
    name: &'c str,
}

/// The owner that an object names, if it names one.
fn named_owner(of: &str, object: &Value) -> Option<RegionCode> {
    // A person is nobody's: each seat is its committee's.
    let key = key_of(of).filter(|_| of != "Person")?;
    RegionCode::of_key(object[key.as_str()].as_str()?).ok()
}

impl Comparison {
    /// Compares an answer with the truth, which is what the office of who decides was given.
    pub(super) fn of_question(
        &mut self,
        question: &Question<'_>,
        asker: &Asker,
        truth: Option<&Value>,
        answered: &Part<'_>,
    ) {
        let Question { target, found } = question;
        let name = format!("{} of {} to {asker}", target.name(), found.key);
        let seen = target.way.at_end(answered.begin);
        if seen.is_null() {
            let on_way: Vec<String> = target.way.coordinates().collect();
            let is_named = answered.withheld.iter().any(|it| on_way.contains(it));
            let is_told = is_named || !answered.errors.is_empty();
            assert!(is_told, "{name}: null, and nothing says why: {:?}", answered.withheld);
            // Where the way leads to another's record, that owner decides over it.
            let is_own = truth.is_none_or(|it| {
                named_owner(&target.of, it).is_none_or(|owner| owner == found.owner)
            });
            let is_given = target.way.is_given(asker, found.begin);
            assert!(!is_given || !is_own || truth.is_none(), "{name} is refused");
            self.kept_back += 1;
            return;
        }
        let (truth_of, owner) = (found.decides, found.owner);
        let case = Case { asker, truth_of, owner, truth, name: &name };
        self.object(&target.of, case, seen);
    }

    fn object(&mut self, of: &str, case: Case<'_>, seen: &Value) {
        let own = named_owner(of, seen).unwrap_or(case.owner);
        for field in fields_of(of) {
            let Some(value) = seen.get(&field.name) else { continue };
            let decides = field.decider(own);
            let is_known = case.truth_of == decides;
            let truth = case.truth.filter(|_| is_known).map(|truth| &truth[&field.name]);
            let is_given = field.is_given(case.asker, decides);
            let name = format!("{}: {of}.{}", case.name, field.name);
            let case = Case { owner: decides, truth, name: &name, ..case };
            if !field.is_object {
                self.scalar(field, is_given, case, value);
            } else if field.is_connection {
                self.connection(field, is_given, case, value);
            } else if field.is_list {
                self.list(&field.inner, is_given, case, value);
            } else if !is_given {
                // The owner of a reference may be another, who may give it.
                let is_elsewhere = named_owner(&field.inner, value).is_some_and(|it| it != decides);
                let is_reference =
                    is_elsewhere && case.asker.is_given(decides, field.classes.own.class);
                assert!(value.is_null() || is_reference, "{name} leaks {value}");
                self.kept_back += 1;
            } else if value.is_null() {
                assert!(truth.is_none_or(Value::is_null), "{name} is refused");
            } else {
                self.object(&field.inner, case, value);
            }
        }
    }

    fn scalar(&mut self, field: &Field, is_given: bool, case: Case<'_>, seen: &Value) {
        let (classes, name) = (&field.classes, case.name);
        if is_given {
            self.given += 1;
            if classes.own.is_of_people && !case.asker.is_exact(case.owner) {
                let is_rounded = seen.as_i64().map_or(seen.is_null(), |count| count % 5 == 0);
                assert!(is_rounded, "{name} is exact: {seen}");
            } else if let Some(truth) = case.truth {
                assert_eq!(seen, truth, "{name} is refused");
            }
            return;
        }
        self.kept_back += 1;
        let is_count = classes.own.class == DataClass::Internal && seen.is_number();
        let is_masked = case.asker.is_masked(case.owner)
            && classes.own.class == DataClass::Personal
            && seen.as_str().is_some_and(|it| it.contains('*'))
            && case.truth != Some(seen);
        let reads_more = classes.all.len() > 1;
        assert!(seen.is_null() || is_masked || (is_count && !reads_more), "{name} leaks {seen}");
    }

    fn list(&mut self, inner: &str, is_given: bool, case: Case<'_>, seen: &Value) {
        let Case { asker, owner, name, .. } = case;
        let of_owner = |list: &[Value]| -> Vec<Value> {
            let own = |item: &&Value| named_owner(inner, item).is_none_or(|it| it == owner);
            list.iter().filter(own).cloned().collect()
        };
        let known = case.truth.and_then(Value::as_array).map(|truth| of_owner(truth));
        let Some(items) = seen.as_array() else {
            assert!(seen.is_null(), "{name} is no list: {seen}");
            assert!(!is_given || known.is_none_or(|it| it.is_empty()), "{name} is refused");
            self.kept_back += 1;
            return;
        };
        let has_owners = key_of(inner).is_some_and(|_| inner != "Person");
        assert!(is_given || has_owners || items.is_empty(), "{name} leaks {seen}");
        let own = of_owner(items);
        assert!(is_given || own.is_empty(), "{name} leaks {own:?}");
        if let Some(known) = known.as_ref().filter(|_| is_given) {
            assert_eq!(own.len(), known.len(), "{name} has not the items that it should");
        }
        for (place, item) in own.iter().enumerate() {
            let truth = known.as_ref().and_then(|known| known.get(place));
            self.object(inner, Case { truth, ..case }, item);
        }
        for item in items {
            let Some(other) = named_owner(inner, item).filter(|it| *it != owner) else { continue };
            let is_theirs = asker.is_given(other, class_of_type(inner));
            assert!(is_theirs, "{name} leaks a record of {other}: {item}");
            self.object(inner, Case { owner: other, truth: None, ..case }, item);
        }
    }

    fn connection(&mut self, field: &Field, is_given: bool, case: Case<'_>, seen: &Value) {
        let name = case.name;
        if seen.is_null() {
            let is_empty = case.truth.is_none_or(|it| it["nodes"] == json!([]));
            assert!(!is_given || is_empty, "{name} is refused");
            self.kept_back += 1;
            return;
        }
        let of_part = |part: &str| Case { truth: case.truth.map(|it| &it[part]), ..case };
        self.list(&item_of(&field.inner), is_given, of_part("nodes"), &seen["nodes"]);
        if let Some(total) = seen.get("totalCount") {
            let count = field_of(&field.inner, "totalCount");
            // Of what is masked, and of what is internal, the count is told.
            let is_counted = match field.classes.own.class {
                DataClass::Personal => case.asker.is_masked(case.owner),
                class => class == DataClass::Internal,
            };
            let is_whole = is_given || is_counted;
            self.scalar(count, is_whole, of_part("totalCount"), total);
        }
        let listed = seen["nodes"].as_array().map_or(0, Vec::len);
        assert_eq!(seen["edges"].as_array().map_or(0, Vec::len), listed, "{name}: edges");
        if listed == 0 {
            let nothing = json!({ "hasNextPage": false, "hasPreviousPage": false,
                                  "startCursor": null, "endCursor": null });
            assert_eq!(seen["pageInfo"], nothing, "{name} leaks by its page");
        } else if is_given && let Some(truth) = case.truth {
            assert_eq!(seen["pageInfo"], truth["pageInfo"], "{name}: page");
        }
    }
}
