//! Which fields a selection asks of an object of one type.
//! Spec: GraphQL October 2021, section 6.3.2 "Field Collection".

use std::{
    cell::{Cell, OnceCell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use ahash::RandomState;
use apollo_compiler::{
    Name,
    ast::{DirectiveList, Type, Value as AstValue},
    executable::{ExecutableDocument, Field, Selection, SelectionSet},
    response::JsonMap,
    schema::{EnumType, ExtendedType},
};

use crate::{
    executor::{Found, Node},
    operation::DEFER_DIRECTIVE,
    supergraph::Supergraph,
};

/// All selections of one response key.
#[derive(Debug)]
pub(super) struct FieldGroup<'a> {
    pub(super) response_key: &'a str,
    /// The same as JSON, with the colon that follows it.
    pub(super) written_key: String,
    /// The first of them; validation saw to it that the others agree.
    pub(super) field: &'a Field,
    /// The object type's own type of the field: it may forbid a null that an interface allows.
    pub(super) ty: &'a Type,
    /// What its values are.
    pub(super) kind: FieldKind<'a>,
    /// Their sub-selections.
    pub(super) selections: Rc<[&'a SelectionSet]>,
    /// The place where its value was last found in an object.
    near: Cell<usize>,
    /// What they ask of the one object type that the values are of.
    of_object: OnceCell<Rc<[FieldGroup<'a>]>>,
}

impl FieldGroup<'_> {
    /// The field's value in an object: most often where it was in the one before.
    pub(super) fn find<'r>(&self, node: Node<'r>) -> Option<Found<'r>> {
        let found = node.find_near(self.response_key, self.near.get())?;
        self.near.set(found.place);
        Some(found)
    }
}

/// What the values of a field are, below its lists.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldKind<'a> {
    /// `__typename`.
    Typename,
    /// `__schema` or `__type`.
    Introspection,
    /// Values of this enum.
    Enum(&'a EnumType),
    /// Values of a scalar.
    Scalar(Scalar),
    /// Objects of this type.
    Object(&'a Name),
    /// Objects of types that this abstract one may be.
    Abstract(&'a Name),
}

/// Scalars by what their values are checked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Int,
    Float,
    Boolean,
    String,
    Id,
    /// Values of a custom scalar are the site's own business.
    Custom,
}

/// Which selections, by their address, and for which object type.
type CollectedKey<'a> = (*const &'a SelectionSet, Name);

