//! Roll-ups equal what plain SQL over the same records gives.

use qianzhan_network::{
    SiteServer,
    records::{
        consultation_events::{ConsultationEventStatus, ConsultationKind},
        members::{SeatStatus, SectorCode},
        platforms::{PlatformKind, PlatformStatus},
        topics::{TopicSource, TopicStatus},
    },
    tally::DistinctSet,
};
use qianzhan_testkit::json_rows;
use serde_json::{Value, json};

use crate::testkit::{
    Records, ask, attendance, check, code, codes, date, deployment, event, member, opinion_report,
    plaque, platform, region, region_query, site_of, topic,
};

const COUNTY: &str = "621122";

/// Records of three years, of every state, spread by fixed strides.
fn records() -> Records {
    let mut records = Records::of_county(COUNTY);
    let places = ["101", "102", "101205"].map(|it| code(&format!("{COUNTY}{it}")));
    let day = |number: u32| {
        date(&format!("{}-{:02}-{:02}", 2022 + number % 3, 1 + number % 12, 1 + number % 28))
    };
    for number in 0..40_u32 {
        let mut seat = member(COUNTY, &format!("{number:02}"));
        seat.person_id = format!("person-{}", number % 33);
        seat.sector = SectorCode::ALL[(number % 5) as usize];
        seat.since = day(number * 5);
        seat.duty_score = (number % 4 != 0).then(|| f64::from(number) * 2.5);
        match number % 10 {
            8 => seat.status = SeatStatus::Suspended,
            9 => {
                seat.status = SeatStatus::Exited;
                seat.until = Some(date("2024-06-30"));
            }
            _ => {}
        }
        records.members.push(seat);
    }
    for number in 0..12_u32 {
        let mut place = platform(COUNTY, &format!("{number:02}"));
        place.locality_code = (number % 4 != 3).then(|| places[(number % 3) as usize]);
        if number == 7 {
            place.status = PlatformStatus::Withdrawn;
            place.withdrawn_on = Some(date("2023-06-30"));
        }
        let kind = PlatformKind::ALL[(number % 3) as usize];
        // One in twelve is still without a plaque; every fourth has two.
        if number != 11 {
            records.plaques.push(plaque(&place, 0, kind, &day(number).to_string()));
        }
        if number % 4 == 0 {
            records.plaques.push(plaque(&place, 1, PlatformKind::MemberPost, "2023-09-01"));
        }
        if number % 2 == 0 {
            records.checks.push(check(&place, "2024-01-01", number % 3 == 0));
        }
        records.platforms.push(place);
    }
    for number in 0..30_u32 {
        let mut matter = topic(COUNTY, &format!("{number:02}"), &day(number).to_string());
        matter.source = TopicSource::ALL[(number % 4) as usize];
        matter.status = TopicStatus::ALL[(number % 3 + 1) as usize];
        matter.locality_code = (number % 2 == 0).then(|| places[(number % 3) as usize]);
        records.topics.push(matter);
    }
    for number in 0..90_u32 {
        let mut sitting = event(COUNTY, &format!("{number:02}"), &day(number * 7).to_string());
        sitting.kind = ConsultationKind::ALL[(number % 6) as usize];
        sitting.status = ConsultationEventStatus::ALL[(number % 6) as usize];
        sitting.locality_code = (number % 2 == 0).then(|| places[(number % 3) as usize]);
        sitting.member_count = number % 8;
        sitting.resident_count = number % 30;
        sitting.suggestion_count = number % 11;
        sitting.problems_found = number % 5;
        sitting.problems_solved = number % 4;
        for seat in 0..sitting.member_count {
            let mut present =
                attendance(&sitting, &format!("{COUNTY}-m-{:02}", number % 30 + seat));
            present.sector = SectorCode::ALL[((number + seat) % 7) as usize];
            records.attendance.push(present);
        }
        records.events.push(sitting);
    }
    for number in 0..15_u32 {
        let mut sent = deployment(COUNTY, &format!("{number:02}"), "2022-07-01");
        sent.locality_code = places[(number % 3) as usize];
        sent.from_on = date(&format!("{}-07-01", 2022 + number % 3));
        sent.to_on = (number % 4 == 0).then(|| date("2024-12-31"));
        records.deployments.push(sent);
        let mut report = opinion_report(COUNTY, &format!("{number:02}"), &day(number).to_string());
        let source = &records.events[(number * 3) as usize].id;
        report.source_event_id = (number % 3 != 0).then(|| source.clone());
        records.opinion_reports.push(report);
    }
    records
}

