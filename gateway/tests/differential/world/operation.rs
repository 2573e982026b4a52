//! An operation as a tree that can be made smaller, and its text.

use std::{collections::BTreeSet, fmt};

use serde_json::{Map, Value};

/// An operation with its fragments and the values of its variables.
#[derive(Debug, Clone, Default)]
pub(crate) struct Operation {
    pub(crate) is_mutation: bool,
    pub(crate) selections: Vec<Selected>,
    pub(crate) fragments: Vec<Fragment>,
    /// Those that nothing uses are not printed.
    pub(crate) variables: Vec<Variable>,
}

/// A named fragment. Those that nothing uses are not printed.
#[derive(Debug, Clone)]
pub(crate) struct Fragment {
    pub(crate) name: String,
    pub(crate) on: String,
    pub(crate) selections: Vec<Selected>,
}

/// A variable.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: String,
    /// As written.
    pub(crate) default: Option<String>,
    /// `None` where the client leaves it out.
    pub(crate) value: Option<Value>,
}

/// One selection.
#[derive(Debug, Clone)]
pub(crate) struct Selected {
    pub(crate) kind: Kind,
    pub(crate) conditions: Vec<Condition>,
    /// Empty for leaves and spreads.
    pub(crate) selections: Vec<Selected>,
}

/// What a selection is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Field {
        alias: Option<String>,
        name: String,
        /// Names and values as written.
        arguments: Vec<(String, String)>,
    },
    Inline {
        on: Option<String>,
    },
    Spread {
        fragment: String,
    },
}

/// `@skip` or `@include`.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    pub(crate) includes: bool,
    /// A Boolean or a variable, as written.
    pub(crate) when: String,
}

impl Operation {
    /// The values that the client sends.
    pub(crate) fn variable_values(&self) -> Map<String, Value> {
        let text = self.to_string();
        self.variables
            .iter()
            .filter(|variable| uses(&text, &variable.name))
            .filter_map(|variable| Some((variable.name.clone(), variable.value.clone()?)))
            .collect()
    }

    fn used_fragments(&self) -> BTreeSet<&str> {
        let mut used = BTreeSet::new();
        let mut pending: Vec<&[Selected]> = vec![&self.selections];
        while let Some(selections) = pending.pop() {
            for selected in selections {
                pending.push(&selected.selections);
                if let Kind::Spread { fragment } = &selected.kind
                    && used.insert(fragment.as_str())
                {
                    let definition = self.fragments.iter().find(|known| known.name == *fragment);
                    pending.extend(definition.map(|known| known.selections.as_slice()));
                }
            }
        }
        used
    }
}

/// Whether `$name` stands in the text as a whole word.
fn uses(text: &str, name: &str) -> bool {
    let sign = format!("${name}");
    text.match_indices(&sign).any(|(at, _)| {
        !text[at + sign.len()..].starts_with(|next: char| next.is_ascii_alphanumeric())
    })
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let used = self.used_fragments();
        let mut body = format!("{}", SelectionsText(&self.selections, 0));
        for fragment in &self.fragments {
            if used.contains(fragment.name.as_str()) {
                let selections = SelectionsText(&fragment.selections, 0);
                body += &format!("\nfragment {} on {}{selections}", fragment.name, fragment.on);
            }
        }
        f.write_str(if self.is_mutation { "mutation" } else { "query" })?;
        let variables: Vec<String> = self
            .variables
            .iter()
            .filter(|variable| uses(&body, &variable.name))
            .map(|variable| {
                let default = variable.default.as_ref().map(|value| format!(" = {value}"));
                format!("${}: {}{}", variable.name, variable.ty, default.unwrap_or_default())
            })
            .collect();
        if !variables.is_empty() {
            write!(f, "({})", variables.join(", "))?;
        }
        f.write_str(&body)
    }
}

struct SelectionsText<'a>(&'a [Selected], usize);

impl fmt::Display for SelectionsText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(selections, depth) = *self;
        f.write_str(" {\n")?;
        for selected in selections {
            write!(f, "{:indent$}", "", indent = (depth + 1) * 2)?;
            match &selected.kind {
                Kind::Field { alias, name, arguments } => {
                    alias.iter().try_for_each(|alias| write!(f, "{alias}: "))?;
                    f.write_str(name)?;
                    if !arguments.is_empty() {
                        let arguments: Vec<String> = arguments
                            .iter()
                            .map(|(name, value)| format!("{name}: {value}"))
                            .collect();
                        write!(f, "({})", arguments.join(", "))?;
                    }
                }
                Kind::Inline { on } => {
                    f.write_str("...")?;
                    on.iter().try_for_each(|on| write!(f, " on {on}"))?;
                }
                Kind::Spread { fragment } => write!(f, "...{fragment}")?,
            }
            for condition in &selected.conditions {
                let directive = if condition.includes { "include" } else { "skip" };
                write!(f, " @{directive}(if: {})", condition.when)?;
            }
            if !selected.selections.is_empty() {
                write!(f, "{}", SelectionsText(&selected.selections, depth + 1))?;
            } else {
                f.write_str("\n")?;
            }
        }
        writeln!(f, "{:indent$}}}", "", indent = depth * 2)
    }
}
