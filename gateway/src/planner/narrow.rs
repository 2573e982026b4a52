//! Narrows a fetch document to what an older site knows of its contract.
//! In: a document, and the site's own schema. Out: the document without the selections that the
//! schema lacks, and their coordinates. Pure. Spec: docs/jurisdiction-spec.md, section 8.

use std::collections::{BTreeSet, HashSet};

use apollo_compiler::{
    Name, Node, Schema,
    ast::{FieldDefinition, Type, Value},
    executable::{ExecutableDocument, Field, InlineFragment, Selection, SelectionSet},
    schema::ExtendedType,
    validation::Valid,
};

use super::plan::TYPENAME;

/// What every subgraph knows without saying so in its schema.
const KNOWN_FIELDS: [&str; 3] = [TYPENAME, "_entities", "_service"];

/// A document that a site can answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowed {
    /// The document.
    pub document: String,
    /// What was left out: coordinates such as `Book.title`, `Region.books(order:)`, `Genre.VERSE`.
    pub lacking: BTreeSet<String>,
}

/// `text` without what `site` lacks. `None` where it lacks nothing of it, or a whole root field:
/// then there is no narrower question to ask.
pub fn narrow(schema: &Valid<Schema>, site: &Schema, text: &str) -> Option<Narrowed> {
    let document = ExecutableDocument::parse(schema, text, "fetch.graphql").ok()?;
    let mut operation = document.operations.get(None).ok()?.as_ref().clone();
    let mut narrowing = Narrowing { document: &document, site, lacking: BTreeSet::new() };
    for variable in &operation.variables {
        let ty = variable.ty.inner_named_type();
        if !narrowing.knows_type(ty) {
            narrowing.lacking.insert(ty.to_string());
        }
    }
    let unknown_types = narrowing.lacking.clone();
    let unknown_variables: HashSet<Name> = operation
        .variables
        .iter()
        .filter(|variable| unknown_types.contains(variable.ty.inner_named_type().as_str()))
        .map(|variable| variable.name.clone())
        .collect();
    let roots = operation.selection_set.selections.len();
    narrowing.narrow_set(&mut operation.selection_set, &unknown_variables);
    let lacking = narrowing.lacking;
    if lacking.is_empty() || operation.selection_set.selections.len() < roots {
        return None;
    }
    let mut used = HashSet::new();
    used_variables(&operation.selection_set, &mut used);
    operation.variables.retain(|variable| used.contains(&variable.name));
    let mut narrowed = ExecutableDocument::new();
    narrowed.operations.insert(operation);
    Some(Narrowed { document: narrowed.serialize().no_indent().to_string(), lacking })
}

struct Narrowing<'a> {
    document: &'a ExecutableDocument,
    site: &'a Schema,
    lacking: BTreeSet<String>,
}

