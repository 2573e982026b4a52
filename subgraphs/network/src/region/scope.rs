//! Which of a site's records lie inside a region.
//! The answer depends only on which of the site's regions the region covers, or on the locality
//! below one of them: two regions that cover the same get the same records, so the gateway may
//! share one answer between them.

use std::sync::Arc;

use super::RegionCode;
use crate::database::Sql;
use crate::record_id::RecordId;

/// The part of a site's records inside a region.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// All records: every one of the site's regions is inside.
    Everything(Arc<[RegionCode]>),
    /// Records of the committees of these regions.
    Committees(Arc<[RegionCode]>),
    /// Records at localities below a county: those whose code begins with this one's digits.
    Locality(RegionCode),
    /// No records.
    Nothing,
}

impl Scope {
    /// What of a site that owns `regions` lies inside `region`.
    #[must_use]
    pub fn of(region: &RegionCode, regions: &Arc<[RegionCode]>) -> Self {
        let inside: Arc<[RegionCode]> =
            regions.iter().filter(|own| region.contains(own)).copied().collect();
        if inside.len() == regions.len() && !regions.is_empty() {
            Self::Everything(Arc::clone(regions))
        } else if !inside.is_empty() {
            Self::Committees(inside)
        } else if region.is_below_county() && regions.iter().any(|own| own.contains(region)) {
            Self::Locality(*region)
        } else {
            Self::Nothing
        }
    }

    /// The site's regions that lie inside; none where only a part of one does.
    #[must_use]
    pub fn regions(&self) -> &[RegionCode] {
        match self {
            Self::Everything(regions) | Self::Committees(regions) => regions,
            Self::Locality(_) | Self::Nothing => &[],
        }
    }

    /// Whether no record lies inside.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Whether seats lie inside: a seat belongs to a committee, never to a locality.
    #[must_use]
    pub fn holds_seats(&self) -> bool {
        !matches!(self, Self::Locality(_))
    }

    /// Adds ` AND …` to a statement, so that only rows inside remain.
    /// `locality` tells how rows of that table lie in a locality.
    pub fn restrict(&self, sql: &mut Sql, committee: &str, locality: RowPlace) {
        match self {
            Self::Everything(_) => {}
            Self::Committees(regions) => {
                sql.push(format_args!(" AND {committee} IN ("));
                let mut ids = sql.separated(", ");
                for region in regions.iter() {
                    ids.push_bind(RecordId::committee(*region));
                }
                sql.push(")");
            }
            Self::Locality(code) => match locality {
                RowPlace::Code(column) => {
                    sql.push(" AND ");
                    push_code_within(sql, column, code);
                }
                RowPlace::EventCode(column) => {
                    sql.push(format_args!(
                        " AND {column} IN (SELECT id FROM consultation_events WHERE "
                    ));
                    push_code_within(sql, "locality_code", code);
                    sql.push(")");
                }
                RowPlace::Nowhere => {
                    sql.push(" AND 1 = 0");
                }
            },
            Self::Nothing => {
                sql.push(" AND 1 = 0");
            }
        }
    }
}

/// How the rows of a table lie in a locality.
#[derive(Debug, Clone, Copy)]
pub enum RowPlace {
    /// By a locality's or region's code in this column.
    Code(&'static str),
    /// Where the event was held whose id stands in this column.
    EventCode(&'static str),
    /// They lie in none: they belong to a committee as a whole.
    Nowhere,
}

/// `column` begins with the region's digits, as a range that an index serves.
pub fn push_code_within(sql: &mut Sql, column: &str, region: &RegionCode) {
    let first = region.prefix().to_owned();
    // `:` is the character after `9`.
    let end = format!("{first}:");
    sql.push(format_args!("({column} >= ")).push_bind(first);
    sql.push(format_args!(" AND {column} < ")).push_bind(end).push(")");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(region: &str, regions: &[&str]) -> Scope {
        let regions = regions.iter().map(|code| code.parse().expect("a code")).collect();
        Scope::of(&region.parse().expect("a code"), &regions)
    }

    #[test]
    fn a_scope_depends_on_which_regions_are_covered() {
        let county = scope("621122", &["621122"]);
        assert!(matches!(county, Scope::Everything(_)));
        assert_eq!(scope("620000", &["621122"]), county);
        assert_eq!(scope("621100", &["621122"]), county);
        assert_eq!(scope("621200", &["621122"]), Scope::Nothing);
        assert_eq!(scope("621123", &["621122"]), Scope::Nothing);

        let hosting = ["621100", "621122"];
        assert!(matches!(scope("621100", &hosting), Scope::Everything(_)));
        let Scope::Committees(inside) = scope("621122", &hosting) else {
            panic!("one of two regions is inside");
        };
        assert_eq!(inside.iter().map(RegionCode::as_str).collect::<Vec<_>>(), ["621122"]);
    }

    #[test]
    fn below_a_county_only_localities_remain() {
        assert!(matches!(scope("621122101", &["621122"]), Scope::Locality(_)));
        assert!(matches!(scope("621122101205", &["621122"]), Scope::Locality(_)));
        assert_eq!(scope("621123101", &["621122"]), Scope::Nothing);
        // A county that the city does not own is no locality of the city.
        assert_eq!(scope("621122", &["621100"]), Scope::Nothing);
    }
}
