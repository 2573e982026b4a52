//! Resolves `Tally` and the types of its lists.

use async_graphql::dynamic::ResolverContext;

use super::{
    figures::{
        CodeBearerTally, ConsultationKindTally, EventFigures, MemberGroupKindTally, MonthTally,
        PlatformKindTally, SectorTally, SixHasItemTally, SpecialCommitteeTally, Tally,
        TopicSourceTally,
    },
    roll_up::{RollUp, RolledUp, roll_up},
    selection::TallySelection,
    store::TallyQuery,
};
use crate::{
    answer::FieldError,
    contract::Resolvers,
    database::{Database, StoreError},
    impl_output_as_object,
    period::Period,
    region::Scope,
};

/// A roll-up that a request asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TallyKey {
    scope: Scope,
    period: Option<Period>,
    selection: TallySelection,
}

impl RollUp for Tally {
    type Key = TallyKey;

    async fn compute(database: &Database, key: &TallyKey) -> Result<Self, StoreError> {
        let query = TallyQuery { database, scope: &key.scope, period: key.period };
        query.run(&key.selection).await
    }
}

/// The roll-up of a scope over a period, as far as it is selected.
pub(crate) async fn resolve_tally(
    context: &ResolverContext<'_>,
    scope: &Scope,
    period: Option<String>,
) -> Result<TallyNode, FieldError> {
    let span = period.as_deref().map(str::parse::<Period>).transpose()?;
    let selection = TallySelection::of(&context.look_ahead());
    let key = TallyKey { scope: scope.clone(), period: span, selection };
    Ok(TallyNode { period, figures: roll_up(context, key).await? })
}

/// A roll-up as an object of the contract.
#[derive(Debug, Clone)]
pub(crate) struct TallyNode {
    period: Option<String>,
    figures: RolledUp<Tally>,
}

impl_output_as_object!(
    TallyNode,
    PlatformKindTally,
    CodeBearerTally,
    MemberGroupKindTally,
    SectorTally,
    SixHasItemTally,
    SpecialCommitteeTally,
    MonthTally,
    TopicSourceTally,
    ConsultationKindTally
);

pub(crate) fn register(resolvers: &mut Resolvers) {
    register_totals(resolvers);
    resolvers
        .object::<PlatformKindTally>("PlatformKindTally")
        .value("kind", |tally| tally.kind)
        .value("plaques", |tally| tally.plaques)
        .value("compliantPlaces", |tally| tally.compliant_places)
        .value("codedPlaces", |tally| tally.coded_places);
    resolvers
        .object::<CodeBearerTally>("CodeBearerTally")
        .value("bearer", |tally| tally.bearer)
        .value("codes", |tally| tally.codes)
        .value("scans", |tally| tally.scans)
        .value("appeals", |tally| tally.appeals);
    resolvers
        .object::<MemberGroupKindTally>("MemberGroupKindTally")
        .value("kind", |tally| tally.kind)
        .value("groups", |tally| tally.groups)
        .value("members", |tally| tally.members);
    resolvers
        .object::<SixHasItemTally>("SixHasItemTally")
        .value("item", |tally| tally.item)
        .value("lacking", |tally| tally.lacking);
    resolvers
        .object::<SpecialCommitteeTally>("SpecialCommitteeTally")
        .value("name", |tally| tally.name.clone())
        .value("members", |tally| tally.members);
    resolvers
        .object::<SectorTally>("SectorTally")
        .value("sector", |tally| tally.sector)
        .value("members", |tally| tally.members)
        .value("participations", |tally| tally.participations);
    resolvers
        .object::<MonthTally>("MonthTally")
        .value("month", |tally| tally.month.clone())
        .value("consultationEvents", |tally| tally.events)
        .value("memberParticipations", |tally| tally.member_participations)
        .value("suggestionsCollected", |tally| tally.suggestions_collected)
        .value("problemsSolved", |tally| tally.problems_solved);
    resolvers
        .object::<TopicSourceTally>("TopicSourceTally")
        .value("source", |tally| tally.source)
        .value("collected", |tally| tally.collected)
        .value("consulted", |tally| tally.consulted);
    resolvers
        .object::<ConsultationKindTally>("ConsultationKindTally")
        .value("kind", |tally| tally.kind)
        .value("consultationEvents", |tally| tally.events)
        .value("problemsSolved", |tally| tally.problems_solved);
}

