//! `query @coverage(min:, within:)`: how complete an answer must be, and how long to wait.
//! Spec: docs/jurisdiction-spec.md, "Coverage".

use std::time::Duration;

use apollo_compiler::{ast::Value, executable::Operation, response::JsonMap};

use super::OperationError;

const NAME: &str = "coverage";

/// What the client asks of coverage. `Default` asks nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CoverageRequest {
    /// Share of the asked sites that must answer, 0 to 1.
    pub min: Option<f64>,
    /// Longest wait for the whole answer.
    pub within: Option<Duration>,
}

impl CoverageRequest {
    /// Reads the directive of `operation`; arguments may be variables.
    ///
    /// # Errors
    /// [`OperationError::Coverage`] if an argument cannot be used.
    pub fn read(operation: &Operation, variables: &JsonMap) -> Result<Self, OperationError> {
        let Some(directive) = operation.directives.get(NAME) else {
            return Ok(Self::default());
        };
        let min = directive
            .specified_argument_by_name("min")
            .and_then(|value| number(value, variables))
            .map(check_share)
            .transpose()?;
        let within = directive
            .specified_argument_by_name("within")
            .and_then(|value| text(value, variables))
            .map(|text| parse_wait(&text))
            .transpose()?;
        Ok(Self { min, within })
    }
}

fn number(value: &Value, variables: &JsonMap) -> Option<f64> {
    match value {
        Value::Variable(name) => variables.get(name.as_str())?.as_f64(),
        _ => value.to_f64(),
    }
}

fn text(value: &Value, variables: &JsonMap) -> Option<String> {
    match value {
        Value::Variable(name) => variables.get(name.as_str())?.as_str().map(str::to_owned),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn check_share(share: f64) -> Result<f64, OperationError> {
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err(OperationError::Coverage {
            argument: "min",
            reason: format!("{share} is not a share from 0 to 1"),
        })
    }
}

fn parse_wait(text: &str) -> Result<Duration, OperationError> {
    let invalid = |reason: String| OperationError::Coverage { argument: "within", reason };
    let wait = humantime::parse_duration(text)
        .map_err(|error| invalid(format!("`{text}` is not a duration: {error}")))?;
    if wait.is_zero() {
        return Err(invalid("a wait of nothing lets no site answer".to_owned()));
    }
    Ok(wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_read_as_people_write_them() {
        for (text, expected) in [
            ("800ms", Some(Duration::from_millis(800))),
            ("2s", Some(Duration::from_secs(2))),
            ("0s", None),
            ("soon", None),
            ("-1s", None),
        ] {
            assert_eq!(parse_wait(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_share_lies_between_nothing_and_all() {
        for (share, is_valid) in
            [(0.0, true), (1.0, true), (1.01, false), (-0.1, false), (f64::NAN, false)]
        {
            assert_eq!(check_share(share).is_ok(), is_valid, "{share}");
        }
    }
}
