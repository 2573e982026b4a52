//! Operations over fixed supergraphs.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use qianzhan_gateway_fuzz::{Planning, operation, texts};

static PLANNINGS: LazyLock<Vec<Planning>> = LazyLock::new(|| {
    let load = |(text, contracts): (String, &[&str])| Planning::load(&text, contracts);
    texts().into_iter().map(|text| load(text).expect("it loads")).collect()
});

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let planning = &PLANNINGS[usize::from(*first) % PLANNINGS.len()];
    if *first >= 240 {
        if let Ok(text) = std::str::from_utf8(rest) {
            planning.plan(text);
        }
        return;
    }
    let mut bytes = Unstructured::new(rest);
    if let Ok(text) = operation(&planning.supergraph.api_schema, &mut bytes) {
        planning.plan(&text);
    }
});
