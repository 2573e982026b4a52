//! Writes of groups, of the province's part alone: founded, consulted, surveyed, reported, the list
//! issued. How far its items have come is the city's to write.

use std::collections::BTreeSet;

use qianzhan_network::{
    CallerRole::{Admin, Clerk, Leader, Office},
    Level, RecordId,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{
    AssistanceItem, GroupMember, GroupStatus, IndustryAssistanceGroup,
    insert_assistance_group_members, insert_assistance_items, insert_industry_assistance_groups,
};
use crate::enterprise_contacts::region_inside;

const MAX_NAME_CHARACTERS: usize = 100;
const MAX_TITLE_CHARACTERS: usize = 200;
const MAX_TEXT_CHARACTERS: usize = 500;
const MAX_ROWS: usize = 200;

/// 成立 → 协商会议 → 蹲点调研 → 汇报 → 清单 → 落实; it may be consulted again and again.
const MOVES: Moves<GroupStatus> = {
    use GroupStatus::{CarriedOut, Consulted, Founded, Listed, Reported, Surveyed};
    Moves(&[
        (Founded, &[Consulted]),
        (Consulted, &[Consulted, Surveyed]),
        (Surveyed, &[Reported]),
        (Reported, &[Listed]),
        (Listed, &[CarriedOut]),
    ])
};

impl IndustryAssistanceGroup {
    /// The id of what the city does: the group's, with the city's code.
    #[must_use]
    pub fn city_work_id(&self) -> RecordId {
        let (_, rest) = self.id.as_str().split_once('-').expect("an id has a hyphen");
        let id = format!("{}-{rest}", self.city_code);
        id.parse().expect("a code of six digits, a hyphen and the rest of an id are an id")
    }
}

/// `GroupMemberInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MemberOfGroup {
    member_id: String,
    level: Level,
}

/// `FoundAssistanceGroupInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FoundAssistanceGroup {
    city_code: String,
    industry: String,
    leader_id: Option<String>,
    members: Vec<MemberOfGroup>,
}

impl Mutation for FoundAssistanceGroup {
    const FIELD: &'static str = "foundAssistanceGroup";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Leader, Office, Admin]);
    type Record = IndustryAssistanceGroup;

    async fn run(
        self,
        committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<IndustryAssistanceGroup, Refusal> {
        let city_at = ["input", "cityCode"];
        let city = region_inside(writing, &city_at, &self.city_code);
        // A city, and neither the province itself nor a county: `621100` is `6211`.
        if city.is_some_and(|city| city.as_str().len() != 6 || city.prefix().len() != 4) {
            let (zh, en) = ("须为市州的代码", "must be the code of a city");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &city_at, zh, en));
        }
        let industry = writing.text(&["input", "industry"], &self.industry, MAX_NAME_CHARACTERS);
        let leader_id = writing.id(&["input", "leaderId"], self.leader_id.as_deref());
        let id = writing.new_id();
        let members = self.members(writing, &id);
        writing.check()?;
        let Some(city_code) = city else { return Err(UserError::required(&city_at).into()) };
        let group = IndustryAssistanceGroup {
            id,
            committee_id: committee,
            city_code,
            industry,
            leader_id,
            founded_on: writing.today,
            meeting_count: 0,
            surveyed_on: None,
            report_title: None,
            reported_on: None,
            listed_on: None,
            status: GroupStatus::Founded,
            version: 1,
            is_generated: false,
        };
        let rows = std::slice::from_ref(&group);
        insert_industry_assistance_groups(writing.transaction, rows).await?;
        insert_assistance_group_members(writing.transaction, &members).await?;
        Ok(group)
    }
}

impl FoundAssistanceGroup {
    fn members(&self, writing: &mut Writing<'_>, group: &RecordId) -> Vec<GroupMember> {
        let at = ["input", "members"];
        writing.at_most(&at, self.members.len(), MAX_ROWS);
        if self.members.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let mut seen = BTreeSet::new();
        let mut members = Vec::with_capacity(self.members.len());
        for (member, ordinal) in self.members.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = [at[0], at[1], &index, "memberId"];
            let Some(member_id) = writing.id(&at, Some(&member.member_id)) else { continue };
            if !seen.insert(member_id.clone()) {
                let (zh, en) = ("同一委员写了两次", "the member is there twice");
                writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
            }
            let group_id = group.clone();
            members.push(GroupMember { group_id, ordinal, member_id, level: member.level });
        }
        members
    }
}

/// `AssistanceItemInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemOfList {
    text: String,
    unit: Option<String>,
}

/// `MoveAssistanceGroupInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveAssistanceGroup {
    expected_version: i64,
    to: GroupStatus,
    report_title: Option<String>,
    items: Option<Vec<ItemOfList>>,
}

impl Mutation for MoveAssistanceGroup {
    const FIELD: &'static str = "moveAssistanceGroup";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = IndustryAssistanceGroup;

    async fn run(
        self,
        id: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<IndustryAssistanceGroup, Refusal> {
        use GroupStatus::{CarriedOut, Consulted, Founded, Listed, Reported, Surveyed};
        let seen: IndustryAssistanceGroup =
            writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        for (field, is_given, at) in [
            ("reportTitle", self.report_title.is_some(), Reported),
            ("items", self.items.is_some(), Listed),
        ] {
            writing.only_with(field, is_given, self.to, &[at]);
            writing.needed_with(field, is_given, self.to, &[at]);
        }
        let mut group =
            IndustryAssistanceGroup { status: self.to, version: seen.version + 1, ..seen };
        if let Some(title) = &self.report_title {
            let at = ["input", "reportTitle"];
            group.report_title = Some(writing.text(&at, title, MAX_TITLE_CHARACTERS));
        }
        let items = self.items(writing, &id);
        match self.to {
            Founded | CarriedOut => {}
            Consulted => group.meeting_count += 1,
            Surveyed => group.surveyed_on = Some(writing.today),
            Reported => group.reported_on = Some(writing.today),
            Listed => group.listed_on = Some(writing.today),
        }
        writing.check()?;
        update_row(writing.transaction, &group, "id", &group.id).await?;
        insert_assistance_items(writing.transaction, &items).await?;
        Ok(group)
    }
}

impl MoveAssistanceGroup {
    fn items(&self, writing: &mut Writing<'_>, group: &RecordId) -> Vec<AssistanceItem> {
        let at = ["input", "items"];
        let Some(given) = self.items.as_deref() else { return Vec::new() };
        writing.at_most(&at, given.len(), MAX_ROWS);
        if given.is_empty() {
            writing.refuse(UserError::required(&at));
        }
        let mut items = Vec::with_capacity(given.len());
        for (item, ordinal) in given.iter().zip(0..) {
            let index = u32::to_string(&ordinal);
            let at = |field| [at[0], at[1], &index, field];
            let unit = item.unit.as_deref();
            items.push(AssistanceItem {
                group_id: group.clone(),
                ordinal,
                text: writing.text(&at("text"), &item.text, MAX_TEXT_CHARACTERS),
                unit: writing.optional_text(&at("unit"), unit, MAX_NAME_CHARACTERS),
            });
        }
        items
    }
}
