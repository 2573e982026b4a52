//! Writes of codes: issued, revoked, and scanned.

use serde::Deserialize;

use super::{Code, CodeStatus, insert_codes, store::count_scan};
use crate::{
    callers::CallerRole::{Admin, Clerk, Office},
    database::{Sql, StoreError, Transaction},
    record_id::RecordId,
    records::{
        members::{Member, SeatStatus},
        platforms::{Platform, PlatformStatus},
    },
    writes::{
        Authority, Moves, Mutation, PublicWrite, Refusal, UserError, UserErrorCode, Writable,
        Writing, update_row,
    },
};

const MOVES: Moves<CodeStatus> = Moves(&[(CodeStatus::Active, &[CodeStatus::Revoked])]);
const MAX_REASON_CHARACTERS: usize = 200;

/// `IssueCodeInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct IssueCode {
    member_id: Option<String>,
    platform_id: Option<String>,
}

impl Mutation for IssueCode {
    const FIELD: &'static str = "issueCode";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Code;

    async fn run(self, committee: RecordId, writing: &mut Writing<'_>) -> Result<Code, Refusal> {
        if self.member_id.is_some() == self.platform_id.is_some() {
            let (zh, en) = ("委员与站室须且只能写一个", "give a member or a platform, one of them");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &["input"], zh, en));
        }
        let member_at = ["input", "memberId"];
        let member = writing.own_record::<Member>(&member_at, self.member_id.as_deref()).await?;
        if member.as_ref().is_some_and(|member| member.status != SeatStatus::Active) {
            let (zh, en) = ("该委员不在任", "the member is not in office");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &member_at, zh, en));
        }
        let platform_at = ["input", "platformId"];
        let platform =
            writing.own_record::<Platform>(&platform_at, self.platform_id.as_deref()).await?;
        if platform.as_ref().is_some_and(|it| it.status == PlatformStatus::Withdrawn) {
            let (zh, en) = ("该站室已撤销", "the platform is withdrawn");
            writing.refuse(UserError::new(UserErrorCode::Invalid, &platform_at, zh, en));
        }
        let code = Code {
            id: writing.new_id(),
            committee_id: committee,
            member_id: member.map(|it| it.id),
            platform_id: platform.map(|it| it.id),
            status: CodeStatus::Active,
            issued_on: writing.today,
            revoked_on: None,
            revoked_reason: None,
            version: 1,
            is_generated: false,
        };
        if has_code_in_use(writing.transaction, &code).await? {
            let (zh, en) =
                ("已有启用中的码，请先停用", "a code is in use already: revoke it first");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &["input"], zh, en));
        }
        writing.check()?;
        insert_codes(writing.transaction, std::slice::from_ref(&code)).await?;
        Ok(code)
    }
}

async fn has_code_in_use(transaction: &mut Transaction, code: &Code) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT 1 FROM codes WHERE status = 'ACTIVE' AND (member_id = ");
    sql.push_bind(code.member_id.clone());
    sql.push(" OR platform_id = ").push_bind(code.platform_id.clone()).push(")");
    Ok(transaction.fetch_optional::<(i32,)>(sql).await?.is_some())
}

/// `RevokeCodeInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RevokeCode {
    expected_version: i64,
    reason: String,
}

impl Mutation for RevokeCode {
    const FIELD: &'static str = "revokeCode";
    const KEY: &'static str = "value";
    const AUTHORITY: Authority = Authority::Own(&[Clerk, Office, Admin]);
    type Record = Code;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Code, Refusal> {
        let seen: Code = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, CodeStatus::Revoked);
        let reason = writing.text(&["input", "reason"], &self.reason, MAX_REASON_CHARACTERS);
        writing.check()?;
        let code = Code {
            status: CodeStatus::Revoked,
            revoked_on: Some(writing.today),
            revoked_reason: Some(reason),
            version: seen.version + 1,
            ..seen
        };
        update_row(writing.transaction, &code, "id", &code.id).await?;
        Ok(code)
    }
}

/// `scanCode` has no input: that a code was scanned is all there is to say.
#[derive(Debug, Deserialize)]
pub(super) struct ScanCode {}

impl Mutation for ScanCode {
    const FIELD: &'static str = "scanCode";
    const KEY: &'static str = "code";
    const AUTHORITY: Authority = Authority::Anyone(PublicWrite::Scan);
    type Record = Code;

    async fn run(self, code: RecordId, writing: &mut Writing<'_>) -> Result<Code, Refusal> {
        let code = Code::in_use(writing, &code, Self::KEY).await?;
        writing.check()?;
        count_scan(writing.transaction, &code.id, writing.today).await?;
        Ok(code)
    }
}

impl Code {
    /// The code at which the public writes; notes it where it is revoked.
    pub(in crate::records) async fn in_use(
        writing: &mut Writing<'_>,
        code: &RecordId,
        argument: &str,
    ) -> Result<Self, Refusal> {
        let found = Self::find(writing.transaction, code).await?;
        let code = found.ok_or_else(|| UserError::not_found(&[argument]))?;
        if code.status == CodeStatus::Revoked {
            let (zh, en) = ("此码已停用", "the code is revoked");
            writing.refuse(UserError::new(UserErrorCode::CodeRevoked, &[argument], zh, en));
        }
        Ok(code)
    }
}
