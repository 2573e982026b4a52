//! The users.
//!
//! *Analysts* of the province ask wide questions: the saved ones, where the whole network is there,
//! roll-ups with what lies below, pages, searches. *Dashboards* ask for one roll-up again and again.
//! *Clerks* of a county record an appeal, assign it, and ask again under the same key until they are
//! told that it is done.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rand::{Rng, seq::IndexedRandom};
use serde_json::{Value, json};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};
use uuid::Uuid;

use super::{
    ask::{Judge, Question},
    writes::Ledger,
};
use crate::load::Amount;

const BELOW: &str = include_str!("../../schema/mixed/below.graphql");
const MEMBERS: &str = include_str!("../../schema/mixed/members.graphql");
const SEARCH: &str = include_str!("../../schema/mixed/search.graphql");
const DASHBOARD: &str = include_str!("../../schema/mixed/dashboard.graphql");
const RECORD: &str = include_str!("../../schema/mixed/record_appeal.graphql");
const MOVE: &str = include_str!("../../schema/mixed/move_appeal.graphql");

/// Words that records of the demonstration have, and one that none has.
const WORDS: [&str; 4] = ["道路", "饮水", "停车", "无此词语"];
/// Between two tries of one write, while its site is down.
const RETRY: Duration = Duration::from_millis(500);
/// Tries of one write: longer than any outage.
const MAX_TRIES: usize = 600;

/// What all users share.
#[derive(Debug)]
pub(super) struct Office {
    pub(super) judge: Judge,
    pub(super) ledger: Ledger,
    /// Text of all appeals of this run, by which they are found again.
    pub(super) mark: String,
    /// Region that holds all others.
    pub(super) top: String,
    /// Every region with a site.
    pub(super) regions: Vec<String>,
    /// Counties, each with the token of its clerk.
    pub(super) counties: Vec<(String, String)>,
    /// Token of the analyst.
    pub(super) analyst: String,
    /// Saved questions; none where the network is a part of the province.
    pub(super) saved: Vec<String>,
}

/// Who a user is.
#[derive(Debug, Clone, Copy)]
enum Plays {
    Analyst,
    Dashboard,
    Clerk,
}

/// Kinds of users by turns: two analysts, five dashboards and three clerks of ten.
const TURNS: [Plays; 10] = [
    Plays::Clerk,
    Plays::Dashboard,
    Plays::Analyst,
    Plays::Dashboard,
    Plays::Clerk,
    Plays::Dashboard,
    Plays::Analyst,
    Plays::Dashboard,
    Plays::Clerk,
    Plays::Dashboard,
];

impl Plays {
    /// Shortest and longest wait between two askings, in milliseconds.
    fn wait_ms(self) -> (u64, u64) {
        match self {
            Self::Analyst => (500, 2_000),
            Self::Dashboard => (500, 1_000),
            Self::Clerk => (200, 800),
        }
    }
}

/// Has so many users ask for so long, or so often in all and without a rest. Each ends what it has
/// begun.
pub(super) async fn play(office: &Arc<Office>, users: usize, amount: Amount) {
    let left = Arc::new(match amount {
        Amount::Time(time) => Left::Until(Instant::now() + time),
        Amount::Requests(requests) => Left::Times(AtomicU64::new(requests)),
    });
    let mut tasks = JoinSet::new();
    for plays in TURNS.into_iter().cycle().take(users) {
        tasks.spawn(play_one(Arc::clone(office), plays, Arc::clone(&left)));
    }
    tasks.join_all().await;
}

/// What is left of a run.
enum Left {
    Until(Instant),
    Times(AtomicU64),
}

impl Left {
    /// Rests as such a user does between two askings; whether there is one more to do.
    async fn take(&self, plays: Plays) -> bool {
        match self {
            Self::Until(end) => {
                let (shortest, longest) = plays.wait_ms();
                let rest = rand::rng().random_range(shortest..=longest);
                sleep(Duration::from_millis(rest)).await;
                Instant::now() < *end
            }
            Self::Times(left) => {
                let less = |left: u64| left.checked_sub(1);
                left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
            }
        }
    }
}

async fn play_one(office: Arc<Office>, plays: Plays, left: Arc<Left>) {
    while left.take(plays).await {
        match plays {
            Plays::Analyst => analyse(&office).await,
            Plays::Dashboard => look(&office).await,
            Plays::Clerk => record(&office).await,
        }
    }
}

