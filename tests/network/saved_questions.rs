//! The saved questions of `schema/questions`: each is answered whole by the demonstration network,
//! and says what is expected of its answer in lines `# expect POINTER = VALUE`.

use std::{fs, path::Path};

use serde_json::Value;

use crate::testkit::shared;

/// All of them.
const ASKED: std::ops::RangeInclusive<u32> = 1..=40;

#[test]
fn each_saved_question_is_answered_as_it_expects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/questions");
    let saved = fs::read_dir(&folder).expect("the folder of the questions").count();
    assert_eq!(saved, ASKED.count(), "every saved question is asked");
    let mut wrong = Vec::new();
    for number in ASKED {
        let document = fs::read_to_string(folder.join(format!("Q{number:02}.graphql")))
            .unwrap_or_else(|error| panic!("Q{number}: {error}"));
        let answer = shared().ask(&document);
        if !answer.errors().is_empty() || answer.coverage()["complete"] != true {
            wrong.push(format!("Q{number}: {:?} {}", answer.errors(), answer.coverage()));
            continue;
        }
        let expectations = document.lines().filter_map(|line| line.strip_prefix("# expect "));
        let mut count = 0;
        for expectation in expectations {
            let (pointer, value) = expectation.split_once(" = ").expect("POINTER = VALUE");
            let expected: Value = serde_json::from_str(value).expect("a JSON value");
            let found = answer.data().pointer(pointer).cloned().unwrap_or_default();
            // A figure is a number with a fraction.
            let is_equal = match (found.as_f64(), expected.as_f64()) {
                (Some(found), Some(expected)) => found == expected,
                _ => found == expected,
            };
            if !is_equal {
                wrong.push(format!("Q{number}: {pointer} is {found}, not {expected}"));
            }
            count += 1;
        }
        assert!(count > 0, "Q{number} says nothing of its answer");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
