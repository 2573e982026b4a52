//! A site over HTTP: on a socket of its own, told to stop.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::testkit::{Records, member, site_of};

/// Sends one request, and answers its status and body.
pub(crate) async fn send(address: SocketAddr, head: String, body: Vec<u8>) -> (u16, Value) {
    let exchange = move || {
        let mut stream = TcpStream::connect(address).expect("the site listens");
        let length = body.len();
        let head =
            format!("{head}Host: site\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).expect("the head is sent");
        // A site may refuse a large body before it is all sent.
        let _ = stream.write_all(&body);
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response);
        String::from_utf8_lossy(&response).into_owned()
    };
    let response = tokio::task::spawn_blocking(exchange).await.expect("the exchange ends");
    let (head, body) = response.split_once("\r\n\r\n").expect("head and body");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).expect("a status");
    assert!(head.to_lowercase().contains("content-type: application/json"), "{head}");
    (status, serde_json::from_str(body).expect("JSON"))
}

async fn post(address: SocketAddr, body: impl Into<Vec<u8>>) -> (u16, Value) {
    let head = "POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n".to_owned();
    send(address, head, body.into()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_answers_until_it_is_told_to_stop() {
    let mut records = Records::of_county("621122");
    records.members = vec![member("621122", "a")];
    let server = site_of(&records).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let shutdown = CancellationToken::new();
    let serving = tokio::spawn(server.serve(listener, shutdown.clone()));

    let query = json!({
        "query": "query Name($id: ID!) { member(id: $id) { name } }",
        "variables": { "id": "621122-m-a" }, "operationName": "Name",
    });
    let (status, answer) = post(address, query.to_string()).await;
    assert_eq!(
        (status, &answer["data"], answer.get("errors")),
        (200, &json!({ "member": { "name": "a" } }), None)
    );
    assert_eq!(answer["extensions"]["accessLog"]["seq"], 1);

    let code = |answer: &Value| answer["errors"][0]["extensions"]["code"].clone();
    let (status, answer) = post(address, "not JSON").await;
    assert_eq!((status, code(&answer)), (400, json!("REQUEST_INVALID")));
    let (status, answer) = post(address, vec![b' '; 4 * 1024 * 1024 + 1]).await;
    assert_eq!((status, code(&answer)), (413, json!("BODY_TOO_LARGE")));

    let health = send(address, "GET /health HTTP/1.1\r\n".to_owned(), Vec::new()).await;
    assert_eq!(health, (200, json!({ "site": "test", "status": "up" })));

    shutdown.cancel();
    serving.await.expect("the server does not panic").expect("the server ends well");
}
