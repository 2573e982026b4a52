//! Asks for a connection page by page until its end.

use std::collections::BTreeSet;

use apollo_compiler::{Schema, validation::Valid};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::{
    Cell, ExportError, ExportFormat,
    csv::write_csv,
    find::{AFTER, PagedQuery, paged_query},
    spreadsheet::write_xlsx,
};
use crate::{
    http::{GraphqlRequest, GraphqlResponse, GraphqlService, RequestContext},
    operation::PreparedOperation,
};

/// How a table is made.
#[derive(Debug, Clone, Copy)]
pub struct ExportOptions {
    /// Its format.
    pub format: ExportFormat,
    /// Most rows.
    pub max_rows: usize,
    /// Whether its columns are headed in Chinese.
    pub in_chinese: bool,
    /// Whether rows of sites that did not answer may be missing.
    pub is_lenient: bool,
}

impl ExportOptions {
    /// What a request's headers ask for; `None` where they do not ask for a table.
    #[must_use]
    pub fn of_headers(headers: &HeaderMap, max_rows: usize) -> Option<Self> {
        let text = |name| headers.get(name).and_then(|it: &http::HeaderValue| it.to_str().ok());
        let language = text(header::ACCEPT_LANGUAGE).unwrap_or_default();
        let preference = text(header::HeaderName::from_static("prefer")).unwrap_or_default();
        Some(Self {
            format: ExportFormat::negotiate(headers)?,
            max_rows,
            in_chinese: language.trim_start().to_ascii_lowercase().starts_with("zh"),
            is_lenient: preference.split([',', ';']).any(|it| it.trim() == "handling=lenient"),
        })
    }
}

/// A finished table.
#[derive(Debug, Clone)]
pub struct Export {
    /// The file.
    pub body: Bytes,
    /// Its rows, without the heads.
    pub rows: usize,
    /// Sites that were asked, over all pages the most of one.
    pub asked: u64,
    /// Regions of sites whose rows are missing.
    pub missing: BTreeSet<String>,
    /// Fields that some owner withheld: their cells are empty.
    pub withheld: BTreeSet<String>,
}

/// The table of a query's connection.
///
/// # Errors
/// [`ExportError`] if the query has not one connection, a page has errors, rows are too many, or
/// sites are missing and the client did not say that it takes less.
pub async fn export(
    service: &impl GraphqlService,
    schema: &Valid<Schema>,
    prepared: &PreparedOperation,
    (request, context): (&GraphqlRequest, &RequestContext),
    options: ExportOptions,
) -> Result<Export, ExportError> {
    let query = paged_query(schema, prepared)?;
    let mut export = Export {
        body: Bytes::new(),
        rows: 0,
        asked: 0,
        missing: BTreeSet::new(),
        withheld: BTreeSet::new(),
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let mut variables = request.variables.clone();
        variables.insert(AFTER.to_owned(), after.clone().into());
        let page = GraphqlRequest {
            query: query.text.clone(),
            operation_name: request.operation_name.clone(),
            variables,
            extensions: request.extensions.clone(),
        };
        let answer = service.execute(page, context.clone()).await;
        let body: Value =
            serde_json::from_slice(&answer.body).map_err(|_| ExportError::Unwritable)?;
        export.absorb_coverage(&body["extensions"]["coverage"]);
        if !export.missing.is_empty() && !options.is_lenient {
            return Err(ExportError::Incomplete { missing: export.missing.len() as u64 });
        }
        if !is_usable(&answer, &body, !export.missing.is_empty()) {
            return Err(ExportError::Answer(answer));
        }
        let Some(connection) = query.connection(&body["data"]) else { break };
        for row in query.rows(connection) {
            rows.push(query.columns.iter().map(|column| column.cell(row)).collect());
        }
        if rows.len() > options.max_rows {
            return Err(ExportError::TooManyRows { max_rows: options.max_rows });
        }
        let (has_next, cursor) = PagedQuery::next_page(connection);
        if !has_next {
            break;
        }
        // Without a cursor that moves on, the table would never end, or end before its time.
        let next = cursor.map(str::to_owned);
        if next.is_none() || next == after {
            return Err(ExportError::PagesStuck);
        }
        after = next;
    }
    let heads: Vec<_> = query.columns.iter().map(|it| it.head(options.in_chinese)).collect();
    export.rows = rows.len();
    // A hundred thousand rows are work for a while, and other requests share the thread.
    let write = move || match options.format {
        ExportFormat::Csv => write_csv(&heads, &rows),
        ExportFormat::Xlsx => write_xlsx(&heads, &rows),
    };
    let written = tokio::task::spawn_blocking(write).await;
    export.body = written.map_err(|_| ExportError::Unwritable)??.into();
    Ok(export)
}

/// Whether a page has all that was asked. Where sites are missing, errors that name a site say so.
fn is_usable(answer: &GraphqlResponse, body: &Value, lacks_sites: bool) -> bool {
    let errors = body["errors"].as_array().map_or(&[][..], Vec::as_slice);
    let names_site = |error: &Value| {
        let extensions = &error["extensions"];
        !extensions["site"].is_null() || !extensions["sites"].is_null()
    };
    answer.status == StatusCode::OK && errors.iter().all(|it| lacks_sites && names_site(it))
}

impl Export {
    fn absorb_coverage(&mut self, coverage: &Value) {
        let texts = |list: &Value, key: &str| -> Vec<String> {
            let items = list.as_array().into_iter().flatten();
            items.filter_map(|item| item[key].as_str().map(str::to_owned)).collect()
        };
        self.asked = self.asked.max(coverage["asked"].as_u64().unwrap_or_default());
        self.missing.extend(texts(&coverage["missing"], "region"));
        for site in coverage["withheld"].as_array().into_iter().flatten() {
            let fields = site["fields"].as_array().into_iter().flatten();
            self.withheld.extend(fields.filter_map(field_name));
        }
    }
}

fn field_name(field: &Value) -> Option<String> {
    field.as_str().or_else(|| field["field"].as_str()).map(str::to_owned)
}
