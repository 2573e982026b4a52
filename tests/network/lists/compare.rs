//! Compares what a caller is given with what the owner's office sees, by the built-in policy, which is
//! written down here once more.

use std::fmt;

use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
    supergraph::jurisdiction::{Classification, DataClass},
};
use serde_json::{Value, json};

use super::ways::{Field, Found, Target, fields_of, item_of, key_of};
use crate::testkit::{Answer, shared};

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    region: Option<RegionCode>,
    role: Option<Role>,
}

pub(super) fn asker(region: Option<RegionCode>, role: Option<Role>) -> Asker {
    Asker { region, role }
}

impl Asker {
    pub(super) fn caller(&self) -> Caller {
        Caller {
            subject: "li".to_owned(),
            region: self.region,
            roles: self.role.into_iter().collect(),
        }
    }

    fn relation(&self, owner: RegionCode) -> &'static str {
        let Some(own) = self.region else { return "PUBLIC" };
        match (own.contains(&owner), owner.contains(&own)) {
            (true, true) => "SELF",
            (true, false) => "SUPERIOR",
            (false, true) => "SUBORDINATE",
            (false, false) if own.prefix().len() == owner.prefix().len() => "PEER",
            (false, false) => "PUBLIC",
        }
    }

    /// Whether a class is given whole.
    fn is_given(&self, owner: RegionCode, class: DataClass) -> bool {
        let (relation, role) = (self.relation(owner), self.role);
        match class {
            DataClass::Public | DataClass::Statistical => true,
            DataClass::Internal => match relation {
                "SELF" => role.is_some(),
                "SUPERIOR" => role.is_some_and(|role| role != Role::Member),
                _ => false,
            },
            DataClass::Personal => {
                let office = [Role::Leader, Role::Office, Role::Clerk, Role::Admin];
                relation == "SELF" && role.is_some_and(|role| office.contains(&role))
            }
        }
    }

    fn is_exact(&self, owner: RegionCode) -> bool {
        ["SELF", "SUPERIOR"].contains(&self.relation(owner))
    }
}

impl fmt::Display for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.region {
            Some(region) => write!(f, "{region} as {:?}", self.role),
            None => write!(f, "the public as {:?}", self.role),
        }
    }
}

/// The classes that decide over a field: its own, that of the records in it, and of what it reads.
struct Classes {
    own: Classification,
    all: Vec<DataClass>,
    /// The level whose sites add the field to a record of another.
    added_by: Option<String>,
}

fn class_of_type(type_name: &str) -> DataClass {
    let state = shared().network.gateway.state();
    let class = state.supergraph.jurisdiction.class_of_type(type_name);
    class.map_or(DataClass::Public, |it| it.class)
}

fn classes_of(of: &str, field: &Field) -> Classes {
    let state = shared().network.gateway.state();
    let supergraph = &state.supergraph;
    // The directory's fields have none: they are the gateway's own, and for all.
    let public = Classification { class: DataClass::Public, is_of_people: false };
    let own = supergraph.jurisdiction.class_of(of, &field.name).unwrap_or(public);
    let mut all = vec![own.class];
    if field.is_object {
        all.push(class_of_type(&item_of(&field.inner)));
    }
    let object = supergraph.schema.get_object(of).expect("a type of the supergraph");
    let definition = &object.fields[field.name.as_str()];
    let reads = definition.directives.get("reads");
    let reads = reads.and_then(|it| it.specified_argument_by_name("fields")?.as_list());
    for read in reads.into_iter().flatten() {
        let (of, name) = read.as_str().and_then(|it| it.split_once('.')).expect("Type.field");
        let class = supergraph.jurisdiction.class_of(of, name).expect("what is read has a class");
        all.extend([class.class, class_of_type(of)]);
    }
    let graph = |it: &str| ["PROVINCE", "CITY"].contains(&it).then(|| it.to_owned());
    let graphs: Vec<&str> = definition
        .directives
        .get_all("join__field")
        .filter_map(|it| it.specified_argument_by_name("graph")?.as_enum())
        .map(|it| it.as_str())
        .collect();
    let added_by = if let [only] = graphs.as_slice() { graph(only) } else { None };
    Classes { own, all, added_by }
}

/// Who decides over a field of a record of `owner`.
pub(super) fn decider(of: &str, field: &str, owner: RegionCode) -> RegionCode {
    let field = fields_of(of).into_iter().find(|it| it.name == field).expect("a field of the type");
    let added_by = classes_of(of, &field).added_by;
    added_by.map_or(owner, |level| above(owner, &level))
}

