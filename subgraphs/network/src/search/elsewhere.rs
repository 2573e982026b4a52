//! Kinds of record that other contracts keep: a site that does not serve one of them has no such hits,
//! and knows such records by their ids alone.

use super::{SearchHit, SearchKind};
use crate::{
    contract::Resolvers,
    record::{Record, Reference},
    record_id::RecordId,
};

/// Records that are never read here.
macro_rules! kept_elsewhere {
    ($($kind:ident,)+) => {
        $(
            #[derive(Debug, sqlx::FromRow)]
            struct $kind {
                id: RecordId,
            }

            impl Record for $kind {
                const TYPE_NAME: &'static str = SearchKind::$kind.type_name();
                const TABLE: &'static str = "";
                const COLUMNS: &'static [&'static str] = &["id"];

                fn id(&self) -> &RecordId {
                    &self.id
                }
            }
        )+

        /// Registers the kinds that none of the site's contracts keeps.
        pub(crate) fn register_kept_elsewhere(resolvers: &mut Resolvers, kept: &[SearchKind]) {
            $(
                if !kept.contains(&SearchKind::$kind) {
                    register::<$kind>(resolvers, SearchKind::$kind);
                }
            )+
        }
    };
}

kept_elsewhere! {
    Proposal,
    ConsultationPlan,
    ConsultationMeeting,
    SectorActivity,
    Survey,
    TrainingSession,
    StationHeadReport,
}

fn register<T: Record>(resolvers: &mut Resolvers, kind: SearchKind) {
    resolvers.reference::<T>();
    resolvers
        .object::<Reference<SearchHit>>(SearchHit::TYPE_NAME)
        .value(kind.hit_field(), |_| None::<Reference<T>>);
}
