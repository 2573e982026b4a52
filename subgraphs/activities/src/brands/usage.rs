//! How many events were held under a brand and the brands below it.

use qianzhan_network::{
    Database, FieldError, Period, RecordId, database::Sql, region::push_within,
};

/// Counts the events of the brand's committee that name it, or a brand that derives from it at any
/// remove. Planned events are not held yet.
pub(super) async fn count_events(
    database: &Database,
    brand: &RecordId,
    period: Option<&str>,
) -> Result<i64, FieldError> {
    let period: Option<Period> = period.map(str::parse).transpose()?;
    let mut sql = Sql::new(
        "WITH RECURSIVE below (id, committee_id, name) AS (\
           SELECT id, committee_id, name FROM brands WHERE id = ",
    );
    sql.push_bind(brand.clone()).push(
        " UNION SELECT brands.id, brands.committee_id, brands.name FROM brands \
             JOIN below ON brands.parent_id = below.id) \
         SELECT COUNT(*) FROM consultation_events WHERE status <> 'PLANNED' AND EXISTS (\
           SELECT 1 FROM below WHERE below.name = consultation_events.brand \
             AND below.committee_id = consultation_events.committee_id)",
    );
    if let Some(period) = &period {
        push_within(&mut sql, "held_on", period);
    }
    let (count,): (i64,) = database.fetch_one(sql).await?;
    Ok(count)
}
