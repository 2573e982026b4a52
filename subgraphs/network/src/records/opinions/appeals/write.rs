//! Writes of appeals: said at a code, recorded, and handled.

use serde::Deserialize;

use super::{Appeal, AppealChannel, AppealStatus, insert_appeals};
use crate::{
    callers::CallerRole::{self, Admin, Clerk, Office},
    date::Date,
    record_id::RecordId,
    records::{codes::Code, platforms::Platform},
    writes::{
        Authority, Moves, Mutation, PublicWrite, Refusal, UserError, UserErrorCode, Writing,
        find_record, update_row,
    },
};

const MAX_TEXT_CHARACTERS: usize = 2_000;
const MAX_NAME_CHARACTERS: usize = 50;
const MAX_PHONE_CHARACTERS: usize = 30;

/// 收到 → 分派 → 办理 → 办结; any of them may become a topic or an opinion report.
pub(super) const MOVES: Moves<AppealStatus> = {
    use AppealStatus::{Assigned, Closed, InProgress, Received, Transferred};
    Moves(&[
        (Received, &[Assigned, Transferred]),
        (Assigned, &[InProgress, Transferred]),
        (InProgress, &[Closed, Assigned, Transferred]),
        (Closed, &[Transferred]),
    ])
};

/// What every new appeal begins as.
struct Said {
    text: String,
    speaker_name: Option<String>,
    speaker_phone: Option<String>,
}

impl Said {
    fn check(
        writing: &mut Writing<'_>,
        text: &str,
        name: Option<&str>,
        phone: Option<&str>,
    ) -> Self {
        Self {
            text: writing.text(&["input", "text"], text, MAX_TEXT_CHARACTERS),
            speaker_name: writing.optional_text(
                &["input", "speakerName"],
                name,
                MAX_NAME_CHARACTERS,
            ),
            speaker_phone: writing.optional_text(
                &["input", "speakerPhone"],
                phone,
                MAX_PHONE_CHARACTERS,
            ),
        }
    }

    fn into_appeal(self, writing: &Writing<'_>, channel: AppealChannel) -> Appeal {
        Appeal {
            id: writing.new_id(),
            committee_id: RecordId::committee(writing.owner),
            channel,
            code_id: None,
            member_id: None,
            platform_id: None,
            locality_code: None,
            text: self.text,
            speaker_name: self.speaker_name,
            speaker_phone: self.speaker_phone,
            received_on: writing.today,
            status: AppealStatus::Received,
            handler: None,
            result: None,
            closed_on: None,
            satisfaction: None,
            topic_id: None,
            opinion_report_id: None,
            version: 1,
            is_generated: false,
        }
    }
}

/// `SubmitAppealInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SubmitAppeal {
    text: String,
    speaker_name: Option<String>,
    speaker_phone: Option<String>,
}

impl Mutation for SubmitAppeal {
    const FIELD: &'static str = "submitAppeal";
    const KEY: &'static str = "code";
    const AUTHORITY: Authority = Authority::Anyone(PublicWrite::Appeal);
    type Record = Appeal;

    async fn run(self, code: RecordId, writing: &mut Writing<'_>) -> Result<Appeal, Refusal> {
        let code = Code::in_use(writing, &code, Self::KEY).await?;
        let (name, phone) = (self.speaker_name.as_deref(), self.speaker_phone.as_deref());
        let said = Said::check(writing, &self.text, name, phone);
        writing.check()?;
        let platform = match &code.platform_id {
            Some(id) => find_record::<Platform>(writing.transaction, id).await?,
            None => None,
        };
        let appeal = Appeal {
            code_id: Some(code.id),
            member_id: code.member_id,
            platform_id: code.platform_id,
            locality_code: platform.and_then(|it| it.locality_code),
            ..said.into_appeal(writing, AppealChannel::Code)
        };
        insert_appeals(writing.transaction, std::slice::from_ref(&appeal)).await?;
        Ok(appeal)
    }
}

