//! Resolves `Region.proposalTally`.

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    Date, FieldError, Period, Reference,
    contract::{Resolvers, argument},
    impl_output_as_object,
    records::committees::Committee,
    region::{RegionRef, Scope},
    tally::{RolledUp, roll_up},
};

use super::{
    figures::{
        HandlingUnitTally, LeaderTally, ProposalKindTally, ProposalStatusTally, ProposalTally,
        SectorProposalTally,
    },
    store::{TallyKey, Wanted},
};

impl_output_as_object!(
    ProposalKindTally,
    ProposalStatusTally,
    SectorProposalTally,
    HandlingUnitTally,
    LeaderTally
);

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("proposalTally", |context, region| {
        async move { tally_of(&context, region.scope()).await }.boxed()
    });
    resolvers.object::<Reference<Committee>>("Committee").load(
        "proposalTally",
        |context, committee| {
            async move {
                let own = Scope::Committees([committee.id().region()].into());
                tally_of(&context, &own).await
            }
            .boxed()
        },
    );
    resolvers
        .object::<RolledUp<ProposalTally>>("ProposalTally")
        .value("proposals", |tally| tally.proposals.proposals)
        .value("keyProposals", |tally| tally.proposals.key_proposals)
        .value("withoutSurvey", |tally| tally.proposals.without_survey)
        .value("fromAppeals", |tally| tally.proposals.from_appeals)
        .value("replied", |tally| tally.proposals.replied)
        .value("overdue", |tally| tally.overdue)
        .value("supervisions", |tally| tally.supervisions.supervisions)
        .value("withSectorPublic", |tally| tally.supervisions.with_sector_public)
        .value("supervisedNotDone", |tally| tally.supervised_not_done)
        .value("byKind", |tally| tally.by_kind.clone())
        .value("byStatus", |tally| tally.by_status.clone())
        .value("bySector", |tally| tally.by_sector.clone())
        .value("byHandlingUnit", |tally| tally.by_unit.clone())
        .value("byLeader", |tally| tally.by_leader.clone());
    resolvers
        .object::<ProposalKindTally>("ProposalKindTally")
        .value("kind", |tally| tally.kind)
        .value("proposals", |tally| tally.proposals);
    resolvers
        .object::<ProposalStatusTally>("ProposalStatusTally")
        .value("status", |tally| tally.status)
        .value("proposals", |tally| tally.proposals);
    resolvers
        .object::<SectorProposalTally>("SectorProposalTally")
        .value("sector", |tally| tally.sector)
        .value("proposals", |tally| tally.proposals);
    resolvers
        .object::<HandlingUnitTally>("HandlingUnitTally")
        .value("unit", |tally| tally.unit.clone())
        .value("proposals", |tally| tally.proposals)
        .value("replied", |tally| tally.replied)
        .value("overdue", |tally| tally.overdue);
    resolvers
        .object::<LeaderTally>("LeaderTally")
        .value("leader", |tally| tally.leader.clone())
        .value("proposals", |tally| tally.proposals);
}

/// The roll-up of a scope, as far as it is selected.
async fn tally_of(
    context: &ResolverContext<'_>,
    scope: &Scope,
) -> Result<RolledUp<ProposalTally>, FieldError> {
    let period: Option<String> = argument(context, "period")?;
    let period = period.as_deref().map(str::parse::<Period>).transpose()?;
    let as_of: Option<Date> = argument(context, "asOf")?;
    let selected = context.look_ahead();
    let has_any = |names: &[&str]| names.iter().any(|it| selected.field(it).exists());
    let wanted = Wanted {
        proposals: has_any(&[
            "proposals",
            "keyProposals",
            "withoutSurvey",
            "fromAppeals",
            "replied",
        ]),
        overdue: has_any(&["overdue"]),
        supervisions: has_any(&["supervisions", "withSectorPublic"]),
        supervised_not_done: has_any(&["supervisedNotDone"]),
        by_kind: has_any(&["byKind"]),
        by_status: has_any(&["byStatus"]),
        by_sector: has_any(&["bySector"]),
        by_unit: has_any(&["byHandlingUnit"]),
        by_leader: has_any(&["byLeader"]),
    };
    let as_of = as_of.unwrap_or_else(Date::today);
    let key = TallyKey { scope: scope.clone(), period, as_of, wanted };
    roll_up::<ProposalTally>(context, key).await
}
