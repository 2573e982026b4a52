//! What stands in a site's database before any record: its committees and the places below them.

use qianzhan_gateway::directory::RegionTable;
use qianzhan_network::{
    Database, Level, RecordId, RegionCode, RegionCodeError,
    database::Sql,
    records::{
        committees::{Committee, insert_committees},
        localities::{Locality, LocalityKind, insert_localities},
    },
};
use serde::Deserialize;

use crate::{cli::CliError, schema_files, site_kinds::level_of};

/// A line of the table of localities.
#[derive(Debug, Deserialize)]
struct LocalityLine {
    code: String,
    parent_code: String,
    kind: LocalityKind,
    name: String,
}

/// Writes the committees of these regions that the database does not have yet, with the townships,
/// subdistricts and parks that the binary's table lists in them. Its tables stand.
///
/// # Errors
/// [`CliError`] if a region has no committee, or the database refuses.
pub async fn found_committees(
    database: &Database,
    table: &RegionTable,
    regions: &[RegionCode],
) -> Result<(), CliError> {
    let unwritten = |error| CliError::caused("RECORDS_NOT_WRITTEN", &error);
    let mut transaction = database.begin().await.map_err(unwritten)?;
    for region in regions {
        let id = RecordId::committee(*region);
        let mut sql = Sql::new("SELECT id FROM committees WHERE id = ");
        sql.push_bind(id.clone());
        let found: Option<(String,)> = transaction.fetch_optional(sql).await.map_err(unwritten)?;
        if found.is_none() {
            let committee = committee_of(table, *region)?;
            insert_committees(&mut transaction, &[committee]).await.map_err(unwritten)?;
            let localities = localities_of(*region)?;
            insert_localities(&mut transaction, &localities).await.map_err(unwritten)?;
        }
    }
    transaction.commit().await.map_err(unwritten)
}

fn committee_of(table: &RegionTable, region: RegionCode) -> Result<Committee, CliError> {
    let code = qianzhan_gateway::directory::RegionCode::parse(region.as_str())
        .map_err(|error| CliError::coded(error.code(), error))?;
    let listed = table.nearest(code).map_err(|error| CliError::coded(error.code(), error))?;
    let level = level_of(listed.level.as_str()).unwrap_or(Level::County);
    let superior = listed.parent.map(|parent| parent.as_str().parse::<RegionCode>());
    let superior =
        superior.transpose().map_err(|error| CliError::caused("REGION_CODE_INVALID", &error))?;
    Ok(Committee {
        id: RecordId::committee(region),
        region_code: region,
        level,
        name: format!("中国人民政治协商会议{}委员会", listed.name),
        term_no: None,
        superior_id: superior.map(RecordId::committee),
        is_generated: false,
    })
}

fn localities_of(region: RegionCode) -> Result<Vec<Locality>, CliError> {
    let mut lines = csv::Reader::from_reader(schema_files::LOCALITIES.as_bytes());
    let lines = lines.deserialize::<LocalityLine>();
    let own =
        lines.filter(|line| line.as_ref().map_or(true, |line| line.parent_code == region.as_str()));
    own.map(|line| {
        let LocalityLine { code, kind, name, .. } =
            line.map_err(|error| CliError::caused("REGION_TABLE_INVALID", &error))?;
        let code = code
            .parse()
            .map_err(|error: RegionCodeError| CliError::caused("REGION_TABLE_INVALID", &error))?;
        Ok(Locality { code, region_code: region, kind, name })
    })
    .collect()
}
