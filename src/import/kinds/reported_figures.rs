//! Reported figures, as documents print them.

use qianzhan_network::{
    RecordId, StoreError,
    database::Transaction,
    records::reported_figures::{
        FigureQualifier, ReportedFigure, Sources, insert_reported_figures,
    },
    writes::UserErrorCode,
};

use super::{Owner, Reference, RowKind};
use crate::import::{cells::Cells, column::Column};

const PLACE: Column = Column::new("place", "上报的单位或地点");
const REGION: Column = Column::new("regionCode", "所属地区");
const LEVEL: Column = Column::new("level", "该单位或地点的级别");
const PERIOD: Column = Column::new("period", "期间");
const MEASURE: Column = Column::new("measure", "指标");
const VALUE: Column = Column::new("value", "数值");
const UNIT: Column = Column::new("unit", "单位");
const QUALIFIER: Column = Column::new("qualifier", "限定词");
const NORM: Column = Column::new("isNorm", "是否规范所定的数字");
const SOURCES: Column = Column::new("sources", "来源文件");

pub(in crate::import) struct FigureRow(ReportedFigure);

impl RowKind for FigureRow {
    const NAME: &'static str = "importReportedFigures";
    const TABLE: &'static str = "reported_figures";
    const COLUMNS: &'static [Column] =
        &[super::ID, PLACE, REGION, LEVEL, PERIOD, MEASURE, VALUE, UNIT, QUALIFIER, NORM, SOURCES];

    fn read(cells: &mut Cells<'_>, owner: Owner) -> Option<Self> {
        let id = owner.id_of(cells, Self::NAME);
        let place = cells.text(PLACE);
        let region_code = cells.parsed(REGION);
        let level = cells.required_choice(LEVEL, "FigureLevel");
        let period = cells.text(PERIOD);
        let measure = cells.text(MEASURE);
        if cells.optional(VALUE).is_none() {
            // A figure that was not reported is no 0: it has no row.
            cells.refuse(VALUE, UserErrorCode::Required, "缺少", "missing or blank");
        }
        let value: Option<f64> = cells.parsed(VALUE);
        let unit = cells.required_choice(UNIT, "FigureUnit");
        let qualifier = match cells.optional(QUALIFIER) {
            Some(_) => cells.choice(QUALIFIER, "FigureQualifier"),
            None => Some(FigureQualifier::Exact),
        };
        let is_norm = cells.flag(NORM);
        let sources = cells.text(SOURCES);
        let sources = sources.split([';', '；']).map(|it| it.trim().to_owned()).collect();
        Some(Self(ReportedFigure {
            id: id?,
            committee_id: owner.committee(),
            place,
            region_code,
            level: level?,
            period,
            measure,
            value: value?,
            unit: unit?,
            qualifier: qualifier?,
            is_norm,
            sources: Sources(sources),
            is_generated: false,
        }))
    }

    fn id(&self) -> &RecordId {
        &self.0.id
    }

    fn references(&self) -> Vec<Reference> {
        Vec::new()
    }

    async fn insert(transaction: &mut Transaction, rows: &[Self]) -> Result<(), StoreError> {
        let figures: Vec<_> = rows.iter().map(|row| row.0.clone()).collect();
        insert_reported_figures(transaction, &figures).await
    }
}
