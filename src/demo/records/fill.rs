//! Filling a site's database: all of its records in one transaction.

use qianzhan_activities::brands::insert_brands;
use qianzhan_activities::consultation_meetings::{
    insert_consultation_meetings, insert_meeting_speakers, insert_meeting_suggestions,
};
use qianzhan_activities::consultation_plans::{insert_consultation_plans, insert_plan_topics};
use qianzhan_activities::sector_activities::{insert_activity_sectors, insert_sector_activities};
use qianzhan_activities::surveys::{insert_survey_members, insert_surveys};
use qianzhan_county::friday_matters::insert_friday_matters;
use qianzhan_county::mediation_cases::{insert_mediation_cases, insert_mediation_members};
use qianzhan_economy::assistance_groups::{
    insert_assistance_group_members, insert_assistance_items, insert_industry_assistance_groups,
};
use qianzhan_economy::enterprise_contacts::{insert_enterprise_contacts, insert_enterprise_visits};
use qianzhan_economy::insert_enterprise_contact_norms;
use qianzhan_network::records::appeals::insert_appeals;
use qianzhan_network::records::codes::{insert_code_scans, insert_codes};
use qianzhan_network::records::committees::insert_committees;
use qianzhan_network::records::consultation_events::{
    insert_attendance, insert_consultation_events, insert_outcomes,
};
use qianzhan_network::records::deployments::insert_deployments;
use qianzhan_network::records::localities::insert_localities;
use qianzhan_network::records::member_groups::{insert_group_memberships, insert_member_groups};
use qianzhan_network::records::members::{
    insert_members, insert_seat_status_changes, insert_special_committee_seats,
};
use qianzhan_network::records::nominations::insert_seat_nominations;
use qianzhan_network::records::opinion_reports::insert_opinion_reports;
use qianzhan_network::records::platforms::{
    AnnualPlan, Plaque, SixHasCheck, insert_annual_plans, insert_plaques, insert_platforms,
    insert_six_has_checks, insert_six_has_self_checks,
};
use qianzhan_network::records::reported_figures::insert_reported_figures;
use qianzhan_network::records::topics::insert_topics;
use qianzhan_network::{
    Database, StoreError,
    database::{Sql, Transaction},
};

use qianzhan_proposals::proposal_supervisions::insert_proposal_supervisions;
use qianzhan_proposals::proposals::{insert_proposal_units, insert_proposals, insert_proposers};

use super::assessments::county_assessments;
use super::councils::consultation_councils;
use super::county_work::{fixed_members, generate_county_work};
use super::duties::{generate_duties, write_duties};
use super::economy::{generate_city_assistance, generate_economy};
use super::handling::{city_handlings, provincial_records};
use super::meetings::generate_meetings;
use super::member_groups::generate_groups;
use super::nominations::generate_nominations;
use super::plan::{Plan, PlanError};
use super::seat_history::{placements, status_changes};
use super::sector_activities::generate_sector_activities;
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
    /// Proposals, meetings, sector activities and surveys.
    pub work_records: usize,
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
        let work_records = write_work(self, row, &site, &mut transaction).await.map_err(failed)?;
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
            work_records,
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
    let self_checks: Vec<_> =
        site.venues.iter().filter_map(|venue| venue.self_check.clone()).collect();
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
    let groups = generate_groups(site.region, site.members);
    insert_member_groups(transaction, &groups.groups).await?;
    insert_group_memberships(transaction, &groups.memberships).await?;
    let nominations = generate_nominations(site.region, site.members);
    insert_seat_nominations(transaction, &nominations).await?;
    insert_platforms(transaction, &platforms).await?;
    insert_plaques(transaction, &plaques).await?;
    insert_six_has_checks(transaction, &checks).await?;
    insert_six_has_self_checks(transaction, &self_checks).await?;
    insert_annual_plans(transaction, &plans).await?;
    insert_deployments(transaction, &deployments).await?;
    insert_topics(transaction, &topics).await?;
    insert_consultation_events(transaction, &events).await?;
    insert_attendance(transaction, &attendance).await?;
    insert_outcomes(transaction, &outcomes).await?;
    insert_opinion_reports(transaction, &site.reports).await?;
    insert_codes(transaction, &site.codes).await?;
    insert_code_scans(transaction, &site.scans).await?;
    insert_appeals(transaction, &site.appeals).await?;
    insert_reported_figures(transaction, &site.figures).await
}

