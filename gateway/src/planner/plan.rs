//! The query plan: what the executor runs, compiled once for a document and cached.
//! A tree of sequences, parallels, conditions and fetch nodes. Each fetch node holds its request
//! text, how it finds its sites, and how what they answer merges.

use std::{collections::BTreeSet, sync::Arc};

use apollo_compiler::{Name, ast::Value, executable::SelectionSet};

use crate::{
    json::Text,
    supergraph::{SubgraphId, jurisdiction::Spread},
};

/// What every object can say of itself.
pub const TYPENAME: &str = "__typename";

/// A plan. Without a root nothing needs fetching.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QueryPlan {
    /// The outermost node.
    pub root: Option<PlanNode>,
}

/// One node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanNode {
    /// One after the other.
    Sequence(Vec<PlanNode>),
    /// At once.
    Parallel(Vec<PlanNode>),
    /// One branch or the other, by a Boolean variable.
    Condition(ConditionNode),
    /// One request to a subgraph, or to each of its sites.
    Fetch(Box<FetchNode>),
    /// Fetches over contracts that run at once. A site that has part in several of them is asked for
    /// all of its parts in one request. No two have a response key or a variable in common, but for
    /// the client's variables.
    Visit(Vec<FetchNode>),
    /// A first answer, and parts that come after it.
    Defer(Box<DeferNode>),
    /// A stream of events, and what each of them still needs. Only ever the root.
    Subscription(Box<SubscriptionNode>),
}

/// `@defer`: what the client gets first, and what later.
#[derive(Debug, Clone, PartialEq)]
pub struct DeferNode {
    /// What the first answer needs.
    pub primary: Option<PlanNode>,
    /// Parts that follow, in the order of the document; each begins when `primary` has ended.
    pub deferred: Vec<DeferredNode>,
}

/// One deferred fragment.
#[derive(Debug, Clone, PartialEq)]
pub struct DeferredNode {
    /// `@defer(label:)`.
    pub label: Option<String>,
    /// Where the objects stand that the fragment is selected on; empty for the root.
    pub path: FlattenPath,
    /// What the part holds: the fragment's selections, where deferred fragments in it are parts of
    /// their own.
    pub selections: SelectionSet,
    /// What it still needs; `None` when the primary part fetched everything along.
    pub node: Option<PlanNode>,
}

/// A subscription.
#[derive(Debug, Clone, PartialEq)]
pub struct SubscriptionNode {
    /// The request whose answer is a stream; its document is a subscription.
    pub source: FetchNode,
    /// What runs for each event, on a response that begins with the event's data.
    pub each: Option<PlanNode>,
}

/// Runs `when_true` or `when_false`.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionNode {
    /// Name of the variable.
    pub variable: String,
    /// When it is true.
    pub when_true: Option<Box<PlanNode>>,
    /// When it is false.
    pub when_false: Option<Box<PlanNode>>,
}

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchNode {
    /// The subgraph or contract that answers.
    pub subgraph: SubgraphId,
    /// The request's document.
    pub document: FetchDocument,
    /// Whether it is a mutation.
    pub is_mutation: bool,
    /// The client's variables that the document uses.
    pub variables: Vec<String>,
    /// What it fetches.
    pub target: FetchTarget,
}

/// A request's document, whole and in the parts that documents to one site are joined from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchDocument {
    /// All of it.
    pub text: Arc<str>,
    /// Its variables: name, and definition as written, such as `$first: Int = 20`.
    pub variables: Vec<(String, String)>,
    /// Its root selections, without the braces around them.
    pub selections: Arc<str>,
}

/// What a fetch node fetches.
#[derive(Debug, Clone, PartialEq)]
pub enum FetchTarget {
    /// Fields of the query or mutation root.
    Root(RootTarget),
    /// Fields of entities found before; several lists of them in one request.
    Entities(Vec<EntityTarget>),
}

/// Root fields.
#[derive(Debug, Clone, PartialEq)]
pub struct RootTarget {
    /// How it finds its sites.
    pub spread: RootSpread,
    /// Changes to the answer before it merges.
    pub output_rewrites: Vec<Rewrite>,
    /// Response keys of the root fields.
    pub response_keys: Vec<String>,
    /// Where the fields belong: the root, or objects below it whose type is the query root.
    pub place: FlattenPath,
}

/// How a root fetch finds its sites.
#[derive(Debug, Clone, PartialEq)]
pub enum RootSpread {
    /// The subgraph has one address.
    Fixed,
    /// The owner of the region in an argument.
    Route {
        /// The argument's value, perhaps a variable.
        key: Value,
    },
    /// All sites inside the region in an argument, or of the network.
    Gather {
        /// The argument's value, perhaps a variable; `None` for the whole network.
        key: Option<Value>,
        /// How the answers merge.
        shape: ObjectShape,
    },
}

/// Entities at some places of the response, and what to fetch of them.
#[derive(Debug, Clone, PartialEq)]
pub struct EntityTarget {
    /// Response key of the `_entities` field.
    pub response_key: String,
    /// Name of its representations variable.
    pub variable: String,
    /// Where the entities stand in the response.
    pub paths: Vec<FlattenPath>,
    /// For each of these: whether an entity that stands at several of its places may be kept once, as
    /// all of them are filled alike. Without, none is.
    pub shares: Vec<bool>,
    /// What a representation is made of, for each type.
    pub requires: Vec<RequiredType>,
    /// Changes to the representations.
    pub input_rewrites: Vec<Rewrite>,
    /// Changes to the entities before they merge.
    pub output_rewrites: Vec<Rewrite>,
    /// How entities of each type find their sites; empty where the subgraph has one address.
    pub spreads: Vec<EntitySpread>,
    /// Variables of the document whose values come from an object above the entity. Entities with
    /// different values go in different requests.
    pub contexts: Vec<ContextVariable>,
}

