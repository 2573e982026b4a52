//! Filling a site's database: all of its records in one transaction.

use qianzhan_network::records::appeals::insert_appeals;
use qianzhan_network::records::codes::insert_codes;
use qianzhan_network::records::committees::insert_committees;
use qianzhan_network::records::consultation_events::{
    insert_attendance, insert_consultation_events, insert_outcomes,
};
use qianzhan_network::records::deployments::insert_deployments;
use qianzhan_network::records::localities::insert_localities;
use qianzhan_network::records::members::{
    insert_members, insert_seat_status_changes, insert_special_committee_seats,
};
use qianzhan_network::records::opinion_reports::insert_opinion_reports;
use qianzhan_network::records::platforms::{
    AnnualPlan, Plaque, SixHasCheck, insert_annual_plans, insert_plaques, insert_platforms,
    insert_six_has_checks,
};
use qianzhan_network::records::reported_figures::insert_reported_figures;
use qianzhan_network::records::topics::insert_topics;
use qianzhan_network::{
    Database, StoreError,
    database::{Sql, Transaction},
};

use super::assessments::county_assessments;
use super::councils::consultation_councils;
use super::duties::{generate_duties, write_duties};
use super::handling::{city_handlings, provincial_records};
use super::plan::{Plan, PlanError};
use super::seat_history::{placements, status_changes};
use super::seed::committee_id;
use super::site::{SiteRecords, generate_site};
use super::territory::{RegionLevel, RegionRow};

/// Why a database was not filled. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The plan has no such region.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The database refused.
    #[error("the records of `{region}` could not be written")]
    Store {
        /// The region.
        region: String,
        /// Why.
        #[source]
        source: StoreError,
    },
}

impl FillError {
    /// The stable code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Plan(source) => source.code(),
            Self::Store { .. } => "RECORDS_NOT_WRITTEN",
        }
    }
}

/// How many records a site was filled with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FillReport {
    /// Seats, whatever their status.
    pub members: usize,
    /// Platforms.
    pub platforms: usize,
    /// Deployments.
    pub deployments: usize,
    /// Topics.
    pub topics: usize,
    /// Consultation events.
    pub consultation_events: usize,
    /// Attendances, in person-times.
    pub attendances: usize,
    /// Opinion reports.
    pub opinion_reports: usize,
    /// Codes.
    pub codes: usize,
    /// Appeals.
    pub appeals: usize,
    /// Reported figures.
    pub reported_figures: usize,
    /// What only the site's level keeps: handlings, assessments, councils.
    pub level_records: usize,
    /// What members did: contacts, acts of contact and duty records.
    pub duties: usize,
}

impl Plan {
    /// Whether a database already holds the records of a region: they are written all or none.
    ///
    /// # Errors
    /// [`FillError::Store`] if the database cannot be read.
    pub async fn is_filled(&self, database: &Database, region: &str) -> Result<bool, FillError> {
        let failed = |source| FillError::Store { region: region.to_owned(), source };
        let mut sql = Sql::new("SELECT COUNT(*) FROM committees WHERE id = ");
        sql.push_bind(committee_id(&self.region(region)?.code));
        let (count,): (i64,) = database.fetch_one(sql).await.map_err(failed)?;
        Ok(count > 0)
    }

    /// Writes all records of one region into a database whose tables stand, those of the region's
    /// level and of duty among them, and which does not hold them yet.
    ///
    /// # Errors
    /// A [`FillError`]; the database is then as it was.
    pub async fn fill(&self, database: &Database, region: &str) -> Result<FillReport, FillError> {
        let row = self.region(region)?;
        let site = generate_site(self, row);
        let failed = |source| FillError::Store { region: region.to_owned(), source };
        let mut transaction = database.begin().await.map_err(failed)?;
        write_common(&mut transaction, &site).await.map_err(failed)?;
        let level_records =
            write_of_level(self, row, &site, &mut transaction).await.map_err(failed)?;
        let duties = generate_duties(self, row, &site);
        let duties = write_duties(&mut transaction, &duties).await.map_err(failed)?;
        transaction.commit().await.map_err(failed)?;
        Ok(FillReport {
            members: site.members.len(),
            platforms: site.venues.len(),
            deployments: site.postings.len(),
            topics: site.topics.len(),
            consultation_events: site.events.len(),
            attendances: site.events.iter().map(|event| event.attendance.len()).sum(),
            opinion_reports: site.reports.len(),
            codes: site.codes.len(),
            appeals: site.appeals.len(),
            reported_figures: site.figures.len(),
            level_records,
            duties,
        })
    }
}