/// The region of the level above which adds to records of `owner`.
fn above(owner: RegionCode, level: &str) -> RegionCode {
    let text = owner.to_string();
    let code = match level {
        "PROVINCE" => format!("{}0000", &text[..2]),
        _ => format!("{}00", &text[..4]),
    };
    RegionCode::parse(&code).expect("a code")
}

/// The owner that an object names, if it names one.
fn named_owner(of: &str, object: &Value) -> Option<RegionCode> {
    // A person is nobody's: each seat is its committee's.
    let key = key_of(of).filter(|_| of != "Person")?;
    RegionCode::of_key(object[key.as_str()].as_str()?).ok()
}

/// How often something was given, and how often it was not.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    /// Whose office saw the truth: it has all of its own, and no more.
    truth_of: Option<RegionCode>,
    pub(super) given: usize,
    pub(super) kept_back: usize,
}

impl Comparison {
    pub(super) fn add(&mut self, other: &Self) {
        self.given += other.given;
        self.kept_back += other.kept_back;
    }

    /// Compares an answer with what the office of `owner` was given.
    pub(super) fn of_target(
        &mut self,
        target: &Target,
        asker: &Asker,
        found: &Found,
        truth: Option<&Value>,
        answer: &Answer,
        case: &str,
    ) {
        let seen = super::at_end(&target.way, &answer.0["data"]);
        if seen.is_null() {
            // Something on the way is not theirs to have; what it is, the coverage names.
            let withheld = answer.coverage()["withheld"].as_array().map_or(0, Vec::len);
            let is_told = withheld > 0 || !answer.errors().is_empty();
            assert!(is_told, "{case}: null, and nothing is said of it: {}", answer.0);
            self.kept_back += 1;
            return;
        }
        self.truth_of = Some(found.decides);
        self.object(&target.of, asker, found.owner, truth, seen, case);
    }

