//! The lists of a roll-up: figures by kind, sector, month and source, each in order of its key.

use std::collections::BTreeMap;

use super::{
    figures::{
        CodeBearerTally, ConsultationKindTally, MemberGroupKindTally, MonthTally,
        PlatformKindTally, SectorTally, SixHasItemTally, SpecialCommitteeTally, TopicSourceTally,
    },
    selection::TallySelection,
    store::TallyQuery,
};
use crate::{
    database::{Sql, StoreError},
    records::{codes::CodeBearer, members::SectorCode, platforms::SixHasItem},
    region::{RowPlace, push_within},
};

impl TallyQuery<'_> {
    /// A place counts once for each kind of plaque it has.
    pub(super) async fn by_platform_kind(&self) -> Result<Vec<PlatformKindTally>, StoreError> {
        let mut sql = self.plaques_from(
            "SELECT plaques.kind AS kind, COUNT(*) AS plaques, \
             COUNT(DISTINCT CASE WHEN platforms.is_compliant THEN platforms.id END) \
             AS compliant_places, \
             COUNT(DISTINCT CASE WHEN platforms.id IN (SELECT platform_id FROM codes \
             WHERE codes.status = 'ACTIVE') THEN platforms.id END) AS coded_places",
        );
        sql.push(" GROUP BY plaques.kind ORDER BY plaques.kind");
        self.database.fetch_all(sql).await
    }

    /// Codes in use now, and what was done at codes in the period, by whose they are.
    pub(super) async fn by_code_bearer(&self) -> Result<Vec<CodeBearerTally>, StoreError> {
        const OF_CODE: &str =
            "SELECT CASE WHEN codes.platform_id IS NULL THEN 'MEMBER' ELSE 'PLATFORM' END";
        let mut in_use = Sql::new(OF_CODE);
        in_use.push(
            ", COUNT(*) FROM codes LEFT JOIN platforms ON platforms.id = codes.platform_id \
             WHERE codes.status = 'ACTIVE'",
        );
        let place = RowPlace::Code("platforms.locality_code");
        self.scope.restrict(&mut in_use, "codes.committee_id", place);
        let scans = self.scans_from(&format!("{OF_CODE}, CAST(SUM(scans) AS BIGINT)"));
        let mut appeals = Sql::new(
            "SELECT CASE WHEN platform_id IS NULL THEN 'MEMBER' ELSE 'PLATFORM' END, COUNT(*) \
             FROM appeals WHERE channel = 'CODE'",
        );
        self.scope.restrict(&mut appeals, "committee_id", RowPlace::Code("locality_code"));
        if let Some(period) = &self.period {
            push_within(&mut appeals, "received_on", period);
        }
        let empty = |bearer| CodeBearerTally { bearer, codes: 0, scans: 0, appeals: 0 };
        let mut bearers: BTreeMap<&str, CodeBearerTally> = BTreeMap::new();
        type Figure = fn(&mut CodeBearerTally) -> &mut i64;
        let figures: [(Sql, Figure); 3] = [
            (in_use, |tally| &mut tally.codes),
            (scans, |tally| &mut tally.scans),
            (appeals, |tally| &mut tally.appeals),
        ];
        for (mut sql, figure) in figures {
            sql.push(" GROUP BY 1");
            let counts: Vec<(CodeBearer, i64)> = self.database.fetch_all(sql).await?;
            for (bearer, count) in counts {
                let tally = bearers.entry(bearer.as_text()).or_insert_with(|| empty(bearer));
                *figure(tally) = count;
            }
        }
        Ok(bearers.into_values().collect())
    }

    /// Groups that last, and the members in them: one who is in several of a kind counts once.
    pub(super) async fn by_member_group_kind(
        &self,
    ) -> Result<Vec<MemberGroupKindTally>, StoreError> {
        let mut sql = Sql::new(
            "SELECT kind, COUNT(DISTINCT member_groups.id) AS groups, \
             COUNT(DISTINCT member_id) AS members FROM member_groups \
             LEFT JOIN group_memberships ON group_id = member_groups.id AND to_on IS NULL \
             WHERE status = 'FOUNDED'",
        );
        self.scope.restrict(&mut sql, "committee_id", RowPlace::Nowhere);
        sql.push(" GROUP BY kind ORDER BY kind");
        self.database.fetch_all(sql).await
    }

    /// Of each of the six, in how many places the latest check found it lacking.
    pub(super) async fn by_six_has_item(&self) -> Result<Vec<SixHasItemTally>, StoreError> {
        let mut sql = Sql::new(
            "SELECT COUNT(CASE WHEN NOT fixed_place THEN 1 END), \
             COUNT(CASE WHEN NOT dedicated_person THEN 1 END), \
             COUNT(CASE WHEN NOT signage THEN 1 END), COUNT(CASE WHEN NOT duties THEN 1 END), \
             COUNT(CASE WHEN NOT annual_plan THEN 1 END), \
             COUNT(CASE WHEN NOT outcomes THEN 1 END) \
             FROM six_has_checks JOIN platforms ON platforms.id = six_has_checks.platform_id \
             WHERE checked_on = (SELECT MAX(checked_on) FROM six_has_checks AS latest \
             WHERE latest.platform_id = platforms.id)",
        );
        self.push_place_state(&mut sql, "granted_on");
        let lacking: (i64, i64, i64, i64, i64, i64) = self.database.fetch_one(sql).await?;
        let lacking = [lacking.0, lacking.1, lacking.2, lacking.3, lacking.4, lacking.5];
        let items = SixHasItem::ALL.iter().zip(lacking);
        let mut items: Vec<_> =
            items.map(|(item, lacking)| SixHasItemTally { item: *item, lacking }).collect();
        items.sort_by_key(|tally| tally.item.as_text());
        Ok(items)
    }

    /// Seats by the special committee in which they are placed.
    pub(super) async fn by_special_committee(
        &self,
    ) -> Result<Vec<SpecialCommitteeTally>, StoreError> {
        let mut sql =
            self.placed_from("SELECT placed.special_committee AS name, COUNT(*) AS members");
        sql.push(" GROUP BY placed.special_committee ORDER BY placed.special_committee");
        self.database.fetch_all(sql).await
    }

    /// Seats by their sector now, and participations by the sector at the time.
    pub(super) async fn by_sector(
        &self,
        selection: &TallySelection,
    ) -> Result<Vec<SectorTally>, StoreError> {
        let tells_members = selection.sector_members && self.scope.holds_seats();
        let mut members: Vec<(SectorCode, i64)> = Vec::new();
        if tells_members {
            let mut sql = self.seats_from("SELECT sector, COUNT(*)");
            sql.push(" GROUP BY sector");
            members = self.database.fetch_all(sql).await?;
        }
        let mut participations: Vec<(SectorCode, i64)> = Vec::new();
        if selection.sector_participations {
            let mut sql = self.events_from(
                "SELECT attendance.sector, COUNT(*)",
                "consultation_events JOIN attendance ON attendance.event_id = id",
            );
            sql.push(" GROUP BY attendance.sector");
            participations = self.database.fetch_all(sql).await?;
        }
        let empty = |sector| SectorTally {
            sector,
            members: tells_members.then_some(0),
            participations: selection.sector_participations.then_some(0),
        };
        let mut sectors: BTreeMap<&str, SectorTally> = BTreeMap::new();
        for (sector, count) in members {
            sectors.entry(sector.as_text()).or_insert_with(|| empty(sector)).members = Some(count);
        }
        for (sector, count) in participations {
            let tally = sectors.entry(sector.as_text()).or_insert_with(|| empty(sector));
            tally.participations = Some(count);
        }
        Ok(sectors.into_values().collect())
    }

    pub(super) async fn by_month(&self) -> Result<Vec<MonthTally>, StoreError> {
        let mut sql = self.events_from(
            "SELECT substr(held_on, 1, 7) AS month, COUNT(*) AS events, \
             CAST(SUM(member_count) AS BIGINT) AS member_participations, \
             CAST(SUM(suggestion_count) AS BIGINT) AS suggestions_collected, \
             CAST(SUM(problems_solved) AS BIGINT) AS problems_solved",
            "consultation_events",
        );
        sql.push(" GROUP BY 1 ORDER BY 1");
        self.database.fetch_all(sql).await
    }

    pub(super) async fn by_topic_source(&self) -> Result<Vec<TopicSourceTally>, StoreError> {
        let mut sql = self.topics_from(
            "SELECT source, COUNT(*) AS collected, \
             COUNT(CASE WHEN status = 'CONSULTED' THEN 1 END) AS consulted",
        );
        sql.push(" GROUP BY source ORDER BY source");
        self.database.fetch_all(sql).await
    }

    pub(super) async fn by_consultation_kind(
        &self,
    ) -> Result<Vec<ConsultationKindTally>, StoreError> {
        let mut sql = self.events_from(
            "SELECT kind, COUNT(*) AS events, CAST(SUM(problems_solved) AS BIGINT) AS problems_solved",
            "consultation_events",
        );
        sql.push(" GROUP BY kind ORDER BY kind");
        self.database.fetch_all(sql).await
    }
}
