//! scratch
use crate::testkit::*;
#[tokio::test]
async fn raw() {
    let network = Network::usual().await;
    let a = network.ask("{ region(code: \"900000\") { name stock { copies } books(first:-1) { nodes { id } } } }").await;
    println!("{}", a.body);
    for (k, c) in network.take_calls() { println!("{k} {:?}", c[0].body); break; }
    network.behave("yunshu", Behaviour::lying(|_, a| println!("RAW {a}")));
    network.ask("{ region(code: \"900000\") { name stock { copies } books(first:-1) { nodes { id } } } }").await;
}
