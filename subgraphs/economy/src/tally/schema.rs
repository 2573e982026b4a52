//! Resolves `Region.economyTally`.

use futures::future::FutureExt;
use qianzhan_network::{
    Date,
    contract::{Resolvers, argument},
    impl_output_as_object,
    region::RegionRef,
    tally::{RolledUp, roll_up},
};

use super::{
    figures::{CityEnterpriseTally, EconomyTally},
    store::{TallyKey, Wanted},
};

impl_output_as_object!(CityEnterpriseTally);

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<RegionRef>("Region").load("economyTally", |context, region| {
        async move {
            let year: Option<i64> = argument(&context, "year")?;
            let as_of: Option<Date> = argument(&context, "asOf")?;
            let selected = context.look_ahead();
            let has_any = |names: &[&str]| names.iter().any(|it| selected.field(it).exists());
            let wanted = Wanted {
                contacts: has_any(&[
                    "enterprises",
                    "enterprisesVisited",
                    "personsReached",
                    "members",
                    "directors",
                    "formsOverdue",
                    "problemsResolved",
                ]),
                groups: has_any(&[
                    "assistanceGroups",
                    "assistanceMeetings",
                    "assistanceReports",
                    "assistanceLists",
                ]),
                by_city: has_any(&["byCity"]),
            };
            let key = TallyKey {
                region: region.code(),
                year,
                as_of: as_of.unwrap_or_else(Date::today),
                wanted,
            };
            roll_up::<EconomyTally>(&context, key).await
        }
        .boxed()
    });
    resolvers
        .object::<RolledUp<EconomyTally>>("EconomyTally")
        .value("enterprises", |tally| tally.contacts.enterprises)
        .value("enterprisesVisited", |tally| tally.contacts.visited)
        .value("personsReached", |tally| tally.contacts.persons_reached)
        .value("members", |tally| tally.contacts.members)
        .value("directors", |tally| tally.contacts.directors)
        .value("formsOverdue", |tally| tally.contacts.forms_overdue)
        .value("problemsResolved", |tally| tally.contacts.problems_resolved)
        .value("assistanceGroups", |tally| tally.groups.groups)
        .value("assistanceMeetings", |tally| tally.groups.meetings)
        .value("assistanceReports", |tally| tally.groups.reports)
        .value("assistanceLists", |tally| tally.groups.lists)
        .value("byCity", |tally| tally.by_city.clone());
    resolvers
        .object::<CityEnterpriseTally>("CityEnterpriseTally")
        .value("cityCode", |tally| tally.city_code)
        .value("enterprises", |tally| tally.enterprises)
        .value("enterprisesVisited", |tally| tally.visited);
}
