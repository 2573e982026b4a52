//! Which table format a client takes.

use http::{HeaderMap, HeaderValue, header};

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV in UTF-8 with a byte order mark, as spreadsheet programs need it for Chinese. Spec: RFC
    /// 4180.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
}

impl ExportFormat {
    /// The format that `Accept` names first, if what it names first is one. `*/*` is none: whoever
    /// does not ask for a table gets JSON.
    #[must_use]
    pub fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let first = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok())?;
        let name = first.split([',', ';']).next().unwrap_or_default().trim();
        [Self::Csv, Self::Xlsx].into_iter().find(|it| name.eq_ignore_ascii_case(it.media_type()))
    }

    /// Its media type, without parameters.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// Its media type as an answer has it.
    #[must_use]
    pub fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => Self::Xlsx.media_type(),
        })
    }

    /// End of the file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_given_to_who_names_it_first() {
        let xlsx = ExportFormat::Xlsx.media_type();
        for (accept, format) in [
            ("text/csv", Some(ExportFormat::Csv)),
            ("Text/CSV; header=present, application/json", Some(ExportFormat::Csv)),
            (xlsx, Some(ExportFormat::Xlsx)),
            ("application/json, text/csv", None),
            ("*/*", None),
            ("text/*", None),
        ] {
            let value = HeaderValue::from_str(accept).expect("a header value");
            let headers = HeaderMap::from_iter([(header::ACCEPT, value)]);
            assert_eq!(ExportFormat::negotiate(&headers), format, "{accept}");
        }
        assert_eq!(ExportFormat::negotiate(&HeaderMap::new()), None);
    }
}
