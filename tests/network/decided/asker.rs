//! Who asks, and what the built-in policy gives them, which is written down here once more.

use std::fmt;

use qianzhan_gateway::{
    auth::{Caller, Role},
    directory::RegionCode,
    supergraph::jurisdiction::DataClass,
};

/// Who asks.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    region: Option<RegionCode>,
    role: Option<Role>,
}

/// Everyone who may ask something of `owner`: regions of each relation, in every role and in none.
pub(super) fn askers(owner: RegionCode) -> Vec<Asker> {
    let text = owner.to_string();
    let mut regions = vec![owner];
    let others: &[&str] = match owner.prefix().len() {
        2 => &["610000", "621100", "621122"],
        4 => &["620000", "620200", "621122", "620102", "621122101"],
        _ => &["620000", "620102", "621123", "621200"],
    };
    regions.extend(others.iter().map(|code| RegionCode::parse(code).expect("a code")));
    if text.len() == 6 && owner.prefix().len() == 6 {
        let (city, town) = (format!("{}00", &text[..4]), format!("{text}101"));
        regions.extend([city, town].map(|code| RegionCode::parse(&code).expect("a code")));
    }
    regions.sort_unstable();
    regions.dedup();
    let roles = || Role::ALL.into_iter().map(Some).chain([None]);
    let known = regions.into_iter().flat_map(|region| roles().map(move |role| (region, role)));
    let known = known.map(|(region, role)| Asker { region: Some(region), role });
    let public = [None, Some(Role::Leader)].map(|role| Asker { region: None, role });
    known.chain(public).collect()
}

impl Asker {
    /// Who has all of the records of `owner`.
    pub(super) fn office_of(owner: RegionCode) -> Self {
        Self::in_role(owner, Role::Office)
    }

    pub(super) fn in_role(region: RegionCode, role: Role) -> Self {
        Self { region: Some(region), role: Some(role) }
    }

    pub(super) fn caller(&self) -> Caller {
        Caller {
            subject: "li".to_owned(),
            region: self.region,
            roles: self.role.into_iter().collect(),
        }
    }

    fn relation(&self, owner: RegionCode) -> &'static str {
        let Some(own) = self.region else { return "PUBLIC" };
        match (own.contains(&owner), owner.contains(&own)) {
            (true, true) => "SELF",
            (true, false) => "SUPERIOR",
            (false, true) => "SUBORDINATE",
            (false, false) if own.prefix().len() == owner.prefix().len() => "PEER",
            (false, false) => "PUBLIC",
        }
    }

    /// Whether a class is given whole.
    pub(super) fn is_given(&self, owner: RegionCode, class: DataClass) -> bool {
        let (relation, role) = (self.relation(owner), self.role);
        match class {
            DataClass::Public | DataClass::Statistical => true,
            DataClass::Internal => match relation {
                "SELF" => role.is_some(),
                "SUPERIOR" => role.is_some_and(|role| role != Role::Member),
                _ => false,
            },
            DataClass::Personal => {
                let office = [Role::Leader, Role::Office, Role::Clerk, Role::Admin];
                relation == "SELF" && role.is_some_and(|role| office.contains(&role))
            }
        }
    }

    /// Whether counts of people are told as they are.
    pub(super) fn is_exact(&self, owner: RegionCode) -> bool {
        ["SELF", "SUPERIOR"].contains(&self.relation(owner))
    }

    /// Whether a personal text is told in part.
    pub(super) fn is_masked(&self, owner: RegionCode) -> bool {
        self.relation(owner) == "SELF" && self.role.is_some()
    }

    /// Whether the log of who asked is theirs to read.
    pub(super) fn reads_log(&self, owner: RegionCode) -> bool {
        let readers = [Some(Role::Office), Some(Role::Admin)];
        self.relation(owner) == "SELF" && readers.contains(&self.role)
    }
}

impl fmt::Display for Asker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.region {
            Some(region) => write!(f, "{region} as {:?}", self.role),
            None => write!(f, "the public as {:?}", self.role),
        }
    }
}
