//! A reported figure (上报数字): printed in a document, never computed.

use std::str::FromStr;

use sqlx::FromRow;

use crate::{
    record_id::RecordId,
    region::RegionCode,
    text_column::{impl_text_column, text_enum},
};

/// A figure with unit, qualifier, period and source.
#[derive(Debug, Clone, PartialEq, FromRow)]
pub struct ReportedFigure {
    /// Begins with the region code of the committee that keeps it.
    pub id: RecordId,
    /// The committee that keeps it.
    pub committee_id: RecordId,
    /// The body or place that reports.
    pub place: String,
    /// Its region.
    pub region_code: Option<RegionCode>,
    /// Level of that body or place.
    pub level: FigureLevel,
    /// Period as printed, such as `2023` or `asof:2022`.
    pub period: String,
    /// Measure.
    pub measure: String,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: FigureUnit,
    /// How exact it is.
    pub qualifier: FigureQualifier,
    /// Whether a rule set it.
    pub is_norm: bool,
    /// Documents that print it.
    pub sources: Sources,
    /// Whether a demonstration made it up.
    pub is_generated: bool,
}

/// Names of documents; one column, as a JSON array.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sources(pub Vec<String>);

impl Sources {
    pub(crate) fn as_text(&self) -> String {
        serde_json::to_string(&self.0).expect("strings always serialize")
    }
}

impl FromStr for Sources {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text).map(Self)
    }
}

impl_text_column!(Sources);

text_enum! {
    /// Levels of a body or place that reports.
    FigureLevel {
        /// 省
        Province = "PROVINCE",
        /// 市州
        City = "CITY",
        /// 县区
        County = "COUNTY",
        /// 村
        Village = "VILLAGE",
        /// 社区
        Community = "COMMUNITY",
    }
}

text_enum! {
    /// Units of a reported figure.
    FigureUnit {
        /// 人
        Person = "PERSON",
        /// 人次
        PersonTime = "PERSON_TIME",
        /// 件、条、篇、个
        Item = "ITEM",
        /// 场次、期
        Session = "SESSION",
        /// 处
        Place = "PLACE",
        /// 机构、组织
        Body = "BODY",
        /// 元
        Yuan = "YUAN",
        /// 百分之
        Percent = "PERCENT",
        /// 米
        Metre = "METRE",
        /// 小时
        Hour = "HOUR",
        /// 天
        Day = "DAY",
        /// 册、份
        Copy = "COPY",
        /// 序数
        Ordinal = "ORDINAL",
    }
}

text_enum! {
    /// How exact a reported figure is.
    FigureQualifier {
        /// 确数
        Exact = "EXACT",
        /// 多、余、超过
        Over = "OVER",
        /// 左右
        About = "ABOUT",
        /// 累计
        Cumulative = "CUMULATIVE",
    }
}
