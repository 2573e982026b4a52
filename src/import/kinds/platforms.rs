//! Platforms, each with its first plaque.

use qianzhan_network::{
    RecordId, StoreError,
    database::Transaction,
    records::platforms::{Plaque, Platform, PlatformStatus, insert_plaques, insert_platforms},
    writes::UserErrorCode,
};

use super::{Owner, Reference, RowKind};
use crate::import::{cells::Cells, column::Column};

const KIND: Column = Column::new("kind", "首挂牌子的类型");
const NAME: Column = Column::new("name", "名称");
const LOCALITY: Column = Column::new("localityCode", "地点代码");
const HOST_KIND: Column = Column::new("hostKind", "依托单位类型");
const HOST: Column = Column::new("host", "依托单位");
const STATUS: Column = Column::new("status", "状态");
const HEAD: Column = Column::new("head", "负责人");
const SECTOR: Column = Column::new("sector", "界别");
const GRANTED: Column = Column::new("grantedOn", "授牌日期");
const LAUNCHED: Column = Column::new("launchedOn", "启动日期");
const WITHDRAWN: Column = Column::new("withdrawnOn", "撤销日期");

pub(in crate::import) struct PlatformRow {
    platform: Platform,
    plaque: Option<Plaque>,
}

impl RowKind for PlatformRow {
    const NAME: &'static str = "importPlatforms";
    const TABLE: &'static str = "platforms";
    const COLUMNS: &'static [Column] = &[
        super::ID,
        KIND,
        NAME,
        LOCALITY,
        HOST_KIND,
        HOST,
        STATUS,
        HEAD,
        SECTOR,
        GRANTED,
        LAUNCHED,
        WITHDRAWN,
    ];

    fn read(cells: &mut Cells<'_>, owner: Owner) -> Option<Self> {
        let id = owner.id_of(cells, Self::NAME);
        let kind = cells.required_choice(KIND, "PlatformKind");
        let name = cells.text(NAME);
        let host_kind = cells.required_choice(HOST_KIND, "HostKind");
        let status = cells.required_choice(STATUS, "PlatformStatus");
        let (granted_on, withdrawn_on) = (cells.date(GRANTED), cells.date(WITHDRAWN));
        if status.is_some_and(|it| (it == PlatformStatus::Withdrawn) != withdrawn_on.is_some()) {
            let zh = "已撤销的平台有撤销日期，其他平台没有";
            let en = "a platform that was withdrawn has the day of it, and no other has";
            cells.refuse(WITHDRAWN, UserErrorCode::Invalid, zh, en);
        }
        let launched_on = cells.date(LAUNCHED);
        let locality_code = owner.locality(cells, LOCALITY);
        let host = cells.optional(HOST);
        let head = cells.optional(HEAD);
        let sector = cells.choice(SECTOR, "SectorCode");
        let (id, kind) = (id?, kind?);
        let plaque = granted_on.map(|granted_on| Plaque {
            platform_id: id.clone(),
            ordinal: 0,
            kind,
            name: name.clone(),
            granted_on,
        });
        let platform = Platform {
            id,
            committee_id: owner.committee(),
            kind,
            name,
            locality_code,
            host_kind: host_kind?,
            host,
            status: status?,
            head,
            sector,
            withdrawn_on,
            status_reason: None,
            launched_on,
            lead_member_id: None,
            lead_unit: None,
            book_count: None,
            version: 1,
            is_generated: false,
            granted_on,
        };
        Some(Self { platform, plaque })
    }

    fn id(&self) -> &RecordId {
        &self.platform.id
    }

    fn references(&self) -> Vec<Reference> {
        Reference::locality(LOCALITY, self.platform.locality_code).into_iter().collect()
    }

    async fn insert(transaction: &mut Transaction, rows: &[Self]) -> Result<(), StoreError> {
        let platforms: Vec<_> = rows.iter().map(|row| row.platform.clone()).collect();
        let plaques: Vec<_> = rows.iter().filter_map(|row| row.plaque.clone()).collect();
        insert_platforms(transaction, &platforms).await?;
        insert_plaques(transaction, &plaques).await
    }
}
