//! Reads tables of regions from CSV. Every problem is reported, not only the first.

use std::collections::BTreeMap;

use super::{
    code::RegionCode,
    error::{RegionTableError, RegionTableProblem, RowPlace},
    table::{Region, RegionLevel},
};

/// All regions of all texts, in order of code, each parent the nearest listed region.
pub(super) fn parse(texts: &[&str]) -> Result<Vec<Region>, RegionTableError> {
    let mut problems = Vec::new();
    let mut rows = BTreeMap::new();
    for (file_no, text) in (1..).zip(texts) {
        match read_rows(file_no, text, &mut problems) {
            Ok(read) => add_rows(read, &mut rows, &mut problems),
            Err(problem) => problems.push(problem),
        }
    }
    // Parents can only be judged once every row was read.
    if problems.is_empty() {
        check_parents(&rows, &mut problems);
    }
    if problems.is_empty() && rows.is_empty() {
        problems.push(RegionTableProblem::Empty);
    }
    if problems.is_empty() {
        Ok(rows.into_values().map(|(_, region)| region).collect())
    } else {
        Err(RegionTableError { problems })
    }
}

type RowsByCode = BTreeMap<RegionCode, (RowPlace, Region)>;

fn read_rows(
    file_no: usize,
    text: &str,
    problems: &mut Vec<RegionTableProblem>,
) -> Result<Vec<(RowPlace, Region)>, RegionTableProblem> {
    let csv_problem = |source| RegionTableProblem::Csv { file_no, source };
    // Spreadsheets begin a UTF-8 file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = Columns::find(file_no, reader.headers().map_err(csv_problem)?)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(csv_problem)?;
        let place = RowPlace { file_no, line_no: record.position().map_or(0, csv::Position::line) };
        match columns.region(&record, place) {
            Ok(region) => rows.push((place, region)),
            Err(problem) => problems.push(problem),
        }
    }
    Ok(rows)
}

/// Which column holds what. A column that is not needed may be missing.
struct Columns {
    code: usize,
    parent_code: usize,
    name: usize,
    /// `None` in a file of localities.
    level: Option<usize>,
    kind: Option<usize>,
    short_name: Option<usize>,
    pinyin: Option<usize>,
}

impl Columns {
    fn find(file_no: usize, headers: &csv::StringRecord) -> Result<Self, RegionTableProblem> {
        let find = |column: &str| headers.iter().position(|header| header == column);
        let need = |column: &'static str| {
            find(column).ok_or(RegionTableProblem::ColumnMissing { file_no, column })
        };
        let kind = find("kind");
        Ok(Self {
            code: need("code")?,
            parent_code: need("parent_code")?,
            name: need("name")?,
            level: match find("level") {
                None if kind.is_some() => None,
                _ => Some(need("level")?),
            },
            kind,
            short_name: find("short_name"),
            pinyin: find("pinyin"),
        })
    }

    fn region(
        &self,
        record: &csv::StringRecord,
        place: RowPlace,
    ) -> Result<Region, RegionTableProblem> {
        let value = |column: usize| record.get(column).filter(|value| !value.is_empty());
        let need = |column: usize, name: &'static str| {
            value(column).ok_or(RegionTableProblem::ValueMissing { place, column: name })
        };
        let parse_code = |text: &str| {
            RegionCode::parse(text).map_err(|source| RegionTableProblem::Code { place, source })
        };
        let optional =
            |column: Option<usize>| column.and_then(|column| value(column).map(str::to_owned));
        let code = parse_code(need(self.code, "code")?)?;
        Ok(Region {
            code,
            parent: value(self.parent_code).map(parse_code).transpose()?,
            level: match self.level {
                Some(column) => RegionLevel::new(need(column, "level")?),
                None => RegionLevel::of_locality(code),
            },
            name: need(self.name, "name")?.to_owned(),
            short_name: optional(self.short_name),
            pinyin: optional(self.pinyin),
            kind: optional(self.kind),
        })
    }
}