/// Proposals and activities, which have contracts of their own; how many there are.
async fn write_work(
    plan: &Plan,
    region: &RegionRow,
    site: &SiteRecords<'_>,
    transaction: &mut Transaction,
) -> Result<usize, StoreError> {
    let work = &site.work;
    insert_surveys(transaction, &work.surveys).await?;
    insert_survey_members(transaction, &work.survey_members).await?;
    let meetings = generate_meetings(plan, region, site, &work.surveys);
    insert_consultation_plans(transaction, &meetings.plans).await?;
    insert_plan_topics(transaction, &meetings.topics).await?;
    insert_consultation_meetings(transaction, &meetings.meetings).await?;
    insert_meeting_speakers(transaction, &meetings.speakers).await?;
    insert_meeting_suggestions(transaction, &meetings.suggestions).await?;
    let (activities, sectors) = generate_sector_activities(plan, region);
    insert_sector_activities(transaction, &activities).await?;
    insert_activity_sectors(transaction, &sectors).await?;
    insert_brands(transaction, &work.brands).await?;
    let proposals = &work.proposals;
    insert_proposals(transaction, &proposals.proposals).await?;
    insert_proposers(transaction, &proposals.proposers).await?;
    insert_proposal_units(transaction, &proposals.units).await?;
    insert_proposal_supervisions(transaction, &proposals.supervisions).await?;
    Ok(work.surveys.len() + meetings.meetings.len() + activities.len() + proposals.proposals.len())
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
            let economy = generate_economy(plan, region);
            insert_enterprise_contact_norms(transaction, &economy.norms).await?;
            insert_enterprise_contacts(transaction, &economy.contacts).await?;
            insert_enterprise_visits(transaction, &economy.visits).await?;
            insert_industry_assistance_groups(transaction, &economy.groups).await?;
            insert_assistance_group_members(transaction, &economy.members).await?;
            insert_assistance_items(transaction, &economy.items).await?;
            let of_economy = economy.contacts.len() + economy.groups.len();
            Ok(handlings.len() + instructions.len() + of_economy)
        }
        RegionLevel::City => {
            let handlings = city_handlings(plan, region);
            let assessments = county_assessments(plan, region);
            qianzhan_city::insert_city_handlings(transaction, &handlings).await?;
            qianzhan_city::insert_county_assessments(transaction, &assessments).await?;
            let (assistances, progress) = generate_city_assistance(plan, region);
            qianzhan_city::insert_city_assistances(transaction, &assistances).await?;
            qianzhan_city::insert_assistance_progress(transaction, &progress).await?;
            Ok(handlings.len() + assessments.len())
        }
        RegionLevel::County => {
            let councils = consultation_councils(region, &site.venues, &site.postings);
            qianzhan_county::insert_consultation_councils(transaction, &councils).await?;
            let members = fixed_members(site, &councils);
            qianzhan_county::insert_fixed_members(transaction, &members).await?;
            let work = generate_county_work(plan, region, site, &site.work.proposals.proposals);
            insert_mediation_cases(transaction, &work.cases).await?;
            insert_mediation_members(transaction, &work.mediators).await?;
            insert_friday_matters(transaction, &work.matters).await?;
            qianzhan_county::insert_micro_consultations(transaction, &work.micro).await?;
            qianzhan_county::insert_micro_team_members(transaction, &work.teams).await?;
            Ok(councils.len() + work.cases.len() + work.matters.len() + work.micro.len())
        }
    }
}
