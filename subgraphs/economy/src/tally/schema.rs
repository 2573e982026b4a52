//! Resolves `Region.economyTally`.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, Date,
    contract::{Output, Resolvers, argument},
    region::RegionRef,
};

use super::{
    figures::{CityEnterpriseTally, EconomyTally},
    store::{TallyQuery, Wanted},
};

macro_rules! impl_output_as_object {
    ($($type:ty),+) => {
        $(impl Output for $type {
            fn into_field(self) -> Option<FieldValue<'static>> {
                Some(FieldValue::owned_any(self))
            }
        })+
    };
}

impl_output_as_object!(EconomyTally, CityEnterpriseTally);

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
            let query = TallyQuery {
                database: context.data_unchecked::<Database>(),
                region: region.code(),
                year,
                as_of: as_of.unwrap_or_else(Date::today),
            };
            Ok(query.run(wanted).await?)
        }
        .boxed()
    });
    resolvers
        .object::<EconomyTally>("EconomyTally")
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
