//! Fills, in a few records of the demonstration, what it leaves empty: so that the table of every field
//! finds each of them somewhere. The records stay generated ones, and go into the union as all do.

use std::path::Path;

use sqlx::{Connection, SqliteConnection};

const PROVINCE: &str = "UPDATE enterprise_visits SET note = '已走访';";

const CITY: &str = "UPDATE assistance_progress SET note = '已对接';";

const COUNTY: &str = "
UPDATE brands SET named_on = '2023-05-01' WHERE id = (SELECT min(id) FROM brands);
UPDATE codes SET status = 'REVOKED', revoked_on = '2024-03-01', revoked_reason = '遗失'
    WHERE id = (SELECT code_id FROM appeals WHERE code_id IS NOT NULL ORDER BY id LIMIT 1);
UPDATE consultation_councils SET term_no = 2;
UPDATE consultation_plans SET platform_id = (SELECT min(id) FROM platforms)
    WHERE id = (SELECT min(id) FROM consultation_plans);
UPDATE contacts SET locality_code = '621122101' WHERE id = (SELECT min(id) FROM contacts);
UPDATE contact_records SET appeal_id = (SELECT min(id) FROM appeals)
    WHERE id = (SELECT min(id) FROM contact_records WHERE problem IS NOT NULL);
UPDATE deployments SET to_on = from_on, document = '委员下沉名单', ended_reason = '期满'
    WHERE id = (SELECT min(id) FROM deployments);
UPDATE duty_records SET text = '走访两户' WHERE id = (SELECT min(id) FROM duty_records);
UPDATE council_fixed_members SET member_id = (SELECT min(id) FROM members), name = NULL
    WHERE ordinal = 0
    AND platform_id = (SELECT min(platform_id) FROM council_fixed_members);
UPDATE meeting_speakers SET body = '县工商联' WHERE ordinal = 0
    AND meeting_id = (SELECT min(meeting_id) FROM meeting_speakers);
UPDATE micro_consultations SET opinion_report_id = (SELECT min(id) FROM opinion_reports),
    proposal_id = (SELECT min(id) FROM proposals)
    WHERE event_id = (SELECT min(event_id) FROM micro_consultations);
UPDATE opinion_reports SET text = '东街村饮水管网老化' WHERE id = (SELECT min(id) FROM opinion_reports);
INSERT INTO party_links
    (id, committee_id, tier, from_id, to_member_id, to_contact_id, since, until, is_generated)
    SELECT '621122-link-a', m.committee_id, 'PARTY_MEMBER_TO_NON_PARTY', min(m.id), max(m.id), NULL,
           '2023-03-01', '2024-03-01', 1 FROM members m;
INSERT INTO party_links
    (id, committee_id, tier, from_id, to_member_id, to_contact_id, since, until, is_generated)
    SELECT '621122-link-b', c.committee_id, 'NON_PARTY_TO_PUBLIC', (SELECT max(id) FROM members),
           NULL, min(c.id), '2023-03-01', NULL, 1 FROM contacts c;
UPDATE plan_topics SET topic_id = (SELECT min(id) FROM topics) WHERE ordinal = 0
    AND plan_id = (SELECT min(plan_id) FROM plan_topics);
UPDATE platforms SET lead_unit = '县教育局', book_count = 120
    WHERE id = (SELECT min(id) FROM platforms);
UPDATE proposals SET text = '关于整治管网的提案', source_topic_id = (SELECT min(id) FROM topics)
    WHERE id = (SELECT min(id) FROM proposals);
UPDATE seat_status_changes SET reason = '换届'
    WHERE member_id = (SELECT min(member_id) FROM seat_status_changes);
UPDATE sector_activities SET platform_id = (SELECT min(id) FROM platforms),
    opinion_report_id = (SELECT min(id) FROM opinion_reports)
    WHERE id = (SELECT min(id) FROM sector_activities);
UPDATE six_has_checks SET checker = '李四', evidence = '现场照片'
    WHERE platform_id = (SELECT min(platform_id) FROM six_has_checks);
UPDATE surveys SET topic_id = (SELECT min(id) FROM topics) WHERE id = (SELECT min(id) FROM surveys);
INSERT INTO topic_support (topic_id, votes, version) SELECT min(id), 12, 1 FROM topics;
INSERT INTO topic_nominations (topic_id, ordinal, leader_office, given_on, note)
    SELECT min(id), 0, '县委办公室', '2024-01-10', '列入年度计划' FROM topics;
";

/// Runs the statements on the site of that region, if there are any for it.
pub(crate) async fn fill(region: &str, database: &Path) {
    let script = match region {
        "620000" => PROVINCE,
        "621122" => COUNTY,
        city if city.ends_with("00") => CITY,
        _ => return,
    };
    let url = format!("sqlite://{}", database.display());
    let mut connection = SqliteConnection::connect(&url).await.expect("a database opens");
    let script = sqlx::raw_sql(sqlx::AssertSqlSafe(script));
    script.execute(&mut connection).await.expect("the statements fit the tables");
    connection.close().await.expect("it closes");
}
