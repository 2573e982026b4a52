//! Resolves `Proposal` and the connection of proposals.

use super::by_serial::register_by_serial;
use futures::future::FutureExt;
use qianzhan_activities::surveys::Survey;
use qianzhan_network::{
    Reference,
    contract::Resolvers,
    database::Row,
    page::register_connection,
    records::{
        appeals::Appeal,
        committees::Committee,
        members::{Member, Sector},
        topics::Topic,
    },
    refer,
    region::{RegionRef, region_page},
    register_entry,
    writes::{register_mutation, register_payload},
};

use super::{
    Proposal, ProposalFilter, ProposalLoaders, ProposalUnit, Proposer,
    write::{CollectProposal, MoveProposal, RecordProposalReply},
};

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_entry::<Proposal>(resolvers, "proposal");
    register_connection::<Proposal>(resolvers);
    register_payload::<Proposal>(resolvers, "ProposalPayload", "proposal");
    register_mutation::<CollectProposal>(resolvers);
    register_mutation::<MoveProposal>(resolvers);
    register_mutation::<RecordProposalReply>(resolvers);
    register_by_serial(resolvers);
    resolvers.object::<RegionRef>("Region").load("proposals", |context, region| {
        region_page::<ProposalFilter>(context, region).boxed()
    });
    register_rows(resolvers);
    resolvers.record::<Proposal>()
        .load("committee", |context, proposal| { async move { refer::<Committee, _>(&context, proposal, |it| Some(&it.committee_id)).await }.boxed() })
        .value("termNo", |proposal| proposal.term_no)
        .value("sessionNo", |proposal| proposal.session_no)
        .value("serialNo", |proposal| proposal.serial_no)
        .value("kind", |proposal| proposal.kind)
        .value("title", |proposal| proposal.title.clone())
        .value("text", |proposal| proposal.text.clone())
        .value("sector", |proposal| proposal.sector.map(Sector))
        .value("isKey", |proposal| proposal.is_key)
        .load("survey", |context, proposal| { async move { refer::<Survey, _>(&context, proposal, |it| it.survey_id.as_ref()).await }.boxed() })
        .load("sourceAppeal", |context, proposal| { async move { refer::<Appeal, _>(&context, proposal, |it| it.source_appeal_id.as_ref()).await }.boxed() })
        .load("sourceTopic", |context, proposal| { async move { refer::<Topic, _>(&context, proposal, |it| it.source_topic_id.as_ref()).await }.boxed() })
        .value("status", |proposal| proposal.status)
        .value("collectedOn", |proposal| proposal.collected_on)
        .value("submittedOn", |proposal| proposal.submitted_on)
        .value("outcome", |proposal| proposal.outcome.clone())
        .load("proposers", |context, proposal| { async move { let loaders = context.data_unchecked::<ProposalLoaders>(); Ok(loaders.proposers.load_for(proposal, |it| Some(it.id.clone())).await?.to_vec()) }.boxed() })
        .load("handlingUnits", |context, proposal| { async move { let loaders = context.data_unchecked::<ProposalLoaders>(); Ok(loaders.handling_units.load_for(proposal, |it| Some(it.id.clone())).await?.to_vec()) }.boxed() })
        .load("supervisions", |context, proposal| { async move { let loaders = context.data_unchecked::<ProposalLoaders>(); let rows = loaders.supervisions.load_for(proposal, |it| Some(it.id.clone())).await?; Ok(rows.iter().cloned().map(Reference::Here).collect::<Vec<_>>()) }.boxed() })
        .value("hasSurvey", |proposal| proposal.survey_id.is_some())
        .value("version", |proposal| proposal.version)
        .value("isGenerated", |proposal| proposal.is_generated);
}

fn register_rows(resolvers: &mut Resolvers) {
    resolvers
        .object::<Row<Proposer>>("Proposer")
        .value("kind", |row| row.kind)
        .load("member", |context, row| {
            async move { refer::<Member, _>(&context, row, |it| it.member_id.as_ref()).await }
                .boxed()
        })
        .value("name", |row| row.name.clone());
    resolvers
        .object::<Row<ProposalUnit>>("ProposalUnit")
        .value("unit", |row| row.unit.clone())
        .value("isLead", |row| row.is_lead)
        .value("dueOn", |row| row.due_on)
        .value("isReplied", |row| row.is_replied)
        .value("repliedOn", |row| row.replied_on)
        .value("reply", |row| row.reply.clone());
}
