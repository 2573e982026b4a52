//! The contracts of these tests are right, so whatever fails is the gateway's.

use qianzhan_gateway::supergraph::lint::lint;

use crate::testkit::network::contracts;

#[test]
fn the_contracts_of_the_tests_have_no_findings() {
    assert_eq!(lint(&contracts()), []);
}
