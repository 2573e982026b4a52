//! Pages hold each record exactly once, in order, from either end.

use qianzhan_network::{SiteServer, records::members::Member};
use serde_json::Value;

use crate::testkit::{Records, ask, codes, date, member, region, region_query, site_of, strings};

const COUNTY: &str = "621122";

/// Fifty seats with ties and nulls in every sort key.
fn seats() -> Vec<Member> {
    (0..50_u32)
        .map(|number| {
            let mut seat = member(COUNTY, &format!("n{:02}", (number * 7) % 50));
            seat.name = ["张三", "李四", "张", "Zhang", "王五"][(number % 5) as usize].to_owned();
            seat.duty_score = (!number.is_multiple_of(3)).then(|| f64::from(number % 4) * 12.5);
            seat.since = date(["2016-01-01", "2021-11-01"][(number % 2) as usize]);
            seat
        })
        .collect()
}

async fn site() -> SiteServer {
    site_of(&Records { members: seats(), ..Records::of_county(COUNTY) }).await
}

/// The ids that an order gives, by sorting the seats themselves.
fn expected(field: &str, descends: bool) -> Vec<String> {
    let mut seats = seats();
    seats.sort_by(|one, other| {
        let by_key = match field {
            "ID" => one.id.cmp(&other.id),
            "NAME" => one.name.as_bytes().cmp(other.name.as_bytes()),
            "SINCE" => one.since.cmp(&other.since),
            "DUTY_SCORE" => match (one.duty_score, other.duty_score) {
                (Some(one), Some(other)) => one.total_cmp(&other),
                // Seats without a score come last when ascending.
                (one, other) => one.is_none().cmp(&other.is_none()),
            },
            _ => panic!("no such field"),
        };
        let by_key = if descends { by_key.reverse() } else { by_key };
        by_key.then_with(|| one.id.cmp(&other.id))
    });
    seats.into_iter().map(|seat| seat.id.to_string()).collect()
}

async fn page(server: &SiteServer, order: &str, window: &str) -> Value {
    let field = format!(
        "members(orderBy: {order}, {window}) {{ edges {{ cursor node {{ id }} }} nodes {{ id }} \
         pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} totalCount }}"
    );
    region(server, COUNTY, &field).await["members"].take()
}

