//! Writes of councils: formed at a platform, and their members fixed, anew with each term.

use qianzhan_network::{
    CallerRole::{Admin, Office},
    RecordId,
    database::Sql,
    impl_writable_addition,
    records::platforms::Platform,
    writes::{
        Authority, Mutation, Refusal, UserError, UserErrorCode, Writable, Writing, find_record,
        update_row,
    },
};
use serde::Deserialize;

use super::{
    ConsultationCouncil, CouncilRole, CouncilStatus, FixedMember, insert_consultation_councils,
    insert_fixed_members,
};

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_MEMBERS: usize = 100;
const MAX_TERM: i64 = 1_000;

impl_writable_addition!(ConsultationCouncil, platform_id of Platform, |council| {
    Some(council.status.as_text())
});

/// `FormCouncilInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FormCouncil {
    name: String,
    has_room: bool,
}

impl Mutation for FormCouncil {
    const FIELD: &'static str = "formCouncil";
    const KEY: &'static str = "platformId";
    const AUTHORITY: Authority = Authority::Own(&[Office, Admin]);
    type Record = ConsultationCouncil;

    async fn run(
        self,
        platform: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationCouncil, Refusal> {
        let name = writing.text(&["input", "name"], &self.name, MAX_NAME_CHARACTERS);
        if find_record::<Platform>(writing.transaction, &platform).await?.is_none() {
            writing.refuse(UserError::not_found(&[Self::KEY]));
        } else if ConsultationCouncil::find(writing.transaction, &platform).await?.is_some() {
            let (zh, en) = ("此处已有协商议事会", "a council meets there already");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &[Self::KEY], zh, en));
        }
        writing.check()?;
        let council = ConsultationCouncil {
            platform_id: platform,
            name,
            convener: None,
            fixed_member_count: 0,
            has_room: self.has_room,
            term_no: None,
            status: CouncilStatus::Formed,
            version: 1,
            is_generated: false,
        };
        let rows = std::slice::from_ref(&council);
        insert_consultation_councils(writing.transaction, rows).await?;
        Ok(council)
    }
}

/// `FixedMemberInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fixed {
    member_id: Option<String>,
    name: Option<String>,
    role: CouncilRole,
}

/// `FixCouncilMembersInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FixCouncilMembers {
    expected_version: i64,
    term_no: i64,
    fixed_members: Vec<Fixed>,
}

impl Mutation for FixCouncilMembers {
    const FIELD: &'static str = "fixCouncilMembers";
    const KEY: &'static str = "platformId";
    const AUTHORITY: Authority = Authority::Own(&[Office, Admin]);
    type Record = ConsultationCouncil;

    async fn run(
        self,
        platform: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<ConsultationCouncil, Refusal> {
        let seen: ConsultationCouncil =
            writing.seen(Self::KEY, &platform, self.expected_version).await?;
        let least = seen.term_no.unwrap_or(1);
        let term_no = writing.number_within(&["input", "termNo"], self.term_no, least, MAX_TERM);
        let members = self.members(writing, &platform);
        writing.check()?;
        let convener = members.iter().find(|it| it.role == CouncilRole::Convener);
        let council = ConsultationCouncil {
            convener: convener.and_then(|it| it.name.clone()),
            fixed_member_count: members.len() as u32,
            term_no: Some(term_no),
            status: CouncilStatus::MembersFixed,
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &council, "platform_id", &platform).await?;
        let mut sql = Sql::new("DELETE FROM council_fixed_members WHERE platform_id = ");
        sql.push_bind(platform);
        writing.transaction.execute(sql).await?;
        insert_fixed_members(writing.transaction, &members).await?;
        Ok(council)
    }
}

impl FixCouncilMembers {
    fn members(&self, writing: &mut Writing<'_>, platform: &RecordId) -> Vec<FixedMember> {
        let at = ["input", "fixedMembers"];
        writing.at_most(&at, self.fixed_members.len(), MAX_MEMBERS);
        let is_convener = |it: &&Fixed| it.role == CouncilRole::Convener;
        if self.fixed_members.iter().filter(is_convener).count() != 1 {
            let (zh, en) = ("须恰有一名召集人", "exactly one of them must be the convener");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
        }
        let mut members = Vec::with_capacity(self.fixed_members.len());
        for (fixed, ordinal) in self.fixed_members.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            let member_id = writing.id(&at("memberId"), fixed.member_id.as_deref());
            let name = fixed.name.as_deref();
            let name = writing.optional_text(&at("name"), name, MAX_NAME_CHARACTERS);
            if fixed.member_id.is_some() == name.is_some() {
                let (zh, en) = ("委员或姓名，只写一项", "a member or a name, one of them");
                writing.refuse(UserError::new(UserErrorCode::Invalid, &at("memberId"), zh, en));
            }
            let platform_id = platform.clone();
            members.push(FixedMember { platform_id, ordinal, member_id, name, role: fixed.role });
        }
        members
    }
}
