//! Lints on how a contract links the specification.
//!
//! Composition drops a directive that the contract does not import under its own name and hand on
//! with `@composeDirective`, and says nothing.

use apollo_compiler::schema::ExtendedType;

use super::{
    contract::Contract,
    finding::{Finding, LintCode, Message},
};
use crate::supergraph::jurisdiction::DIRECTIVES;

/// The versions that this gateway knows, the newest last.
const KNOWN_VERSIONS: [&str; 2] = ["v1.0", "v1.1"];

pub(super) fn check(contract: &Contract<'_>) -> Vec<Finding> {
    let mut findings = unsupported_versions(contract);
    findings.extend(dropped_directives(contract));
    findings
}

fn unsupported_versions(contract: &Contract<'_>) -> Vec<Finding> {
    let versions = contract.linked_versions().into_iter();
    versions
        .filter(|version| !KNOWN_VERSIONS.contains(version))
        .map(|version| {
            let known = KNOWN_VERSIONS.join(", ");
            let message = Message::new(
                format!("链接了管辖规范 {version}，本网关只支持 {known}"),
                format!(
                    "links {version} of the jurisdiction specification; \
                     this gateway knows {known}"
                ),
            );
            contract.finding(LintCode::SpecVersionUnsupported, "", message)
        })
        .collect()
}

fn dropped_directives(contract: &Contract<'_>) -> Vec<Finding> {
    let imports = contract.imports();
    let composed = contract.composed_directives();
    DIRECTIVES
        .iter()
        .filter(|directive| is_used(contract, directive))
        .map(|directive| format!("@{directive}"))
        .filter(|name| !imports.contains(&name.as_str()) || !composed.contains(&name.as_str()))
        .map(|name| {
            let message = Message::new(
                format!("使用了 {name}，须在 @link 中以原名导入，并以 @composeDirective 带入超图"),
                format!(
                    "{name} is used, so it must be imported by @link under its own name \
                     and listed by @composeDirective"
                ),
            );
            contract.finding(LintCode::DirectiveNotComposed, name, message)
        })
        .collect()
}

fn is_used(contract: &Contract<'_>, directive: &str) -> bool {
    let mut definitions = contract.schema.types.values();
    definitions.any(|definition| match definition {
        ExtendedType::Object(object) => {
            object.directives.has(directive)
                || object.fields.values().any(|field| field.directives.has(directive))
        }
        ExtendedType::Interface(interface) => {
            let mut fields = interface.fields.values();
            fields.any(|field| field.directives.has(directive))
        }
        ExtendedType::InputObject(input) => {
            input.fields.values().any(|field| field.directives.has(directive))
        }
        ExtendedType::Enum(definition) => {
            definition.values.values().any(|value| value.directives.has(directive))
        }
        _ => false,
    })
}