/// A variable that `@fromContext` fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContextVariable {
    /// Its name in the document.
    pub variable: String,
    /// How many segments of the entity's path lead to the object that holds the value, conditions on
    /// types not counted.
    pub depth: usize,
    /// From that object down to the value: the first way that fits its type.
    pub selections: Vec<RequiredType>,
}

/// How entities of one type find their sites.
#[derive(Debug, Clone, PartialEq)]
pub struct EntitySpread {
    /// The type.
    pub type_name: Name,
    /// Route or gather, and by which key field.
    pub spread: Spread,
    /// How contributions merge; empty for a routed type.
    pub shape: ObjectShape,
}

/// Places in a response: from its root down.
pub type FlattenPath = Vec<FlattenSegment>;

/// One step down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlattenSegment {
    /// Into the field of this response key.
    Key(Text),
    /// Into each item of a list.
    Each,
    /// On, for objects of these types only.
    OnTypes(BTreeSet<String>),
}

/// The fields of a representation of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredType {
    /// The type condition: an object type, or an abstract one.
    pub type_name: String,
    /// Its fields.
    pub fields: Vec<RequiredField>,
}

/// One field of a representation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequiredField {
    /// A field.
    Field {
        /// Where its value stands in the response object.
        response_key: Text,
        /// Its name in the representation.
        name: Text,
        /// Fields of its own objects; empty for a leaf.
        fields: Vec<RequiredField>,
    },
    /// Fields of objects of one type only.
    OnType(RequiredType),
}

impl RequiredField {
    /// `__typename`, under its own key.
    pub fn typename() -> Self {
        let name = Text::from(TYPENAME);
        Self::Field { response_key: name.clone(), name, fields: Vec::new() }
    }
}

/// A change to a value on its way in or out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rewrite {
    /// Sets what stands at the path.
    SetValue {
        /// Where.
        path: Vec<RewriteSegment>,
        /// To this text.
        value: Text,
    },
    /// Renames the key at the end of the path.
    RenameKey {
        /// Where.
        path: Vec<RewriteSegment>,
        /// To this key.
        to: Text,
    },
}

/// One step of a rewrite's path; lists are stepped into of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RewriteSegment {
    /// Into this key.
    Key(Text),
    /// On, for objects of these types only.
    OnTypes(BTreeSet<String>),
}

/// How the fields of a gathered object merge. Fields that it does not name must agree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ObjectShape {
    /// One for each response key.
    pub fields: Vec<FieldShape>,
}

/// How one field merges.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldShape {
    /// Its response key.
    pub response_key: Text,
    /// The rule.
    pub merge: FieldMerge,
}

/// The rules, compiled: sibling fields are named by their response keys.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldMerge {
    /// Scalars that must be equal.
    Agree,
    /// Objects, field by field.
    Object(ObjectShape),
    /// Lists, one after the other in region order.
    Concat,
    /// Sum of numbers.
    Sum,
    /// Smallest value.
    Min,
    /// Largest value.
    Max,
    /// True when all are.
    All,
    /// True when any is.
    Any,
    /// First that is not null.
    First,
    /// The key of the gathered entity: what was asked for, whatever the sites say.
    Key {
        /// Its name in the representation.
        name: Text,
    },
    /// Lists of objects, grouped by the value at `by`; groups in order of that value.
    Union {
        /// Response key of the grouping field.
        by: Text,
        /// How the objects of one group merge.
        item: ObjectShape,
    },
    /// Mean, weighted by the number at `weight`.
    Mean {
        /// Response key of the weight.
        weight: Text,
    },
    /// Union of sets in their transport encoding.
    DistinctSet,
    /// Size of the union of the sets at `set`.
    DistinctCount {
        /// Response key of the set.
        set: Text,
    },
    /// Relay connections.
    Connection(ConnectionShape),
}

/// How the pages of one connection field merge.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionShape {
    /// `first`, as the field's arguments or their defaults give it.
    pub first: Option<Value>,
    /// `last`; `first` is ignored when it is given.
    pub last: Option<Value>,
    /// What `first` is where its variable has no value.
    pub first_default: Option<Value>,
    /// What `last` is where its variable has no value.
    pub last_default: Option<Value>,
    /// Each selection of `edges`: its response key, and that of `cursor` below it.
    pub edges: Vec<EdgesKeys>,
    /// Response keys of `nodes`.
    pub nodes: Vec<Text>,
    /// Selections of `pageInfo`.
    pub page_infos: Vec<PageInfoKeys>,
    /// How the other fields merge.
    pub rest: ObjectShape,
}

/// Response keys of one selection of `edges`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EdgesKeys {
    /// Of `edges`.
    pub edges: Text,
    /// Of `cursor`.
    pub cursor: Text,
}

/// Response keys of one selection of `pageInfo`; each may be selected under several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageInfoKeys {
    /// Of `pageInfo`.
    pub page_info: Text,
    /// Of `hasNextPage`.
    pub has_next: Vec<Text>,
    /// Of `hasPreviousPage`.
    pub has_previous: Vec<Text>,
    /// Of `startCursor`.
    pub start_cursor: Vec<Text>,
    /// Of `endCursor`.
    pub end_cursor: Vec<Text>,
}
