//! From a document's selections to nodes: fragments opened, response keys merged, conditions folded.
//! Spec: GraphQL October 2021, sections 5.3.2 and 6.3.2.

use std::collections::BTreeSet;

use apollo_compiler::{
    Name,
    ast::{DirectiveList, Value},
    executable::{ExecutableDocument, Field, Operation, Selection, SelectionSet},
};
use rustc_hash::FxHashMap;

use super::arena::{
    Arguments, Condition, Conditions, DeferId, FieldItem, FragmentItem, NodeId, SelectionItem,
    SelectionNode, and_conditions,
};
use crate::planner::{
    budget::{Budget, OverBudget},
    index::{Index, TypeId},
    plan::TYPENAME,
};

/// What normalising needs to be told.
#[derive(Debug, Clone, Default)]
pub(crate) struct NormalizeOptions {
    /// Whether `@defer` is honoured.
    pub(crate) honours_defer: bool,
    /// Variables of `@defer(if:)` that are false.
    pub(crate) false_variables: BTreeSet<Name>,
}

/// A normalised operation.
#[derive(Debug)]
pub(crate) struct Normalized {
    /// Its nodes, to be added behind those of the index.
    pub(crate) nodes: Vec<SelectionNode>,
    /// The root selections; empty when nothing is to be fetched.
    pub(crate) root: NodeId,
    /// Deferred fragments, in order of the document.
    pub(crate) deferred: Vec<DeferredFragment>,
}

/// A deferred fragment as the document has it.
#[derive(Debug, Clone)]
pub(crate) struct DeferredFragment {
    /// `@defer(label:)`.
    pub(crate) label: Option<String>,
    /// What it selects.
    pub(crate) selections: SelectionSet,
}

/// Makes nodes.
pub(crate) struct Normalizer<'a> {
    index: &'a Index,
    document: Option<&'a ExecutableDocument>,
    options: NormalizeOptions,
    base: u32,
    nodes: Vec<SelectionNode>,
    deferred: Vec<DeferredFragment>,
    budget: Option<&'a mut Budget>,
}

/// A field while its selections are still being collected.
struct Open<'a> {
    item: FieldItem,
    sets: Vec<(&'a SelectionSet, Conditions)>,
}

/// Items in order, and where each key stands: a set may select thousands.
#[derive(Default)]
struct OpenItems<'a> {
    items: Vec<OpenItem<'a>>,
    fields: FxHashMap<&'a Name, Vec<usize>>,
}

enum OpenItem<'a> {
    Field(Open<'a>),
    Fragment {
        on: TypeId,
        conditions: Conditions,
        defer: Option<DeferId>,
        sets: Vec<&'a SelectionSet>,
    },
}

impl<'a> Normalizer<'a> {
    /// For the selections of a directive.
    pub(crate) fn of_field_set(index: &'a Index) -> Self {
        Self {
            index,
            document: None,
            options: NormalizeOptions::default(),
            base: index.nodes.len() as u32,
            nodes: Vec::new(),
            deferred: Vec::new(),
            budget: None,
        }
    }

    /// The nodes of a directive's selections on `ty`, and their root.
    pub(crate) fn normalize_field_set(
        mut self,
        ty: TypeId,
        set: &SelectionSet,
    ) -> (Vec<SelectionNode>, NodeId) {
        // Without a budget nothing stops it.
        let root = self.node(ty, &[(set, Vec::new())], None).unwrap_or(NodeId(self.base));
        (self.nodes, root)
    }

    /// The nodes of an operation on `root`; introspection, and `__typename` of the root, left out.
    ///
    /// # Errors
    /// [`OverBudget`] if the operation is larger than its budget.
    pub(crate) fn normalize(
        index: &'a Index,
        document: &'a ExecutableDocument,
        operation: &Operation,
        root: TypeId,
        options: NormalizeOptions,
        budget: &'a mut Budget,
    ) -> Result<Normalized, OverBudget> {
        let mut normalizer = Self {
            index,
            document: Some(document),
            options,
            base: index.nodes.len() as u32,
            nodes: Vec::new(),
            deferred: Vec::new(),
            budget: Some(budget),
        };
        let node = normalizer.node(root, &[(&operation.selection_set, Vec::new())], None)?;
        let at = (node.0 - normalizer.base) as usize;
        normalizer.nodes[at].items.retain(|item| match item {
            SelectionItem::Field(field) => field.field.is_some(),
            SelectionItem::Fragment(_) => true,
        });
        let Self { nodes, deferred, .. } = normalizer;
        Ok(Normalized { nodes, root: node, deferred })
    }