    fn object(
        &mut self,
        of: &str,
        asker: &Asker,
        owner: RegionCode,
        truth: Option<&Value>,
        seen: &Value,
        case: &str,
    ) {
        let own = named_owner(of, seen).unwrap_or(owner);
        for field in fields_of(of) {
            let Some(value) = seen.get(&field.name) else { continue };
            let classes = classes_of(of, &field);
            let added = classes.added_by.as_deref().map(|level| above(own, level));
            let decides = added.unwrap_or(own);
            let is_known = self.truth_of == Some(decides);
            let truth = truth.filter(|_| is_known).map(|truth| &truth[&field.name]);
            let is_given = classes.all.iter().all(|class| asker.is_given(decides, *class))
                && (field.name != "accessLog" || is_own_office(asker, decides));
            let case = format!("{case}: {of}.{}", field.name);
            if !field.is_object {
                self.scalar(&classes, is_given, asker, decides, truth, value, &case);
            } else if field.is_connection {
                self.connection(&field, &classes, is_given, asker, decides, truth, value, &case);
            } else if field.is_list {
                self.list(&field.inner, is_given, asker, decides, truth, value, &case);
            } else if !is_given {
                // The owner of a reference may be another, who may give it.
                let is_elsewhere = named_owner(&field.inner, value).is_some_and(|it| it != decides);
                let is_reference = is_elsewhere && asker.is_given(decides, classes.own.class);
                assert!(value.is_null() || is_reference, "{case} leaks {value}");
                self.kept_back += 1;
            } else if value.is_null() {
                assert!(truth.is_none_or(Value::is_null), "{case} is refused");
            } else {
                self.object(&field.inner, asker, decides, truth, value, &case);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of them tell one case")]
    fn scalar(
        &mut self,
        classes: &Classes,
        is_given: bool,
        asker: &Asker,
        owner: RegionCode,
        truth: Option<&Value>,
        seen: &Value,
        case: &str,
    ) {
        if is_given {
            self.given += 1;
            if classes.own.is_of_people && !asker.is_exact(owner) {
                let is_rounded = seen.as_i64().map_or(seen.is_null(), |count| count % 5 == 0);
                assert!(is_rounded, "{case} is exact: {seen}");
            } else if let Some(truth) = truth {
                assert_eq!(seen, truth, "{case} is refused");
            }
            return;
        }
        self.kept_back += 1;
        let is_count = classes.own.class == DataClass::Internal && seen.is_number();
        let is_masked = asker.relation(owner) == "SELF"
            && asker.role.is_some()
            && classes.own.class == DataClass::Personal
            && seen.as_str().is_some_and(|it| it.contains('*'))
            && truth != Some(seen);
        let reads_more = classes.all.len() > 1;
        assert!(seen.is_null() || is_masked || (is_count && !reads_more), "{case} leaks {seen}");
    }

    #[expect(clippy::too_many_arguments, reason = "all of them tell one case")]
    fn list(
        &mut self,
        inner: &str,
        is_given: bool,
        asker: &Asker,
        owner: RegionCode,
        truth: Option<&Value>,
        seen: &Value,
        case: &str,
    ) {
        let has_owners = key_of(inner).is_some_and(|_| inner != "Person");
        let Some(items) = seen.as_array() else {
            assert!(seen.is_null(), "{case} is no list: {seen}");
            let of_owner = |item: &&Value| named_owner(inner, item).is_none_or(|it| it == owner);
            let known = truth.and_then(Value::as_array).into_iter().flatten().find(of_owner);
            assert!(!is_given || known.is_none(), "{case} is refused");
            self.kept_back += 1;
            return;
        };
        assert!(is_given || has_owners || items.is_empty(), "{case} leaks {seen}");
        let of_owner = |list: &'_ [Value]| -> Vec<Value> {
            let own = |item: &&Value| named_owner(inner, item).is_none_or(|it| it == owner);
            list.iter().filter(own).cloned().collect()
        };
        let own = of_owner(items);
        assert!(is_given || own.is_empty(), "{case} leaks {own:?}");
        let known = truth.and_then(Value::as_array).map(|truth| of_owner(truth));
        if let Some(known) = known.as_ref().filter(|_| is_given) {
            assert_eq!(own.len(), known.len(), "{case} has not the items that it should");
        }
        for (place, item) in own.iter().enumerate() {
            let truth = known.as_ref().and_then(|known| known.get(place));
            self.object(inner, asker, owner, truth, item, case);
        }
        for item in items {
            let Some(other) = named_owner(inner, item).filter(|it| *it != owner) else { continue };
            let is_theirs = asker.is_given(other, class_of_type(inner));
            assert!(is_theirs, "{case} leaks a record of {other}: {item}");
            self.object(inner, asker, other, None, item, case);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "all of them tell one case")]
    fn connection(
        &mut self,
        field: &Field,
        classes: &Classes,
        is_given: bool,
        asker: &Asker,
        owner: RegionCode,
        truth: Option<&Value>,
        seen: &Value,
        case: &str,
    ) {
        let part = |value: Option<&Value>, name: &str| value.map(|value| value[name].clone());
        if seen.is_null() {
            let is_empty = part(truth, "nodes").is_none_or(|it| it == json!([]));
            assert!(!is_given || is_empty, "{case} is refused");
            self.kept_back += 1;
            return;
        }
        let nodes = part(truth, "nodes");
        let item = item_of(&field.inner);
        self.list(&item, is_given, asker, owner, nodes.as_ref(), &seen["nodes"], case);
        let count = fields_of(&field.inner).into_iter().find(|it| it.name == "totalCount");
        if let Some(count) = count {
            let of_people = classes_of(&field.inner, &count);
            let truth = part(truth, "totalCount");
            let total = &seen["totalCount"];
            let is_whole = is_given || classes.own.class == DataClass::Internal;
            self.scalar(&of_people, is_whole, asker, owner, truth.as_ref(), total, case);
        }
        let listed = seen["nodes"].as_array().map_or(0, Vec::len);
        assert_eq!(seen["edges"].as_array().map_or(0, Vec::len), listed, "{case}: edges");
        if listed == 0 {
            let nothing = json!({ "hasNextPage": false, "hasPreviousPage": false,
                                  "startCursor": null, "endCursor": null });
            assert_eq!(seen["pageInfo"], nothing, "{case} leaks by its page");
        } else if is_given && let Some(truth) = truth {
            assert_eq!(seen["pageInfo"], truth["pageInfo"], "{case}: page");
        }
    }
}

fn is_own_office(asker: &Asker, owner: RegionCode) -> bool {
    let readers = [Some(Role::Office), Some(Role::Admin)];
    asker.relation(owner) == "SELF" && readers.contains(&asker.role)
}