impl Narrowing<'_> {
    fn narrow_set(&mut self, set: &mut SelectionSet, unknown: &HashSet<Name>) {
        let parent = set.ty.clone();
        let selections = std::mem::take(&mut set.selections);
        for selection in selections {
            set.selections.extend(self.narrow_selection(&parent, selection, unknown));
        }
    }

    fn narrow_selection(
        &mut self,
        parent: &Name,
        selection: Selection,
        unknown: &HashSet<Name>,
    ) -> Option<Selection> {
        match selection {
            Selection::Field(mut field) => {
                if !self.knows_field(parent, &field, unknown) {
                    return None;
                }
                let was_leaf = field.selection_set.selections.is_empty();
                // `_entities` of types that the site lacks are no question to it.
                let may_be_empty = field.name.as_str() != "_entities";
                let inner = &mut field.make_mut().selection_set;
                self.narrow_set(inner, unknown);
                if inner.selections.is_empty() && !was_leaf {
                    if !may_be_empty {
                        return None;
                    }
                    inner.selections.push(typename());
                }
                Some(field.into())
            }
            Selection::InlineFragment(fragment) => self.narrow_fragment(fragment, unknown),
            Selection::FragmentSpread(spread) => {
                let definition = self.document.fragments.get(&spread.fragment_name)?;
                let condition = definition.type_condition().clone();
                let mut fragment = InlineFragment::with_type_condition(condition);
                fragment.directives = spread.directives.clone();
                fragment.selection_set.selections = definition.selection_set.selections.clone();
                self.narrow_fragment(fragment.into(), unknown)
            }
        }
    }

    fn narrow_fragment(
        &mut self,
        mut fragment: Node<InlineFragment>,
        unknown: &HashSet<Name>,
    ) -> Option<Selection> {
        if let Some(condition) = &fragment.type_condition
            && !self.knows_type(condition)
        {
            self.lacking.insert(condition.to_string());
            return None;
        }
        let inner = &mut fragment.make_mut().selection_set;
        self.narrow_set(inner, unknown);
        if inner.selections.is_empty() {
            // That the object is there is still worth knowing.
            inner.selections.push(typename());
        }
        Some(fragment.into())
    }

    /// Whether the site knows the field with all its arguments; what it lacks is noted.
    fn knows_field(&mut self, parent: &Name, field: &Field, unknown: &HashSet<Name>) -> bool {
        if KNOWN_FIELDS.contains(&field.name.as_str()) {
            return true;
        }
        let Ok(definition) = self.site.type_field(parent, &field.name) else {
            self.lacking.insert(format!("{parent}.{}", field.name));
            return false;
        };
        for argument in &field.arguments {
            let Some(known) = definition.argument_by_name(&argument.name) else {
                self.lacking.insert(format!("{parent}.{}({}:)", field.name, argument.name));
                return false;
            };
            if !self.knows_value(known.ty.inner_named_type(), &argument.value, unknown) {
                return false;
            }
        }
        true
    }

    fn knows_value(&mut self, ty: &Name, value: &Value, unknown: &HashSet<Name>) -> bool {
        match value {
            Value::Variable(name) => !unknown.contains(name),
            Value::List(items) => items.iter().all(|item| self.knows_value(ty, item, unknown)),
            Value::Enum(name) => {
                let is_known = match self.site.types.get(ty) {
                    Some(ExtendedType::Enum(definition)) => definition.values.contains_key(name),
                    _ => true,
                };
                if !is_known {
                    self.lacking.insert(format!("{ty}.{name}"));
                }
                is_known
            }
            Value::Object(fields) => {
                let Some(ExtendedType::InputObject(definition)) = self.site.types.get(ty) else {
                    return true;
                };
                fields.iter().all(|(name, value)| match definition.fields.get(name) {
                    Some(field) => self.knows_value(field.ty.inner_named_type(), value, unknown),
                    None => {
                        self.lacking.insert(format!("{ty}.{name}"));
                        false
                    }
                })
            }
            _ => true,
        }
    }

    /// `_Any` and its like are not written in a subgraph's own schema.
    fn knows_type(&self, name: &Name) -> bool {
        name.starts_with('_') || self.site.types.contains_key(name)
    }
}

fn typename() -> Selection {
    let name = Name::new_static_unchecked(TYPENAME);
    let string = Name::new_static_unchecked("String");
    let definition = FieldDefinition {
        description: None,
        name: name.clone(),
        arguments: Vec::new(),
        ty: Type::NonNullNamed(string),
        directives: Default::default(),
    };
    Field::new(name, definition.into()).into()
}

fn used_variables(set: &SelectionSet, used: &mut HashSet<Name>) {
    for selection in &set.selections {
        for directive in selection.directives().iter() {
            directive.arguments.iter().for_each(|argument| variables_of(&argument.value, used));
        }
        match selection {
            Selection::Field(field) => {
                field.arguments.iter().for_each(|argument| variables_of(&argument.value, used));
                used_variables(&field.selection_set, used);
            }
            Selection::InlineFragment(fragment) => used_variables(&fragment.selection_set, used),
            Selection::FragmentSpread(_) => {}
        }
    }
}

