//! `import`: a table becomes records, all of it or nothing.

use std::{fs, path::Path};

use qianzhan_testkit::{TestStore, all_rows};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::command::{Ran, run};

const REGION: &str = "621122";

struct Scene {
    folder: tempfile::TempDir,
    store: TestStore,
}

impl Scene {
    async fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder"), store: TestStore::new().await }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).expect("it is written");
    }

    fn import(&self, kind: &str, file: &str, more: &[&str]) -> Ran {
        let database = self.store.location();
        let arguments =
            ["import", "--kind", kind, "--region", REGION, "--database", &database, file];
        run(self.path(), &[&arguments, more].concat())
    }

    /// The rows of one table.
    async fn rows(&self, table: &str) -> Vec<String> {
        let database = self.store.open().await;
        let rows = all_rows(&database).await;
        database.close().await;
        rows.into_iter().filter(|row| row.starts_with(&format!("{table}: "))).collect()
    }
}

#[tokio::test]
async fn members_come_from_a_table_with_chinese_columns() {
    let scene = Scene::new().await;
    scene.write(
        "members.csv",
        "姓名,界别,职务,任职起始日,是否中共党员\n\
         甲一,中共,主席,2021/11/20,是\n\
         乙二,农业,,2021年11月20日,\n",
    );
    let tried = scene.import("members", "members.csv", &["--dry-run"]).ok();
    assert!(tried.contains("2 records would be imported"), "{tried}");
    scene.import("members", "members.csv", &[]).ok();
    let rows = scene.rows("members").await;
    assert_eq!(rows.len(), 2, "{rows:?}");
    let first = rows.iter().find(|row| row.contains("甲一")).expect("the first");
    for part in ["CPC", "CHAIR", "2021-11-20", "ACTIVE", "621122-committee"] {
        assert!(first.contains(part), "{part}: {first}");
    }
    // The same table again is found out, whatever the file is called.
    fs::copy(scene.path().join("members.csv"), scene.path().join("again.csv")).expect("a copy");
    assert_eq!(scene.import("members", "again.csv", &[]).code(), "IMPORT_ROWS_INVALID");
    assert_eq!(scene.rows("members").await, rows);
    assert_eq!(scene.rows("writes").await.len(), 1);
}

