//! Appeals become a topic or an opinion report, in the transaction that writes it.

use super::{Appeal, AppealStatus, write::MOVES};
use crate::{
    record_id::RecordId,
    writes::{Refusal, UserError, UserErrorCode, Writing, update_row},
};

/// Most appeals that one topic or report is made of.
const MAX_APPEALS: usize = 200;

/// What appeals become.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// A topic that was written.
    Topic(RecordId),
    /// An opinion report that was written.
    OpinionReport(RecordId),
}

/// Finds the appeals, and notes what is against their transfer.
pub(crate) async fn find_appeals(
    writing: &mut Writing<'_>,
    ids: &[String],
    becomes_topic: bool,
) -> Result<Vec<Appeal>, Refusal> {
    const AT: [&str; 2] = ["input", "appealIds"];
    if ids.len() > MAX_APPEALS {
        let zh = format!("至多 {MAX_APPEALS} 件");
        let en = format!("at most {MAX_APPEALS}");
        writing.refuse(UserError::new(UserErrorCode::TooLong, &AT, zh, en));
        return Ok(Vec::new());
    }
    let mut appeals: Vec<Appeal> = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let at = [AT[0], AT[1], &index.to_string()];
        let Some(appeal) = writing.own_record::<Appeal>(&at, Some(id)).await? else { continue };
        if appeals.iter().any(|known| known.id == appeal.id) {
            continue;
        }
        let has_become = if becomes_topic { &appeal.topic_id } else { &appeal.opinion_report_id };
        if has_become.is_some() {
            let (zh, en) = ("此诉求已转出", "the appeal has become one already");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &at, zh, en));
        } else if appeal.status != AppealStatus::Transferred
            && let Err(error) = MOVES.check(appeal.status, AppealStatus::Transferred)
        {
            let field = at.iter().map(|it| (*it).to_owned()).collect();
            writing.refuse(UserError { field, ..error });
        }
        appeals.push(appeal);
    }
    Ok(appeals)
}

/// Lets the appeals be what they became.
pub(crate) async fn transfer_appeals(
    writing: &mut Writing<'_>,
    appeals: Vec<Appeal>,
    target: &Target,
) -> Result<(), Refusal> {
    for mut appeal in appeals {
        match target {
            Target::Topic(id) => appeal.topic_id = Some(id.clone()),
            Target::OpinionReport(id) => appeal.opinion_report_id = Some(id.clone()),
        }
        appeal.status = AppealStatus::Transferred;
        appeal.version += 1;
        update_row(writing.transaction, &appeal, "id", &appeal.id).await?;
    }
    Ok(())
}