fn add_rows(
    read: Vec<(RowPlace, Region)>,
    rows: &mut RowsByCode,
    problems: &mut Vec<RegionTableProblem>,
) {
    for (place, region) in read {
        if let Some((first, _)) = rows.get(&region.code) {
            problems.push(RegionTableProblem::Duplicate {
                place,
                first: *first,
                code: region.code,
            });
        } else {
            rows.insert(region.code, (place, region));
        }
    }
}

/// The parent column and the codes must tell the same hierarchy.
fn check_parents(rows: &RowsByCode, problems: &mut Vec<RegionTableProblem>) {
    for (code, (place, region)) in rows {
        let expected = code.enclosing().find(|around| rows.contains_key(around));
        if region.parent != expected {
            problems.push(RegionTableProblem::ParentWrong { place: *place, code: *code, expected });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "code,parent_code,level,name,short_name,pinyin\n";

    fn codes_of(texts: &[&str]) -> Vec<&'static str> {
        let error = parse(texts).expect_err("a table that must be refused");
        error.problems.iter().map(RegionTableProblem::code).collect()
    }

    #[test]
    fn each_kind_of_bad_table_is_refused_with_its_code() {
        for (case, rows, expected) in [
            ("no rows", "", vec!["REGION_TABLE_EMPTY"]),
            ("bad code", "62,,PROVINCE,甘肃省,,\n", vec!["REGION_CODE_INVALID"]),
            ("bad parent code", "620000,6,PROVINCE,甘肃省,,\n", vec!["REGION_CODE_INVALID"]),
            ("no name", "620000,,PROVINCE,,,\n", vec!["REGION_TABLE_VALUE_MISSING"]),
            ("no level", "620000,,,甘肃省,,\n", vec!["REGION_TABLE_VALUE_MISSING"]),
            (
                "listed twice",
                "620000,,PROVINCE,甘肃省,,\n620000,,PROVINCE,甘肃省,,\n",
                vec!["REGION_TABLE_DUPLICATE"],
            ),
            (
                "parent not listed",
                "621122,621100,COUNTY,陇西县,,\n",
                vec!["REGION_TABLE_PARENT_WRONG"],
            ),
            (
                "parent skips a listed region",
                "620000,,PROVINCE,甘肃省,,\n621100,620000,CITY,定西市,,\n621122,620000,COUNTY,陇西县,,\n",
                vec!["REGION_TABLE_PARENT_WRONG"],
            ),
            (
                "parent missing",
                "620000,,PROVINCE,甘肃省,,\n621100,,CITY,定西市,,\n",
                vec!["REGION_TABLE_PARENT_WRONG"],
            ),
            ("ragged row", "620000,,PROVINCE\n", vec!["REGION_TABLE_CSV_INVALID"]),
            (
                "every problem is told",
                "62,,PROVINCE,甘肃省,,\n621100,,CITY,,,\n",
                vec!["REGION_CODE_INVALID", "REGION_TABLE_VALUE_MISSING"],
            ),
        ] {
            assert_eq!(codes_of(&[&format!("{HEADER}{rows}")]), expected, "{case}");
        }
        assert_eq!(codes_of(&["code,parent_code,name\n"]), ["REGION_TABLE_COLUMN_MISSING"]);
    }

    #[test]
    fn a_problem_tells_its_file_and_line() {
        let good = format!("{HEADER}620000,,PROVINCE,甘肃省,,\n");
        let bad = "code,parent_code,kind,name\n621122101,621122,TOWNSHIP,文峰镇\n";
        let error = parse(&[&good, bad]).expect_err("621122 is not listed");
        let text = error.to_string();
        assert!(text.contains("file 2 line 2"), "{text}");
    }

    #[test]
    fn a_byte_order_mark_and_stray_blanks_do_not_matter() {
        let text = format!("\u{feff}{HEADER} 620000 ,, PROVINCE ,甘肃省,,\n");
        let regions = parse(&[&text]).expect("a valid table");
        assert_eq!(regions[0].level.as_str(), "PROVINCE");
        assert_eq!(regions[0].short_name, None);
    }
}
