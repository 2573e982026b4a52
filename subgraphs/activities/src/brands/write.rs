//! Writes of brands: named, brought into use, promoted.

use qianzhan_network::{
    CallerRole::{Admin, Office},
    RecordId,
    database::Sql,
    writes::{Authority, Moves, Mutation, Refusal, UserError, UserErrorCode, Writing, update_row},
};
use serde::Deserialize;

use super::{Brand, BrandStatus, insert_brands};

const MAX_NAME_CHARACTERS: usize = 50;

/// 命名 → 使用 → 推广.
const MOVES: Moves<BrandStatus> = {
    use BrandStatus::{Named, Promoted, Used};
    Moves(&[(Named, &[Used]), (Used, &[Promoted])])
};

/// `NameBrandInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NameBrand {
    name: String,
    locality_code: Option<String>,
    parent_id: Option<String>,
    named_on: Option<String>,
}

impl Mutation for NameBrand {
    const FIELD: &'static str = "nameBrand";
    const KEY: &'static str = "committeeId";
    const AUTHORITY: Authority = Authority::Own(&[Office, Admin]);
    type Record = Brand;

    async fn run(self, committee: RecordId, writing: &mut Writing<'_>) -> Result<Brand, Refusal> {
        let name_at = ["input", "name"];
        let name = writing.text(&name_at, &self.name, MAX_NAME_CHARACTERS);
        let locality_code =
            writing.locality(&["input", "localityCode"], self.locality_code.as_deref()).await?;
        let parent: Option<Brand> =
            writing.own_record(&["input", "parentId"], self.parent_id.as_deref()).await?;
        let named_on = writing.past_day(&["input", "namedOn"], self.named_on.as_deref());
        let mut sql = Sql::new("SELECT 1 FROM brands WHERE committee_id = ");
        sql.push_bind(committee.clone()).push(" AND name = ").push_bind(&name);
        if writing.transaction.fetch_optional::<(i32,)>(sql).await?.is_some() {
            let (zh, en) = ("已有此品牌", "there is such a brand");
            writing.refuse(UserError::new(UserErrorCode::AlreadyExists, &name_at, zh, en));
        }
        writing.check()?;
        let brand = Brand {
            id: writing.new_id(),
            committee_id: committee,
            name,
            locality_code,
            parent_id: parent.map(|it| it.id),
            status: BrandStatus::Named,
            named_on: Some(named_on),
            version: 1,
            is_generated: false,
        };
        insert_brands(writing.transaction, std::slice::from_ref(&brand)).await?;
        Ok(brand)
    }
}

/// `MoveBrandInput`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoveBrand {
    expected_version: i64,
    to: BrandStatus,
}

impl Mutation for MoveBrand {
    const FIELD: &'static str = "moveBrand";
    const KEY: &'static str = "id";
    const AUTHORITY: Authority = Authority::Own(&[Office, Admin]);
    type Record = Brand;

    async fn run(self, id: RecordId, writing: &mut Writing<'_>) -> Result<Brand, Refusal> {
        let seen: Brand = writing.seen(Self::KEY, &id, self.expected_version).await?;
        writing.moves(MOVES, seen.status, self.to);
        writing.check()?;
        let brand = Brand { status: self.to, version: seen.version + 1, ..seen };
        update_row(writing.transaction, &brand, "id", &brand.id).await?;
        Ok(brand)
    }
}