fn variables_of(value: &Value, used: &mut HashSet<Name>) {
    match value {
        Value::Variable(name) => {
            used.insert(name.clone());
        }
        Value::List(items) => items.iter().for_each(|item| variables_of(item, used)),
        Value::Object(fields) => fields.iter().for_each(|(_, value)| variables_of(value, used)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = "type Query { book(id: ID!): Book  stock: Stock  _entities(representations: [_Any!]!): [_Entity]! } \
         scalar _Any  union _Entity = Book | Star  type Star { id: ID  mass: Int } \
         type Book { id: ID  title: String  prize(of: Kind, where: Where, size: Int): Prize  author: Author } \
         type Prize { name: String  year: Int }  type Author { id: ID }  enum Kind { OLD NEW } \
         input Where { city: ID  after: Int }  type Stock { copies: Int }";
    const SITE: &str = "type Query { book(id: ID!): Book }  enum Kind { OLD }  input Where { city: ID } \
         type Book @key(fields: \"id\") { id: ID  prize(of: Kind, where: Where): Prize } \
         type Prize { name: String }";

    fn narrowed(text: &str) -> Option<(String, Vec<String>)> {
        let contract = Schema::parse_and_validate(CONTRACT, "contract").expect("a valid schema");
        let site = match Schema::parse(SITE, "site") {
            Ok(site) => site,
            Err(partial) => partial.partial,
        };
        let narrowed = narrow(&contract, &site, text)?;
        Some((narrowed.document, narrowed.lacking.into_iter().collect()))
    }

    #[test]
    fn what_a_site_lacks_is_left_out_and_named() {
        let known = "{ book(id: 1) { __typename id prize(of: OLD) { name } } }";
        for (case, text, expected) in [
            ("it knows all of it", known, None),
            (
                "a field",
                "{ book(id: 1) { id title } }",
                Some(("{ book(id: 1) { id } }", "Book.title")),
            ),
            (
                "a field below",
                "{ book(id: 1) { prize { year name } } }",
                Some(("{ book(id: 1) { prize { name } } }", "Prize.year")),
            ),
            (
                "all of an object's fields",
                "{ book(id: 1) { prize { year } } }",
                Some(("{ book(id: 1) { prize { __typename } } }", "Prize.year")),
            ),
            (
                "an argument, and the variable that only it used",
                "query($id: ID!, $size: Int) { book(id: $id) { id prize(size: $size) { name } } }",
                Some(("query($id: ID!) { book(id: $id) { id } }", "Book.prize(size:)")),
            ),
            (
                "an enum's value",
                "{ book(id: 1) { id prize(of: NEW) { name } } }",
                Some(("{ book(id: 1) { id } }", "Kind.NEW")),
            ),
            (
                "a field of an input",
                "{ book(id: 1) { id prize(where: {after: 3}) { name } } }",
                Some(("{ book(id: 1) { id } }", "Where.after")),
            ),
            (
                "entities, one type of two",
                "query($r: [_Any!]!) { _entities(representations: $r) { ... on Book { title } ... on Star { mass } } }",
                Some((
                    "query($r: [_Any!]!) { _entities(representations: $r) { ... on Book { __typename } } }",
                    "Book.title Star",
                )),
            ),
            (
                "a fragment",
                "{ book(id: 1) { ...F } } fragment F on Book { id title }",
                Some(("{ book(id: 1) { ... on Book { id } } }", "Book.title")),
            ),
            ("a root field", "{ book(id: 1) { id } stock { copies } }", None),
            (
                "all of the entities",
                "query($r: [_Any!]!) { _entities(representations: $r) { ... on Star { mass } } }",
                None,
            ),
        ] {
            let actual = narrowed(text).map(|(text, lacking)| (text, lacking.join(" ")));
            let expected = expected.map(|(text, lacking)| (text.to_owned(), lacking.to_owned()));
            assert_eq!(actual, expected, "{case}");
        }
    }
}
