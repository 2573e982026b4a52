//! One mutation while it runs: its transaction, and the reasons against it that were found so far.

use super::{Moves, Refusal, UserError, UserErrorCode, Writable};
use crate::{
    database::{Sql, Transaction},
    date::Date,
    record::Record,
    record_id::RecordId,
    region::RegionCode,
    site::SiteRegions,
};

/// A mutation's transaction and what is against it.
#[derive(Debug)]
pub struct Writing<'w> {
    /// The transaction's transaction.
    pub transaction: &'w mut Transaction,
    /// The region that owns what is written.
    pub owner: RegionCode,
    /// Today in Beijing time.
    pub today: Date,
    regions: SiteRegions,
    errors: Vec<UserError>,
}

impl<'w> Writing<'w> {
    pub(super) fn new(
        transaction: &'w mut Transaction,
        owner: RegionCode,
        regions: SiteRegions,
    ) -> Self {
        Self { transaction, owner, today: Date::today(), regions, errors: Vec::new() }
    }

    /// A new id of the owner's.
    #[must_use]
    pub fn new_id(&self) -> RecordId {
        RecordId::new(&self.owner)
    }

    /// Notes a reason; the others are looked for all the same.
    pub fn refuse(&mut self, error: UserError) {
        self.errors.push(error);
    }

    /// The end of checking.
    ///
    /// # Errors
    /// [`Refusal::Refused`] with the reasons noted so far.
    pub fn check(&mut self) -> Result<(), Refusal> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Refused(std::mem::take(&mut self.errors)))
        }
    }

    /// A text that must be there, without the space around it.
    pub fn text(&mut self, field: &[&str], text: &str, most_characters: usize) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.refuse(UserError::required(field));
        } else if text.chars().count() > most_characters {
            let zh = format!("至多 {most_characters} 字");
            let en = format!("at most {most_characters} characters");
            self.refuse(UserError::new(UserErrorCode::TooLong, field, zh, en));
        }
        text.to_owned()
    }

    /// A text that may be left out; a blank one is left out.
    pub fn optional_text(
        &mut self,
        field: &[&str],
        text: Option<&str>,
        most_characters: usize,
    ) -> Option<String> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        Some(self.text(field, text, most_characters))
    }

    /// Notes that a field is not valid, and why.
    pub fn invalid(&mut self, field: &[&str], zh: &str, en: &str) {
        self.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
    }

    /// A count that may not be negative.
    pub fn count(&mut self, field: &[&str], count: i64) -> u32 {
        u32::try_from(count).unwrap_or_else(|_| {
            let (zh, en) = ("须为不小于 0 的整数", "must be a whole number, 0 or more");
            self.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
            0
        })
    }

    /// An id that may be another site's: only its form is checked.
    pub fn id(&mut self, field: &[&str], id: Option<&str>) -> Option<RecordId> {
        let id = id?.parse();
        if id.is_err() {
            let (zh, en) = ("编号格式不对", "malformed id");
            self.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
        }
        id.ok()
    }

    /// The record that an id names, which must be the owner's.
    ///
    /// # Errors
    /// [`Refusal::Failed`] if it cannot be read.
    pub async fn own_record<T: Record>(
        &mut self,
        field: &[&str],
        id: Option<&str>,
    ) -> Result<Option<T>, Refusal> {
        let Some(id) = self.id(field, id) else { return Ok(None) };
        let found = if id.region() == self.owner {
            super::journal::find_record::<T>(self.transaction, &id).await?
        } else {
            None
        };
        if found.is_none() {
            self.refuse(UserError::not_found(field));
        }
        Ok(found)
    }

    /// The locality of a code, which must be one that this site knows, inside the owner's region.
    ///
    /// # Errors
    /// [`Refusal::Failed`] if it cannot be read.
    pub async fn locality(
        &mut self,
        field: &[&str],
        code: Option<&str>,
    ) -> Result<Option<RegionCode>, Refusal> {
        let Some(code) = code else { return Ok(None) };
        let parsed = code.parse::<RegionCode>().ok().filter(|code| self.owner.contains(code));
        let is_known: bool = match &parsed {
            Some(code) => {
                let mut sql = Sql::new("SELECT 1 FROM localities WHERE code = ");
                sql.push_bind(*code);
                self.transaction.fetch_optional::<(i32,)>(sql).await?.is_some()
            }
            None => false,
        };
        if !is_known {
            let (zh, en) = ("本地区没有此地点", "no such locality of this region");
            self.refuse(UserError::new(UserErrorCode::NotFound, field, zh, en));
        }
        Ok(parsed.filter(|_| is_known))
    }

    /// The record to be changed, in the version that was seen.
    ///
    /// # Errors
    /// [`Refusal`] if there is none, or it was changed since.
    pub async fn seen<T: Writable>(
        &mut self,
        argument: &str,
        key: &RecordId,
        expected_version: i64,
    ) -> Result<T, Refusal> {
        let found = T::find(self.transaction, key).await?;
        let record = found.ok_or_else(|| UserError::not_found(&[argument]))?;
        if record.version() != expected_version {
            return Err(UserError::stale(expected_version, record.version()).into());
        }
        Ok(record)
    }

    /// Notes an illegal move.
    pub fn moves<S: Copy + PartialEq + std::fmt::Display>(
        &mut self,
        moves: Moves<S>,
        from: S,
        to: S,
    ) {
        if let Err(error) = moves.check(from, to) {
            self.refuse(error);
        }
    }

    /// Whether this site owns the record.
    #[must_use]
    pub fn owns(&self, id: &RecordId) -> bool {
        self.regions.own(id)
    }
}
