//! Sectors (界别): their codes and their names.

use crate::text_column::text_enum;

text_enum! {
    /// A sector (界别) that seats members in a committee.
    SectorCode {
        /// 中共
        Cpc = "CPC",
        /// 民革
        Rcck = "RCCK",
        /// 民盟
        Cdl = "CDL",
        /// 民建
        Cndca = "CNDCA",
        /// 民进
        Capd = "CAPD",
        /// 农工党
        Cpwdp = "CPWDP",
        /// 致公党
        Zhigong = "ZHIGONG",
        /// 九三学社
        Jiusan = "JIUSAN",
        /// 无党派人士
        Nonpartisan = "NONPARTISAN",
        /// 共青团
        YouthLeague = "YOUTH_LEAGUE",
        /// 工会
        TradeUnions = "TRADE_UNIONS",
        /// 妇联
        Women = "WOMEN",
        /// 青联
        YouthFederation = "YOUTH_FEDERATION",
        /// 工商联
        IndustryCommerce = "INDUSTRY_COMMERCE",
        /// 科协
        ScienceAssociation = "SCIENCE_ASSOCIATION",
        /// 侨联
        OverseasChinese = "OVERSEAS_CHINESE",
        /// 台胞台联
        TaiwanCompatriots = "TAIWAN_COMPATRIOTS",
        /// 文化艺术
        CultureArt = "CULTURE_ART",
        /// 科学技术
        ScienceTechnology = "SCIENCE_TECHNOLOGY",
        /// 社会科学
        SocialScience = "SOCIAL_SCIENCE",
        /// 经济
        Economy = "ECONOMY",
        /// 农业
        Agriculture = "AGRICULTURE",
        /// 教育
        Education = "EDUCATION",
        /// 体育
        Sport = "SPORT",
        /// 新闻出版
        Press = "PRESS",
        /// 医药卫生
        Health = "HEALTH",
        /// 对外友好
        Friendship = "FRIENDSHIP",
        /// 社会福利和社会保障
        SocialWelfare = "SOCIAL_WELFARE",
        /// 少数民族
        EthnicMinorities = "ETHNIC_MINORITIES",
        /// 宗教
        Religion = "RELIGION",
        /// 环境资源
        Environment = "ENVIRONMENT",
        /// 特别邀请
        SpeciallyInvited = "SPECIALLY_INVITED",
    }
}

impl SectorCode {
    /// Name of the sector.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cpc => "中共",
            Self::Rcck => "民革",
            Self::Cdl => "民盟",
            Self::Cndca => "民建",
            Self::Capd => "民进",
            Self::Cpwdp => "农工党",
            Self::Zhigong => "致公党",
            Self::Jiusan => "九三学社",
            Self::Nonpartisan => "无党派人士",
            Self::YouthLeague => "共青团",
            Self::TradeUnions => "工会",
            Self::Women => "妇联",
            Self::YouthFederation => "青联",
            Self::IndustryCommerce => "工商联",
            Self::ScienceAssociation => "科协",
            Self::OverseasChinese => "侨联",
            Self::TaiwanCompatriots => "台胞台联",
            Self::CultureArt => "文化艺术",
            Self::ScienceTechnology => "科学技术",
            Self::SocialScience => "社会科学",
            Self::Economy => "经济",
            Self::Agriculture => "农业",
            Self::Education => "教育",
            Self::Sport => "体育",
            Self::Press => "新闻出版",
            Self::Health => "医药卫生",
            Self::Friendship => "对外友好",
            Self::SocialWelfare => "社会福利和社会保障",
            Self::EthnicMinorities => "少数民族",
            Self::Religion => "宗教",
            Self::Environment => "环境资源",
            Self::SpeciallyInvited => "特别邀请",
        }
    }
}