const FIELDS: &str = "period committees members distinctPersons personSet places plaques deployments \
    topicsCollected consultationEvents memberParticipations residentParticipations \
    suggestionsCollected problemsFound problemsSolved opinionReports firstEventOn lastEventOn \
    meanMembersPresent meanDutyScore scoredMembers minDutyScore maxDutyScore allPlacesCompliant \
    byPlatformKind { kind plaques compliantPlaces } bySector { sector members participations } \
    byMonth { month consultationEvents memberParticipations suggestionsCollected problemsSolved } \
    byTopicSource { source collected consulted } \
    byConsultationKind { kind consultationEvents problemsSolved }";

/// The same by SQL written out: conditions on a region's localities, and on a period's days.
struct Plain<'s> {
    server: &'s SiteServer,
    /// A condition on `locality_code`.
    place: &'static str,
    first: &'static str,
    last: &'static str,
    has_period: bool,
}

impl Plain<'_> {
    async fn list(&self, sql: &str) -> Value {
        let sql = sql
            .replace("$PLACE", self.place)
            .replace("$FIRST", &format!("'{}'", self.first))
            .replace("$LAST", &format!("'{}'", self.last));
        Value::Array(json_rows(&self.server.site().database, &sql).await)
    }

    async fn value(&self, sql: &str) -> Value {
        self.list(&format!("SELECT CAST(json_array(({sql})) AS TEXT)")).await[0][0].take()
    }

    async fn expected(&self, period: Option<&str>, has_seats: bool) -> Value {
        let seats = if self.has_period {
            "FROM members WHERE status <> 'SUSPENDED' AND since <= $LAST \
             AND coalesce(until, '9999') >= $FIRST"
        } else {
            "FROM members WHERE status = 'ACTIVE'"
        };
        let places = "FROM platforms p WHERE $PLACE AND EXISTS (SELECT 1 FROM plaques q WHERE \
             q.platform_id = p.id AND q.granted_on <= $LAST) AND coalesce(withdrawn_on, '9999') \
             >= $FIRST";
        let plaques = "FROM plaques q JOIN platforms p ON q.platform_id = p.id WHERE $PLACE AND \
             q.granted_on <= $LAST AND coalesce(withdrawn_on, '9999') >= $FIRST";
        let events = "FROM consultation_events WHERE $PLACE AND status <> 'PLANNED' AND held_on \
             BETWEEN $FIRST AND $LAST";
        let topics = "FROM topics WHERE $PLACE AND collected_on BETWEEN $FIRST AND $LAST";
        // All six, by the only check there is.
        let compliant = "coalesce((SELECT outcomes FROM six_has_checks s WHERE s.platform_id = \
             p.id), FALSE)";
        let mut expected = serde_json::Map::new();
        expected.insert("period".to_owned(), json!(period));
        for (name, sql) in [
            ("committees", "SELECT count(*) FROM committees".to_owned()),
            ("members", format!("SELECT count(*) {seats}")),
            ("distinctPersons", format!("SELECT count(DISTINCT person_id) {seats}")),
            ("meanDutyScore", format!("SELECT avg(duty_score) {seats}")),
            ("scoredMembers", format!("SELECT count(duty_score) {seats}")),
            ("minDutyScore", format!("SELECT min(duty_score) {seats}")),
            ("maxDutyScore", format!("SELECT max(duty_score) {seats}")),
        ] {
            let value = if has_seats { self.value(&sql).await } else { Value::Null };
            expected.insert(name.to_owned(), value);
        }
        for (name, sql) in [
            ("places", format!("SELECT count(*) {places}")),
            ("plaques", format!("SELECT count(*) {plaques}")),
            (
                "deployments",
                "SELECT count(*) FROM deployments WHERE $PLACE AND from_on <= $LAST AND \
                 coalesce(to_on, '9999') >= $FIRST"
                    .to_owned(),
            ),
            ("topicsCollected", format!("SELECT count(*) {topics}")),
            ("consultationEvents", format!("SELECT count(*) {events}")),
            ("memberParticipations", format!("SELECT coalesce(sum(member_count), 0) {events}")),
            ("residentParticipations", format!("SELECT coalesce(sum(resident_count), 0) {events}")),
            ("suggestionsCollected", format!("SELECT coalesce(sum(suggestion_count), 0) {events}")),
            ("problemsFound", format!("SELECT coalesce(sum(problems_found), 0) {events}")),
            ("problemsSolved", format!("SELECT coalesce(sum(problems_solved), 0) {events}")),
            (
                "opinionReports",
                "SELECT count(*) FROM opinion_reports o LEFT JOIN consultation_events e ON e.id = \
                 o.source_event_id WHERE $PLACE AND written_on BETWEEN $FIRST AND $LAST"
                    .to_owned(),
            ),
            ("firstEventOn", format!("SELECT min(held_on) {events}")),
            ("lastEventOn", format!("SELECT max(held_on) {events}")),
            ("meanMembersPresent", format!("SELECT avg(member_count) {events}")),
        ] {
            expected.insert(name.to_owned(), self.value(&sql).await);
        }
        let compliance = self
            .value(&format!("SELECT min(CASE WHEN {compliant} THEN 1 ELSE 0 END) {places}"))
            .await;
        expected
            .insert("allPlacesCompliant".to_owned(), json!(compliance.as_i64().map(|it| it == 1)));
        for (name, sql) in [
            (
                "byPlatformKind",
                format!(
                    "SELECT CAST(json_object('kind', q.kind, 'plaques', count(*), 'compliantPlaces', \
                     count(DISTINCT CASE WHEN {compliant} THEN p.id END)) AS TEXT) {plaques} GROUP BY \
                     q.kind ORDER BY q.kind"
                ),
            ),
            (
                "byMonth",
                format!(
                    "SELECT CAST(json_object('month', substr(held_on, 1, 7), \
                     'consultationEvents', count(*), 'memberParticipations', sum(member_count), \
                     'suggestionsCollected', sum(suggestion_count), 'problemsSolved', \
                     sum(problems_solved)) AS TEXT) {events} GROUP BY substr(held_on, 1, 7) ORDER BY 1"
                ),
            ),
            (
                "byTopicSource",
                format!(
                    "SELECT CAST(json_object('source', source, 'collected', count(*), 'consulted', \
                     count(*) FILTER (WHERE status = 'CONSULTED')) AS TEXT) {topics} GROUP BY source ORDER BY source"
                ),
            ),
            (
                "byConsultationKind",
                format!(
                    "SELECT CAST(json_object('kind', kind, 'consultationEvents', count(*), \
                     'problemsSolved', sum(problems_solved)) AS TEXT) {events} GROUP BY kind ORDER BY kind"
                ),
            ),
        ] {
            expected.insert(name.to_owned(), self.list(&sql).await);
        }
        let members = if has_seats { seats } else { "FROM members WHERE 1 = 0" };
        let participations = format!("FROM attendance WHERE event_id IN (SELECT id {events})");
        let by_sector = format!(
            "SELECT CAST(json_object('sector', s.sector, \
             'members', (SELECT count(*) FROM (SELECT sector {members}) x WHERE x.sector = \
             s.sector), 'participations', (SELECT count(*) FROM (SELECT sector {participations}) x \
             WHERE x.sector = s.sector)) AS TEXT) FROM (SELECT sector {members} UNION SELECT sector \
             {participations}) s ORDER BY s.sector"
        );
        let mut by_sector = self.list(&by_sector).await;
        if !has_seats {
            for tally in by_sector.as_array_mut().expect("a list") {
                tally["members"] = Value::Null;
            }
        }
        expected.insert("bySector".to_owned(), by_sector);
        Value::Object(expected)
    }
}

