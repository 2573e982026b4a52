//! Who may write: the owner's own people, in the roles that a mutation names. A superior may read
//! what the owner's policy gives, and writes nothing below.

use crate::{
    answer::FieldError,
    callers::{Caller, CallerRelation, CallerRole},
    region::RegionCode,
};

/// What the public may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicWrite {
    /// An appeal at a code.
    Appeal,
    /// That a code was scanned. Nothing is kept of who did it, not even in the journal.
    Scan,
}

/// Who may do a mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authority {
    /// Callers of the owner's region who have one of these roles.
    Own(&'static [CallerRole]),
    /// Anyone, as often as the owner lets them: residents have no account.
    Anyone(PublicWrite),
}

impl Authority {
    /// # Errors
    /// [`FieldError::WriteForbidden`] if the caller may not write what `owner` owns.
    pub(super) fn check(self, caller: &Caller, owner: &RegionCode) -> Result<(), FieldError> {
        let Self::Own(roles) = self else { return Ok(()) };
        let is_own = CallerRelation::of(caller, owner) == CallerRelation::Own;
        if is_own && caller.has_any_role(roles) {
            return Ok(());
        }
        let roles = roles.iter().map(|role| role.as_text()).collect::<Vec<_>>().join(" ");
        Err(FieldError::WriteForbidden { owner: *owner, roles })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_owners_own_people_in_a_named_role_may_write() {
        let clerks = Authority::Own(&[CallerRole::Clerk, CallerRole::Office]);
        let owner: RegionCode = "621122".parse().expect("a code");
        for (region, role, may_write) in [
            (Some("621122"), Some(CallerRole::Clerk), true),
            (Some("621122"), Some(CallerRole::Office), true),
            (Some("621122"), Some(CallerRole::Member), false),
            (Some("621122"), None, false),
            (Some("621100"), Some(CallerRole::Office), false),
            (Some("620000"), Some(CallerRole::Clerk), false),
            (Some("621123"), Some(CallerRole::Clerk), false),
            (Some("621122101"), Some(CallerRole::Clerk), false),
            (None, Some(CallerRole::Clerk), false),
        ] {
            let caller = Caller {
                region: region.map(|code| code.parse().expect("a code")),
                roles: role.into_iter().collect(),
                ..Caller::anonymous()
            };
            assert_eq!(clerks.check(&caller, &owner).is_ok(), may_write, "{region:?} {role:?}");
            for write in [PublicWrite::Appeal, PublicWrite::Scan] {
                assert!(Authority::Anyone(write).check(&caller, &owner).is_ok());
            }
        }
    }
}
