//! A policy over the fields of one site: every decision, made once for each relation and set of
//! roles, and then only looked up.

use std::sync::{Arc, OnceLock};

use super::{
    CellRules, DataClass, Decision, Effect, FieldTable, PolicyFile, PolicyFileError, PolicyRole,
    Rule, ServiceRefusal, fields::FieldIndex, service::Service, standard::standard_rules,
};
use crate::{
    callers::{CallerRelation, CallerRole},
    contract::{Contract, policy_fields},
    writes::PublicLimits,
};

/// Sets of roles that callers can have.
const ROLE_SETS: usize = 1 << CallerRole::ALL.len();

/// What the owner decided.
#[derive(Debug)]
pub struct Policy {
    pub(super) fields: Arc<FieldTable>,
    /// The owner's rules first, then the built-in ones.
    pub(super) rules: Vec<Rule>,
    /// How many of them are the owner's.
    pub(super) own_rules: usize,
    pub(super) cells: CellRules,
    pub(super) service: Service,
    /// What the public wrote since it holds.
    pub(super) public_writes: PublicLimits,
    /// By relation and set of roles.
    decisions: Vec<OnceLock<Decisions>>,
}

/// The decisions for one relation and set of roles.
#[derive(Debug)]
pub(super) struct Decisions {
    fields: Box<[Decision]>,
    /// Whether the existence of a type's records is told, by the type's place.
    types: Box<[bool]>,
    /// Whether counts of people are told as they are.
    is_exact: bool,
}

impl Policy {
    /// The policy of a site that serves these contracts.
    ///
    /// # Errors
    /// [`PolicyFileError::UnknownFields`] if the file names what they do not have;
    /// [`PolicyFileError::Contracts`] if they cannot be served.
    pub fn over(contracts: &[Contract], file: PolicyFile) -> Result<Self, PolicyFileError> {
        let fields = policy_fields(contracts)
            .map_err(|error| PolicyFileError::Contracts { reason: error.to_string() })?;
        Self::new(fields, file)
    }

    /// The built-in policy, with what a file says before it.
    ///
    /// # Errors
    /// [`PolicyFileError`] if the file names what these contracts do not have.
    pub(crate) fn new(fields: Arc<FieldTable>, file: PolicyFile) -> Result<Self, PolicyFileError> {
        let named = file.rules.iter().flat_map(|rule| rule.fields.iter().flatten());
        let mut names: Vec<String> = named.filter(|name| !fields.knows(name)).cloned().collect();
        if !names.is_empty() {
            names.sort();
            names.dedup();
            return Err(PolicyFileError::UnknownFields { names });
        }
        let PolicyFile { mut rules, cells, service, public_writes } = file;
        let service = Service::new(&fields, service)?;
        let own_rules = rules.len();
        rules.extend(standard_rules());
        let sets = CallerRelation::ALL.len() * ROLE_SETS;
        let decisions = std::iter::repeat_with(OnceLock::new).take(sets).collect();
        let public_writes = PublicLimits::new(public_writes);
        Ok(Self { fields, rules, own_rules, cells, service, public_writes, decisions })
    }

    /// Counts a write of the public's.
    pub(crate) fn public_writes(&self) -> &PublicLimits {
        &self.public_writes
    }

    /// Why no call is answered, where the owner suspended the site.
    pub(crate) fn suspended(&self) -> Option<ServiceRefusal> {
        self.service.suspended()
    }

    /// What callers of one relation with these roles, each once, may have.
    pub(super) fn decisions(&self, relation: CallerRelation, roles: &[CallerRole]) -> &Decisions {
        let set = roles.iter().fold(0, |set, role| set | 1 << *role as usize);
        let place = relation as usize * ROLE_SETS + set;
        self.decisions[place].get_or_init(|| self.decide(relation, roles))
    }

    fn decide(&self, relation: CallerRelation, roles: &[CallerRole]) -> Decisions {
        let deciding = Deciding { policy: self, relation, roles: policy_roles(roles) };
        let table = &self.fields;
        Decisions {
            fields: (0..table.len()).map(|index| deciding.field(index)).collect(),
            types: table
                .classified_types()
                .map(|(name, class)| deciding.tells_existence(name, class))
                .collect(),
            is_exact: deciding.is_exact(),
        }
    }
}

