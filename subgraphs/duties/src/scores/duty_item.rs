//! What duty is made of.

use qianzhan_network::text_enum;

text_enum! {
    /// An item of duty, by which records, norms and points are kept.
    DutyItem {
        /// 参加学习培训
        Training = "TRAINING",
        /// 出席议政建言活动
        Deliberation = "DELIBERATION",
        /// 撰写提案
        Proposal = "PROPOSAL",
        /// 反映社情民意
        Opinion = "OPINION",
        /// 参与调研协商
        Survey = "SURVEY",
        /// 提交述职报告
        Report = "REPORT",
        /// 登记联系的群众，以人计
        Contacts = "CONTACTS",
        /// 联系群众的活动，以次计
        ContactActivities = "CONTACT_ACTIVITIES",
        /// 联系群众，以人次计
        ContactPersonTimes = "CONTACT_PERSON_TIMES",
        /// 每位领导负责的乡镇，以个计
        TownshipsPerLeader = "TOWNSHIPS_PER_LEADER",
    }
}

impl DutyItem {
    /// Whether duty records count it: the other items have records of their own.
    #[must_use]
    pub const fn is_recorded(self) -> bool {
        use DutyItem::{Deliberation, Opinion, Proposal, Report, Survey, Training};
        matches!(self, Training | Deliberation | Proposal | Opinion | Survey | Report)
    }

    /// Whether a member's duty is measured by it: townships are a leader's.
    #[must_use]
    pub const fn is_of_members(self) -> bool {
        !matches!(self, Self::TownshipsPerLeader)
    }
}
