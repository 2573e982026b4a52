//! Which matters of the Friday ledger, and in which order.

use qianzhan_network::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_enum,
};
use serde::Deserialize;

use super::{Difficulty, FridayMatter, FridayMatterStep};

/// `FridayMatterFilter` of the contract.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct FridayMatterFilter {
    period: Option<String>,
    step: Option<FridayMatterStep>,
    difficulty: Option<Difficulty>,
    has_responsible: Option<bool>,
}

impl RecordFilter for FridayMatterFilter {
    type Field = FridayMatterOrderField;

    const PLACE: RowPlace = RowPlace::Code("locality_code");

    fn period(&self) -> Option<(&'static str, &str)> {
        self.period.as_deref().map(|period| ("spoken_on", period))
    }

    fn restrict(&self, sql: &mut Sql) {
        if let Some(step) = self.step {
            push_equals(sql, "status", step.as_text());
        }
        if let Some(difficulty) = self.difficulty {
            push_equals(sql, "difficulty", difficulty.as_text());
        }
        if let Some(has_responsible) = self.has_responsible {
            sql.push(if has_responsible {
                " AND responsible IS NOT NULL"
            } else {
                " AND responsible IS NULL"
            });
        }
    }
}

text_enum! {
    /// Sort keys of matters of the Friday ledger.
    FridayMatterOrderField {
        /// 编号
        Id = "ID",
        /// 说事日期
        SpokenOn = "SPOKEN_ON",
    }
}

impl OrderField for FridayMatterOrderField {
    type Record = FridayMatter;

    const DEFAULT: Order<Self> =
        Order { field: Self::SpokenOn, direction: SortDirection::Descending };

    fn column(self) -> SortColumn {
        match self {
            Self::SpokenOn => SortColumn::new(*b"fs", "spoken_on", KeyKind::Text),
            Self::Id => SortColumn::new(*b"fi", "id", KeyKind::Text),
        }
    }

    fn key_of(self, friday_matter: &FridayMatter) -> SortKey {
        match self {
            Self::SpokenOn => SortKey::Text(friday_matter.spoken_on.to_string()),
            Self::Id => SortKey::Text(friday_matter.id.to_string()),
        }
    }
}
