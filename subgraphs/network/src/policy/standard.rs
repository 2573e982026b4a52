//! The built-in rules: what holds where the owner wrote nothing else.
//!
//! Personal values of ordinary people never leave their county; counts do. Offices of superiors see
//! what is internal; peers, subordinates and the public see what is public, and figures.

use super::{DataClass, Effect, PolicyRole, Rule};
use crate::callers::CallerRelation;

/// In order; the last applies to everything.
pub(super) fn standard_rules() -> Vec<Rule> {
    use CallerRelation::{Own, Superior};
    use DataClass::{Internal, Personal, Public, Statistical};
    use PolicyRole::{Admin, Analyst, Clerk, Leader, Member, Office};
    let rule = |relations: Option<&[CallerRelation]>,
                roles: Option<&[PolicyRole]>,
                classes: &[DataClass],
                effect| {
        Rule {
            relations: relations.map(<[_]>::to_vec),
            roles: roles.map(<[_]>::to_vec),
            classes: Some(classes.to_vec()),
            fields: None,
            effect,
        }
    };
    vec![
        rule(None, None, &[Public, Statistical], Effect::Allow),
        rule(
            Some(&[Own]),
            Some(&[Leader, Office, Clerk, Admin]),
            &[Internal, Personal],
            Effect::Allow,
        ),
        rule(Some(&[Own]), Some(&[Analyst, Member]), &[Internal], Effect::Allow),
        rule(Some(&[Own]), Some(&[Analyst, Member]), &[Personal], Effect::Mask),
        rule(
            Some(&[Superior]),
            Some(&[Leader, Analyst, Office, Clerk, Admin]),
            &[Internal],
            Effect::Allow,
        ),
        rule(None, None, &[Internal], Effect::CountOnly),
        rule(None, None, &[Personal], Effect::Withhold),
    ]
}