/// The records that every level keeps, those that others refer to first.
async fn write_common(
    transaction: &mut Transaction,
    site: &SiteRecords<'_>,
) -> Result<(), StoreError> {
    let platforms: Vec<_> = site.venues.iter().map(|venue| venue.platform.clone()).collect();
    let plaques: Vec<Plaque> =
        site.venues.iter().flat_map(|venue| venue.plaques.iter().cloned()).collect();
    let checks: Vec<SixHasCheck> =
        site.venues.iter().filter_map(|venue| venue.check.clone()).collect();
    let plans: Vec<AnnualPlan> =
        site.venues.iter().flat_map(|venue| venue.plans.iter().cloned()).collect();
    let deployments: Vec<_> = site.postings.iter().map(|posting| posting.record.clone()).collect();
    let topics: Vec<_> = site.topics.iter().map(|topic| topic.record.clone()).collect();
    let events: Vec<_> = site.events.iter().map(|event| event.record.clone()).collect();
    let attendance: Vec<_> =
        site.events.iter().flat_map(|event| event.attendance.iter().cloned()).collect();
    let outcomes: Vec<_> =
        site.events.iter().flat_map(|event| event.outcomes.iter().cloned()).collect();
    insert_committees(transaction, std::slice::from_ref(&site.committee)).await?;
    insert_localities(transaction, &site.localities).await?;
    insert_members(transaction, site.members).await?;
    insert_seat_status_changes(transaction, &status_changes(site.members)).await?;
    insert_special_committee_seats(transaction, &placements(site.region, site.members)).await?;
    insert_platforms(transaction, &platforms).await?;
    insert_plaques(transaction, &plaques).await?;
    insert_six_has_checks(transaction, &checks).await?;
    insert_annual_plans(transaction, &plans).await?;
    insert_deployments(transaction, &deployments).await?;
    insert_topics(transaction, &topics).await?;
    insert_consultation_events(transaction, &events).await?;
    insert_attendance(transaction, &attendance).await?;
    insert_outcomes(transaction, &outcomes).await?;
    insert_opinion_reports(transaction, &site.reports).await?;
    insert_codes(transaction, &site.codes).await?;
    insert_appeals(transaction, &site.appeals).await?;
    insert_reported_figures(transaction, &site.figures).await
}

/// The records that only the region's level keeps; how many there are.
async fn write_of_level(
    plan: &Plan,
    region: &RegionRow,
    site: &SiteRecords<'_>,
    transaction: &mut Transaction,
) -> Result<usize, StoreError> {
    match region.level {
        RegionLevel::Province => {
            let records = provincial_records(plan, region);
            let handlings: Vec<_> = records.iter().map(|record| record.handling.clone()).collect();
            let instructions: Vec<_> =
                records.into_iter().flat_map(|record| record.instructions).collect();
            qianzhan_province::insert_provincial_handlings(transaction, &handlings).await?;
            qianzhan_province::insert_instructions(transaction, &instructions).await?;
            Ok(handlings.len() + instructions.len())
        }
        RegionLevel::City => {
            let handlings = city_handlings(plan, region);
            let assessments = county_assessments(plan, region);
            qianzhan_city::insert_city_handlings(transaction, &handlings).await?;
            qianzhan_city::insert_county_assessments(transaction, &assessments).await?;
            Ok(handlings.len() + assessments.len())
        }
        RegionLevel::County => {
            let councils = consultation_councils(region, &site.venues, &site.postings);
            qianzhan_county::insert_consultation_councils(transaction, &councils).await?;
            Ok(councils.len())
        }
    }
}