/// Collects fields, and remembers what it collected: a list's items ask the same again and again.
pub(super) struct Collector<'a> {
    supergraph: &'a Supergraph,
    document: &'a ExecutableDocument,
    variables: &'a JsonMap,
    /// Whether deferred fragments are left to parts of their own.
    leaves_deferred: bool,
    known: RefCell<HashMap<CollectedKey<'a>, Rc<[FieldGroup<'a>]>, RandomState>>,
    /// Keeps the selections of every key in `known` alive, so that no address is used twice.
    kept: RefCell<Vec<Rc<[&'a SelectionSet]>>>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        supergraph: &'a Supergraph,
        document: &'a ExecutableDocument,
        variables: &'a JsonMap,
        leaves_deferred: bool,
    ) -> Self {
        Self {
            supergraph,
            document,
            variables,
            leaves_deferred,
            known: RefCell::default(),
            kept: RefCell::default(),
        }
    }

    /// The fields that `selections` ask of an object of `object_type`, in order of first mention.
    pub(super) fn collect(
        &self,
        selections: &Rc<[&'a SelectionSet]>,
        object_type: &Name,
    ) -> Rc<[FieldGroup<'a>]> {
        let key = (selections.as_ptr(), object_type.clone());
        if let Some(groups) = self.known.borrow().get(&key) {
            return Rc::clone(groups);
        }
        let mut found: Vec<(&'a Name, Vec<&'a Field>)> = Vec::new();
        for set in selections.iter() {
            self.visit(set, object_type, &mut found);
        }
        let groups: Rc<[FieldGroup<'a>]> = found
            .into_iter()
            .map(|(response_key, fields)| self.group(object_type, response_key, &fields))
            .collect();
        self.kept.borrow_mut().push(Rc::clone(selections));
        self.known.borrow_mut().insert(key, Rc::clone(&groups));
        groups
    }

    /// The same for the one object type of the group's values.
    pub(super) fn collect_of(
        &self,
        group: &FieldGroup<'a>,
        object_type: &Name,
    ) -> Rc<[FieldGroup<'a>]> {
        let collected = || self.collect(&group.selections, object_type);
        Rc::clone(group.of_object.get_or_init(collected))
    }

    fn group(
        &self,
        object_type: &Name,
        response_key: &'a Name,
        fields: &[&'a Field],
    ) -> FieldGroup<'a> {
        let ty = self.own_type(object_type, fields[0]);
        FieldGroup {
            response_key: response_key.as_str(),
            // A name needs no escapes.
            written_key: format!("\"{response_key}\":"),
            field: fields[0],
            ty,
            kind: self.kind(&fields[0].name, ty.inner_named_type()),
            selections: fields.iter().map(|field| &field.selection_set).collect(),
            near: Cell::new(0),
            of_object: OnceCell::new(),
        }
    }

    fn kind(&self, field: &Name, named: &'a Name) -> FieldKind<'a> {
        match field.as_str() {
            "__typename" => return FieldKind::Typename,
            "__schema" | "__type" => return FieldKind::Introspection,
            _ => {}
        }
        match self.supergraph.api_schema.types.get(named) {
            Some(ExtendedType::Enum(definition)) => FieldKind::Enum(definition),
            Some(ExtendedType::Scalar(_)) => FieldKind::Scalar(match named.as_str() {
                "Int" => Scalar::Int,
                "Float" => Scalar::Float,
                "Boolean" => Scalar::Boolean,
                "String" => Scalar::String,
                "ID" => Scalar::Id,
                _ => Scalar::Custom,
            }),
            Some(ExtendedType::Object(_)) => FieldKind::Object(named),
            _ => FieldKind::Abstract(named),
        }
    }

    fn own_type(&self, object_type: &Name, field: &'a Field) -> &'a Type {
        let definition = self.supergraph.api_schema.type_field(object_type, &field.name);
        definition.map_or(field.ty(), |definition| &definition.ty)
    }

    fn visit(
        &self,
        set: &'a SelectionSet,
        object_type: &Name,
        found: &mut Vec<(&'a Name, Vec<&'a Field>)>,
    ) {
        for selection in &set.selections {
            let directives = selection.directives();
            if !self.is_included(directives) || self.is_deferred(directives) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let response_key = field.response_key();
                    match found.iter_mut().find(|(known, _)| *known == response_key) {
                        Some((_, fields)) => fields.push(field),
                        None => found.push((response_key, vec![field])),
                    }
                }
                Selection::InlineFragment(fragment) => {
                    if self.applies(fragment.type_condition.as_ref(), object_type) {
                        self.visit(&fragment.selection_set, object_type, found);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name)
                        && self.applies(Some(fragment.type_condition()), object_type)
                    {
                        self.visit(&fragment.selection_set, object_type, found);
                    }
                }
            }
        }
    }

    fn applies(&self, condition: Option<&Name>, object_type: &Name) -> bool {
        condition.is_none_or(|condition| self.supergraph.is_possible_type(condition, object_type))
    }

    fn is_included(&self, directives: &DirectiveList) -> bool {
        !self.condition(directives, "skip").unwrap_or(false)
            && self.condition(directives, "include").unwrap_or(true)
    }

    fn is_deferred(&self, directives: &DirectiveList) -> bool {
        self.leaves_deferred
            && directives.has(DEFER_DIRECTIVE)
            && self.condition(directives, DEFER_DIRECTIVE).unwrap_or(true)
    }

    /// The value of the directive's `if`.
    fn condition(&self, directives: &DirectiveList, directive: &str) -> Option<bool> {
        let value = directives.get(directive)?.specified_argument_by_name("if")?;
        match value.as_ref() {
            AstValue::Boolean(value) => Some(*value),
            AstValue::Variable(name) => self.variables.get(name.as_str())?.as_bool(),
            _ => None,
        }
    }
}
