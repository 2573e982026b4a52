//! Writes of links: made between those whom the tier is for, and ended.

use qianzhan_network::{
    RecordId,
    database::{Sql, insert_rows},
    records::members::Member,
    writes::{Authority, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{PartyLink, PartyLinkTier};
use crate::{
    checks::{LEADERS, is_leader, member_in_office},
    contacts::{Contact, ContactStatus},
};

/// `LinkPartyInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LinkParty {
    tier: PartyLinkTier,
    from_id: String,
    to_id: Option<String>,
    contact_id: Option<String>,
    since: Option<String>,
}

const FROM_AT: [&str; 2] = ["input", "fromId"];
const TO_AT: [&str; 2] = ["input", "toId"];
const CONTACT_AT: [&str; 2] = ["input", "contactId"];

impl LinkParty {
    /// Whether the tier is for who links.
    fn check_from(&self, writing: &mut Writing<'_>, from: &Member) {
        let (is_fit, zh, en) = match self.tier {
            PartyLinkTier::GroupToPartyMember => {
                (from.is_party_member && is_leader(from), "不是党组成员", "not of the party group")
            }
            PartyLinkTier::PartyMemberToNonParty => {
                (from.is_party_member, "不是党员委员", "no party-member member")
            }
            PartyLinkTier::NonPartyToPublic => {
                (!from.is_party_member, "不是党外委员", "no non-party member")
            }
        };
        if !is_fit {
            writing.invalid(&FROM_AT, zh, en);
        }
    }

    /// The member who is linked, whom the tier must be for and nobody else may link.
    async fn to_member(&self, writing: &mut Writing<'_>) -> Result<Option<Member>, Refusal> {
        if self.tier == PartyLinkTier::NonPartyToPublic {
            if self.to_id.is_some() {
                writing.invalid(&TO_AT, "第三层联系的是群众", "the third tier links the public");
            }
            return Ok(None);
        }
        let Some(id) = &self.to_id else {
            writing.refuse(UserError::required(&TO_AT));
            return Ok(None);
        };
        let Some(to) = member_in_office(writing, &TO_AT, id).await? else { return Ok(None) };
        let is_of_party = self.tier == PartyLinkTier::GroupToPartyMember;
        if to.is_party_member != is_of_party || (is_of_party && is_leader(&to)) {
            let (zh, en) = ("不合于此层", "the tier is not for this member");
            writing.invalid(&TO_AT, zh, en);
        }
        let mut sql =
            Sql::new("SELECT COUNT(*) FROM party_links WHERE until IS NULL AND to_member_id = ");
        sql.push_bind(to.id.clone());
        let (lasting,): (i64,) = writing.transaction.fetch_one(sql).await?;
        if lasting > 0 {
            let (zh, en) = ("已有人联系", "somebody links the member");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &TO_AT, zh, en));
        }
        Ok(Some(to))
    }

    /// The contact who is linked, whom who links must have registered.
    async fn to_contact(
        &self,
        writing: &mut Writing<'_>,
        from: Option<&Member>,
    ) -> Result<Option<Contact>, Refusal> {
        if self.tier != PartyLinkTier::NonPartyToPublic {
            if self.contact_id.is_some() {
                let (zh, en) = ("前两层联系的是委员", "the first two tiers link members");
                writing.invalid(&CONTACT_AT, zh, en);
            }
            return Ok(None);
        }
        if self.contact_id.is_none() {
            writing.refuse(UserError::required(&CONTACT_AT));
        }
        let contact =
            writing.own_record::<Contact>(&CONTACT_AT, self.contact_id.as_deref()).await?;
        if let (Some(contact), Some(from)) = (&contact, from) {
            if contact.member_id != from.id {
                let (zh, en) = ("不是此委员登记的", "another member registered the contact");
                writing.invalid(&CONTACT_AT, zh, en);
            } else if contact.status == ContactStatus::Ended {
                writing.invalid(&CONTACT_AT, "已不再联系", "the contact has ended");
            }
        }
        Ok(contact)
    }
}

impl Mutation for LinkParty {
    const FIELD: &'static str = "linkParty";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = LEADERS;
    type Record = PartyLink;

    async fn run(
        self,
        _committee: RecordId,
        writing: &mut Writing<'_>,
    ) -> Result<PartyLink, Refusal> {
        let from = member_in_office(writing, &FROM_AT, &self.from_id).await?;
        if let Some(from) = &from {
            self.check_from(writing, from);
        }
        let to = self.to_member(writing).await?;
        let contact = self.to_contact(writing, from.as_ref()).await?;
        let since = writing.past_day(&["input", "since"], self.since.as_deref());
        writing.check()?;
        let from = from.ok_or_else(|| UserError::not_found(&FROM_AT))?;
        let link = PartyLink {
            id: writing.new_id(),
            committee_id: from.committee_id,
            tier: self.tier,
            from_id: from.id,
            to_member_id: to.map(|it| it.id),
            to_contact_id: contact.map(|it| it.id),
            since,
            until: None,
            version: 1,
            is_generated: false,
        };
        insert_rows(writing.transaction, std::slice::from_ref(&link)).await?;
        Ok(link)
    }
}

/// `EndPartyLinkInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EndPartyLink {
    expected_version: i64,
    on: Option<String>,
}

impl Mutation for EndPartyLink {
    const FIELD: &'static str = "endPartyLink";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = LEADERS;
    type Record = PartyLink;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<PartyLink, Refusal> {
        let seen: PartyLink = writing.seen(Self::KEY, &id, self.expected_version).await?;
        let on = writing.past_day(&["input", "on"], self.on.as_deref());
        if seen.until.is_some() {
            writing.invalid(&[Self::KEY], "已结束", "it has ended");
        } else if on < seen.since {
            writing.invalid(&["input", "on"], "早于起始日", "before it began");
        }
        writing.check()?;
        let link = PartyLink { until: Some(on), version: seen.version + 1, ..seen };
        update_row(writing.transaction, &link, "id", &link.id).await?;
        Ok(link)
    }
}
