//! A county's site in memory, with localities, a platform with a council, and one without.

use std::sync::Arc;

use async_graphql::Request;
use qianzhan_county::{ConsultationCouncil, extension, insert_consultation_councils};
use qianzhan_network::{
    Caller, CallerRole, Level, RecordId, Site, SiteServer, TrustedIssuers,
    records::{
        committees::{Committee, insert_committees},
        localities::{Locality, LocalityKind, insert_localities},
        platforms::{HostKind, Platform, PlatformKind, PlatformStatus, insert_platforms},
    },
};
use serde_json::Value;

pub(crate) async fn site() -> SiteServer {
    let database = qianzhan_testkit::database().await;
    let site = Site {
        name: "621122".to_owned(),
        level: Level::County,
        regions: vec!["621122".parse().expect("a code")],
        database: database.clone(),
        extensions: vec![extension()],
        trusted_issuers: TrustedIssuers::open(),
        policy: None,
        key: None,
    };
    let server = SiteServer::build(site).await.expect("the site builds");
    let mut writing = database.begin().await.expect("a transaction begins");
    insert_committees(&mut writing, &[committee()]).await.expect("the committee");
    let localities = [
        locality("621122401", "621122", LocalityKind::Park),
        locality("621122102", "621122", LocalityKind::Township),
        locality("621122001", "621122", LocalityKind::Subdistrict),
        locality("621122102203", "621122", LocalityKind::Village),
        // A place of another county, where a platform of this one stands.
        locality("621123101", "621123", LocalityKind::Township),
    ];
    insert_localities(&mut writing, &localities).await.expect("localities");
    let platforms = [platform("621122-p-a", "621122102"), platform("621122-p-b", "621123101")];
    insert_platforms(&mut writing, &platforms).await.expect("platforms");
    let council = ConsultationCouncil {
        platform_id: platforms[0].id.clone(),
        name: "首阳镇协商议事会".to_owned(),
        convener: Some("张三".to_owned()),
        fixed_member_count: 9,
        has_room: true,
        is_generated: true,
    };
    insert_consultation_councils(&mut writing, &[council]).await.expect("the council");
    writing.commit().await.expect("the transaction commits");
    server
}

/// The office of the site's own region.
fn own_office(server: &SiteServer) -> Caller {
    Caller {
        region: server.site().regions.first().copied(),
        roles: vec![CallerRole::Office],
        ..Caller::anonymous()
    }
}

/// The data of a response without errors.
pub(crate) async fn data(server: &SiteServer, query: &str) -> Value {
    let response = server.execute(Arc::new(own_office(server)), Request::new(query)).await;
    let mut response = serde_json::to_value(response).expect("responses serialize");
    assert!(response.get("errors").is_none(), "{query}: {response}");
    response["data"].take()
}

fn id(text: &str) -> RecordId {
    text.parse().expect("an id")
}

fn committee() -> Committee {
    Committee {
        id: id("621122-committee"),
        region_code: "621122".parse().expect("a code"),
        level: Level::County,
        name: "陇西县政协".to_owned(),
        term_no: None,
        superior_id: None,
        is_generated: true,
    }
}

fn locality(code: &str, region: &str, kind: LocalityKind) -> Locality {
    Locality {
        code: code.parse().expect("a code"),
        region_code: region.parse().expect("a code"),
        kind,
        name: format!("地点{code}"),
    }
}

fn platform(platform: &str, locality: &str) -> Platform {
    Platform {
        id: id(platform),
        committee_id: id("621122-committee"),
        kind: PlatformKind::ConsultationRoom,
        name: "协商议事室".to_owned(),
        locality_code: Some(locality.parse().expect("a code")),
        host_kind: HostKind::Township,
        host: None,
        status: PlatformStatus::Operating,
        head: None,
        sector: None,
        withdrawn_on: None,
        status_reason: None,
        launched_on: None,
        lead_member_id: None,
        lead_unit: None,
        book_count: None,
        version: 1,
        is_generated: true,
        granted_on: None,
    }
}
