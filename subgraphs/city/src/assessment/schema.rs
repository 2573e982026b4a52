//! Resolves `Committee.cityAssessments`.

use futures::future::FutureExt;
use qianzhan_network::{
    RecordId, Reference,
    contract::Resolvers,
    database::{ChildRows, Row},
    records::committees::Committee,
};

use super::CountyAssessment;

pub(crate) fn register(resolvers: &mut Resolvers) {
    resolvers.object::<Reference<Committee>>("Committee").load(
        "cityAssessments",
        |context, committee| {
            async move {
                let loader = context.data_unchecked::<ChildRows<RecordId, CountyAssessment>>();
                Ok(committee.load_by_id(loader).await?.to_vec())
            }
            .boxed()
        },
    );
    resolvers
        .object::<Row<CountyAssessment>>("CountyAssessment")
        .value("year", |assessment| assessment.year)
        .value("score", |assessment| assessment.score)
        .value("rank", |assessment| assessment.rank)
        .value("isGenerated", |assessment| assessment.is_generated);
}
