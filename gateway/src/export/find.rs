//! Finds the one connection of a query, and writes the query anew so that it can be paged. Pure.

use apollo_compiler::{
    Name, Node, Schema, ast,
    executable::{ExecutableDocument, Field, Selection, SelectionSet},
    name,
    schema::ExtendedType,
    validation::Valid,
};

use super::{ExportError, table::Column};
use crate::operation::PreparedOperation;

/// The variable that a page begins after.
pub(super) const AFTER: &str = "qianzhanExportAfter";
/// What the page's end is asked under.
const PAGE_KEY: Name = name!("qianzhanExportPage");
/// Rows of a page, where the client names none: the largest that a site gives.
const PAGE_SIZE: i32 = 500;

/// A query that asks for one page of its connection.
#[derive(Debug)]
pub(super) struct PagedQuery {
    /// The document.
    pub(super) text: String,
    /// Response keys from `data` to the connection.
    path: Vec<Name>,
    rows: RowKeys,
    /// The columns of a row, in the order of the selection.
    pub(super) columns: Vec<Column>,
}

/// Where the rows stand in the connection.
#[derive(Debug)]
enum RowKeys {
    Nodes(Name),
    Edges(Name, Name),
}

impl PagedQuery {
    /// The connection in an answer's `data`; `None` where something above it is null.
    pub(super) fn connection<'d>(
        &self,
        data: &'d serde_json::Value,
    ) -> Option<&'d serde_json::Value> {
        let found = self.path.iter().try_fold(data, |at, key| at.get(key.as_str()))?;
        (!found.is_null()).then_some(found)
    }

    /// The rows of a connection; a row that is null was withheld, and is left out.
    pub(super) fn rows<'d>(&self, connection: &'d serde_json::Value) -> Vec<&'d serde_json::Value> {
        let list = |key: &Name| connection[key.as_str()].as_array().into_iter().flatten();
        let rows: Vec<_> = match &self.rows {
            RowKeys::Nodes(nodes) => list(nodes).collect(),
            RowKeys::Edges(edges, node) => list(edges).map(|edge| &edge[node.as_str()]).collect(),
        };
        rows.into_iter().filter(|row| !row.is_null()).collect()
    }

    /// Whether another page follows, and the cursor after which it begins.
    pub(super) fn next_page(connection: &serde_json::Value) -> (bool, Option<&str>) {
        let page = &connection[PAGE_KEY.as_str()];
        (page["hasNextPage"] == true, page["endCursor"].as_str())
    }
}

/// The query of an operation, page by page.
///
/// # Errors
/// [`ExportError`] if it has not exactly one connection, or does not ask for all of it.
pub(super) fn paged_query(
    schema: &Valid<Schema>,
    prepared: &PreparedOperation,
) -> Result<PagedQuery, ExportError> {
    if !prepared.operation.is_query() {
        return Err(ExportError::OnlyQueries);
    }
    let mut found = Vec::new();
    find_connections(schema, &prepared.operation.selection_set, &mut Vec::new(), &mut found);
    let count = found.len();
    let Ok([(path, connection)]) = <[_; 1]>::try_from(found) else {
        return Err(ExportError::NotOneConnection { found: count });
    };
    let (rows, selection) = rows_of(&prepared.document, connection)?;
    let mut columns = Vec::new();
    add_columns(&prepared.document, selection, &mut Vec::new(), &mut columns);
    let text = rewrite(prepared, &path)?;
    Ok(PagedQuery { text, path, rows, columns })
}

/// Connections, each with the response keys that lead to it: those below lists are none, since a
/// page of them would be many pages.
fn find_connections<'d>(
    schema: &Schema,
    selection: &'d SelectionSet,
    path: &mut Vec<Name>,
    found: &mut Vec<(Vec<Name>, &'d Field)>,
) {
    for part in &selection.selections {
        match part {
            Selection::Field(field) => {
                if field.ty().is_list() {
                    continue;
                }
                path.push(field.response_key().clone());
                if is_connection(schema, field) {
                    found.push((path.clone(), field));
                } else {
                    find_connections(schema, &field.selection_set, path, found);
                }
                path.pop();
            }
            Selection::InlineFragment(fragment) => {
                find_connections(schema, &fragment.selection_set, path, found);
            }
            // What several places may share is not written anew.
            Selection::FragmentSpread(_) => {}
        }
    }
}

/// A field that takes `after`, of a type with `pageInfo` and `nodes`. Spec: Relay, "Cursor
/// Connections".
fn is_connection(schema: &Schema, field: &Field) -> bool {
    let takes = |name: &str| field.definition.arguments.iter().any(|it| it.name == name);
    let has = |name: &str| match schema.types.get(field.ty().inner_named_type()) {
        Some(ExtendedType::Object(object)) => object.fields.contains_key(name),
        _ => false,
    };
    takes("first") && takes("after") && has("pageInfo") && has("nodes")
}

