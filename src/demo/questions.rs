//! Three questions that the demonstration asks itself, and how their answers read on a terminal.

use serde_json::Value;

/// One question: what people ask, the query that asks it, and how to say the answer.
pub struct Question {
    /// In Chinese and English.
    pub title: &'static str,
    /// Region without whose site it cannot be answered; `None` for the top of the network.
    pub region: Option<&'static str>,
    /// The GraphQL document, in which `$code` is the region.
    pub document: &'static str,
    /// The answer in a few lines, from the response's `data`.
    pub summarise: fn(&Value) -> Vec<String>,
}

/// The questions, in the order in which they are asked.
pub const QUESTIONS: [Question; 3] = [
    Question {
        title: "2024 年全境与各下级地区的协商议事场次？ / Consultation events of 2024, in all and below?",
        region: None,
        document: r#"query($code: ID!) { region(code: $code) { name tally(period: "2024") { consultationEvents problemsSolved } children { code name tally(period: "2024") { consultationEvents } } } }"#,
        summarise: summarise_tallies,
    },
    Question {
        title: "下沉到陇西县文峰镇的省、市、县委员？ / Members of all three levels deployed to one township of 陇西?",
        region: Some("621122101"),
        document: r#"query($code: ID!) { region(code: $code) { name deployments(first: 500) { totalCount nodes { member { name level sector { name } dutyScore } } } } }"#,
        summarise: summarise_deployments,
    },
    Question {
        title: "陇西县的站、室、会、驿站：牌子与场所？ / Platforms of 陇西: plaques and places?",
        region: Some("621122"),
        document: r#"query($code: ID!) { region(code: $code) { name tally { places plaques byPlatformKind { kind plaques } } reportedFigures(filter: { measures: ["liaison_rooms", "sector_activity_rooms"] }) { nodes { place period measure value } } } }"#,
        summarise: summarise_platforms,
    },
];

/// Children that are shown before the rest is left out.
const SHOWN: usize = 6;

fn summarise_tallies(data: &Value) -> Vec<String> {
    let region = &data["region"];
    let mut lines = vec![format!(
        "{}：{} 场，解决问题 {} 个",
        text(&region["name"]),
        region["tally"]["consultationEvents"],
        region["tally"]["problemsSolved"]
    )];
    let children = region["children"].as_array().map(Vec::as_slice).unwrap_or_default();
    let shown: Vec<String> = children
        .iter()
        .take(SHOWN)
        .map(|child| format!("{} {}", text(&child["name"]), child["tally"]["consultationEvents"]))
        .collect();
    lines.push(format!("{}，…（共 {} 个）", shown.join("，"), children.len()));
    lines
}

fn summarise_deployments(data: &Value) -> Vec<String> {
    let deployments = &data["region"]["deployments"];
    let nodes = deployments["nodes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut lines =
        vec![format!("{}：{} 名", text(&data["region"]["name"]), deployments["totalCount"])];
    for level in ["PROVINCE", "CITY", "COUNTY"] {
        let members: Vec<&Value> = nodes
            .iter()
            .map(|node| &node["member"])
            .filter(|member| member["level"] == level)
            .collect();
        if let Some(first) = members.first() {
            lines.push(format!(
                "{level} {} 名，如 {}（{}界，履职得分 {}）",
                members.len(),
                text(&first["name"]),
                text(&first["sector"]["name"]),
                first["dutyScore"]
            ));
        }
    }
    lines
}

fn summarise_platforms(data: &Value) -> Vec<String> {
    let tally = &data["region"]["tally"];
    let kinds = tally["byPlatformKind"].as_array().map(Vec::as_slice).unwrap_or_default();
    let kinds: Vec<String> =
        kinds.iter().map(|kind| format!("{} {}", text(&kind["kind"]), kind["plaques"])).collect();
    let figures = data["region"]["reportedFigures"]["nodes"].as_array();
    let figures: Vec<String> = figures
        .map(Vec::as_slice)
        .unwrap_or_default()
        .iter()
        .map(|figure| {
            format!(
                "{} {} = {}",
                text(&figure["period"]),
                text(&figure["measure"]),
                figure["value"]
            )
        })
        .collect();
    vec![
        format!("{} 块牌子挂在 {} 处场所：{}", tally["plaques"], tally["places"], kinds.join("，")),
        format!("上报数字 / reported: {}", figures.join("；")),
    ]
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("—")
}
