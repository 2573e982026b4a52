//! What the writes of this contract check alike.

use qianzhan_network::{
    CallerRole::{self, Admin, Clerk, Leader, Office},
    records::members::{Member, OfficeRole, SeatStatus},
    writes::{Authority, Refusal, Writing},
};

pub(crate) const MAX_NAME_CHARACTERS: usize = 50;
pub(crate) const MAX_TITLE_CHARACTERS: usize = 200;
pub(crate) const MAX_NOTE_CHARACTERS: usize = 1_000;
pub(crate) const MAX_REPORT_CHARACTERS: usize = 8_000;

/// What clerks enter.
pub(crate) const CLERKS: Authority = Authority::Own(&[Clerk, Office, Admin]);
/// What members enter too.
pub(crate) const MEMBERS: Authority = Authority::Own(&[CallerRole::Member, Clerk, Office, Admin]);
/// What leaders decide.
pub(crate) const LEADERS: Authority = Authority::Own(&[Leader, Office, Admin]);

/// The member whom an input names, who must be the owner's and in office.
pub(crate) async fn member_in_office(
    writing: &mut Writing<'_>,
    field: &[&str],
    id: &str,
) -> Result<Option<Member>, Refusal> {
    let member = writing.own_record::<Member>(field, Some(id)).await?;
    if member.as_ref().is_some_and(|it| it.status != SeatStatus::Active) {
        writing.invalid(field, "委员不在任", "the member is not in office");
    }
    Ok(member)
}

/// Whether a member is of the chair meeting.
pub(crate) fn is_leader(member: &Member) -> bool {
    use OfficeRole::{Chair, SecretaryGeneral, ViceChair};
    matches!(member.office, Chair | ViceChair | SecretaryGeneral)
}

/// Notes a year that no record is of.
pub(crate) fn check_year(writing: &mut Writing<'_>, year: i64) {
    if !(2000..=2100).contains(&year) {
        writing.invalid(&["input", "year"], "须为 2000 至 2100", "must be 2000 to 2100");
    }
}
