//! Supergraphs whose text was changed, and operations over those that still load.
#![no_main]

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use qianzhan_gateway_fuzz::{Planning, operation, texts};

type Text = (String, &'static [&'static str]);

/// The network's own is large, and the small ones change more.
static TEXTS: LazyLock<Vec<Text>> = LazyLock::new(|| texts().split_off(1));

/// Pieces that directives are made of.
const PIECES: [&str; 22] = [
    "external: true",
    "usedOverridden: true",
    "resolvable: false",
    "isInterfaceObject: true",
    "extension: true",
    "key: \"id\"",
    "key: \"id title\"",
    "key: \"card { number }\"",
    "key: \"\"",
    "key: \"id {\"",
    "requires: \"id\"",
    "requires: \"weight\"",
    "requires: \"... on Station { id }\"",
    "provides: \"name\"",
    "override: \"a\"",
    "overrideLabel: \"x\"",
    "type: \"Int\"",
    "type: \"[Node]!\"",
    "type: \"!\"",
    "@inaccessible",
    "@join__field",
    "@context(name: \"a__house\")",
];

fn changed(text: &str, bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..bytes.int_in_range(1..=6)? {
        let at = bytes.choose_index(lines.len())?;
        match bytes.int_in_range(0..=5)? {
            0 => {
                lines.remove(at);
            }
            1 => {
                let line = lines[at].clone();
                let to = bytes.choose_index(lines.len())?;
                lines.insert(to, line);
            }
            2 => {
                // One argument more, in the last directive of the line.
                let piece = *bytes.choose::<&str>(&PIECES)?;
                if let Some(end) = lines[at].rfind(')') {
                    lines[at].insert_str(end, &format!(", {piece}"));
                } else {
                    lines[at].push(' ');
                    lines[at].push_str(piece);
                }
            }
            3 => {
                // One word for another of the text.
                let words: Vec<&str> = text.split_whitespace().collect();
                let word = words[bytes.choose_index(words.len())?].to_owned();
                let mut own: Vec<String> =
                    lines[at].split_whitespace().map(str::to_owned).collect();
                if !own.is_empty() {
                    let place = bytes.choose_index(own.len())?;
                    own[place] = word;
                    lines[at] = own.join(" ");
                }
            }
            4 => {
                let pairs =
                    [("graph: A", "graph: B"), ("graph: B", "graph: C"), ("!", ""), ("[", "")];
                let (from, to) = pairs[bytes.choose_index(pairs.len())?];
                lines[at] = lines[at].replacen(from, to, 1);
            }
            _ => {
                let other = bytes.choose_index(lines.len())?;
                lines.swap(at, other);
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    Ok(lines.join("\n"))
}

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    if *first >= 248 {
        if let Ok(text) = std::str::from_utf8(rest) {
            let _ = Planning::load(text, &[]);
        }
        return;
    }
    let (text, contracts) = &TEXTS[usize::from(*first) % TEXTS.len()];
    let mut bytes = Unstructured::new(rest);
    let Ok(text) = changed(text, &mut bytes) else { return };
    let Some(planning) = Planning::load(&text, contracts) else { return };
    for _ in 0..3 {
        let Ok(text) = operation(&planning.supergraph.api_schema, &mut bytes) else { return };
        planning.plan(&text);
    }
});
