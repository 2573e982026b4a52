//! Finds a proposal as people name it: 省政协十三届二次会议第394号提案.

use futures::future::FutureExt;
use qianzhan_network::{
    Database, FieldError, Record, RecordId, Reference,
    contract::{Resolvers, argument, id_argument},
    database::Row,
};

use super::Proposal;

pub(super) fn register_by_serial(resolvers: &mut Resolvers) {
    resolvers.root("proposalBySerial", |context| {
        async move {
            let committee = id_argument(&context, "committeeId")?;
            let number = |name: &str| {
                let number: Option<i64> = argument(&context, name)?;
                number.ok_or_else(|| FieldError::Argument { name: name.to_owned() })
            };
            let (term, session) = (number("termNo")?, number("sessionNo")?);
            let place = Place { committee, term, session, serial: number("serialNo")? };
            let found = find(context.data_unchecked::<Database>(), &place).await?;
            Ok(found.map(|proposal| Reference::Here(Row::alone(proposal))))
        }
        .boxed()
    });
}

struct Place {
    committee: RecordId,
    term: i64,
    session: i64,
    serial: i64,
}

async fn find(database: &Database, place: &Place) -> Result<Option<Proposal>, FieldError> {
    let mut sql = database.select(Proposal::COLUMNS, Proposal::TABLE);
    sql.push(" WHERE committee_id = ").push_bind(place.committee.clone());
    sql.push(" AND term_no = ").push_bind(place.term);
    sql.push(" AND session_no = ").push_bind(place.session);
    sql.push(" AND serial_no = ").push_bind(place.serial);
    Ok(database.fetch_all(sql).await?.pop())
}
