//! A connection of several sites becomes one table, whole or not at all.

use std::num::NonZeroUsize;

use http_body_util::BodyExt;
use qianzhan_gateway::{
    config::{ExportConfig, ServerConfig},
    export::ExportFormat,
};
use serde_json::Value;

use crate::testkit::{
    Behaviour, Network, NetworkBuilder,
    bodies::Server,
    paging::{BookOrder, cursor},
};

const CSV: &str = "text/csv";

/// What a table came as.
#[derive(Debug)]
struct Came {
    status: u16,
    headers: http::HeaderMap,
    body: Vec<u8>,
}

impl Came {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }

    #[track_caller]
    fn rows(&self) -> Vec<Vec<String>> {
        assert_eq!(self.status, 200, "{}", self.text());
        let text = self.text().strip_prefix('\u{feff}').expect("a byte order mark");
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    #[track_caller]
    fn code(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).expect("JSON");
        body["errors"][0]["extensions"]["code"].as_str().expect("a code").to_owned()
    }
}

async fn ask(server: &Server, query: &str, headers: &[(&str, &str)]) -> Came {
    let response = server.post_with(query, headers).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    Came { status: parts.status.as_u16(), headers: parts.headers, body }
}

async fn started(builder: NetworkBuilder) -> (Network, Server) {
    let network = builder.start().await;
    let server = Server::start(&network.gateway, ServerConfig::default()).await;
    (network, server)
}

fn books(arguments: &str, rows: &str) -> String {
    format!("{{ region(code: \"900000\") {{ books({arguments}) {{ {rows} }} }} }}")
}

#[tokio::test]
async fn all_pages_of_all_sites_are_rows_in_order() {
    let (network, server) = started(NetworkBuilder::new()).await;
    let mut expected = network.world.books_within("900000");
    expected.sort_by_key(|book| cursor(book, BookOrder::Year));
    let nodes = "nodes { id at: year branch { name } }";
    let edges = "edges { node { id at: year ... on Book { branch { name } } } }";
    for (size, rows) in [("", nodes), (", first: 4", nodes), (", first: 7", edges)] {
        let query = books(&format!("order: YEAR{size}"), rows);
        let came = ask(&server, &query, &[("accept", CSV)]).await;
        let mut rows = came.rows();
        assert_eq!(rows.remove(0), ["id", "at", "branch.name"]);
        let found: Vec<_> = rows.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        let books: Vec<_> =
            expected.iter().map(|book| (book.id.clone(), book.year.to_string())).collect();
        assert_eq!(found, books, "{query}");
        assert_eq!(came.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(came.header("content-disposition"), "attachment; filename=\"export.csv\"");
        let coverage = came.header("x-qianzhan-coverage");
        let (answered, asked) = coverage.split_once('/').expect("two counts");
        assert_eq!(answered, asked);
    }
}

#[tokio::test]
async fn a_workbook_has_the_same_rows() {
    let (network, server) = started(NetworkBuilder::new()).await;
    let accept = ExportFormat::Xlsx.media_type();
    let query = "query Books { region(code: \"900000\") { books { nodes { id year } } } }";
    let came = ask(&server, query, &[("accept", accept)]).await;
    assert_eq!((came.status, came.header("content-type")), (200, accept));
    let mut book =
        calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(std::io::Cursor::new(came.body))
            .expect("a workbook");
    let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).expect("a sheet");
    let sheet = sheet.expect("it reads");
    assert_eq!(sheet.height(), network.world.books_within("900000").len() + 1);
    assert!(matches!(sheet.get((1, 1)), Some(calamine::Data::Float(_))), "a year is a number");
}

#[tokio::test]
async fn heads_are_chinese_on_demand() {
    let (_network, server) = started(NetworkBuilder::new()).await;
    let query = books("first: 50", "nodes { id where: branch { name } sequel { id } }");
    let headers = [("accept", CSV), ("accept-language", "zh-CN,zh;q=0.9")];
    let came = ask(&server, &query, &headers).await;
    // What the schema calls nothing in Chinese is called by its field, and an alias by itself.
    assert_eq!(came.rows()[0], ["编号", "where·名称", "sequel·编号"]);
}

#[tokio::test]
async fn a_site_that_is_missing_is_no_silent_gap() {
    let (network, server) = started(NetworkBuilder::new()).await;
    network.behave(
        "shuji",
        Behaviour::Fixed(http::StatusCode::INTERNAL_SERVER_ERROR, bytes::Bytes::new()),
    );
    let query = books("first: 5", "nodes { id }");
    let came = ask(&server, &query, &[("accept", CSV)]).await;
    assert_eq!((came.status, came.code().as_str()), (502, "EXPORT_INCOMPLETE"));
    let headers = [("accept", CSV), ("prefer", "handling=lenient")];
    let came = ask(&server, &query, &headers).await;
    let kept = network.world.books_within("900000");
    let kept = kept.iter().filter(|book| !book.id.starts_with("900201")).count();
    assert_eq!(came.rows().len(), kept + 1);
    assert!(came.header("x-qianzhan-coverage").contains("; missing=900201"), "{came:?}");
    assert_eq!(came.header("preference-applied"), "handling=lenient");
}

#[tokio::test]
async fn what_is_no_table_is_refused() {
    let (network, server) = started(NetworkBuilder::new()).await;
    let region = "region(code: \"900000\")";
    for (query, status, code) in [
        (format!("{{ {region} {{ code }} }}"), 400, "EXPORT_NOT_ONE_CONNECTION"),
        (
            format!(
                "{{ {region} {{ a: books {{ nodes {{ id }} }} b: books {{ nodes {{ id }} }} }} }}"
            ),
            400,
            "EXPORT_NOT_ONE_CONNECTION",
        ),
        (
            format!(
                "{{ {region} {{ ...R }} }} fragment R on Region {{ books {{ nodes {{ id }} }} }}"
            ),
            400,
            "EXPORT_NOT_ONE_CONNECTION",
        ),
        (books("first: 2", "totalCount"), 400, "EXPORT_NO_ROWS"),
        (books("last: 2", "nodes { id }"), 400, "EXPORT_NOT_WHOLE"),
        (books("after: \"x\"", "nodes { id }"), 400, "EXPORT_NOT_WHOLE"),
        (books("first: 2", "nodes { nothing }"), 400, "GRAPHQL_VALIDATION_FAILED"),
        (books("first: 0", "nodes { id }"), 502, "EXPORT_PAGES_STUCK"),
    ] {
        let came = ask(&server, &query, &[("accept", CSV)]).await;
        assert_eq!((came.status, came.code().as_str()), (status, code), "{query}");
    }
    let few = ExportConfig { max_rows: NonZeroUsize::MIN, ..ExportConfig::default() };
    let server = Server::start_exporting(&network.gateway, few).await;
    let came = ask(&server, &books("first: 2", "nodes { id }"), &[("accept", CSV)]).await;
    assert_eq!((came.status, came.code().as_str()), (422, "EXPORT_TOO_MANY_ROWS"));
    // Who names JSON first gets JSON.
    let headers = [("accept", "application/json, text/csv")];
    let came = ask(&server, &books("first: 2", "nodes { id }"), &headers).await;
    assert!(came.text().starts_with("{\"data\""), "{}", came.text());
}