    fn node(
        &mut self,
        ty: TypeId,
        sets: &[(&SelectionSet, Conditions)],
        defer: Option<DeferId>,
    ) -> Result<NodeId, OverBudget> {
        // Reserved first, so that parents come before their children.
        let at = self.nodes.len();
        self.nodes.push(SelectionNode { ty, items: Vec::new() });
        let mut open = OpenItems::default();
        for (set, conditions) in sets {
            self.collect(ty, set, conditions, defer, &mut open)?;
        }
        let mut items = Vec::with_capacity(open.items.len());
        for item in open.items {
            items.push(self.close(item)?);
        }
        self.nodes[at].items = items;
        Ok(NodeId(self.base + at as u32))
    }

    fn close(&mut self, item: OpenItem<'_>) -> Result<SelectionItem, OverBudget> {
        Ok(match item {
            OpenItem::Field(Open { mut item, sets }) => {
                if let Some(composite) = item.node {
                    // `node` held the composite type until now.
                    item.node = Some(self.node(TypeId(composite.0), &sets, None)?);
                }
                SelectionItem::Field(item)
            }
            OpenItem::Fragment { on, conditions, defer, sets } => {
                let sets: Vec<_> = sets.into_iter().map(|set| (set, Vec::new())).collect();
                let node = self.node(on, &sets, defer)?;
                SelectionItem::Fragment(FragmentItem { on, conditions, defer, node })
            }
        })
    }

