//! The statements of a roll-up.
//!
//! What a period means: events by the day they were held, topics by the day they were collected,
//! opinion reports by the day they were written, appeals by the day they were received, scans by their
//! day. Seats, places, plaques and deployments are a state:
//! with a period, those that existed by its end and had not ended before its start; without one,
//! seats in office and places not withdrawn now, and all deployments ever listed. A suspended seat
//! is not in office. A planned event is not yet held, and a place without a plaque is none yet.

use std::collections::HashSet;

use super::{
    DistinctSet,
    figures::{EventFigures, PlaceFigures, SeatFigures, Tally},
    selection::TallySelection,
};
use crate::{
    database::{Database, Sql, StoreError},
    period::Period,
    records::{
        localities::restrict_localities,
        platforms::{SixHasStatus, push_six_has_status},
    },
    region::{RowPlace, Scope, push_within},
};

/// A roll-up to compute.
pub(super) struct TallyQuery<'q> {
    pub(super) database: &'q Database,
    pub(super) scope: &'q Scope,
    pub(super) period: Option<Period>,
}

impl TallyQuery<'_> {
    /// Computes the figures selected, with one statement for each group of them.
    pub(super) async fn run(&self, selection: &TallySelection) -> Result<Tally, StoreError> {
        let holds_seats = self.scope.holds_seats();
        let mut tally = Tally::default();
        if selection.committees && holds_seats {
            let mut sql = Sql::new("SELECT COUNT(*) FROM committees WHERE 1 = 1");
            self.scope.restrict(&mut sql, "id", RowPlace::Nowhere);
            tally.committees = Some(self.count(sql).await?);
        }
        if selection.seats && holds_seats {
            tally.seats = Some(self.seat_figures().await?);
        }
        if selection.person_set && holds_seats {
            let persons: Vec<(String,)> =
                self.database.fetch_all(self.seats_from("SELECT DISTINCT person_id")).await?;
            let set = DistinctSet::of_keys(persons.iter().map(|(person,)| person.as_str()));
            tally.person_set = Some(set.encode());
            // Whoever asks for both has the count without a second statement.
            tally.distinct_persons = Some(persons.len() as i64);
        } else if selection.distinct_persons && holds_seats {
            let sql = self.seats_from("SELECT COUNT(DISTINCT person_id)");
            tally.distinct_persons = Some(self.count(sql).await?);
        }
        if selection.places {
            tally.places = Some(self.place_figures().await?);
        }
        if selection.plaques {
            tally.plaques = Some(self.count(self.plaques_from("SELECT COUNT(*)")).await?);
        }
        if selection.deployments {
            tally.deployments = Some(self.count_deployments().await?);
        }
        if selection.topics {
            tally.topics_collected = Some(self.count(self.topics_from("SELECT COUNT(*)")).await?);
        }
        if selection.events {
            tally.events = Some(self.event_figures().await?);
        }
        if selection.opinion_reports {
            tally.opinion_reports = Some(self.count_opinion_reports().await?);
        }
        if selection.appeals {
            tally.appeals = Some(self.count_appeals().await?);
        }
        if selection.townships {
            tally.any_township_without_station = self.any_township_without_station().await?;
        }
        if selection.placed_members && holds_seats {
            tally.placed_members = Some(self.count(self.placed_from("SELECT COUNT(*)")).await?);
        }
        if selection.committees_with_codes && holds_seats {
            tally.committees_with_codes = Some(self.count_committees_with_codes().await?);
        }
        if selection.coded_members && holds_seats {
            let mut sql = Sql::new(
                "SELECT COUNT(*) FROM members WHERE status = 'ACTIVE' AND id IN \
                 (SELECT member_id FROM codes WHERE codes.status = 'ACTIVE')",
            );
            self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
            tally.coded_members = Some(self.count(sql).await?);
        }
        if selection.coded_places {
            let mut sql = Sql::new(
                "SELECT COUNT(*) FROM platforms WHERE withdrawn_on IS NULL AND id IN \
                 (SELECT platform_id FROM codes WHERE codes.status = 'ACTIVE')",
            );
            self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
            tally.coded_places = Some(self.count(sql).await?);
        }
        if selection.places_awaiting_check {
            let mut sql = Sql::new("SELECT COUNT(*) FROM platforms WHERE ");
            push_six_has_status(&mut sql, SixHasStatus::SelfChecked);
            self.push_place_state(&mut sql, "granted_on");
            tally.places_awaiting_check = Some(self.count(sql).await?);
        }
        if selection.code_scans {
            let select = "SELECT CAST(COALESCE(SUM(scans), 0) AS BIGINT)";
            tally.code_scans = Some(self.count(self.scans_from(select)).await?);
        }
        if selection.by_member_group_kind && holds_seats {
            tally.by_member_group_kind = self.by_member_group_kind().await?;
        }
        if selection.by_code_bearer {
            tally.by_code_bearer = self.by_code_bearer().await?;
        }
        if selection.by_six_has_item {
            tally.by_six_has_item = self.by_six_has_item().await?;
        }
        if selection.by_special_committee && holds_seats {
            tally.by_special_committee = self.by_special_committee().await?;
        }
        if selection.by_platform_kind {
            tally.by_platform_kind = self.by_platform_kind().await?;
        }
        if selection.sector_members || selection.sector_participations {
            tally.by_sector = self.by_sector(selection).await?;
        }
        if selection.by_month {
            tally.by_month = self.by_month().await?;
        }
        if selection.by_topic_source {
            tally.by_topic_source = self.by_topic_source().await?;
        }
        if selection.by_consultation_kind {
            tally.by_consultation_kind = self.by_consultation_kind().await?;
        }
        Ok(tally)
    }

    async fn count(&self, sql: Sql) -> Result<i64, StoreError> {
        let (count,): (i64,) = self.database.fetch_one(sql).await?;
        Ok(count)
    }

    async fn seat_figures(&self) -> Result<SeatFigures, StoreError> {
        let sql = self.seats_from(
            "SELECT COUNT(*) AS members, COUNT(duty_score) AS scored_members, \
             AVG(duty_score) AS mean_duty_score, MIN(duty_score) AS min_duty_score, \
             MAX(duty_score) AS max_duty_score",
        );
        self.database.fetch_one(sql).await
    }

    async fn place_figures(&self) -> Result<PlaceFigures, StoreError> {
        let mut sql = Sql::new(
            "SELECT COUNT(*) AS places, \
             COUNT(CASE WHEN is_compliant THEN 1 END) AS compliant_places, \
             MIN(CASE WHEN is_compliant THEN 1 ELSE 0 END) = 1 AS all_compliant FROM platforms \
             WHERE 1 = 1",
        );
        self.push_place_state(&mut sql, "granted_on");
        self.database.fetch_one(sql).await
    }

    async fn event_figures(&self) -> Result<EventFigures, StoreError> {
        let sql = self.events_from(
            "SELECT COUNT(*) AS events, \
             CAST(COALESCE(SUM(member_count), 0) AS BIGINT) AS member_participations, \
             CAST(COALESCE(SUM(resident_count), 0) AS BIGINT) AS resident_participations, \
             CAST(COALESCE(SUM(suggestion_count), 0) AS BIGINT) AS suggestions_collected, \
             CAST(COALESCE(SUM(problems_found), 0) AS BIGINT) AS problems_found, \
             CAST(COALESCE(SUM(problems_solved), 0) AS BIGINT) AS problems_solved, \
             CAST(AVG(member_count) AS DOUBLE PRECISION) AS mean_members_present, \
             MIN(held_on) AS first_event_on, MAX(held_on) AS last_event_on",
            "consultation_events",
        );
        self.database.fetch_one(sql).await
    }

    async fn count_deployments(&self) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM deployments WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            sql.push(" AND from_on <= ").push_bind(period.last);
            sql.push(" AND (to_on IS NULL OR to_on >= ").push_bind(period.first).push(")");
        }
        self.count(sql).await
    }

    async fn count_opinion_reports(&self) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM opinion_reports WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::EventCode("source_event_id"));
        if let Some(period) = &self.period {
            push_within(&mut sql, "written_on", period);
        }
        self.count(sql).await
    }

    async fn count_appeals(&self) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM appeals WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            push_within(&mut sql, "received_on", period);
        }
        self.count(sql).await
    }

    async fn count_committees_with_codes(&self) -> Result<i64, StoreError> {
        let mut sql =
            Sql::new("SELECT COUNT(DISTINCT committee_id) FROM codes WHERE status = 'ACTIVE'");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        self.count(sql).await
    }

    /// Whether a township of the scope has no workstation in it or in a village of it; null where
    /// the scope has no township.
    async fn any_township_without_station(&self) -> Result<Option<bool>, StoreError> {
        let mut sql = Sql::new("SELECT code FROM localities WHERE kind = 'TOWNSHIP'");
        restrict_localities(&mut sql, self.scope);
        let townships: Vec<(String,)> = self.database.fetch_all(sql).await?;
        if townships.is_empty() {
            return Ok(None);
        }
        let mut sql = self.plaques_from("SELECT DISTINCT substr(platforms.locality_code, 1, 9)");
        sql.push(" AND plaques.kind = 'WORKSTATION' AND platforms.locality_code IS NOT NULL");
        let with_station: Vec<(String,)> = self.database.fetch_all(sql).await?;
        let with_station: HashSet<String> = with_station.into_iter().map(|(code,)| code).collect();
        let is_without = |code: &str| code.get(..9).is_none_or(|code| !with_station.contains(code));
        Ok(Some(townships.iter().any(|(code,)| is_without(code))))
    }

    /// `… FROM members`: seats in office.
    pub(super) fn seats_from(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        match &self.period {
            None => {
                sql.push(" FROM members WHERE status = 'ACTIVE'");
            }
            Some(period) => {
                sql.push(" FROM members WHERE status <> 'SUSPENDED' AND since <= ");
                sql.push_bind(period.last);
                sql.push(" AND (until IS NULL OR until >= ").push_bind(period.first).push(")");
            }
        }
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        sql
    }

    /// `… FROM members JOIN special_committee_seats`: seats in office that are placed. With a period,
    /// each seat by its latest placement in it.
    pub(super) fn placed_from(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(
            " FROM members JOIN special_committee_seats AS placed \
             ON placed.member_id = members.id WHERE 1 = 1",
        );
        match &self.period {
            None => {
                sql.push(" AND status = 'ACTIVE' AND placed.to_on IS NULL");
            }
            Some(period) => {
                sql.push(" AND status <> 'SUSPENDED' AND since <= ").push_bind(period.last);
                sql.push(" AND (until IS NULL OR until >= ").push_bind(period.first).push(")");
                sql.push(
                    " AND placed.ordinal = (SELECT MAX(ordinal) FROM special_committee_seats \
                     AS latest WHERE latest.member_id = members.id AND latest.from_on <= ",
                );
                sql.push_bind(period.last).push(")");
                sql.push(" AND (placed.to_on IS NULL OR placed.to_on >= ");
                sql.push_bind(period.first).push(")");
            }
        }
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        sql
    }

    /// `… FROM plaques JOIN platforms`: plaques on places not withdrawn.
    pub(super) fn plaques_from(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(" FROM plaques JOIN platforms ON platforms.id = plaques.platform_id WHERE 1 = 1");
        self.push_place_state(&mut sql, "plaques.granted_on");
        sql
    }

    /// `… FROM code_scans JOIN codes`, and the platforms of those that are a platform's.
    pub(super) fn scans_from(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(
            " FROM code_scans JOIN codes ON codes.id = code_scans.code_id \
             LEFT JOIN platforms ON platforms.id = codes.platform_id WHERE 1 = 1",
        );
        let place = RowPlace::Code("platforms.locality_code");
        self.scope.restrict(&mut sql, "codes.committee_id", place);
        if let Some(period) = &self.period {
            push_within(&mut sql, "scanned_on", period);
        }
        sql
    }

    /// `… FROM topics`: topics collected.
    pub(super) fn topics_from(&self, select: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(" FROM topics WHERE 1 = 1");
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            push_within(&mut sql, "collected_on", period);
        }
        sql
    }

    /// `… FROM tables`, one of which is that of events: events held.
    pub(super) fn events_from(&self, select: &str, tables: &str) -> Sql {
        let mut sql = Sql::new(select);
        sql.push(format_args!(" FROM {tables} WHERE consultation_events.status <> 'PLANNED'"));
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            push_within(&mut sql, "held_on", period);
        }
        sql
    }

    /// Adds ` AND …`: the plaque granted on that day hangs, and its place is not withdrawn.
    pub(super) fn push_place_state(&self, sql: &mut Sql, granted_on: &str) {
        match &self.period {
            None => {
                sql.push(format_args!(" AND {granted_on} IS NOT NULL AND withdrawn_on IS NULL"));
            }
            Some(period) => {
                sql.push(format_args!(" AND {granted_on} <= ")).push_bind(period.last);
                sql.push(" AND (withdrawn_on IS NULL OR withdrawn_on >= ");
                sql.push_bind(period.first).push(")");
            }
        }
        self.scope.restrict(sql, "committee_id", RowPlace::Code("locality_code"));
    }
}
