//! What a lint reports, and the stable codes it reports under.

use std::fmt;

/// Code of a lint. Stable: scripts may depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintCode {
    /// The contract is not GraphQL.
    ContractSyntaxInvalid,
    /// The contract links a version of the specification that this gateway does not know.
    SpecVersionUnsupported,
    /// A directive is used and composition would drop it.
    DirectiveNotComposed,
    /// `by` of `@route` or `@gather` names no key field, or no argument of the root field.
    RouteKeyUnknown,
    /// A root field says neither `@route` nor `@gather`.
    RootFieldWithoutSpread,
    /// An entity says neither `@route` nor `@gather`.
    EntityWithoutSpread,
    /// A type or root field is spread in two ways.
    SpreadConflict,
    /// A merge operation does not fit the type of its field.
    MergeTypeMismatch,
    /// `by` or `weight` is given to an operation that has no use for it.
    MergeArgumentUnexpected,
    /// `@merge` on a field that never merges.
    MergeWithoutGather,
    /// A connection that merges without `@merge(with: CONNECTION)`.
    ConnectionWithoutMerge,
    /// A field merges, is local or is classified in one contract and not, or not so, in another.
    FieldDirectiveConflict,
    /// A field of a gathered object is non-null.
    GatheredFieldNonNull,
    /// A field that may cross sites is non-null.
    CrossingFieldNonNull,
    /// A field, or a routed entity, says no class, or one that there is not.
    ClassMissing,
    /// A field that its owner may withhold is non-null.
    ClassifiedFieldNonNull,
    /// A filter or sort key does not say which fields it reads.
    ReadsMissing,
    /// `@reads` names no field.
    ReadsFieldUnknown,
}

impl LintCode {
    /// All of them, in the order of the specification.
    pub const ALL: [Self; 18] = [
        Self::ContractSyntaxInvalid,
        Self::SpecVersionUnsupported,
        Self::DirectiveNotComposed,
        Self::RouteKeyUnknown,
        Self::RootFieldWithoutSpread,
        Self::EntityWithoutSpread,
        Self::SpreadConflict,
        Self::MergeTypeMismatch,
        Self::MergeArgumentUnexpected,
        Self::MergeWithoutGather,
        Self::ConnectionWithoutMerge,
        Self::FieldDirectiveConflict,
        Self::GatheredFieldNonNull,
        Self::CrossingFieldNonNull,
        Self::ClassMissing,
        Self::ClassifiedFieldNonNull,
        Self::ReadsMissing,
        Self::ReadsFieldUnknown,
    ];

    /// The code as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ContractSyntaxInvalid => "CONTRACT_SYNTAX_INVALID",
            Self::SpecVersionUnsupported => "SPEC_VERSION_UNSUPPORTED",
            Self::DirectiveNotComposed => "DIRECTIVE_NOT_COMPOSED",
            Self::RouteKeyUnknown => "ROUTE_KEY_UNKNOWN",
            Self::RootFieldWithoutSpread => "ROOT_FIELD_WITHOUT_SPREAD",
            Self::EntityWithoutSpread => "ENTITY_WITHOUT_SPREAD",
            Self::SpreadConflict => "SPREAD_CONFLICT",
            Self::MergeTypeMismatch => "MERGE_TYPE_MISMATCH",
            Self::MergeArgumentUnexpected => "MERGE_ARGUMENT_UNEXPECTED",
            Self::MergeWithoutGather => "MERGE_WITHOUT_GATHER",
            Self::ConnectionWithoutMerge => "CONNECTION_WITHOUT_MERGE",
            Self::FieldDirectiveConflict => "FIELD_DIRECTIVE_CONFLICT",
            Self::GatheredFieldNonNull => "GATHERED_FIELD_NON_NULL",
            Self::CrossingFieldNonNull => "CROSSING_FIELD_NON_NULL",
            Self::ClassMissing => "CLASS_MISSING",
            Self::ClassifiedFieldNonNull => "CLASSIFIED_FIELD_NON_NULL",
            Self::ReadsMissing => "READS_MISSING",
            Self::ReadsFieldUnknown => "READS_FIELD_UNKNOWN",
        }
    }
}

impl fmt::Display for LintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One thing to mend in a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub code: LintCode,
    /// The contract it stands in.
    pub contract: String,
    /// `Type`, `Type.field` or `@directive`; empty for the contract as a whole.
    pub coordinate: String,
    /// What is wrong and what would be right, in Chinese and English.
    pub message: Message,
}

/// A text for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// In Chinese.
    pub chinese: String,
    /// In English.
    pub english: String,
}

impl Message {
    pub(super) fn new(chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { chinese: chinese.into(), english: english.into() }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.chinese, self.english)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, contract, coordinate, message } = self;
        if coordinate.is_empty() {
            write!(f, "{code}: {contract}: {message}")
        } else {
            write!(f, "{code}: {contract}: {coordinate}: {message}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECIFICATION: &str = include_str!("../../../../docs/jurisdiction-spec.md");

    #[test]
    fn the_specification_lists_every_code_in_this_order() {
        let (_, lints) = SPECIFICATION.split_once("## 9. Lints").expect("a section on lints");
        let (lints, _) = lints.split_once("## 10.").expect("a section after it");
        let listed: Vec<&str> =
            lints.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        assert_eq!(listed, LintCode::ALL.map(LintCode::as_str));
    }
}