/// Where the rows stand, and what is selected of one.
fn rows_of<'d>(
    document: &'d ExecutableDocument,
    connection: &'d Field,
) -> Result<(RowKeys, &'d SelectionSet), ExportError> {
    let mut rows = None;
    for field in connection.selection_set.root_fields(document) {
        if field.name == "nodes" {
            rows = Some((RowKeys::Nodes(field.response_key().clone()), &field.selection_set));
        } else if field.name == "edges" {
            let node = field.selection_set.root_fields(document).find(|it| it.name == "node");
            if let Some(node) = node {
                let edges = field.response_key().clone();
                let keys = RowKeys::Edges(edges, node.response_key().clone());
                rows = rows.or(Some((keys, &node.selection_set)));
            }
        }
    }
    rows.ok_or(ExportError::NoRows)
}

/// A column for each leaf of a row; lists are leaves.
fn add_columns(
    document: &ExecutableDocument,
    selection: &SelectionSet,
    above: &mut Vec<Node<Field>>,
    columns: &mut Vec<Column>,
) {
    for part in &selection.selections {
        match part {
            Selection::Field(field) => {
                above.push(field.clone());
                if field.selection_set.selections.is_empty() || field.ty().is_list() {
                    let column = Column::of_fields(above);
                    if !columns.contains(&column) {
                        columns.push(column);
                    }
                } else {
                    add_columns(document, &field.selection_set, above, columns);
                }
                above.pop();
            }
            Selection::InlineFragment(fragment) => {
                add_columns(document, &fragment.selection_set, above, columns);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = spread.fragment_def(document) {
                    add_columns(document, &fragment.selection_set, above, columns);
                }
            }
        }
    }
}

/// The document, with the connection asked for one page after a variable, and for where it ends.
fn rewrite(prepared: &PreparedOperation, path: &[Name]) -> Result<String, ExportError> {
    // What the gateway has validated can be written and read again.
    let text = prepared.document.to_string();
    let mut document = ast::Document::parse(text, "export.graphql")
        .map_err(|_| ExportError::NotOneConnection { found: 0 })?;
    let name = prepared.operation.name.as_ref();
    let mut outcome = Err(ExportError::NotOneConnection { found: 0 });
    for definition in &mut document.definitions {
        let ast::Definition::OperationDefinition(operation) = definition else { continue };
        if operation.name.as_ref() != name {
            continue;
        }
        let operation = operation.make_mut();
        operation.variables.push(Node::new(ast::VariableDefinition {
            name: name!("qianzhanExportAfter"),
            ty: Node::new(ast::Type::Named(name!("String"))),
            default_value: None,
            directives: ast::DirectiveList::default(),
        }));
        edit(&mut operation.selection_set, path, &mut |field| outcome = page(field));
    }
    outcome.map(|()| document.to_string())
}

/// Applies `change` to the field at these response keys.
fn edit(selection: &mut [ast::Selection], path: &[Name], change: &mut dyn FnMut(&mut ast::Field)) {
    let Some((first, rest)) = path.split_first() else { return };
    for part in selection {
        match part {
            ast::Selection::Field(field) if field.response_name() == first => {
                let field = field.make_mut();
                if rest.is_empty() {
                    change(field);
                } else {
                    edit(&mut field.selection_set, rest, change);
                }
            }
            ast::Selection::InlineFragment(fragment) => {
                edit(&mut fragment.make_mut().selection_set, path, change);
            }
            _ => {}
        }
    }
}

fn page(field: &mut ast::Field) -> Result<(), ExportError> {
    for argument in ["after", "before", "last"] {
        if field.arguments.iter().any(|it| it.name == argument && !it.value.is_null()) {
            return Err(ExportError::NotWhole { argument });
        }
    }
    let is_window = |name: &Name| ["after", "before", "last"].contains(&name.as_str());
    field.arguments.retain(|it| !is_window(&it.name));
    if !field.arguments.iter().any(|it| it.name == "first") {
        field.arguments.push(argument(name!("first"), ast::Value::Int(PAGE_SIZE.into())));
    }
    let after = ast::Value::Variable(name!("qianzhanExportAfter"));
    field.arguments.push(argument(name!("after"), after));
    let leaf = |name: Name| {
        ast::Selection::Field(Node::new(ast::Field {
            alias: None,
            name,
            arguments: Vec::new(),
            directives: ast::DirectiveList::default(),
            selection_set: Vec::new(),
        }))
    };
    field.selection_set.push(ast::Selection::Field(Node::new(ast::Field {
        alias: Some(PAGE_KEY),
        name: name!("pageInfo"),
        arguments: Vec::new(),
        directives: ast::DirectiveList::default(),
        selection_set: vec![leaf(name!("hasNextPage")), leaf(name!("endCursor"))],
    })));
    Ok(())
}

fn argument(name: Name, value: ast::Value) -> Node<ast::Argument> {
    Node::new(ast::Argument { name, value: Node::new(value) })
}
