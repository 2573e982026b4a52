//! Roll-ups of a county's own work.

use serde_json::json;

use crate::testkit::{data, site};

fn tally(code: &str, period: &str, fields: &str) -> String {
    format!(
        "{{ _entities(representations: [{{ __typename: \"Region\", code: \"{code}\" }}]) \
         {{ ... on Region {{ countyTally(period: \"{period}\") {{ {fields} }} }} }} }}"
    )
}

#[tokio::test]
async fn cases_matters_micro_consultations_and_councils_count() {
    let server = site().await;
    let query = tally(
        "621122",
        "2024",
        "mediationCases mediationResolved mediationClosed meanHoursOpen fridayMatters fridayOpen \
         fridayHandled fridayRated meanDaysToHandle meanRating fridayMeetings microConsultations \
         microProblemsSolved microOpinionReports microProposals councils councilsWithoutRoom \
         councilsWithoutDeployedMember byMediationKind { kind cases resolved } \
         openByDifficulty { difficulty matters } \
         bySectorGroup { sectorGroup microConsultations problemsSolved opinionReports proposals }",
    );
    assert_eq!(
        data(&server, &query).await["_entities"][0]["countyTally"],
        json!({ "mediationCases": 2, "mediationResolved": 1, "mediationClosed": 1,
            "meanHoursOpen": 21.0, "fridayMatters": 2, "fridayOpen": 1, "fridayHandled": 1,
            "fridayRated": 1, "meanDaysToHandle": 8.0, "meanRating": 4.0, "fridayMeetings": 1,
            "microConsultations": 1, "microProblemsSolved": 2, "microOpinionReports": 0,
            "microProposals": 1, "councils": 1, "councilsWithoutRoom": 0,
            "councilsWithoutDeployedMember": 1,
            "byMediationKind": [{ "kind": "HOUSING", "cases": 2, "resolved": 1 }],
            "openByDifficulty": [{ "difficulty": "HARD", "matters": 1 }],
            "bySectorGroup": [{ "sectorGroup": "第三界别组", "microConsultations": 1,
                "problemsSolved": 2, "opinionReports": 0, "proposals": 1 }] })
    );
    // A case is not of a township; a matter is. What nobody rated has no mean.
    let query = tally("621122102", "2024", "mediationCases fridayMatters");
    assert_eq!(
        data(&server, &query).await["_entities"][0]["countyTally"],
        json!({ "mediationCases": 0, "fridayMatters": 2 })
    );
    let query = tally("621122", "2023", "meanHoursOpen meanRating fridayMatters");
    assert_eq!(
        data(&server, &query).await["_entities"][0]["countyTally"],
        json!({ "meanHoursOpen": null, "meanRating": null, "fridayMatters": 0 })
    );
}

#[tokio::test]
async fn a_case_tells_its_hours_and_its_day_in_beijing() {
    let server = site().await;
    let query = "{ a: mediationCase(id: \"621122-c-a\") { openedAt closedAt hoursOpen openedOn \
        members { member { id } } } b: mediationCase(id: \"621122-c-b\") { hoursOpen openedOn } }";
    assert_eq!(
        data(&server, query).await,
        json!({ "a": { "openedAt": "2024-05-01T02:00:00Z", "closedAt": "2024-05-01T23:00:00Z",
                "hoursOpen": 21.0, "openedOn": "2024-05-01",
                "members": [{ "member": { "id": "621122-m-1" } }] },
            "b": { "hoursOpen": null, "openedOn": "2024-12-31" } })
    );
}
