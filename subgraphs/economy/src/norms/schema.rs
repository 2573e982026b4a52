//! Resolves `Committee.enterpriseContactNorm` and `Committee.directorLoads`.

use async_graphql::dynamic::FieldValue;
use futures::future::FutureExt;
use qianzhan_network::{
    Database, Reference,
    contract::{Output, Resolvers, argument},
    database::Row,
    records::{committees::Committee, members::Member},
    refer,
    writes::{register_mutation, register_payload},
};

use super::{
    EnterpriseContactNorm,
    loads::{DirectorLoad, find_loads, find_norm},
    write::SetEnterpriseContactNorm,
};

/// A load against the norm of its year.
#[derive(Debug, Clone)]
struct JudgedLoad {
    load: Row<DirectorLoad>,
    is_outside: Option<bool>,
}

impl Output for JudgedLoad {
    fn into_field(self) -> Option<FieldValue<'static>> {
        Some(FieldValue::owned_any(self))
    }
}

pub(crate) fn register(resolvers: &mut Resolvers) {
    let payload = "EnterpriseContactNormPayload";
    register_payload::<EnterpriseContactNorm>(resolvers, payload, "committee");
    register_mutation::<SetEnterpriseContactNorm>(resolvers);
    resolvers
        .object::<Reference<Committee>>("Committee")
        .load("enterpriseContactNorm", |context, committee| {
            async move {
                let year: Option<i64> = argument(&context, "year")?;
                let database = context.data_unchecked::<Database>();
                Ok(find_norm(database, committee.id(), year).await?.map(Row::alone))
            }
            .boxed()
        })
        .load("directorLoads", |context, committee| {
            async move {
                let year: Option<i64> = argument(&context, "year")?;
                let database = context.data_unchecked::<Database>();
                let found = find_loads(database, committee.id(), year).await?;
                let Some((year, loads)) = found else { return Ok(Vec::new()) };
                let norm = find_norm(database, committee.id(), Some(year)).await?;
                let judge = |load: Row<DirectorLoad>| {
                    let is_outside = norm.as_ref().map(|norm| load.is_outside(norm));
                    JudgedLoad { load, is_outside }
                };
                Ok(Row::cohort(loads).into_iter().map(judge).collect::<Vec<_>>())
            }
            .boxed()
        });
    resolvers
        .object::<Row<EnterpriseContactNorm>>("EnterpriseContactNorm")
        .value("year", |norm| norm.year)
        .value("membersPerDirectorMin", |norm| norm.members_per_director_min)
        .value("membersPerDirectorMax", |norm| norm.members_per_director_max)
        .value("version", |norm| norm.version);
    resolvers
        .object::<JudgedLoad>("DirectorLoad")
        .load("director", |context, judged| {
            async move {
                refer::<Member, _>(&context, &judged.load, |it| Some(&it.director_id)).await
            }
            .boxed()
        })
        .value("members", |judged| judged.load.members)
        .value("enterprises", |judged| judged.load.enterprises)
        .value("isOutsideNorm", |judged| judged.is_outside);
}
