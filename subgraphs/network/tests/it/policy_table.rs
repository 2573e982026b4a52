//! Every field of the contract, asked by every relation in every role.

use qianzhan_network::{
    CONTRACT_SDL,
    records::{
        appeals::Appeal,
        codes::{Code, CodeScans, CodeStatus},
        member_groups::{MemberGroup, MemberGroupKind, MemberGroupStatus},
        members::{SeatStatus, SeatStatusChange, SectorCode, SpecialCommitteeSeat},
        nominations::{NominationStatus, SeatNomination},
        opinion_reports::OpinionReportStatus,
        platforms::{AnnualPlan, AnnualPlanStatus, PlatformKind, SixHasSelfCheck},
    },
    region::Level,
};

use crate::{
    field_table::{FieldTable, every_field_by_every_relation_in_every_role},
    testkit::{
        Records, appeal, attendance, check, code, code_of, deployment, event, figure, member,
        member_group, membership, nomination, opinion_report, outcome, plaque, platform, site_of,
        topic,
    },
};

const COUNTY: &str = "621122";

/// A county in whose records no field is null.
fn full_county() -> Records {
    let mut records = Records::of_county(COUNTY);
    let mut seat = member(COUNTY, "zhang");
    seat.name = "张三".to_owned();
    seat.is_party_member = true;
    seat.employer = Some("陇西某学校".to_owned());
    seat.residence_region = Some(code(COUNTY));
    seat.special_committee = Some("提案委员会".to_owned());
    seat.duty_score = Some(88.5);
    records.status_changes.push(SeatStatusChange {
        member_id: seat.id.clone(),
        ordinal: 0,
        status: SeatStatus::Active,
        changed_on: seat.since,
        reason: Some("换届".to_owned()),
    });
    records.placements.push(SpecialCommitteeSeat {
        member_id: seat.id.clone(),
        ordinal: 0,
        special_committee: "提案委员会".to_owned(),
        from_on: seat.since,
        to_on: Some("2024-12-31".parse().expect("a date")),
    });
    let group = MemberGroup {
        special_committee: Some("提案委员会".to_owned()),
        leader_id: Some(seat.id.clone()),
        status: MemberGroupStatus::Disbanded,
        disbanded_on: Some("2024-12-31".parse().expect("a date")),
        reason: Some("换届".to_owned()),
        ..member_group(COUNTY, "a", MemberGroupKind::ExpertTeam)
    };
    let mut past = membership(&group, 0, &seat);
    past.to_on = group.disbanded_on;
    let branch = member_group(COUNTY, "b", MemberGroupKind::PartyBranch);
    records.memberships = vec![past, membership(&branch, 0, &seat)];
    records.groups = vec![group, branch];
    records.nominations.push(SeatNomination {
        person_id: Some("person-621100-zhang".to_owned()),
        employer: Some("陇西某学校".to_owned()),
        residence_region: Some(code(COUNTY)),
        status: NominationStatus::Seated,
        decided_on: Some(seat.since),
        reason: Some("补额".to_owned()),
        member_id: Some(seat.id.clone()),
        ..nomination(COUNTY, "a", "2021-10-01")
    });
    for number in 0..7 {
        let mut other = member(COUNTY, &format!("other{number}"));
        other.sector = SectorCode::Health;
        other.duty_score = Some(70.0);
        records.members.push(other);
    }
    let mut station = platform(COUNTY, "a");
    station.host = Some("文峰镇".to_owned());
    station.head = Some("李四".to_owned());
    station.sector = Some(SectorCode::Education);
    station.status_reason = Some("待验收".to_owned());
    station.launched_on = Some("2022-02-01".parse().expect("a date"));
    station.lead_member_id = Some(seat.id.clone());
    station.lead_unit = Some("县教育局".to_owned());
    station.book_count = Some(120);
    records.plans.push(AnnualPlan {
        platform_id: station.id.clone(),
        year: 2024,
        status: AnnualPlanStatus::Underway,
        text: "每季度一次接待日".to_owned(),
    });
    records.plaques.push(plaque(&station, 0, PlatformKind::Workstation, "2022-01-01"));
    records.checks.push(check(&station, "2024-01-01", true));
    let mut own = SixHasSelfCheck { check: check(&station, "2023-12-01", true) };
    own.check.checker = Some("李四".to_owned());
    own.check.evidence = Some("照片".to_owned());
    records.self_checks.push(own);
    let mut matter = topic(COUNTY, "a", "2024-01-01");
    matter.proposer_id = Some(seat.id.clone());
    let mut sitting = event(COUNTY, "a", "2024-02-01");
    sitting.platform_id = Some(station.id.clone());
    sitting.locality_code = Some(code("621122101"));
    sitting.topic_id = Some(matter.id.clone());
    (sitting.member_count, sitting.resident_count) = (1, 12);
    (sitting.suggestion_count, sitting.problems_found, sitting.problems_solved) = (2, 2, 1);
    sitting.brand = Some("周五说事".to_owned());
    records.attendance.push(attendance(&sitting, seat.id.as_str()));
    records.outcomes.push(outcome(&sitting, 1));
    let mut sent = deployment(COUNTY, "b", "2023-01-01");
    sent.member_id = seat.id.clone();
    sent.person_id.clone_from(&seat.person_id);
    sent.member_level = Level::County;
    sent.platform_id = Some(station.id.clone());
    sent.to_on = Some("2025-01-01".parse().expect("a date"));
    sent.document = Some("委员下沉名单".to_owned());
    sent.ended_reason = Some("期满".to_owned());
    let mut report = opinion_report(COUNTY, "a", "2024-03-01");
    report.author_id = Some(seat.id.clone());
    report.source_event_id = Some(sitting.id.clone());
    report.status = OpinionReportStatus::Submitted;
    report.submitted_on = Some("2024-03-02".parse().expect("a date"));
    report.submitted_to = Some(Level::City);
    report.text = Some("东街村饮水管网老化。".to_owned());
    let (mut revoked, of_station) = (code_of(&station), code_of(&station));
    revoked.id = format!("{COUNTY}-c-a").parse().expect("an id");
    revoked.status = CodeStatus::Revoked;
    revoked.revoked_on = Some("2024-01-02".parse().expect("a date"));
    revoked.revoked_reason = Some("遗失".to_owned());
    let of_seat = Code {
        id: format!("{COUNTY}-c-b").parse().expect("an id"),
        member_id: Some(seat.id.clone()),
        platform_id: None,
        ..of_station.clone()
    };
    records.appeals.push(Appeal {
        member_id: Some(seat.id.clone()),
        locality_code: Some(code("621122101")),
        speaker_name: Some("王五".to_owned()),
        speaker_phone: Some("13800000000".to_owned()),
        handler: Some("县水务局".to_owned()),
        result: Some("已更换管网".to_owned()),
        closed_on: Some("2024-02-10".parse().expect("a date")),
        satisfaction: Some(5),
        topic_id: Some(matter.id.clone()),
        opinion_report_id: Some(report.id.clone()),
        ..appeal(&of_station, "a", "2024-01-20")
    });
    records.scans = vec![CodeScans {
        code_id: revoked.id.clone(),
        scanned_on: "2024-01-01".parse().expect("a date"),
        scans: 3,
    }];
    records.codes = vec![revoked, of_station, of_seat];
    records.figures.push(figure(COUNTY, "a", "stations"));
    records.members.insert(0, seat);
    records.platforms.push(station);
    records.topics.push(matter);
    records.events.push(sitting);
    records.deployments.push(sent);
    records.opinion_reports.push(report);
    records
}