/// `RecordAppealInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RecordAppeal {
    /// The contract's default is filled in here: the executor leaves out what an input object lacks.
    #[serde(default = "offline")]
    channel: AppealChannel,
    platform_id: Option<String>,
    member_id: Option<String>,
    locality_code: Option<String>,
    received_on: Option<String>,
    text: String,
    speaker_name: Option<String>,
    speaker_phone: Option<String>,
}

fn offline() -> AppealChannel {
    AppealChannel::Offline
}

impl Mutation for RecordAppeal {
    const FIELD: &'static str = "recordAppeal";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[CallerRole::Member, Clerk, Office, Admin]);
    type Record = Appeal;

    async fn run(self, _committee: RecordId, writing: &mut Writing<'_>) -> Result<Appeal, Refusal> {
        if self.channel == AppealChannel::Code {
            let (zh, en) = ("扫码的诉求由扫码提交", "an appeal at a code is submitted there");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "channel"], zh, en));
        }
        let platform_at = ["input", "platformId"];
        let platform =
            writing.own_record::<Platform>(&platform_at, self.platform_id.as_deref()).await?;
        let member_id = writing.id(&["input", "memberId"], self.member_id.as_deref());
        let locality =
            writing.locality(&["input", "localityCode"], self.locality_code.as_deref()).await?;
        let received_on = past_day(writing, "receivedOn", self.received_on.as_deref());
        let (name, phone) = (self.speaker_name.as_deref(), self.speaker_phone.as_deref());
        let said = Said::check(writing, &self.text, name, phone);
        writing.check()?;
        let of_platform = platform.as_ref().and_then(|it| it.locality_code);
        let appeal = Appeal {
            member_id,
            platform_id: platform.map(|it| it.id),
            locality_code: locality.or(of_platform),
            received_on: received_on.unwrap_or(writing.today),
            ..said.into_appeal(writing, self.channel)
        };
        insert_appeals(writing.transaction, std::slice::from_ref(&appeal)).await?;
        Ok(appeal)
    }
}

/// A day that has come.
fn past_day(writing: &mut Writing<'_>, field: &str, text: Option<&str>) -> Option<Date> {
    let date = text?.parse::<Date>().ok().filter(|date| *date <= writing.today);
    if date.is_none() {
        let (zh, en) = ("须为今日或以前的日期", "must be today's date or an earlier one");
        writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", field], zh, en));
    }
    date
}

/// `MoveAppealInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveAppeal {
    expected_version: i64,
    to: AppealStatus,
    handler: Option<String>,
    result: Option<String>,
    satisfaction: Option<i64>,
}

impl Mutation for MoveAppeal {
    const FIELD: &'static str = "moveAppeal";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Appeal;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Appeal, Refusal> {
        let seen: Appeal = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        if self.to == AppealStatus::Transferred {
            let zh = "由征集议题或收集社情民意信息转出";
            let en = "it is transferred by the topic or opinion report that is made of it";
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
        let handler_at = ["input", "handler"];
        let handler =
            writing.optional_text(&handler_at, self.handler.as_deref(), MAX_NAME_CHARACTERS);
        let result_at = ["input", "result"];
        let result = writing.optional_text(&result_at, self.result.as_deref(), MAX_TEXT_CHARACTERS);
        let is_closed = self.to == AppealStatus::Closed;
        if self.to == AppealStatus::Assigned && handler.is_none() {
            writing.refuse(UserError::required(&handler_at));
        }
        if is_closed && result.is_none() {
            writing.refuse(UserError::required(&result_at));
        }
        if self.satisfaction.is_some_and(|it| !is_closed || !(1..=5).contains(&it)) {
            let (zh, en) = ("办结时可写，1 至 5", "1 to 5, when closing");
            let at = ["input", "satisfaction"];
            writing.refuse(UserError::new(UserErrorCode::Invalid, &at, zh, en));
        }
        writing.check()?;
        let appeal = Appeal {
            status: self.to,
            handler: handler.or(seen.handler),
            result: result.or(seen.result),
            closed_on: is_closed.then_some(writing.today),
            satisfaction: self.satisfaction,
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &appeal, "id", &appeal.id).await?;
        Ok(appeal)
    }
}
