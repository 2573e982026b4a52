//! Which reported figures, and in which order.

use serde::Deserialize;

use super::{FigureUnit, ReportedFigure};
use crate::{
    database::{Sql, push_equals},
    page::{KeyKind, Order, OrderField, SortColumn, SortDirection, SortKey},
    region::{RecordFilter, RowPlace},
    text_column::text_enum,
};

/// `ReportedFigureFilter` of the contract. Its period is compared letter for letter: a figure's
/// period is what the document prints, not a span of days.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct ReportedFigureFilter {
    measures: Option<Vec<String>>,
    period: Option<String>,
    unit: Option<FigureUnit>,
}

impl RecordFilter for ReportedFigureFilter {
    type Field = ReportedFigureOrderField;

    const PLACE: RowPlace = RowPlace::Code("region_code");

    fn restrict(&self, sql: &mut Sql) {
        if let Some(measures) = &self.measures {
            sql.push(" AND measure IN ");
            sql.push_keys(measures);
        }
        if let Some(period) = &self.period {
            sql.push(" AND period = ").push_bind(period.clone());
        }
        if let Some(unit) = self.unit {
            push_equals(sql, "unit", unit.as_text());
        }
    }
}

text_enum! {
    /// Sort keys of reported figures.
    ReportedFigureOrderField {
        /// 编号
        Id = "ID",
        /// 指标
        Measure = "MEASURE",
    }
}

impl OrderField for ReportedFigureOrderField {
    type Record = ReportedFigure;

    const DEFAULT: Order<Self> = Order { field: Self::Id, direction: SortDirection::Ascending };

    fn column(self) -> SortColumn {
        match self {
            Self::Id => SortColumn::new(*b"fi", "id", KeyKind::Text),
            Self::Measure => SortColumn::new(*b"fm", "measure", KeyKind::Text),
        }
    }

    fn key_of(self, figure: &ReportedFigure) -> SortKey {
        match self {
            Self::Id => SortKey::Text(figure.id.to_string()),
            Self::Measure => SortKey::Text(figure.measure.clone()),
        }
    }
}