fn key_of(entity: &str) -> String {
    match entity {
        "Region" => COUNTY.to_owned(),
        "Person" => format!("person-{COUNTY}-zhang"),
        "Committee" => format!("{COUNTY}-committee"),
        "Member" => format!("{COUNTY}-m-zhang"),
        "Platform" => format!("{COUNTY}-p-a"),
        "MemberGroup" => format!("{COUNTY}-b-a"),
        "SeatNomination" => format!("{COUNTY}-v-a"),
        "Deployment" => format!("{COUNTY}-d-b"),
        "Topic" => format!("{COUNTY}-t-a"),
        "ConsultationEvent" => format!("{COUNTY}-e-a"),
        "OpinionReport" => format!("{COUNTY}-o-a"),
        "ReportedFigure" => format!("{COUNTY}-f-a"),
        "Code" => format!("{COUNTY}-c-a"),
        "Appeal" => format!("{COUNTY}-a-a"),
        // Kept by other contracts, and known here by their ids alone.
        "Proposal"
        | "ConsultationPlan"
        | "ConsultationMeeting"
        | "SectorActivity"
        | "Survey"
        | "TrainingSession"
        | "StationHeadReport" => format!("{COUNTY}-x-a"),
        other => panic!("the records have no {other}: add one to `full_county`"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_field_is_as_the_policy_says() {
    let server = site_of(&full_county()).await;
    let table = FieldTable {
        sdl: CONTRACT_SDL,
        beside: &[],
        county: COUNTY,
        key_of: &key_of,
        arguments: &[
            ("Region.tally", "period: \"2024\""),
            ("Region.search", "text: \"a\", kinds: [CONSULTATION_EVENT]"),
        ],
        // The log's row of a caller of a region, of which there is none yet, and the like. A code is
        // a platform's or a member's. The seat lasts, and so does the platform.
        may_be_null: &[
            "SearchHit.topic",
            "SearchHit.opinionReport",
            "SearchHit.appeal",
            "SearchHit.platform",
            "SearchHit.proposal",
            "SearchHit.consultationPlan",
            "SearchHit.consultationMeeting",
            "SearchHit.sectorActivity",
            "SearchHit.survey",
            "SearchHit.trainingSession",
            "SearchHit.stationHeadReport",
            "Committee.superior",
            "AccessLogEntry.issuer",
            "Code.member",
            "Member.until",
            "Platform.withdrawnOn",
        ],
    };
    every_field_by_every_relation_in_every_role(&server, &table).await;
}