#[tokio::test]
async fn figures_equal_plain_sql() {
    let records = records();
    let server = site_of(&records).await;
    let township = "coalesce(locality_code, '') LIKE '621122101%'";
    for (region_code, place, has_seats) in
        [(COUNTY, "1 = 1", true), ("620000", "1 = 1", true), ("621122101", township, false)]
    {
        for (period, first, last) in [
            (None, "0000", "9999"),
            (Some("2023"), "2023-01-01", "2023-12-31"),
            (Some("2022/2023"), "2022-01-01", "2023-12-31"),
            (Some("2024-H2"), "2024-07-01", "2024-12-31"),
            (Some("2024-03"), "2024-03-01", "2024-03-31"),
            (Some("2030"), "2030-01-01", "2030-12-31"),
        ] {
            let argument = period.map(|it| format!("(period: \"{it}\")")).unwrap_or_default();
            let field = format!("tally{argument} {{ {FIELDS} }}");
            let mut answer = region(&server, region_code, &field).await["tally"].take();
            let set = answer.as_object_mut().expect("an object").remove("personSet");
            if has_seats {
                let set = set.as_ref().and_then(Value::as_str).expect("a set");
                let set = DistinctSet::decode(set).expect("a set");
                assert_eq!(answer["distinctPersons"], set.len());
            }
            // Withdrawn places never count without a period.
            let first = if period.is_none() { "9999" } else { first };
            let place_first =
                Plain { server: &server, place, first, last, has_period: period.is_some() };
            let rest =
                Plain { first: if period.is_none() { "0000" } else { first }, ..place_first };
            let mut expected = rest.expected(period, has_seats).await;
            let state = place_first.expected(period, has_seats).await;
            for name in ["places", "plaques", "allPlacesCompliant", "byPlatformKind"] {
                expected[name] = state[name].clone();
            }
            assert_same(&answer, &expected, &format!("{region_code} {period:?}"));
        }
    }
}

