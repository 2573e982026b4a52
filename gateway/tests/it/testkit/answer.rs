//! An answer of the gateway, as tests read it.

use qianzhan_gateway::http::GraphqlResponse;
use serde_json::{Value, json};

/// Status and body.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn read(response: GraphqlResponse) -> Self {
        let body = serde_json::from_slice(&response.body).expect("the body is JSON");
        Self { status: response.status.as_u16(), body }
    }

    pub(crate) fn data(&self) -> &Value {
        &self.body["data"]
    }

    pub(crate) fn errors(&self) -> &[Value] {
        self.body["errors"].as_array().map_or(&[], Vec::as_slice)
    }

    /// `code at path` of each error, with `from site` where it names one.
    pub(crate) fn error_lines(&self) -> Vec<String> {
        let line = |error: &Value| {
            let extensions = &error["extensions"];
            let code = extensions["code"].as_str().unwrap_or("no code");
            let path: Vec<String> = error["path"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|segment| segment.as_str().map_or_else(|| segment.to_string(), str::to_owned))
                .collect();
            let from = match (&extensions["site"], &extensions["sites"]) {
                (Value::String(site), _) => format!(" from {site}"),
                (_, Value::Number(sites)) => format!(" from {sites} sites"),
                _ => String::new(),
            };
            format!("{code} at {}{from}", path.join("."))
        };
        self.errors().iter().map(line).collect()
    }

    pub(crate) fn coverage(&self) -> &Value {
        &self.body["extensions"]["coverage"]
    }

    /// `asked/answered`, then `region reason` of each gap.
    pub(crate) fn coverage_line(&self) -> String {
        let coverage = self.coverage();
        let mut line = format!("{}/{}", coverage["answered"], coverage["asked"]);
        for gap in coverage["missing"].as_array().into_iter().flatten() {
            let text = |name: &str| gap[name].as_str().unwrap_or("-").to_owned();
            line.push_str(&format!(" {} {}", text("region"), text("reason")));
        }
        assert_eq!(
            coverage["complete"],
            json!(coverage["asked"] == coverage["answered"]),
            "complete says the same as the counts: {coverage}"
        );
        line
    }

    /// Panics unless there are data, no errors, and every site answered.
    #[track_caller]
    pub(crate) fn expect_whole(&self) -> &Value {
        assert_eq!(self.errors(), &[] as &[Value], "{}", self.body);
        assert_ne!(self.data(), &Value::Null, "{}", self.body);
        if !self.coverage().is_null() {
            assert_eq!(self.coverage()["complete"], true, "{}", self.coverage());
        }
        self.data()
    }
}
