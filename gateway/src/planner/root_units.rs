//! The root fields of a fetch, one unit for each response key, since each may go to other sites.
//! A unit whose conditions are known to be false when the plan runs is not fetched at all.

use apollo_compiler::{
    Name, Node,
    ast::{Directive, Value},
    executable::{Field, InlineFragment, Selection},
};

use super::plan::{ConditionNode, PlanNode};

const SKIP: &str = "skip";
const INCLUDE: &str = "include";

/// One response key of the root: its field, as often as it is selected.
pub(super) struct RootUnit {
    pub(super) uses: Vec<RootUse>,
}

/// One selection of a root field.
pub(super) struct RootUse {
    pub(super) field: Field,
    /// Directives of the fragments around it, the outermost first.
    around: Vec<Node<Directive>>,
}

/// The units of a root's selections, in order of first mention.
pub(super) fn root_units(selections: &[Selection]) -> Vec<RootUnit> {
    let mut units = Vec::new();
    collect(selections, &[], &mut units);
    units.into_iter().map(RootUnit::joined).collect()
}

fn collect(selections: &[Selection], around: &[Node<Directive>], units: &mut Vec<RootUnit>) {
    for selection in selections {
        match selection {
            Selection::Field(field) => {
                let new = RootUse { field: field.as_ref().clone(), around: around.to_vec() };
                let key = field.response_key();
                let known = units.iter_mut().find(|unit| unit.uses[0].field.response_key() == key);
                match known {
                    // A mutation must not run twice, so all its selections are one request.
                    Some(unit) => unit.uses.push(new),
                    None => units.push(RootUnit { uses: vec![new] }),
                }
            }
            Selection::InlineFragment(fragment) => {
                let around = [around, &fragment.directives.0].concat();
                collect(&fragment.selection_set.selections, &around, units);
            }
            Selection::FragmentSpread(_) => {}
        }
    }
}

impl RootUnit {
    /// Makes one field of several where one of them is always fetched: some servers run a mutation
    /// as often as its field is written.
    fn joined(mut self) -> Self {
        let always = self.uses.iter().position(|one| one.conditions().next().is_none());
        let Some(always) = always.filter(|_| self.uses.len() > 1) else { return self };
        let mut joined = self.uses.swap_remove(always);
        for one in self.uses {
            let inner = one.field.selection_set.selections.clone();
            let on = &joined.field.selection_set.ty;
            let conditional = within(inner, one.conditions(), on);
            joined.field.selection_set.selections.extend(conditional);
        }
        Self { uses: vec![joined] }
    }

    /// Takes the conditions out of the field of a unit that is selected once: its plan node stands
    /// under them instead.
    pub(super) fn take_conditions(&mut self) -> Vec<Node<Directive>> {
        let [only] = self.uses.as_mut_slice() else { return Vec::new() };
        let (own, others): (Vec<_>, Vec<_>) = std::mem::take(&mut only.field.directives.0)
            .into_iter()
            .partition(|directive| [SKIP, INCLUDE].contains(&directive.name.as_str()));
        only.field.directives.0 = others;
        std::mem::take(&mut only.around).into_iter().chain(own).collect()
    }
}

impl RootUse {
    /// All directives that decide whether it is fetched, the outermost first.
    fn conditions(&self) -> impl DoubleEndedIterator<Item = &Node<Directive>> {
        self.around.iter().chain(self.field.directives.0.iter())
    }

    /// The field within fragments that carry what stood around it.
    pub(super) fn into_selections(self, root_type: &Name) -> Vec<Selection> {
        within(vec![Selection::from(self.field)], self.around.iter(), root_type)
    }
}

/// The selections within fragments on `on`, one for each directive, the outermost first.
fn within<'a>(
    selections: Vec<Selection>,
    directives: impl DoubleEndedIterator<Item = &'a Node<Directive>>,
    on: &Name,
) -> Vec<Selection> {
    directives.rev().fold(selections, |inner, directive| {
        let mut fragment = InlineFragment::with_type_condition(on.clone());
        fragment.directives.0.push(directive.clone());
        fragment.selection_set.selections = inner;
        vec![Selection::from(fragment)]
    })
}

/// The node under `conditions`; `None` when one of them is never true.
pub(super) fn under_conditions(node: PlanNode, conditions: &[Node<Directive>]) -> Option<PlanNode> {
    conditions.iter().rev().try_fold(node, |node, directive| {
        let includes = directive.name == INCLUDE;
        match directive.specified_argument_by_name("if").map(|value| value.as_ref()) {
            Some(Value::Boolean(value)) => (*value == includes).then_some(node),
            Some(Value::Variable(name)) => {
                let (when_true, when_false) = if includes {
                    (Some(Box::new(node)), None)
                } else {
                    (None, Some(Box::new(node)))
                };
                let variable = name.to_string();
                Some(PlanNode::Condition(ConditionNode { variable, when_true, when_false }))
            }
            _ => Some(node),
        }
    })
}
