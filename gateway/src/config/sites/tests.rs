use super::*;

const GANSU: &str = include_str!("../../../../schema/regions.csv");

const CONTRACTS: &str = r#"
[contracts.network]
levels = ["PROVINCE", "CITY", "COUNTY"]
[contracts.county]
levels = ["COUNTY"]
"#;

fn regions() -> RegionTable {
    RegionTable::parse(&[GANSU]).expect("a valid table")
}

fn parse(sites: &str) -> Result<CheckedSites, SitesFileError> {
    SitesFile::parse(&format!("{CONTRACTS}{sites}"), &regions())
}

fn codes_of(sites: &str) -> Vec<&'static str> {
    let error = parse(sites).expect_err(sites);
    error.problems.iter().map(SitesFileProblem::code).collect()
}

fn site(id: &str, regions: &str, contracts: &str) -> String {
    format!(
        "[[site]]\nid = \"{id}\"\nname = \"某政协\"\nurl = \"http://127.0.0.1:4101/graphql\"\n\
         regions = [{regions}]\ncontracts = [{contracts}]\n"
    )
}

#[test]
fn a_good_file_gives_typed_sites_in_its_order() {
    let text = [
        site("621122", "\"621122\"", "\"network\", \"county\""),
        site("621100", "\"621100\", \"621123\"", "\"network\""),
    ];
    let checked = parse(&text.concat()).expect("a valid file");
    let ids: Vec<&str> = checked.sites.iter().map(|site| site.id.as_str()).collect();
    assert_eq!(ids, ["621122", "621100"]);
    assert_eq!(checked.sites[0].name, "某政协");
    assert_eq!(checked.sites[0].regions[0].as_str(), "621122");
    assert_eq!(checked.sites[1].regions[1].as_str(), "621123");
    assert!(checked.sites[0].contracts.contains("county"));
    assert_eq!(checked.contracts["county"], BTreeSet::from(["COUNTY".to_owned()]));
    assert!(matches!(
        &checked.sites[0].transport,
        Transport::Http(url) if url.path() == "/graphql"
    ));
}

#[test]
fn a_region_may_have_one_site_for_each_contract() {
    let text =
        [site("network", "\"621122\"", "\"network\""), site("county", "\"621122\"", "\"county\"")];
    assert_eq!(parse(&text.concat()).expect("a valid file").sites.len(), 2);
}

#[test]
fn bad_sites_are_refused() {
    for (case, text, expected) in [
        ("not TOML", "[[site]".to_owned(), vec!["SITES_FILE_SYNTAX"]),
        ("unknown section", "[site]\n".to_owned(), vec!["SITES_FILE_SYNTAX"]),
        (
            "unknown key",
            format!("{}weight = 1\n", site("a", "\"621122\"", "\"county\"")),
            vec!["SITES_FILE_SYNTAX"],
        ),
        ("missing key", "[[site]]\nid = \"a\"\n".to_owned(), vec!["SITES_FILE_SYNTAX"]),
        (
            "unknown level",
            "[contracts.moon]\nlevels = [\"CRATER\"]\n".to_owned(),
            vec!["CONTRACT_LEVEL_UNKNOWN"],
        ),
        ("no level", "[contracts.moon]\nlevels = []\n".to_owned(), vec!["CONTRACT_LEVELS_MISSING"]),
        ("id with a blank", site("a b", "\"621122\"", "\"county\""), vec!["SITE_ID_INVALID"]),
        (
            "id twice",
            site("a", "\"621122\"", "\"county\"") + &site("a", "\"621123\"", "\"county\""),
            vec!["SITE_ID_DUPLICATE"],
        ),
        (
            "no name",
            site("a", "\"621122\"", "\"county\"").replace("某政协", " "),
            vec!["SITE_NAME_MISSING"],
        ),
        (
            "bad URL",
            site("a", "\"621122\"", "\"county\"").replace("http:", "gopher:"),
            vec!["SITE_URL_INVALID"],
        ),
        ("no region", site("a", "", "\"county\""), vec!["SITE_REGIONS_MISSING"]),
        ("malformed region", site("a", "\"62\"", "\"county\""), vec!["REGION_CODE_INVALID"]),
        ("unknown region", site("a", "\"110000\"", "\"county\""), vec!["REGION_UNKNOWN"]),
        (
            "place that the table does not list",
            site("a", "\"621122199\"", "\"county\""),
            vec!["REGION_UNKNOWN"],
        ),
        (
            "region twice in one site",
            site("a", "\"621122\", \"621122\"", "\"county\""),
            vec!["SITE_REGION_REPEATED"],
        ),
        (
            "region of two sites",
            site("a", "\"621122\"", "\"county\"") + &site("b", "\"621122\"", "\"county\""),
            vec!["SITE_REGION_TAKEN"],
        ),
        ("no contract", site("a", "\"621122\"", ""), vec!["SITE_CONTRACTS_MISSING"]),
        ("unknown contract", site("a", "\"621122\"", "\"moon\""), vec!["SITE_CONTRACT_UNKNOWN"]),
        (
            "contract twice",
            site("a", "\"621122\"", "\"county\", \"county\""),
            vec!["SITE_CONTRACT_REPEATED"],
        ),
        (
            "keys that are none",
            site("a", "\"621122\"", "\"county\"") + "keys = [\"\", \"AAAA\", \"no base64\"]\n",
            vec!["SITE_KEY_INVALID", "SITE_KEY_INVALID", "SITE_KEY_INVALID"],
        ),
    ] {
        assert_eq!(codes_of(&text), expected, "{case}");
    }
}

#[test]
fn everything_wrong_is_told_with_its_place() {
    let text = [
        site("a", "\"621122\"", "\"county\""),
        site("a", "\"621122\", \"110000\"", "\"county\", \"moon\""),
    ];
    let error = parse(&text.concat()).expect_err("four mistakes");
    let codes: Vec<&str> = error.problems.iter().map(SitesFileProblem::code).collect();
    assert_eq!(
        codes,
        ["SITE_ID_DUPLICATE", "REGION_UNKNOWN", "SITE_CONTRACT_UNKNOWN", "SITE_REGION_TAKEN",]
    );
    let lines: Vec<String> = error.to_string().lines().map(str::to_owned).collect();
    let second_site_line = CONTRACTS.lines().count() + 6 + 1;
    for line in &lines {
        assert!(line.contains("site[2] `a`"), "{line}");
        assert!(line.contains(&format!("line {second_site_line}")), "{line}");
    }
}

#[test]
fn a_file_written_from_memory_reads_back_the_same() {
    let file = SitesFile {
        contracts: BTreeMap::from([(
            "county".to_owned(),
            ContractLevels { levels: BTreeSet::from(["COUNTY".to_owned()]) },
        )]),
        sites: vec![SiteDeclaration {
            id: "621122".to_owned(),
            name: "陇西县政协".to_owned(),
            url: "http://127.0.0.1:4101/graphql".to_owned(),
            regions: vec!["621122".to_owned()],
            contracts: vec!["county".to_owned()],
            keys: vec!["Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE".to_owned()],
            revoked: Some("协议到期 / the agreement ended".to_owned()),
        }],
    };
    let regions = regions();
    assert!(file.check(&regions).is_ok());
    assert!(SitesFile::parse(&file.to_toml(), &regions).is_ok());
    let read: SitesFile = parse_toml(&file.to_toml()).expect("the text is TOML");
    assert_eq!(read, file);
}
