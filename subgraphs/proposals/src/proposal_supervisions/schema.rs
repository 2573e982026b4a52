//! Resolves `ProposalSupervision` and the connection of supervisions of proposals.

use crate::proposals::Proposal;
use futures::future::FutureExt;
use qianzhan_network::{
    contract::Resolvers,
    page::register_connection,
    records::committees::Committee,
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    ProposalSupervision, ProposalSupervisionFilter,
    write::{MoveProposalSupervision, SuperviseProposal},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<ProposalSupervision>(resolvers, "proposalSupervision");
    register_connection::<ProposalSupervision>(resolvers);
    register_payload::<ProposalSupervision>(
        resolvers,
        "ProposalSupervisionPayload",
        "proposalSupervision",
    );
    register_mutation::<SuperviseProposal>(resolvers);
    register_mutation::<MoveProposalSupervision>(resolvers);
    resolvers.object::<RegionRef>("Region").load("proposalSupervisions", |context, region| {
        region_page::<ProposalSupervisionFilter>(context, region).boxed()
    });
    resolvers
        .record::<ProposalSupervision>()
        .load("committee", |context, proposal_supervision| {
            async move {
                refer::<Committee, _>(&context, proposal_supervision, |it| Some(&it.committee_id))
                    .await
            }
            .boxed()
        })
        .load("proposal", |context, proposal_supervision| {
            async move {
                refer::<Proposal, _>(&context, proposal_supervision, |it| Some(&it.proposal_id))
                    .await
            }
            .boxed()
        })
        .value("kind", |proposal_supervision| proposal_supervision.kind)
        .value("leader", |proposal_supervision| proposal_supervision.leader.clone())
        .value("leaderOffice", |proposal_supervision| proposal_supervision.leader_office.clone())
        .value("heldOn", |proposal_supervision| proposal_supervision.held_on)
        .value("status", |proposal_supervision| proposal_supervision.status)
        .value("hasSectorPublic", |proposal_supervision| proposal_supervision.has_sector_public)
        .value("memberCount", |proposal_supervision| proposal_supervision.member_count)
        .value("publicCount", |proposal_supervision| proposal_supervision.public_count)
        .value("demand", |proposal_supervision| proposal_supervision.demand.clone())
        .value("result", |proposal_supervision| proposal_supervision.result.clone())
        .value("followedUpOn", |proposal_supervision| proposal_supervision.followed_up_on)
        .value("finding", |proposal_supervision| proposal_supervision.finding.clone())
        .value("version", |proposal_supervision| proposal_supervision.version)
        .value("isGenerated", |proposal_supervision| proposal_supervision.is_generated);
}
