//! Loads what hangs on members, plans and records of contact.

use std::collections::HashMap;

use qianzhan_network::{
    Database, Record, RecordId,
    database::{BatchLoader, Row, Sql},
    page::{ChildrenLoader, Parent},
};

use super::{Contact, ContactOrderField, ContactPlanOrderField, ContactRecordOrderField};

#[derive(Debug)]
pub(crate) struct ContactLoaders {
    pub(super) contacts_of_member: ChildrenLoader<Registrar>,
    pub(super) records_of_member: ChildrenLoader<Visitor>,
    pub(super) plans_of_member: ChildrenLoader<Planner>,
    pub(super) records_of_plan: ChildrenLoader<Plan>,
    /// How many records carry out each plan.
    pub(super) record_counts: BatchLoader<RecordId, i64>,
    pub(super) contacts_of_record: BatchLoader<RecordId, Vec<Row<Contact>>>,
}

impl ContactLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            contacts_of_member: ChildrenLoader::new(database),
            records_of_member: ChildrenLoader::new(database),
            plans_of_member: ChildrenLoader::new(database),
            records_of_plan: ChildrenLoader::new(database),
            record_counts: BatchLoader::new(database, |database: Database, plans| async move {
                let mut sql =
                    Sql::new("SELECT plan_id, COUNT(*) FROM contact_records WHERE plan_id IN ");
                sql.push_keys::<RecordId>(&plans).push(" GROUP BY plan_id");
                let counts: Vec<(RecordId, i64)> = database.fetch_all(sql).await?;
                Ok(counts.into_iter().collect())
            }),
            contacts_of_record: BatchLoader::new(database, contacts_of_records),
        }
    }
}

async fn contacts_of_records(
    database: Database,
    records: Vec<RecordId>,
) -> Result<HashMap<RecordId, Vec<Row<Contact>>>, qianzhan_network::StoreError> {
    let mut sql =
        Sql::new("SELECT record_id, contact_id FROM contact_record_contacts WHERE record_id IN ");
    sql.push_keys(&records).push(" ORDER BY record_id, contact_id");
    let pairs: Vec<(RecordId, RecordId)> = database.fetch_all(sql).await?;
    let mut sql = database.select(Contact::COLUMNS, <Contact as Record>::TABLE);
    sql.push(" WHERE id IN ");
    sql.push_keys(&pairs.iter().map(|(_, contact)| contact).collect::<Vec<_>>());
    let contacts = Row::cohort(database.fetch_all::<Contact>(sql).await?);
    let by_id: HashMap<&RecordId, &Row<Contact>> =
        contacts.iter().map(|contact| (&contact.id, contact)).collect();
    let mut of_record: HashMap<RecordId, Vec<Row<Contact>>> = HashMap::new();
    for (record, contact) in &pairs {
        let contact = by_id.get(contact).map(|it| Row::clone(it));
        of_record.entry(record.clone()).or_default().extend(contact);
    }
    Ok(of_record)
}

/// Members over the contacts that they registered.
#[derive(Debug)]
pub(crate) struct Registrar;

impl Parent for Registrar {
    type Field = ContactOrderField;

    const CHILDREN: &'static str = "SELECT member_id AS parent_key, contacts.* FROM contacts";
}

/// Members over their records of contact.
#[derive(Debug)]
pub(crate) struct Visitor;

impl Parent for Visitor {
    type Field = ContactRecordOrderField;

    const CHILDREN: &'static str =
        "SELECT member_id AS parent_key, contact_records.* FROM contact_records";
}

/// Members over their plans of contact.
#[derive(Debug)]
pub(crate) struct Planner;

impl Parent for Planner {
    type Field = ContactPlanOrderField;

    const CHILDREN: &'static str =
        "SELECT member_id AS parent_key, contact_plans.* FROM contact_plans";
}

/// Plans over the records that carry them out.
#[derive(Debug)]
pub(crate) struct Plan;

impl Parent for Plan {
    type Field = ContactRecordOrderField;

    const CHILDREN: &'static str =
        "SELECT plan_id AS parent_key, contact_records.* FROM contact_records";
}