fn register_totals(resolvers: &mut Resolvers) {
    let events = |read: fn(&EventFigures) -> i64| {
        move |tally: &TallyNode| tally.figures.events.as_ref().map(read)
    };
    resolvers
        .object::<TallyNode>("Tally")
        .value("period", |tally| tally.period.clone())
        .value("committees", |tally| tally.figures.committees)
        .value("members", |tally| tally.figures.seats.as_ref().map(|it| it.members))
        .value("distinctPersons", |tally| tally.figures.distinct_persons)
        .value("personSet", |tally| tally.figures.person_set.clone())
        .value("places", |tally| tally.figures.places.as_ref().map(|it| it.places))
        .value("placedMembers", |tally| tally.figures.placed_members)
        .value("placementRate", |tally| {
            let seats = tally.figures.seats.as_ref().map(|it| it.members).filter(|it| *it > 0)?;
            // Counts of seats are far below where a number loses digits.
            Some(tally.figures.placed_members? as f64 / seats as f64)
        })
        .value("compliantPlaces", |tally| {
            tally.figures.places.as_ref().map(|it| it.compliant_places)
        })
        .value("committeesWithCodes", |tally| tally.figures.committees_with_codes)
        .value("codedMembers", |tally| tally.figures.coded_members)
        .value("codedPlaces", |tally| tally.figures.coded_places)
        .value("placesAwaitingSixHasCheck", |tally| tally.figures.places_awaiting_check)
        .value("codeScans", |tally| tally.figures.code_scans)
        .value("byCodeBearer", |tally| tally.figures.by_code_bearer.clone())
        .value("byMemberGroupKind", |tally| tally.figures.by_member_group_kind.clone())
        .value("bySixHasItem", |tally| tally.figures.by_six_has_item.clone())
        .value("plaques", |tally| tally.figures.plaques)
        .value("deployments", |tally| tally.figures.deployments)
        .value("topicsCollected", |tally| tally.figures.topics_collected)
        .value("consultationEvents", events(|it| it.events))
        .value("memberParticipations", events(|it| it.member_participations))
        .value("residentParticipations", events(|it| it.resident_participations))
        .value("suggestionsCollected", events(|it| it.suggestions_collected))
        .value("problemsFound", events(|it| it.problems_found))
        .value("problemsSolved", events(|it| it.problems_solved))
        .value("opinionReports", |tally| tally.figures.opinion_reports)
        .value("appealsCollected", |tally| tally.figures.appeals)
        .value("firstEventOn", |tally| {
            tally.figures.events.as_ref().and_then(|it| it.first_event_on)
        })
        .value("lastEventOn", |tally| tally.figures.events.as_ref().and_then(|it| it.last_event_on))
        .value("meanMembersPresent", |tally| {
            tally.figures.events.as_ref().and_then(|it| it.mean_members_present)
        })
        .value("meanDutyScore", |tally| {
            tally.figures.seats.as_ref().and_then(|it| it.mean_duty_score)
        })
        .value("scoredMembers", |tally| tally.figures.seats.as_ref().map(|it| it.scored_members))
        .value("minDutyScore", |tally| {
            tally.figures.seats.as_ref().and_then(|it| it.min_duty_score)
        })
        .value("maxDutyScore", |tally| {
            tally.figures.seats.as_ref().and_then(|it| it.max_duty_score)
        })
        .value("allPlacesCompliant", |tally| {
            tally.figures.places.as_ref().and_then(|it| it.all_compliant)
        })
        .value("anyTownshipWithoutStation", |tally| tally.figures.any_township_without_station)
        .value("byPlatformKind", |tally| tally.figures.by_platform_kind.clone())
        .value("bySector", |tally| tally.figures.by_sector.clone())
        .value("bySpecialCommittee", |tally| tally.figures.by_special_committee.clone())
        .value("byMonth", |tally| tally.figures.by_month.clone())
        .value("byTopicSource", |tally| tally.figures.by_topic_source.clone())
        .value("byConsultationKind", |tally| tally.figures.by_consultation_kind.clone());
}