/// Numbers compare by value: SQL's `total` is a float.
fn assert_same(answer: &Value, expected: &Value, place: &str) {
    match (answer, expected) {
        (Value::Object(one), Value::Object(other)) => {
            assert_eq!(one.len(), other.len(), "{place}: {answer} {expected}");
            for (name, value) in one {
                assert_same(value, &other[name], &format!("{place}.{name}"));
            }
        }
        (Value::Array(one), Value::Array(other)) => {
            assert_eq!(one.len(), other.len(), "{place}: {answer} {expected}");
            for (index, value) in one.iter().enumerate() {
                assert_same(value, &other[index], &format!("{place}[{index}]"));
            }
        }
        (Value::Number(one), Value::Number(other)) => {
            // SQLite writes 15 digits in JSON.
            let (one, other) = (one.as_f64(), other.as_f64());
            let difference = one.zip(other).map(|(one, other)| (one - other).abs());
            assert!(difference.is_some_and(|it| it < 1e-9), "{place}: {one:?} {other:?}");
        }
        _ => assert_eq!(answer, expected, "{place}"),
    }
}

#[tokio::test]
async fn each_figure_alone_equals_it_among_all() {
    let server = site_of(&records()).await;
    let all = region(&server, COUNTY, &format!("tally(period: \"2023\") {{ {FIELDS} }}")).await;
    for (name, value) in all["tally"].as_object().expect("an object") {
        let nested = match name.as_str() {
            "byPlatformKind" => "{ kind plaques compliantPlaces }",
            "bySector" => "{ sector members participations }",
            "byMonth" => {
                "{ month consultationEvents memberParticipations suggestionsCollected \
                 problemsSolved }"
            }
            "byTopicSource" => "{ source collected consulted }",
            "byConsultationKind" => "{ kind consultationEvents problemsSolved }",
            _ => "",
        };
        let field = format!("tally(period: \"2023\") {{ {name} {nested} }}");
        let alone = region(&server, COUNTY, &field).await;
        assert_eq!(&alone["tally"][name], value, "{name}");
    }
}

#[tokio::test]
async fn a_township_lacks_a_station_until_one_stands_in_it_or_its_villages() {
    let mut records = Records::of_county(COUNTY);
    let field = "tally { anyTownshipWithoutStation }";
    let mut answers = Vec::new();
    for (name, locality, kind) in [
        ("a", "101205", PlatformKind::Workstation),
        ("b", "102", PlatformKind::ConsultationRoom),
        ("c", "102", PlatformKind::Workstation),
    ] {
        let mut place = platform(COUNTY, name);
        place.locality_code = Some(code(&format!("{COUNTY}{locality}")));
        records.plaques.push(plaque(&place, 0, kind, "2022-01-01"));
        records.platforms.push(place);
        let server = site_of(&records).await;
        let county = region(&server, COUNTY, field).await["tally"].take();
        let township = region(&server, &format!("{COUNTY}101"), field).await["tally"].take();
        answers.push([county, township].map(|it| it["anyTownshipWithoutStation"].clone()));
    }
    assert_eq!(json!(answers), json!([[true, false], [true, false], [false, false]]));
}

#[tokio::test]
async fn a_malformed_period_is_refused() {
    let server = site_of(&records()).await;
    for field in [
        "tally(period: \"asof:2022\") { members }",
        "topics(filter: { period: \"2024-13\" }) { totalCount }",
        "consultationEvents(filter: { period: \"\" }) { totalCount }",
        "opinionReports(filter: { period: \"2024/2022\" }) { totalCount }",
    ] {
        let response = ask(&server, &region_query(COUNTY, field)).await;
        assert_eq!(codes(&response)[0].0, "PERIOD_INVALID", "{field}");
    }
}
