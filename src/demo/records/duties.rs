//! What the members of a committee do: contacts, leaders' charge, norms and assessments, party links,
//! stations and training. Where a document states a figure the records come to it; elsewhere there
//! are few of them, so that the network fills quickly. Norms and rules are those that documents
//! state, and no others.

mod charges;
mod contacts;
mod learning;
mod links;
mod scores;
mod stations;

use qianzhan_network::records::members::{Member, SeatStatus};
use qianzhan_network::{
    StoreError,
    database::{Transaction, insert_rows},
    search::insert_indexed,
};

use super::plan::Plan;
use super::site::SiteRecords;
use super::territory::RegionRow;

/// 陇西: contacts and the townships of leaders are stated.
const LONGXI: &str = "621122";
/// 华亭: the six-ones, reading groups and the fund are stated.
const HUATING: &str = "620881";

/// All that a site holds of the contract `duties`.
#[derive(Debug)]
pub(super) struct Duties {
    contacts: contacts::Contacts,
    charges: charges::Charges,
    scores: scores::Scores,
    links: Vec<qianzhan_duties::links::PartyLink>,
    stations: stations::Stations,
    learning: learning::Learning,
}

/// What the records of duty are made of.
#[derive(Clone, Copy)]
struct Setting<'plan> {
    plan: &'plan Plan,
    region: &'plan RegionRow,
    site: &'plan SiteRecords<'plan>,
}

impl<'plan> Setting<'plan> {
    /// The members in office, in order of seat.
    fn in_office(&self) -> Vec<&'plan Member> {
        let members = self.site.members.iter();
        members.filter(|member| member.status == SeatStatus::Active).collect()
    }
}

/// Generates them.
pub(super) fn generate_duties(plan: &Plan, region: &RegionRow, site: &SiteRecords<'_>) -> Duties {
    let setting = Setting { plan, region, site };
    let contacts = contacts::generate(setting);
    Duties {
        charges: charges::generate(setting),
        scores: scores::generate(setting, &contacts),
        links: links::generate(setting, &contacts),
        stations: stations::generate(setting),
        learning: learning::generate(setting),
        contacts,
    }
}

/// Writes them; how many there are.
pub(super) async fn write_duties(
    transaction: &mut Transaction,
    duties: &Duties,
) -> Result<usize, StoreError> {
    let Duties { contacts, charges, scores, links, stations, learning } = duties;
    insert_rows(transaction, &contacts.contacts).await?;
    insert_rows(transaction, &contacts.plans).await?;
    insert_rows(transaction, &contacts.records).await?;
    insert_rows(transaction, &contacts.listed).await?;
    insert_rows(transaction, &charges.charges).await?;
    insert_rows(transaction, &charges.visits).await?;
    insert_rows(transaction, &scores.quotas).await?;
    insert_rows(transaction, &scores.records).await?;
    insert_rows(transaction, &scores.rules).await?;
    insert_rows(transaction, &scores.items).await?;
    insert_rows(transaction, &scores.assessments).await?;
    insert_rows(transaction, links).await?;
    insert_indexed(transaction, &stations.reports).await?;
    insert_rows(transaction, &stations.funds).await?;
    insert_indexed(transaction, &learning.sessions).await?;
    insert_rows(transaction, &learning.groups).await?;
    insert_rows(transaction, &learning.activities).await?;
    Ok(contacts.contacts.len() + contacts.records.len() + scores.records.len())
}