/// The ids of a page, checked against its cursors and counts.
fn ids(page: &Value) -> Vec<String> {
    let edges = strings(&page["edges"], "/node/id");
    let cursors = strings(&page["edges"], "/cursor");
    assert_eq!(edges, strings(&page["nodes"], "/id"));
    assert!(cursors.windows(2).all(|pair| pair[0] < pair[1]), "cursors ascend: {cursors:?}");
    assert_eq!(page["pageInfo"]["startCursor"].as_str(), cursors.first().copied());
    assert_eq!(page["pageInfo"]["endCursor"].as_str(), cursors.last().copied());
    assert_eq!(page["totalCount"], 50);
    edges.into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn walking_either_way_finds_each_record_once_in_order() {
    let server = site().await;
    for field in ["ID", "NAME", "DUTY_SCORE", "SINCE"] {
        for (direction, descends) in [("ASC", false), ("DESC", true)] {
            let order = format!("{{ field: {field}, direction: {direction} }}");
            let expected = expected(field, descends);

            let mut forward = Vec::new();
            let mut window = "first: 7".to_owned();
            loop {
                let page = page(&server, &order, &window).await;
                let has_previous = page["pageInfo"]["hasPreviousPage"] == true;
                assert_eq!(has_previous, !forward.is_empty(), "{order} {window}");
                forward.extend(ids(&page));
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                window = format!("first: 7, after: {}", page["pageInfo"]["endCursor"]);
            }
            assert_eq!(forward, expected, "{order}");

            let mut backward: Vec<String> = Vec::new();
            let mut window = "last: 7".to_owned();
            loop {
                let page = page(&server, &order, &window).await;
                let has_next = page["pageInfo"]["hasNextPage"] == true;
                assert_eq!(has_next, !backward.is_empty(), "{order} {window}");
                backward.splice(0..0, ids(&page));
                if page["pageInfo"]["hasPreviousPage"] == false {
                    break;
                }
                window = format!("last: 7, before: {}", page["pageInfo"]["startCursor"]);
            }
            assert_eq!(backward, expected, "{order}");
        }
    }
}

#[tokio::test]
async fn after_and_before_bound_a_page_together() {
    let server = site().await;
    for (order, field, descends) in [
        ("{ field: DUTY_SCORE, direction: ASC }", "DUTY_SCORE", false),
        ("{ field: DUTY_SCORE, direction: DESC }", "DUTY_SCORE", true),
    ] {
        let expected = expected(field, descends);
        let all = page(&server, order, "first: 50").await;
        let cursor = |at: usize| all["edges"][at]["cursor"].to_string();
        for (after, before) in [(0, 49), (5, 30), (16, 18), (20, 21), (33, 34), (40, 10)] {
            let bounds = format!("after: {}, before: {}", cursor(after), cursor(before));
            let inside = expected.get(after + 1..before).unwrap_or_default();

            let first = page(&server, order, &format!("first: 4, {bounds}")).await;
            assert_eq!(ids(&first), inside[..inside.len().min(4)], "{order} {after} {before}");
            assert_eq!(first["pageInfo"]["hasPreviousPage"], true);
            assert_eq!(first["pageInfo"]["hasNextPage"], true);

            let last = page(&server, order, &format!("last: 4, {bounds}")).await;
            assert_eq!(ids(&last), inside[inside.len().saturating_sub(4)..]);
            assert_eq!(last["pageInfo"]["hasPreviousPage"], true);
            assert_eq!(last["pageInfo"]["hasNextPage"], true);
        }
    }
}

#[tokio::test]
async fn a_cursor_stays_right_when_its_record_is_gone() {
    let server = site().await;
    let order = "{ field: NAME }";
    let all = page(&server, order, "first: 50").await;
    let gone = all["edges"][9]["node"]["id"].as_str().expect("an id");
    let delete = format!("DELETE FROM members WHERE id = '{gone}'");
    qianzhan_testkit::run(&server.site().database, &delete).await;
    let cursor = &all["edges"][9]["cursor"];
    let field =
        format!("members(orderBy: {order}, first: 3, after: {cursor}) {{ nodes {{ id }} }}");
    let next = region(&server, COUNTY, &field).await;
    assert_eq!(strings(&next["members"]["nodes"], "/id"), expected("NAME", false)[10..13]);
}

#[tokio::test]
async fn the_default_page_is_fifty_by_id() {
    let records = Records {
        members: (0..60).map(|number| member(COUNTY, &format!("{number:02}"))).collect(),
        ..Records::of_county(COUNTY)
    };
    let server = site_of(&records).await;
    let answer = region(&server, COUNTY, "members { nodes { id } pageInfo { hasNextPage } }").await;
    let expected: Vec<_> = records.members[..50].iter().map(|it| it.id.to_string()).collect();
    assert_eq!(strings(&answer["members"]["nodes"], "/id"), expected);
    assert_eq!(answer["members"]["pageInfo"]["hasNextPage"], true);
}

#[tokio::test]
async fn sizes_and_cursors_that_are_not_valid_are_refused() {
    let server = site().await;
    let foreign = page(&server, "{ field: NAME }", "first: 1").await["edges"][0]["cursor"].clone();
    for (arguments, code) in [
        ("first: 0", "PAGE_SIZE_INVALID"),
        ("first: -1", "PAGE_SIZE_INVALID"),
        ("first: 501", "PAGE_SIZE_INVALID"),
        ("last: 0", "PAGE_SIZE_INVALID"),
        ("last: 501", "PAGE_SIZE_INVALID"),
        ("after: \"nonsense\"", "CURSOR_INVALID"),
        ("before: \"\"", "CURSOR_INVALID"),
        (&format!("after: {foreign}"), "CURSOR_INVALID"),
    ] {
        let field = format!("members({arguments}) {{ totalCount }}");
        let response = ask(&server, &region_query(COUNTY, &field)).await;
        let path = r#"["_entities",0,"members"]"#.to_owned();
        assert_eq!(codes(&response), [(code, path)], "{arguments}");
        assert_eq!(response["data"]["_entities"][0]["members"], Value::Null, "{arguments}");
    }
}