impl Decisions {
    pub(super) fn of(&self, field: FieldIndex) -> Decision {
        self.fields[field]
    }

    pub(super) fn tells_existence(&self, type_place: usize) -> bool {
        self.types[type_place]
    }

    pub(super) const fn is_exact(&self) -> bool {
        self.is_exact
    }
}

/// Roles as rules name them.
pub(super) fn policy_roles(roles: &[CallerRole]) -> Vec<PolicyRole> {
    if roles.is_empty() {
        vec![PolicyRole::None]
    } else {
        roles.iter().copied().map(PolicyRole::from).collect()
    }
}

/// Decides for one relation and set of roles.
pub(super) struct Deciding<'p> {
    pub(super) policy: &'p Policy,
    pub(super) relation: CallerRelation,
    pub(super) roles: Vec<PolicyRole>,
}

impl Deciding<'_> {
    /// What becomes of a field: what its own class grants, as far as the existence of its record and
    /// of those that it leads to is told, and what it is made from is granted whole.
    pub(super) fn field(&self, index: FieldIndex) -> Decision {
        let table = &self.policy.fields;
        let mut decision = self.by_itself(index);
        let mut seen = vec![index];
        let mut unread = table.facts(index).reads.clone();
        while let Some(read) = unread.pop() {
            if seen.contains(&read) {
                continue;
            }
            seen.push(read);
            if !self.is_whole(read) {
                decision = Decision::Withhold;
            }
            unread.extend(&table.facts(read).reads);
        }
        decision
    }

    /// Whether a field is given as it is, so that what is made from it tells nothing more.
    pub(super) fn is_whole(&self, index: FieldIndex) -> bool {
        let is_told_exactly = self.is_exact() || !self.policy.fields.facts(index).is_of_people;
        is_told_exactly && self.by_itself(index) == Decision::Allow
    }

    /// Whether counts of people are told as they are.
    pub(super) fn is_exact(&self) -> bool {
        let cells = &self.policy.cells;
        cells.minimum <= 1 || cells.exact_for.contains(&self.relation)
    }

    /// The same without what it is made from.
    pub(super) fn by_itself(&self, index: FieldIndex) -> Decision {
        let facts = self.policy.fields.facts(index);
        let (type_name, field) = self.policy.fields.name(index);
        if facts.is_key {
            return Decision::Allow;
        }
        let (effect, _) = self.effect(facts.class, type_name, Some(field));
        let mut own = facts.kind.decide(effect);
        if let Some(found) = &facts.leads_to
            && let Some(class) = self.policy.fields.class_of_type(found)
        {
            own = own.max(facts.kind.lead(self.effect(class, found, None).0));
        }
        match self.policy.fields.class_of_type(type_name) {
            Some(class) => match self.effect(class, type_name, None).0 {
                Effect::Allow => own,
                Effect::Mask => own.max(facts.kind.decide(Effect::Mask)),
                Effect::CountOnly | Effect::Withhold => Decision::Withhold,
            },
            None => own,
        }
    }

    pub(super) fn tells_existence(&self, type_name: &str, class: DataClass) -> bool {
        matches!(self.effect(class, type_name, None).0, Effect::Allow | Effect::Mask)
    }

    /// What the best of the roles is granted, and the place of the rule that grants it.
    pub(super) fn effect(
        &self,
        class: DataClass,
        type_name: &str,
        field: Option<&str>,
    ) -> (Effect, Option<usize>) {
        let of_role = |role: &PolicyRole| {
            let applies = |rule: &Rule| rule.applies(self.relation, *role, class, type_name, field);
            let place = self.policy.rules.iter().position(applies);
            // The built-in rules end with all classes; without one, nothing is given.
            place.map_or((Effect::Withhold, None), |place| {
                (self.policy.rules[place].effect, Some(place))
            })
        };
        let best = self.roles.iter().map(of_role).min_by_key(|(effect, _)| *effect);
        best.unwrap_or((Effect::Withhold, None))
    }
}
