//! Resolves `Region.countyTally`.

use futures::future::FutureExt;
use qianzhan_network::{
    Period,
    contract::{Resolvers, argument},
    impl_output_as_object,
    region::RegionRef,
    tally::{RolledUp, roll_up},
};

use super::{
    figures::{CountyTally, DifficultyTally, MediationKindTally, SectorGroupTally},
    store::{TallyKey, Wanted},
};

impl_output_as_object!(MediationKindTally, DifficultyTally, SectorGroupTally);

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("countyTally", |context, region| {
        async move {
            let period: Option<String> = argument(&context, "period")?;
            let period = period.as_deref().map(str::parse::<Period>).transpose()?;
            let selected = context.look_ahead();
            let has_any = |names: &[&str]| names.iter().any(|it| selected.field(it).exists());
            let wanted = Wanted {
                mediation: has_any(&[
                    "mediationCases",
                    "mediationResolved",
                    "mediationClosed",
                    "meanHoursOpen",
                ]),
                friday: has_any(&[
                    "fridayMatters",
                    "fridayOpen",
                    "fridayHandled",
                    "fridayRated",
                    "meanDaysToHandle",
                    "meanRating",
                ]),
                friday_meetings: has_any(&["fridayMeetings"]),
                micro: has_any(&[
                    "microConsultations",
                    "microProblemsSolved",
                    "microOpinionReports",
                    "microProposals",
                ]),
                councils: has_any(&[
                    "councils",
                    "councilsWithoutRoom",
                    "councilsWithoutDeployedMember",
                ]),
                by_mediation_kind: has_any(&["byMediationKind"]),
                open_by_difficulty: has_any(&["openByDifficulty"]),
                by_sector_group: has_any(&["bySectorGroup"]),
            };
            let key = TallyKey { scope: region.scope().clone(), period, wanted };
            roll_up::<CountyTally>(&context, key).await
        }
        .boxed()
    });
    resolvers
        .object::<RolledUp<CountyTally>>("CountyTally")
        .value("mediationCases", |tally| tally.mediation.cases)
        .value("mediationResolved", |tally| tally.mediation.resolved)
        .value("mediationClosed", |tally| tally.mediation.closed)
        .value("meanHoursOpen", |tally| tally.mediation.mean_minutes.map(|it| it / 60.0))
        .value("fridayMatters", |tally| tally.friday.matters)
        .value("fridayOpen", |tally| tally.friday.matters - tally.friday.handled)
        .value("fridayHandled", |tally| tally.friday.handled)
        .value("fridayRated", |tally| tally.friday.rated)
        .value("meanDaysToHandle", |tally| tally.friday.mean_days)
        .value("meanRating", |tally| tally.friday.mean_rating)
        .value("fridayMeetings", |tally| tally.friday_meetings)
        .value("microConsultations", |tally| tally.micro.consultations)
        .value("microProblemsSolved", |tally| tally.micro.problems_solved)
        .value("microOpinionReports", |tally| tally.micro.opinion_reports)
        .value("microProposals", |tally| tally.micro.proposals)
        .value("councils", |tally| tally.councils.councils)
        .value("councilsWithoutRoom", |tally| tally.councils.without_room)
        .value("councilsWithoutDeployedMember", |tally| tally.councils.without_deployed)
        .value("byMediationKind", |tally| tally.by_mediation_kind.clone())
        .value("openByDifficulty", |tally| tally.open_by_difficulty.clone())
        .value("bySectorGroup", |tally| tally.by_sector_group.clone());
    resolvers
        .object::<MediationKindTally>("MediationKindTally")
        .value("kind", |tally| tally.kind)
        .value("cases", |tally| tally.cases)
        .value("resolved", |tally| tally.resolved);
    resolvers
        .object::<DifficultyTally>("DifficultyTally")
        .value("difficulty", |tally| tally.difficulty)
        .value("matters", |tally| tally.matters);
    resolvers
        .object::<SectorGroupTally>("SectorGroupTally")
        .value("sectorGroup", |tally| tally.sector_group.clone())
        .value("microConsultations", |tally| tally.consultations)
        .value("problemsSolved", |tally| tally.problems_solved)
        .value("opinionReports", |tally| tally.opinion_reports)
        .value("proposals", |tally| tally.proposals);
}
