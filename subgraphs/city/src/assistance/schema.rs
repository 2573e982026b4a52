//! Resolves `CityAssistance`.

use futures::future::FutureExt;
use qianzhan_network::{
    RecordId,
    contract::Resolvers,
    database::{ChildRows, Row},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{AssistanceProgress, AssistanceState, CityAssistance, write::RecordAssistanceProgress};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<CityAssistance>(resolvers, "cityAssistance");
    register_payload::<CityAssistance>(resolvers, "CityAssistancePayload", "cityAssistance");
    register_mutation::<RecordAssistanceProgress>(resolvers);
    resolvers
        .record::<CityAssistance>()
        .load("progress", |context, assistance| {
            async move {
                let rows = context.data_unchecked::<ChildRows<RecordId, AssistanceProgress>>();
                Ok(rows.load_for(assistance, |it| Some(it.id.clone())).await?.to_vec())
            }
            .boxed()
        })
        .load("itemsDone", |context, assistance| {
            async move {
                let rows = context.data_unchecked::<ChildRows<RecordId, AssistanceProgress>>();
                let rows = rows.load_for(assistance, |it| Some(it.id.clone())).await?;
                let done = rows.iter().filter(|it| it.state == AssistanceState::Done);
                Ok(done.count() as i64)
            }
            .boxed()
        })
        .value("updatedOn", |assistance| assistance.updated_on)
        .value("version", |assistance| assistance.version)
        .value("isGenerated", |assistance| assistance.is_generated);
    resolvers
        .object::<Row<AssistanceProgress>>("AssistanceProgress")
        .value("itemNo", |row| i64::from(row.ordinal) + 1)
        .value("state", |row| row.state)
        .value("note", |row| row.note.clone())
        .value("updatedOn", |row| row.updated_on)
        .value("doneOn", |row| row.done_on);
}
