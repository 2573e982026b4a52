//! Loads councils by platform, and their fixed members.

use qianzhan_network::{
    Database, RecordId,
    database::{ChildRows, child_rows},
};

use super::{ConsultationCouncil, FixedMember};

/// Loaders of one request.
#[derive(Debug)]
pub(crate) struct CouncilLoaders {
    /// Each platform has at most one.
    pub(super) councils: ChildRows<RecordId, ConsultationCouncil>,
    pub(super) fixed_members: ChildRows<RecordId, FixedMember>,
}

impl CouncilLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            councils: child_rows(
                database,
                "platform_id",
                |council: &ConsultationCouncil| council.platform_id.clone(),
                "platform_id",
            ),
            fixed_members: child_rows(
                database,
                "platform_id",
                |member: &FixedMember| member.platform_id.clone(),
                "platform_id, ordinal",
            ),
        }
    }
}
