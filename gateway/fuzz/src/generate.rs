//! Operations that are valid on a schema, made of bytes.

use apollo_compiler::{
    Schema,
    ast::{OperationType, Type},
    schema::ExtendedType,
};
use arbitrary::{Result, Unstructured};

/// Fields of one operation, about.
const MOST_FIELDS: usize = 120;

/// An operation; it ends when the bytes do.
///
/// # Errors
/// Where there are not enough bytes to begin with.
pub fn operation(schema: &Schema, bytes: &mut Unstructured<'_>) -> Result<String> {
    let kinds = [OperationType::Query, OperationType::Mutation, OperationType::Subscription];
    let kind = kinds[bytes.choose_index(8)?.saturating_sub(5)];
    let kind = if schema.root_operation(kind).is_some() { kind } else { OperationType::Query };
    let Some(root) = schema.root_operation(kind) else { return Ok(String::new()) };
    let mut writer = Writer { schema, text: String::new(), fields: 0 };
    let root = root.to_string();
    writer.selections(&root, bytes, 0, kind == OperationType::Subscription)?;
    let name = match kind {
        OperationType::Query => "query",
        OperationType::Mutation => "mutation",
        OperationType::Subscription => "subscription",
    };
    Ok(format!("{name}($a: Boolean! = true, $b: Boolean! = false) {}", writer.text))
}

struct Writer<'a> {
    schema: &'a Schema,
    text: String,
    fields: usize,
}

impl Writer<'_> {
    fn selections(
        &mut self,
        type_name: &str,
        bytes: &mut Unstructured<'_>,
        depth: usize,
        is_single: bool,
    ) -> Result<()> {
        self.text.push_str("{ ");
        if !is_single {
            self.text.push_str("__typename ");
        }
        let wanted = if is_single { 1 } else { bytes.int_in_range(1..=5)? };
        for _ in 0..wanted {
            if self.fields >= MOST_FIELDS || (bytes.is_empty() && !is_single) {
                break;
            }
            if !is_single && bytes.ratio(1, 5)? {
                self.fragment(type_name, bytes, depth)?;
            } else {
                self.field(type_name, bytes, depth, is_single)?;
            }
        }
        self.text.push('}');
        Ok(())
    }

    fn condition(&mut self, bytes: &mut Unstructured<'_>) -> Result<()> {
        const CONDITIONS: [&str; 6] = [
            "@include(if: $a) ",
            "@skip(if: $a) ",
            "@include(if: $b) ",
            "@skip(if: $b) @include(if: $a) ",
            "@include(if: false) ",
            "@skip(if: false) ",
        ];
        if bytes.ratio(1, 5)? {
            self.text.push_str(bytes.choose::<&str>(&CONDITIONS)?);
        }
        Ok(())
    }

    fn fragment(
        &mut self,
        type_name: &str,
        bytes: &mut Unstructured<'_>,
        depth: usize,
    ) -> Result<()> {
        let mut on = vec![type_name.to_owned()];
        for (name, definition) in &self.schema.types {
            let is_near = match definition {
                ExtendedType::Object(object) => {
                    object.implements_interfaces.iter().any(|one| one.name == type_name)
                        || self.schema.get_union(type_name).is_some_and(|union| {
                            union.members.iter().any(|member| member.name == *name)
                        })
                }
                ExtendedType::Interface(_) => self
                    .schema
                    .get_object(type_name)
                    .is_some_and(|object| object.implements_interfaces.contains(name)),
                _ => false,
            };
            if is_near {
                on.push(name.to_string());
            }
        }
        let on = bytes.choose(&on)?.clone();
        self.text.push_str(&format!("... on {on} "));
        self.condition(bytes)?;
        if bytes.ratio(1, 6)? {
            self.text.push_str("@defer ");
        }
        if depth > 8 {
            self.text.push_str("{ __typename } ");
            return Ok(());
        }
        self.selections(&on, bytes, depth + 1, false)
    }

    fn field(
        &mut self,
        type_name: &str,
        bytes: &mut Unstructured<'_>,
        depth: usize,
        is_single: bool,
    ) -> Result<()> {
        let fields = match self.schema.types.get(type_name) {
            Some(ExtendedType::Object(object)) => &object.fields,
            Some(ExtendedType::Interface(interface)) => &interface.fields,
            _ => return Ok(()),
        };
        if fields.is_empty() {
            return Ok(());
        }
        let at = bytes.choose_index(fields.len())?;
        let (name, field) = fields.get_index(at).expect("an index of the fields");
        let mut arguments = String::new();
        for argument in &field.arguments {
            if !argument.is_required() {
                continue;
            }
            let Some(value) = value_of(self.schema, &argument.ty) else { return Ok(()) };
            arguments.push_str(&format!("{}: {value} ", argument.name));
        }
        let is_composite = self.schema.types.get(field.ty.inner_named_type()).is_some_and(|ty| {
            matches!(
                ty,
                ExtendedType::Object(_) | ExtendedType::Interface(_) | ExtendedType::Union(_)
            )
        });
        if is_composite && depth > 10 {
            return Ok(());
        }
        self.fields += 1;
        if bytes.ratio(1, 4)? {
            // Some aliases are names of other fields.
            let alias = fields.get_index(bytes.choose_index(fields.len())?).expect("an index").0;
            self.text.push_str(&format!("x{}_{alias}: ", self.fields));
        }
        self.text.push_str(name);
        if !arguments.is_empty() {
            self.text.push_str(&format!("({arguments})"));
        }
        self.text.push(' ');
        if !is_single {
            self.condition(bytes)?;
        }
        if is_composite {
            let inner = field.ty.inner_named_type().to_string();
            self.selections(&inner, bytes, depth + 1, false)?;
        }
        Ok(())
    }
}

/// A value that the type takes; `None` for an input object.
fn value_of(schema: &Schema, ty: &Type) -> Option<String> {
    if ty.is_list() {
        return Some("[]".to_owned());
    }
    Some(match ty.inner_named_type().as_str() {
        "Int" | "Float" => "1".to_owned(),
        "Boolean" => "true".to_owned(),
        name => match schema.types.get(name)? {
            ExtendedType::Scalar(_) => "\"620000\"".to_owned(),
            ExtendedType::Enum(values) => values.values.keys().next()?.to_string(),
            _ => return None,
        },
    })
}
