//! Tells why a field is given or kept back.

use super::{
    DataClass, Decision, Effect, Policy,
    table::{Deciding, policy_roles},
};
use crate::callers::{CallerRelation, CallerRole};

/// Where a rule stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSource {
    /// In the owner's file: the first is 1.
    Own(usize),
    /// Built in: the first is 1.
    BuiltIn(usize),
}

/// Why a field is given or kept back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// `Type.field`.
    pub field: String,
    /// Its class.
    pub class: DataClass,
    /// What is granted of the class.
    pub effect: Effect,
    /// The rule that grants it.
    pub rule: Option<RuleSource>,
    /// Where the record's existence has a class of its own: the class, what is granted of it, and
    /// the rule.
    pub existence: Option<(DataClass, Effect, Option<RuleSource>)>,
    /// Where it leads to records whose existence has a class: their type, the class, what is granted
    /// of it, and the rule.
    pub leads_to: Option<(String, DataClass, Effect, Option<RuleSource>)>,
    /// What the field is made from and is not granted whole, as `Type.field`.
    pub made_from_withheld: Vec<String>,
    /// What is done in the end.
    pub decision: Decision,
    /// For a count of people that is not told exactly: the smallest that is told.
    pub rounded_to: Option<u32>,
}

impl Policy {
    /// Why callers of this relation and these roles get a field or do not; none where there is no
    /// such field.
    #[must_use]
    pub fn explain(
        &self,
        relation: CallerRelation,
        roles: &[CallerRole],
        type_name: &str,
        field: &str,
    ) -> Option<Explanation> {
        let table = &self.fields;
        let index = table.index_of(type_name, field)?;
        let facts = table.facts(index);
        let deciding = Deciding { policy: self, relation, roles: policy_roles(roles) };
        let source = |place: Option<usize>| {
            place.map(|place| match place.checked_sub(self.own_rules) {
                None => RuleSource::Own(place + 1),
                Some(place) => RuleSource::BuiltIn(place + 1),
            })
        };
        let (effect, rule) = deciding.effect(facts.class, type_name, Some(field));
        let existence = table.class_of_type(type_name).map(|class| {
            let (effect, rule) = deciding.effect(class, type_name, None);
            (class, effect, source(rule))
        });
        let found = facts.leads_to.as_ref();
        let leads_to = found.and_then(|name| Some((name, table.class_of_type(name)?)));
        let leads_to = leads_to.map(|(name, class)| {
            let (effect, rule) = deciding.effect(class, name, None);
            (name.clone(), class, effect, source(rule))
        });
        let made_from = facts.reads.iter().filter(|read| !deciding.is_whole(**read));
        Some(Explanation {
            field: table.coordinate(index),
            class: facts.class,
            effect,
            rule: source(rule),
            existence,
            leads_to,
            made_from_withheld: made_from.map(|read| table.coordinate(*read)).collect(),
            decision: deciding.field(index),
            rounded_to: (facts.is_of_people && !deciding.is_exact()).then_some(self.cells.minimum),
        })
    }
}
