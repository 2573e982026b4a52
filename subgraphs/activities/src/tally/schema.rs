//! Resolves `Region.activityTally`.

use async_graphql::dynamic::ResolverContext;
use futures::future::FutureExt;
use qianzhan_network::{
    FieldError, Period, Reference,
    contract::{Resolvers, argument},
    impl_output_as_object,
    records::committees::Committee,
    region::{RegionRef, Scope},
    tally::{RolledUp, roll_up},
};

use super::{
    figures::{ActivitySectorTally, ActivityTally, HostTally},
    store::{TallyKey, Wanted},
};

impl_output_as_object!(HostTally, ActivitySectorTally);

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("activityTally", |context, region| {
        async move { tally_of(&context, region.scope()).await }.boxed()
    });
    resolvers.object::<Reference<Committee>>("Committee").load(
        "activityTally",
        |context, committee| {
            async move {
                let own = Scope::Committees([committee.id().region()].into());
                tally_of(&context, &own).await
            }
            .boxed()
        },
    );
    resolvers
        .object::<RolledUp<ActivityTally>>("ActivityTally")
        .value("meetings", |tally| tally.meetings.meetings)
        .value("meetingMembers", |tally| tally.meetings.members)
        .value("meetingSuggestions", |tally| tally.meetings.suggestions)
        .value("meetingSuggestionsAdopted", |tally| tally.meetings.adopted)
        .value("meetingsOnTopicsFromBelow", |tally| tally.meetings.on_topics_from_below)
        .value("sectorActivities", |tally| tally.activities.activities)
        .value("activityMemberParticipations", |tally| tally.activities.members)
        .value("activityPublicParticipations", |tally| tally.activities.public)
        .value("activitySuggestions", |tally| tally.activities.suggestions)
        .value("activitySuggestionsAdopted", |tally| tally.activities.adopted)
        .value("jointActivities", |tally| tally.activities.joint)
        .value("surveys", |tally| tally.surveys)
        .value("reportsSubmitted", |tally| tally.reports.submitted)
        .value("reportsAdopted", |tally| tally.reports.adopted)
        .value("reportsReferred", |tally| tally.reports.referred)
        .value("reportsHandled", |tally| tally.reports.handled)
        .value("reportAspects", |tally| tally.reports.aspects)
        .value("reportSuggestions", |tally| tally.reports.suggestions)
        .value("byHost", |tally| tally.by_host.clone())
        .value("bySector", |tally| tally.by_sector.clone());
    resolvers
        .object::<HostTally>("HostTally")
        .value("host", |tally| tally.host.clone())
        .value("meetings", |tally| tally.meetings)
        .value("meetingMembers", |tally| tally.meeting_members)
        .value("meetingSuggestionsAdopted", |tally| tally.meeting_adopted)
        .value("sectorActivities", |tally| tally.activities)
        .value("activityMemberParticipations", |tally| tally.members)
        .value("activityPublicParticipations", |tally| tally.public)
        .value("activitySuggestions", |tally| tally.suggestions)
        .value("activitySuggestionsAdopted", |tally| tally.adopted)
        .value("problemsSolved", |tally| tally.problems_solved);
    resolvers
        .object::<ActivitySectorTally>("ActivitySectorTally")
        .value("sector", |tally| tally.sector)
        .value("sectorActivities", |tally| tally.activities)
        .value("publicParticipations", |tally| tally.public);
}

/// The roll-up of a scope, as far as it is selected.
async fn tally_of(
    context: &ResolverContext<'_>,
    scope: &Scope,
) -> Result<RolledUp<ActivityTally>, FieldError> {
    let period: Option<String> = argument(context, "period")?;
    let period = period.as_deref().map(str::parse::<Period>).transpose()?;
    let selected = context.look_ahead();
    let has_any = |names: &[&str]| names.iter().any(|it| selected.field(it).exists());
    let wanted = Wanted {
        meetings: has_any(&[
            "meetings",
            "meetingMembers",
            "meetingSuggestions",
            "meetingSuggestionsAdopted",
            "meetingsOnTopicsFromBelow",
        ]),
        activities: has_any(&[
            "sectorActivities",
            "activityMemberParticipations",
            "activityPublicParticipations",
            "activitySuggestions",
            "activitySuggestionsAdopted",
            "jointActivities",
        ]),
        surveys: has_any(&["surveys"]),
        reports: has_any(&[
            "reportsSubmitted",
            "reportsAdopted",
            "reportsReferred",
            "reportsHandled",
            "reportAspects",
            "reportSuggestions",
        ]),
        by_host: has_any(&["byHost"]),
        by_sector: has_any(&["bySector"]),
    };
    let key = TallyKey { scope: scope.clone(), period, wanted };
    roll_up::<ActivityTally>(context, key).await
}
