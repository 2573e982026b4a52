//! Grades of reports and of townships.

use qianzhan_network::text_enum;

text_enum! {
    /// A grade.
    DutyGrade {
        /// 优秀
        Excellent = "EXCELLENT",
        /// 良好
        Good = "GOOD",
        /// 合格
        Passable = "PASSABLE",
        /// 不合格
        Poor = "POOR",
    }
}