    fn collect<'s>(
        &mut self,
        ty: TypeId,
        set: &'s SelectionSet,
        conditions: &Conditions,
        defer: Option<DeferId>,
        open: &mut OpenItems<'s>,
    ) -> Result<(), OverBudget>
    where
        'a: 's,
    {
        for selection in &set.selections {
            if let Some(budget) = &mut self.budget {
                budget.spend(1)?;
            }
            let Some(own) = read_conditions(selection.directives()) else { continue };
            let both = and_conditions(conditions, &own);
            if is_contradictory(&both) {
                continue;
            }
            match selection {
                Selection::Field(field) => self.collect_field(ty, field, both, defer, open),
                Selection::InlineFragment(fragment) => {
                    let on = fragment.type_condition.as_ref().unwrap_or(&set.ty);
                    let directives = &fragment.directives;
                    let inner = &fragment.selection_set;
                    self.collect_fragment(ty, on, directives, inner, both, defer, open)?;
                }
                Selection::FragmentSpread(spread) => {
                    let Some(document) = self.document else { continue };
                    let Some(fragment) = document.fragments.get(&spread.fragment_name) else {
                        continue;
                    };
                    let on = fragment.type_condition();
                    let inner = &fragment.selection_set;
                    self.collect_fragment(ty, on, &spread.directives, inner, both, defer, open)?;
                }
            }
        }
        Ok(())
    }

    fn collect_field<'s>(
        &self,
        ty: TypeId,
        field: &'s Field,
        conditions: Conditions,
        defer: Option<DeferId>,
        open: &mut OpenItems<'s>,
    ) {
        let name = &field.name;
        let index = self.index.field_index(ty, name);
        if index.is_none() && name != TYPENAME {
            // `__schema`, `__type`, and fields that only a wider type has.
            return;
        }
        let composite = index.and_then(|index| self.index.field(ty, index).composite);
        let key = field.response_key();
        // One that is always selected takes in what is selected under conditions.
        let same_key = open.fields.entry(key).or_default();
        if conditions.is_empty() {
            // One that is always selected takes in what came before it under conditions.
            let first = same_key.first().copied().and_then(|at| match &mut open.items[at] {
                OpenItem::Field(known) if known.item.defer == defer => Some(known),
                _ => None,
            });
            if let Some(known) = first {
                let held = std::mem::take(&mut known.item.conditions);
                for (_, inner) in &mut known.sets {
                    *inner = and_conditions(inner, &held);
                }
            }
        }
        let known = same_key.iter().copied().find(|at| match &open.items[*at] {
            OpenItem::Field(Open { item: known, .. }) => {
                known.defer == defer
                    && (known.conditions == conditions || known.conditions.is_empty())
            }
            OpenItem::Fragment { .. } => false,
        });
        let known = known.and_then(|at| match &mut open.items[at] {
            OpenItem::Field(known) => Some(known),
            OpenItem::Fragment { .. } => None,
        });
        match known {
            Some(known) => {
                let inner =
                    if known.item.conditions == conditions { Vec::new() } else { conditions };
                if composite.is_some() {
                    known.sets.push((&field.selection_set, inner));
                }
            }
            None => {
                let mut arguments: Arguments = field.arguments.clone();
                arguments.sort_by(|one, other| one.name.cmp(&other.name));
                let sets = vec![(&field.selection_set, Vec::new())];
                let item = FieldItem {
                    key: key.clone(),
                    name: name.clone(),
                    field: index,
                    arguments,
                    conditions,
                    defer,
                    node: composite.map(|ty| NodeId(ty.0)),
                };
                same_key.push(open.items.len());
                open.items.push(OpenItem::Field(Open { item, sets }));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a fragment in its place is all of these")]
    fn collect_fragment<'s>(
        &mut self,
        ty: TypeId,
        on: &Name,
        directives: &DirectiveList,
        inner: &'s SelectionSet,
        conditions: Conditions,
        defer: Option<DeferId>,
        open: &mut OpenItems<'s>,
    ) -> Result<(), OverBudget>
    where
        'a: 's,
    {
        let Some(on) = self.index.type_id(on) else { return Ok(()) };
        let own_defer = self.read_defer(directives, inner);
        let defer = own_defer.or(defer);
        let entry = self.index.ty(ty);
        let is_wider = on == ty
            || entry.interfaces.contains(&on)
            || (!self.index.is_abstract(ty) && self.index.includes(on, ty));
        if is_wider {
            return self.collect(ty, inner, &conditions, defer, open);
        }
        let overlaps = entry.possible.iter().any(|object| self.index.includes(on, *object));
        if !overlaps {
            return Ok(());
        }
        let known = open.items.iter_mut().find_map(|item| match item {
            OpenItem::Fragment { on: known, conditions: held, defer: part, sets }
                if *known == on && *held == conditions && *part == defer =>
            {
                Some(sets)
            }
            _ => None,
        });
        match known {
            Some(sets) => sets.push(inner),
            None => {
                open.items.push(OpenItem::Fragment { on, conditions, defer, sets: vec![inner] });
            }
        }
        Ok(())
    }

    fn read_defer(&mut self, directives: &DirectiveList, set: &SelectionSet) -> Option<DeferId> {
        if !self.options.honours_defer {
            return None;
        }
        let directive = directives.get("defer")?;
        let is_off = match directive.specified_argument_by_name("if").map(|value| value.as_ref()) {
            Some(Value::Boolean(value)) => !value,
            Some(Value::Variable(name)) => self.options.false_variables.contains(name),
            _ => false,
        };
        if is_off {
            return None;
        }
        let label = directive
            .specified_argument_by_name("label")
            .and_then(|value| value.as_str())
            .map(str::to_owned);
        self.deferred.push(DeferredFragment { label, selections: set.clone() });
        Some(DeferId(self.deferred.len() as u32 - 1))
    }
}

/// The conditions of a selection; `None` when it is never selected.
fn read_conditions(directives: &DirectiveList) -> Option<Conditions> {
    let mut conditions = Vec::new();
    for directive in directives.iter() {
        let included_if = match directive.name.as_str() {
            "include" => true,
            "skip" => false,
            _ => continue,
        };
        match directive.specified_argument_by_name("if").map(|value| value.as_ref()) {
            Some(Value::Boolean(value)) if *value != included_if => return None,
            Some(Value::Variable(variable)) => {
                conditions.push(Condition { variable: variable.clone(), included_if });
            }
            _ => {}
        }
    }
    conditions.sort_unstable();
    conditions.dedup();
    Some(conditions)
}

/// Whether one variable must be true and false.
pub(crate) fn is_contradictory(conditions: &[Condition]) -> bool {
    conditions.windows(2).any(|pair| pair[0].variable == pair[1].variable)
}
