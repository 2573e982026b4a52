//! The same plan gives the same bytes, and a site's records do not depend on what else is filled.

use crate::network::{Filled, plan};

/// Every table, with an order that names each row.
const TABLES: &[&str] = &[
    "committees",
    "localities",
    "members",
    "platforms",
    "plaques",
    "six_has_checks",
    "deployments",
    "topics",
    "consultation_events",
    "attendance",
    "outcomes",
    "opinion_reports",
    "codes",
    "appeals",
    "reported_figures",
    "city_handlings",
    "county_assessments",
    "provincial_handlings",
    "instructions",
    "consultation_councils",
    "seat_status_changes",
    "special_committee_seats",
    "annual_plans",
    "contacts",
    "contact_plans",
    "contact_records",
    "contact_record_contacts",
    "leader_charges",
    "charge_visits",
    "annual_duty_quotas",
    "duty_records",
    "assessment_rules",
    "assessment_items",
    "duty_assessments",
    "station_head_reports",
    "training_sessions",
    "council_fixed_members",
    "mediation_cases",
    "mediation_members",
    "friday_matters",
    "micro_consultations",
    "micro_team_members",
    "proposals",
    "proposers",
    "proposal_units",
    "proposal_supervisions",
    "consultation_plans",
    "plan_topics",
    "consultation_meetings",
    "meeting_speakers",
    "meeting_suggestions",
    "sector_activities",
    "activity_sectors",
    "surveys",
    "survey_members",
    "brands",
    "enterprise_contact_norms",
    "enterprise_contacts",
    "enterprise_visits",
    "industry_assistance_groups",
    "assistance_group_members",
    "assistance_items",
];

#[tokio::test]
async fn two_fills_are_equal_whatever_was_filled_before() {
    let first = Filled::with(&plan(), ["621122", "621100", "620000"].into_iter()).await;
    let second = Filled::with(&plan(), ["620000", "621122", "621100"].into_iter()).await;
    for table in TABLES {
        let columns = first.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
        let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
        let row = quoted.join(" || ',' || ");
        let sql = format!("SELECT {row} AS line FROM {table} ORDER BY line");
        let lines = first.texts(&sql).await;
        assert!(!lines.is_empty(), "{table} has rows");
        assert_eq!(lines, second.texts(&sql).await, "{table}");
    }
}

#[tokio::test]
async fn an_unknown_region_is_refused_and_nothing_is_written() {
    let plan = plan();
    let database = crate::network::empty_database().await;
    let error = plan.fill(&database, "110000").await.expect_err("no region of the plan");
    assert_eq!(error.code(), "REGION_UNKNOWN");
}

#[tokio::test]
async fn a_second_fill_is_refused_and_leaves_the_first() {
    let plan = plan();
    let database = crate::network::empty_database().await;
    let report = plan.fill(&database, "621124").await.expect("the records fit the tables");
    assert!(report.members > 0 && report.consultation_events > 0 && report.level_records > 0);
    assert!(report.work_records > 0);
    let error = plan.fill(&database, "621124").await.expect_err("the records are there");
    assert_eq!(error.code(), "RECORDS_NOT_WRITTEN");
    assert!(plan.is_filled(&database, "621124").await.expect("it can be read"));
}
