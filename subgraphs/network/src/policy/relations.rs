//! How a caller stands to every owner that an object concerns.

use crate::callers::CallerRelation;

/// At least one relation. There are several where an object lies across the regions of one site: a
/// region around some of them, or a person with seats in two. Then each owner must grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Relations(u8);

impl Relations {
    /// To one owner.
    pub(crate) const fn to(relation: CallerRelation) -> Self {
        Self(1 << relation as u8)
    }

    /// To all of these owners; none where there are none.
    pub(crate) fn to_each(relations: impl Iterator<Item = CallerRelation>) -> Option<Self> {
        relations.map(Self::to).reduce(|one, other| Self(one.0 | other.0))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = CallerRelation> {
        CallerRelation::ALL.iter().copied().filter(move |it| self.0 & Self::to(*it).0 != 0)
    }
}