#[tokio::test]
async fn every_problem_is_told_with_its_row_and_nothing_is_written() {
    let scene = Scene::new().await;
    scene.write(
        "members.csv",
        "name,sector,since,until,status,dutyScore\n\
         甲一,CPC,2021-11-20,,,90\n\
         ,NO_SUCH,2021-11-31,,,\n\
         丙三,CPC,2021-11-20,2020-01-01,退出,101\n\
         丁四,CPC,2021-11-20,,退出,\n\
         甲一,CPC,2021-11-20,,,90\n",
    );
    let ran = scene.import("members", "members.csv", &[]);
    for line in [
        "row 3 [name] REQUIRED",
        "row 3 [sector] INVALID",
        "row 3 [since] INVALID",
        "row 4 [until] INVALID",
        "row 4 [dutyScore] INVALID",
        "row 5 [until] INVALID",
        "row 6 [编号] ALREADY_EXISTS: 与第 2 行相同",
    ] {
        assert!(ran.stderr.contains(line), "{line}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("row ").count(), 8, "{}", ran.stderr);
    assert_eq!(ran.code(), "IMPORT_ROWS_INVALID");
    assert!(scene.rows("members").await.is_empty());
    scene.write("misspelled.csv", "name,sektor\n甲一,CPC\n");
    let ran = scene.import("members", "misspelled.csv", &[]);
    assert!(ran.stderr.contains("row 1 [sektor] INVALID"), "{}", ran.stderr);
    scene.write("notes.txt", "name\n");
    assert_eq!(scene.import("members", "notes.txt", &[]).code(), "IMPORT_FORMAT_UNKNOWN");
    assert_eq!(scene.import("members", "none.csv", &[]).code(), "FILE_UNREADABLE");
}

#[tokio::test]
async fn a_spreadsheet_of_platforms_and_the_events_at_them() {
    let scene = Scene::new().await;
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").expect("a name");
    let sheet = book.add_worksheet().set_name("平台").expect("a name");
    let header = ["编号", "首挂牌子的类型", "名称", "地点代码", "依托单位类型", "状态", "授牌日期"];
    for (column, name) in (0..).zip(header) {
        sheet.write(0, column, name).expect("a cell");
    }
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let granted = ExcelDateTime::from_ymd(2022, 3, 5).expect("a day");
    let row = ["621122-p-1", "政协委员工作站", "文峰镇委员工作站", "621122100", "乡镇街道", "运行"];
    for (column, text) in (0..).zip(row) {
        sheet.write(1, column, text).expect("a cell");
    }
    sheet.write_with_format(1, 6, &granted, &day).expect("a cell");
    book.save(scene.path().join("platforms.xlsx")).expect("it is saved");
    assert_eq!(
        scene.import("platforms", "platforms.xlsx", &["--sheet", "无"]).code(),
        "IMPORT_SHEET_MISSING"
    );
    scene.import("platforms", "platforms.xlsx", &["--sheet", "平台"]).ok();
    let rows = scene.rows("plaques").await;
    assert!(rows.len() == 1 && rows[0].contains("2022-03-05"), "{rows:?}");

    scene.write(
        "events.csv",
        "title,kind,venue,mode,heldOn,platformId,problemsFound,problemsSolved\n\
         修路,MICRO,ROOM,ON_SITE,2024-05-01,621122-p-1,2,1\n\
         修渠,MICRO,ROOM,ON_SITE,2024-05-01,621122-p-9,2,3\n",
    );
    let ran = scene.import("events", "events.csv", &[]);
    assert!(ran.stderr.contains("row 3 [problemsSolved] INVALID"), "{}", ran.stderr);
    assert_eq!(ran.code(), "IMPORT_ROWS_INVALID");
    scene.write(
        "events.csv",
        "title,kind,venue,mode,heldOn,platformId\n修渠,MICRO,ROOM,ON_SITE,2024-05-01,621122-p-9\n",
    );
    let ran = scene.import("events", "events.csv", &[]);
    assert!(ran.stderr.contains("row 2 [platformId] NOT_FOUND"), "{}", ran.stderr);
    assert!(scene.rows("consultation_events").await.is_empty());
}

#[tokio::test]
async fn a_figure_without_a_value_is_no_zero() {
    let scene = Scene::new().await;
    scene.write(
        "figures.csv",
        "上报的单位或地点,该单位或地点的级别,期间,指标,数值,单位,来源文件\n\
         陇西县,县区,2023,consultation_events,,场次,工作总结\n",
    );
    let ran = scene.import("figures", "figures.csv", &[]);
    assert!(ran.stderr.contains("row 2 [数值] REQUIRED"), "{}", ran.stderr);
    scene.write(
        "figures.csv",
        "上报的单位或地点,该单位或地点的级别,期间,指标,数值,单位,来源文件\n\
         陇西县,县区,2023,consultation_events,970,场次,工作总结；简报\n",
    );
    scene.import("figures", "figures.csv", &[]).ok();
    let rows = scene.rows("reported_figures").await;
    assert!(rows.len() == 1 && rows[0].contains("970") && rows[0].contains("EXACT"), "{rows:?}");
}

/// Two members, and the table of contacts that each test adds to.
async fn scene_of_contacts() -> Scene {
    let scene = Scene::new().await;
    scene.write(
        "members.csv",
        "编号,姓名,界别,任职起始日\n\
         621122-m-1,甲一,农业,2021-11-20\n\
         621122-m-2,乙二,教育,2021-11-20\n",
    );
    scene.import("members", "members.csv", &[]).ok();
    scene
}

#[tokio::test]
async fn contacts_take_their_members_sector_and_their_state_from_their_days() {
    let scene = scene_of_contacts().await;
    let table = "委员编号,姓名,电话,是界别群众,地点代码,登记日期,确定为常态化联系的日期,不再联系的日期\n\
         621122-m-1,群众甲,13800000001,,621122100,2023/1/5,2023年3月1日,\n\
         621122-m-2,群众甲,13800000001,否,,20230105,,\n\
         621122-m-2,群众乙,,是,,2023-01-05,,2024-05-06\n";
    scene.write("contacts.csv", table);
    let tried = scene.import("contacts", "contacts.csv", &["--dry-run"]).ok();
    assert!(tried.contains("3 records would be imported"), "{tried}");
    assert!(scene.rows("contacts").await.is_empty());
    scene.import("contacts", "contacts.csv", &["--as", "王某"]).ok();
    let rows = scene.rows("contacts").await;
    assert_eq!(rows.len(), 3, "{rows:?}");
    for (member, name, parts) in [
        ("621122-m-1", "群众甲", ["AGRICULTURE", "REGULAR", "2023-03-01", "621122100"]),
        ("621122-m-2", "群众甲", ["REGISTERED", "2023-01-05", "13800000001", ""]),
        ("621122-m-2", "群众乙", ["EDUCATION", "ENDED", "2024-05-06", ""]),
    ] {
        let row = rows.iter().find(|row| row.contains(member) && row.contains(name));
        let row = row.unwrap_or_else(|| panic!("{member} {name}: {rows:?}"));
        for part in parts {
            assert!(row.contains(part), "{part}: {row}");
        }
    }
    let around = rows.iter().find(|row| row.contains("REGISTERED")).expect("one is around");
    assert!(!around.contains("EDUCATION"), "who is not sectoral has no sector: {around}");
    let journal = scene.rows("writes").await;
    assert!(journal.iter().any(|row| row.contains("importContacts") && row.contains("王某")));
    assert!(!journal.iter().any(|row| row.contains("群众") || row.contains("1380000")));

    // No id is made of what a row says, and yet the rows are found out when they come again.
    let ran = scene.import("contacts", "contacts.csv", &[]);
    assert_eq!(ran.stderr.matches("[编号] ALREADY_EXISTS").count(), 3, "{}", ran.stderr);
    assert!(!ran.stderr.contains("群众甲") && !ran.stderr.contains("1380000"), "{}", ran.stderr);
    let header = table.lines().next().expect("a header");
    scene.write("more.csv", &format!("{header}\n621122-m-1,群众乙,,,,2023-02-01,,\n"));
    scene.import("contacts", "more.csv", &[]).ok();
    assert_eq!(scene.rows("contacts").await.len(), 4);
    // A namesake without a telephone is another person if the office says so by an id.
    scene.write(
        "namesake.csv",
        "id,memberId,name,registeredOn\n621122-c-9,621122-m-1,群众乙,2023-02-01\n",
    );
    scene.import("contacts", "namesake.csv", &[]).ok();
    let ran = scene.import("contacts", "namesake.csv", &[]);
    assert!(ran.stderr.contains("row 2 [编号] ALREADY_EXISTS"), "{}", ran.stderr);
    assert_eq!(scene.rows("contacts").await.len(), 5);
}

#[tokio::test]
async fn every_problem_of_a_table_of_contacts_is_told_with_its_row() {
    let scene = scene_of_contacts().await;
    let long = "长".repeat(51);
    scene.write(
        "contacts.csv",
        &format!(
            "memberId,name,phone,localityCode,status,registeredOn,regularOn,endedOn\n\
             621122-m-1,群众甲,1,,,2023-01-05,,\n\
             ,群众乙,,,,2023-01-05,,\n\
             621122-m-9,群众丙,,621122999,,2023-01-05,,\n\
             621121-m-1,{long},,621121100,,2999-01-01,,\n\
             621122-m-1,群众丁,,,常态化联系,2023-01-05,,\n\
             621122-m-1,群众戊,,,登记,2023-01-05,2023-01-04,\n\
             621122-m-1,群众己,,,,,,2023-01-04\n\
             621122-m-1,群众庚,,,不再联系,2023-01-05,,\n\
             621122-m-1,群众甲,1,,,2023-01-06,,\n"
        ),
    );
    let ran = scene.import("contacts", "contacts.csv", &[]);
    let expected = [
        "row 3 [memberId] REQUIRED",
        "row 4 [memberId] NOT_FOUND",
        "row 4 [localityCode] NOT_FOUND",
        "row 5 [memberId] INVALID",
        "row 5 [name] TOO_LONG",
        "row 5 [localityCode] INVALID",
        "row 5 [registeredOn] INVALID",
        "row 6 [regularOn] INVALID",
        "row 7 [regularOn] INVALID: 早于",
        "row 7 [regularOn] INVALID: 常态化",
        "row 8 [registeredOn] REQUIRED",
        "row 9 [endedOn] INVALID",
        "row 10 [编号] ALREADY_EXISTS: 与第 2 行相同",
    ];
    for line in expected {
        assert!(ran.stderr.contains(line), "{line}: {}", ran.stderr);
    }
    assert_eq!(ran.stderr.matches("/ row ").count(), expected.len(), "{}", ran.stderr);
    assert_eq!(ran.code(), "IMPORT_ROWS_INVALID");
    assert!(scene.rows("contacts").await.is_empty());
}
