//! The head that each answer carries is signed by the site, so that whoever keeps it has proof.

use std::sync::Arc;

use qianzhan_network::{
    ChainHead, Site, SiteKey, SiteServer, TrustedIssuers, access_log::is_signed,
};
use serde_json::Value;

use crate::testkit::{Records, anonymous, ask_as, site_in};

/// The example of RFC 8410, section 10.3.
const PEM: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
    -----END PRIVATE KEY-----\n";

#[tokio::test]
async fn each_answer_carries_a_signed_head() {
    let database = qianzhan_testkit::database().await;
    let records = Records::of_county("621122");
    let open = site_in(&database, &records, TrustedIssuers::open()).await;
    let unsigned = ask_as(&open, anonymous(), "{ __typename }").await;
    assert_eq!(unsigned["extensions"]["accessLog"].get("signature"), None);

    let key = Arc::new(SiteKey::from_pem(PEM).expect("a key"));
    let site = Site { key: Some(Arc::clone(&key)), ..open.site().clone() };
    let server = SiteServer::build(site).await.expect("the site builds");
    for (place, query) in ["{ __typename }", "{ nothing }", "no GraphQL"].iter().enumerate() {
        let answer = ask_as(&server, anonymous(), query).await;
        let said = &answer["extensions"]["accessLog"];
        let head: ChainHead = ChainHead {
            seq: said["seq"].as_i64().expect("a number"),
            hash: said["hash"].as_str().expect("a text").to_owned(),
        };
        assert_eq!(head.seq, 2 + i64::try_from(place).expect("small"), "{query}");
        let signature = said["signature"].as_str().expect("a signature");
        assert!(is_signed(key.public(), "test", &head, signature), "{query}");
        assert!(!is_signed(key.public(), "621122", &head, signature), "{query}");
        assert_ne!(answer["extensions"]["accessLog"], Value::Null);
    }
}