async fn analyse(office: &Office) {
    let (number, region, word) = {
        let random = &mut rand::rng();
        (random.random_range(0..4_u8), pick(&office.regions, random), pick(&WORDS, random))
    };
    let ask = |name, document, variables| Question {
        name,
        document,
        variables,
        token: office.analyst.as_str(),
    };
    match number {
        0 if !office.saved.is_empty() => {
            let saved = pick(&office.saved, &mut rand::rng());
            let name = "analyst: saved question";
            if let Some(answer) = office.judge.ask(ask(name, saved, json!({}))).await
                && let Some(reason) = misses(saved, &answer["data"])
            {
                office.judge.find_wrong(name, reason);
            }
        }
        0 | 1 => {
            let code = json!({ "code": office.top });
            office.judge.ask(ask("analyst: roll-up and below", BELOW, code)).await;
        }
        2 => {
            let code = json!({ "code": office.top, "text": word });
            office.judge.ask(ask("analyst: search", SEARCH, code)).await;
        }
        _ => pages(office, region).await,
    }
}

/// What of the lines `# expect POINTER = VALUE` of a saved question is not so.
fn misses(question: &str, data: &Value) -> Option<String> {
    let expectations = question.lines().filter_map(|line| line.strip_prefix("# expect "));
    let mut parts = expectations.filter_map(|expectation| expectation.split_once(" = "));
    parts.find_map(|(pointer, expected)| {
        let found = data.pointer(pointer).unwrap_or(&Value::Null);
        let expected: Value = serde_json::from_str(expected).ok()?;
        let is_met = match (found.as_f64(), expected.as_f64()) {
            (Some(found), Some(expected)) => found == expected,
            _ => *found == expected,
        };
        (!is_met).then(|| format!("{pointer} is {found}, not {expected}"))
    })
}

/// Three pages of members, one after the other: no member twice.
async fn pages(office: &Office, region: &str) {
    const NAME: &str = "analyst: page of members";
    let mut after = Value::Null;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let variables = json!({ "code": region, "after": after });
        let token = office.analyst.as_str();
        let question = Question { name: NAME, document: MEMBERS, variables, token };
        // After a gap, the pages before and behind it are not of one list.
        let Some(answer) = office.judge.ask(question).await else { return };
        let page = &answer["data"]["region"]["members"];
        let ids = page["nodes"].as_array().into_iter().flatten().map(|node| node["id"].clone());
        seen.extend(ids);
        if page["pageInfo"]["hasNextPage"] != true {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
    let count = seen.len();
    seen.sort_by_key(Value::to_string);
    seen.dedup();
    if seen.len() < count {
        office.judge.find_wrong(NAME, format!("{} members twice in {region}", count - seen.len()));
    }
}

async fn look(office: &Office) {
    let region = pick(&office.regions, &mut rand::rng());
    let (name, variables) = ("dashboard: roll-up", json!({ "code": region }));
    let token = office.analyst.as_str();
    office.judge.ask(Question { name, document: DASHBOARD, variables, token }).await;
}

async fn record(office: &Office) {
    let (county, token) = pick(&office.counties, &mut rand::rng());
    let key = Uuid::new_v4().to_string();
    let committee = format!("{county}-committee");
    let variables = json!({ "committeeId": committee, "key": key, "text": office.mark });
    let question = || Question {
        name: "clerk: record",
        document: RECORD,
        variables: variables.clone(),
        token,
    };
    let Some(written) = until_done(office, question, "recordAppeal").await else {
        return;
    };
    let id = written["id"].as_str().unwrap_or_default().to_owned();
    office.ledger.acknowledge(county, id.clone(), written["isReplay"] == true);
    let version = written["appeal"]["version"].clone();
    let key = Uuid::new_v4().to_string();
    let variables = json!({ "id": id, "key": key, "version": version });
    let question =
        || Question { name: "clerk: assign", document: MOVE, variables: variables.clone(), token };
    until_done(office, question, "moveAppeal").await;
}

/// Asks until there is an answer from the county's site; `None` if it refuses, which is wrong.
async fn until_done<'q>(
    office: &Office,
    question: impl Fn() -> Question<'q>,
    field: &str,
) -> Option<Value> {
    for _ in 0..MAX_TRIES {
        let Some(answer) = office.judge.ask(question()).await else {
            sleep(RETRY).await;
            continue;
        };
        let payload = answer["data"][field].clone();
        if payload["userErrors"].as_array().is_some_and(Vec::is_empty) && payload["id"].is_string()
        {
            return Some(payload);
        }
        office.judge.find_wrong(question().name, format!("not written: {answer}"));
        return None;
    }
    office.judge.find_wrong(question().name, "not written after many tries".to_owned());
    None
}

fn pick<'a, T>(list: &'a [T], random: &mut impl Rng) -> &'a T {
    list.choose(random).expect("a network has regions")
}
