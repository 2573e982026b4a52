//! Loads platforms and what hangs on them.

use super::{AnnualPlan, Plaque, SixHasCheck, SixHasSelfCheck};
use crate::{
    database::{ChildRows, Database, child_rows},
    page::{ChildrenLoader, Parent},
    record_id::RecordId,
    records::{
        consultation_events::ConsultationEventOrderField, deployments::DeploymentOrderField,
    },
};

#[derive(Debug)]
pub(crate) struct PlatformLoaders {
    pub(super) plaques: ChildRows<RecordId, Plaque>,
    pub(super) checks: ChildRows<RecordId, SixHasCheck>,
    pub(super) self_checks: ChildRows<RecordId, SixHasSelfCheck>,
    pub(super) annual_plans: ChildRows<RecordId, AnnualPlan>,
    pub(super) events: ChildrenLoader<EventPlace>,
    pub(super) deployments: ChildrenLoader<DeploymentPlace>,
}

impl PlatformLoaders {
    pub(crate) fn new(database: &Database) -> Self {
        Self {
            plaques: child_rows(
                database,
                "platform_id",
                |plaque: &Plaque| plaque.platform_id.clone(),
                "platform_id, granted_on, ordinal",
            ),
            checks: child_rows(
                database,
                "platform_id",
                |check: &SixHasCheck| check.platform_id.clone(),
                "platform_id, checked_on",
            ),
            self_checks: child_rows(
                database,
                "platform_id",
                |own: &SixHasSelfCheck| own.check.platform_id.clone(),
                "platform_id, checked_on",
            ),
            annual_plans: child_rows(
                database,
                "platform_id",
                |plan: &AnnualPlan| plan.platform_id.clone(),
                "platform_id, year",
            ),
            events: ChildrenLoader::new(database),
            deployments: ChildrenLoader::new(database),
        }
    }
}

/// Platforms over the events held there.
#[derive(Debug)]
pub(crate) struct EventPlace;

impl Parent for EventPlace {
    type Field = ConsultationEventOrderField;

    const CHILDREN: &'static str =
        "SELECT platform_id AS parent_key, consultation_events.* FROM consultation_events";
}

/// Platforms over the deployments there.
#[derive(Debug)]
pub(crate) struct DeploymentPlace;

impl Parent for DeploymentPlace {
    type Field = DeploymentOrderField;

    const CHILDREN: &'static str =
        "SELECT platform_id AS parent_key, deployments.* FROM deployments";
}
