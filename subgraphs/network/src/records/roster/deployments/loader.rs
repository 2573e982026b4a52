//! Loads deployments by id and by person.

use std::collections::HashMap;

use super::Deployment;
use crate::{
    database::{BatchLoader, Database, Row},
    record::Record,
};

#[derive(Debug)]
pub(crate) struct DeploymentLoaders {
    pub(crate) by_person: BatchLoader<String, Vec<Row<Deployment>>>,
}

impl DeploymentLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            by_person: BatchLoader::new(database, |database: Database, persons| async move {
                let mut sql = database.select(Deployment::COLUMNS, <Deployment as Record>::TABLE);
                sql.push(" WHERE person_id IN ");
                sql.push_keys(&persons);
                sql.push(" ORDER BY id");
                let mut deployments: HashMap<String, Vec<Row<Deployment>>> = HashMap::new();
                for row in Row::cohort(database.fetch_all::<Deployment>(sql).await?) {
                    deployments.entry(row.person_id.clone()).or_default().push(row);
                }
                Ok(deployments)
            }),
        }
    }
}
