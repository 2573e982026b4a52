//! Makes a model out of a seed: types, who has which part of them, and rows.
//! The same seed gives the same model on every machine.

use rand::{Rng, SeedableRng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{
    model::{
        AbstractType, Field, FieldType, FieldUse, InterfaceObject, Key, Model, ObjectType,
        SUBGRAPHS, SubgraphNo,
    },
    rows::fill_rows,
};

const ENTITIES: [&str; 5] = ["Ore", "Pine", "Quail", "Reed", "Stone"];
const VALUES: [&str; 3] = ["Tone", "Unit", "Vane"];
/// The value type that nested keys lead through.
pub(super) const SITE: &str = "Site";
pub(super) const MOOD: &str = "Mood";

/// The model of `seed`. It may be one that does not compose.
pub(crate) fn generate(seed: u64) -> Model {
    let mut builder = Builder {
        rng: ChaCha8Rng::seed_from_u64(seed),
        model: Model::default(),
        homes: Vec::new(),
    };
    builder.begin();
    builder.entities();
    builder.interface_object();
    builder.abstracts();
    builder.values();
    builder.plain_fields();
    builder.interface_fields();
    builder.overrides();
    builder.requires();
    builder.provides();
    builder.queries();
    builder.mutations();
    builder.promise_ids();
    let Builder { mut rng, mut model, .. } = builder;
    fill_rows(&mut rng, &mut model);
    model
}

/// A model in the making.
pub(super) struct Builder {
    pub(super) rng: ChaCha8Rng,
    pub(super) model: Model,
    /// Entities, and the subgraphs that may own fields of them.
    pub(super) homes: Vec<(String, Vec<SubgraphNo>)>,
}

impl Builder {
    fn begin(&mut self) {
        let sizes = [2, 3, 3, 4, 4, 5, SUBGRAPHS.len()];
        self.model.subgraphs = self.pick(&sizes);
        let moods = ["CALM", "EAGER", "STERN"].map(str::to_owned).to_vec();
        self.model.enums.insert(MOOD.to_owned(), moods);
        let mut site = ObjectType::default();
        site.fields.insert("zone".to_owned(), stored(FieldType::required("String")));
        site.fields.insert("no".to_owned(), stored(FieldType::required("Int")));
        self.model.objects.insert(SITE.to_owned(), site);
    }

    /// Entities with one to three keys. One home has all keys, so that the others can be reached.
    fn entities(&mut self) {
        let count = self.rng.random_range(2..=ENTITIES.len());
        for name in &ENTITIES[..count] {
            let mut object = ObjectType { keys: vec!["id".to_owned()], ..ObjectType::default() };
            object.fields.insert("id".to_owned(), stored(FieldType::required("ID")));
            if self.chance(0.3) {
                object.keys.push("code".to_owned());
                object.fields.insert("code".to_owned(), stored(FieldType::required("String")));
            }
            if self.chance(0.25) {
                let nested = ["site { zone no }", "id site { zone }", "site { no } id"];
                object.keys.push(self.pick(&nested).to_owned());
                object.fields.insert("site".to_owned(), stored(FieldType::required(SITE)));
            }
            let keys = object.keys.clone();
            self.model.objects.insert((*name).to_owned(), object);
            let most = self.model.subgraphs.min(3);
            let homes = self.some_subgraphs(most);
            for (place, home) in homes.iter().enumerate() {
                let own: Vec<&String> =
                    keys.iter().filter(|_| place == 0 || self.rng.random_bool(0.6)).collect();
                let own = if own.is_empty() { vec![&keys[0]] } else { own };
                for key in own {
                    self.add_key(name, *home, key, true);
                }
            }
            self.homes.push(((*name).to_owned(), homes));
        }
    }

    /// One interface with a key, in some worlds: its home knows its members, another subgraph does
    /// not and adds fields to all of them.
    fn interface_object(&mut self) {
        if self.model.subgraphs < 2 || !self.chance(0.3) {
            return;
        }
        let home = self.rng.random_range(0..self.model.subgraphs);
        let mut members: Vec<String> = self.homes.iter().map(|(name, _)| name.clone()).collect();
        members.truncate(self.rng.random_range(1..=2));
        let outside: Vec<SubgraphNo> = (0..self.model.subgraphs)
            .filter(|subgraph| *subgraph != home)
            .filter(|subgraph| members.iter().all(|member| !self.has(member, *subgraph)))
            .collect();
        let Some(first) = outside.choose(&mut self.rng).copied() else { return };
        let mut definition = AbstractType {
            interface_object: Some(InterfaceObject { home, objects: [first].into() }),
            ..AbstractType::default()
        };
        definition.fields.insert("id".to_owned(), stored(FieldType::required("ID")));
        for member in &members {
            self.add_key(member, home, "id", true);
            definition.members.insert(member.clone());
        }
        self.model.abstracts.insert("Held".to_owned(), definition);
        let key = Key { fields: "id".to_owned(), is_resolvable: true };
        let presence = self.model.presences.entry(("Held".to_owned(), first)).or_default();
        presence.keys.push(key);
        presence.fields.insert("id".to_owned(), FieldUse::default());
        for place in 0..self.rng.random_range(1..=2) {
            let field = format!("held{place}");
            let (ty, arguments) = self.scalar();
            let program = (!arguments.is_empty()).then_some(super::model::Program::Arguments);
            let definition = Field { ty, arguments, program };
            self.add_to_interface("Held", &field, &definition);
            let presence = self.model.presences.entry(("Held".to_owned(), first)).or_default();
            presence.fields.insert(field, FieldUse::default());
        }
    }

    /// Up to two interfaces and two unions over entities.
    fn abstracts(&mut self) {
        let entities: Vec<String> = self.homes.iter().map(|(name, _)| name.clone()).collect();
        for (name, is_union) in
            [("Named", false), ("Kept", false), ("Either", true), ("Mixed", true)]
        {
            if !self.chance(0.4) {
                continue;
            }
            let count = self.rng.random_range(2..=entities.len().min(4));
            let members = entities.choose_multiple(&mut self.rng, count).cloned().collect();
            let mut definition = AbstractType { is_union, members, ..AbstractType::default() };
            if !is_union {
                definition.fields.insert("id".to_owned(), stored(FieldType::required("ID")));
            }
            self.model.abstracts.insert(name.to_owned(), definition);
        }
    }

    /// Value types, whole in each subgraph that uses them or, some, in parts.
    fn values(&mut self) {
        let count = self.rng.random_range(0..=VALUES.len());
        for (place, name) in VALUES[..count].iter().enumerate() {
            let mut object = ObjectType { is_partial: self.chance(0.2), ..ObjectType::default() };
            for field in ["tint", "size", "note"] {
                let (ty, arguments) = self.scalar();
                let program = (!arguments.is_empty()).then_some(super::model::Program::Arguments);
                object.fields.insert(field.to_owned(), Field { ty, arguments, program });
            }
            if place > 0 && self.chance(0.4) {
                let inner = stored(FieldType::nullable(VALUES[place - 1]));
                object.fields.insert("inner".to_owned(), inner);
            }
            let free: Vec<String> = self
                .homes
                .iter()
                .map(|(name, _)| name.clone())
                .filter(|name| !self.is_held(name))
                .collect();
            if let (true, Some(entity)) = (self.chance(0.3), free.choose(&mut self.rng)) {
                object.fields.insert("about".to_owned(), stored(FieldType::nullable(entity)));
            }
            self.model.objects.insert((*name).to_owned(), object);
            for (union, definition) in &mut self.model.abstracts {
                if union == "Mixed" && self.rng.random_bool(0.5) {
                    definition.members.insert((*name).to_owned());
                }
            }
        }
    }

    /// An interface promises `id` in each subgraph, so that it has at least one field everywhere.
    fn promise_ids(&mut self) {
        for subgraph in 0..self.model.subgraphs {
            let members: Vec<String> = self
                .model
                .abstracts_in(subgraph)
                .into_iter()
                .filter(|name| !self.model.abstracts[*name].is_union)
                .flat_map(|name| self.model.members_in(name, subgraph))
                .collect();
            for member in members {
                let presence = self.model.presences.entry((member, subgraph)).or_default();
                presence.fields.entry("id".to_owned()).or_default().is_external = false;
            }
        }
        let unions: Vec<String> = self
            .model
            .abstracts
            .iter()
            .filter(|(_, definition)| definition.is_union)
            .map(|(name, _)| name.clone())
            .collect();
        let subgraphs = self.model.subgraphs;
        for (union, subgraph) in
            unions.iter().flat_map(|union| (0..subgraphs).map(move |subgraph| (union, subgraph)))
        {
            let members = self.model.members_in(union, subgraph);
            let kept = members.choose(&mut self.rng).cloned();
            for member in members {
                if Some(&member) != kept.as_ref() && self.chance(0.2) {
                    let definition = self.model.abstracts.get_mut(union).expect("just listed");
                    definition.left_out.insert((member, subgraph));
                }
            }
        }
    }
}

/// A field that rows hold.
pub(super) fn stored(ty: FieldType) -> Field {
    Field { ty, arguments: Vec::new(), program: None }
}

impl Builder {
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    pub(super) fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices.choose(&mut self.rng).expect("something to choose from").clone()
    }

    /// One to `most` subgraphs, in any order.
    pub(super) fn some_subgraphs(&mut self, most: usize) -> Vec<SubgraphNo> {
        let all: Vec<SubgraphNo> = (0..self.model.subgraphs).collect();
        let count = self.rng.random_range(1..=most);
        all.choose_multiple(&mut self.rng, count).copied().collect()
    }

    pub(super) fn has(&self, type_name: &str, subgraph: SubgraphNo) -> bool {
        self.model.presences.contains_key(&(type_name.to_owned(), subgraph))
    }

    /// Whether an interface with a key has the type as a member.
    pub(super) fn is_held(&self, type_name: &str) -> bool {
        self.model.abstracts.values().any(|definition| {
            definition.interface_object.is_some() && definition.members.contains(type_name)
        })
    }

    pub(super) fn add_key(
        &mut self,
        entity: &str,
        subgraph: SubgraphNo,
        fields: &str,
        is_resolvable: bool,
    ) {
        let mut depth = 0;
        let mut names = Vec::new();
        for word in fields.split_whitespace() {
            match word {
                "{" => depth += 1,
                "}" => depth -= 1,
                name if depth == 0 => names.push(name.to_owned()),
                _ => {}
            }
        }
        if names.iter().any(|name| name == "site") {
            self.ensure(SITE, subgraph);
        }
        let presence = self.model.presences.entry((entity.to_owned(), subgraph)).or_default();
        if !presence.keys.iter().any(|key| key.fields == fields) {
            presence.keys.push(Key { fields: fields.to_owned(), is_resolvable });
        }
        for name in names {
            presence.fields.entry(name).or_default();
        }
    }

    /// An interface's field, and the same of all its members.
    pub(super) fn add_to_interface(&mut self, interface: &str, name: &str, field: &Field) {
        let Some(definition) = self.model.abstracts.get_mut(interface) else { return };
        definition.fields.insert(name.to_owned(), field.clone());
        for member in definition.members.clone() {
            let object = self.model.objects.entry(member).or_default();
            object.fields.insert(name.to_owned(), field.clone());
        }
    }

    /// Whether the subgraph may have the type at all: one that knows an interface as an object must
    /// not know its members.
    pub(super) fn may_have(&self, type_name: &str, subgraph: SubgraphNo) -> bool {
        if let Some(definition) = self.model.abstracts.get(type_name) {
            return match &definition.interface_object {
                Some(entity) => entity.home == subgraph || entity.objects.contains(&subgraph),
                None => definition.members.iter().any(|member| self.may_have(member, subgraph)),
            };
        }
        self.model.abstracts.values().all(|definition| {
            let is_object = definition
                .interface_object
                .as_ref()
                .is_some_and(|entity| entity.objects.contains(&subgraph));
            !is_object || !definition.members.contains(type_name)
        })
    }

    /// Makes the subgraph have the type, if only by a key.
    pub(super) fn ensure(&mut self, type_name: &str, subgraph: SubgraphNo) {
        if let Some(definition) = self.model.abstracts.get(type_name) {
            if definition.interface_object.is_none()
                && self.model.members_in(type_name, subgraph).is_empty()
            {
                let members: Vec<String> = definition
                    .members
                    .iter()
                    .filter(|member| self.may_have(member, subgraph))
                    .cloned()
                    .collect();
                let member = self.pick(&members);
                self.ensure(&member, subgraph);
            }
            return;
        }
        let Some(object) = self.model.objects.get(type_name).cloned() else { return };
        if self.has(type_name, subgraph) {
            return;
        }
        if let Some(key) = object.keys.choose(&mut self.rng) {
            let is_resolvable = self.chance(0.6);
            self.add_key(type_name, subgraph, key, is_resolvable);
            return;
        }
        self.model.presences.entry((type_name.to_owned(), subgraph)).or_default();
        let kept = self.pick(&object.fields.keys().cloned().collect::<Vec<_>>());
        for (name, field) in &object.fields {
            if !object.is_partial || *name == kept || self.chance(0.6) {
                self.ensure(&field.ty.named, subgraph);
                let presence =
                    self.model.presences.entry((type_name.to_owned(), subgraph)).or_default();
                presence.fields.insert(name.clone(), FieldUse::default());
            }
        }
    }
}
