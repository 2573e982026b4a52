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
    units
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
    /// The field within fragments that carry what stood around it.
    pub(super) fn into_selection(self, root_type: &Name) -> Selection {
        self.around.into_iter().rev().fold(Selection::from(self.field), |inner, directive| {
            let mut fragment = InlineFragment::with_type_condition(root_type.clone());
            fragment.directives.0.push(directive);
            fragment.selection_set.selections = vec![inner];
            Selection::from(fragment)
        })
    }
}

/// The node under `conditions`; `None` when one of them is never true.
pub(super) fn under_conditions(node: PlanNode, conditions: &[Node<Directive>]) -> Option<PlanNode> {
    conditions.iter().rev().try_fold(node, |node, directive| {
        let includes = directive.name == INCLUDE;
        match directive.specified_argument_by_name("if").map(|value| value.as_ref()) {
            Some(Value::Boolean(value)) => (*value == includes).then_some(node),
            Some(Value::Variable(name)) => {
                let (when_true, when_false) =
                    if includes { (Some(Box::new(node)), None) } else { (None, Some(Box::new(node))) };
                let variable = name.to_string();
                Some(PlanNode::Condition(ConditionNode { variable, when_true, when_false }))
            }
            _ => Some(node),
        }
    })
}
