use super::*;
use crate::auth::SigningKey;

const SITE: &str = "621122";
const KEPT: NonZeroUsize = NonZeroUsize::new(3).expect("3 is not 0");

fn key() -> SigningKey {
    SigningKey::from_pem(&SigningKey::generate_pem().expect("a PEM")).expect("a key")
}

fn keys_of(key: &SigningKey) -> Arc<[String]> {
    [key.public_x().expect("an Ed25519 key").to_owned()].into()
}

/// A head of the log with this name, signed.
fn head(key: &SigningKey, log: &str, seq: i64) -> SeenHead {
    let hash = format!("{seq:032x}{log:0>32}");
    let text = format!("qianzhan access log head v1\n{SITE}\n{seq}\n{hash}\n");
    let signature = key.sign_text(&text).expect("it signs");
    SeenHead { seq, hash, signature: Some(signature) }
}

fn book() -> HeadBook {
    HeadBook::new(HeadsFile::default(), KEPT)
}

fn kept_places(file: &HeadsFile) -> Vec<i64> {
    file.sites[SITE].heads.iter().map(|head| head.seq).collect()
}

#[test]
fn answers_of_calls_at_once_come_in_any_order() {
    let (book, key) = (book(), key());
    let keys = keys_of(&key);
    let mark = book.mark(SITE);
    for seq in [3, 1, 2, 5, 4, 5] {
        assert_eq!(book.saw(SITE, &keys, mark, Some(head(&key, "a", seq))), None, "{seq}");
    }
    assert_eq!(book.mark(SITE).seq, 5);
    book.verify_latest();
    let file = book.take_changes().expect("a head is new");
    assert_eq!(kept_places(&file), [5], "the latest stands for all before it");
    assert_eq!(file.sites[SITE].heads[0].key.as_ref(), keys.first());
    assert!(book.take_changes().is_none(), "nothing is new");
    book.keep_changes();
    assert!(book.take_changes().is_some(), "what could not be written is told again");
}

#[test]
fn a_log_that_goes_back_or_forks_is_found_and_both_heads_are_kept() {
    for (case, later, warning) in [
        ("cut", 2, HeadWarning::WentBack),
        ("rewritten up to the same place", 3, HeadWarning::Forked),
    ] {
        let (book, key) = (book(), key());
        let keys = keys_of(&key);
        assert_eq!(book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, "a", 3))), None);
        let under_way = book.mark(SITE);
        let found = book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, "b", later)));
        assert_eq!(found, Some(warning), "{case}");
        // One warning, not one for each call that was sent before.
        assert_eq!(book.saw(SITE, &keys, under_way, Some(head(&key, "b", 3))), None, "{case}");
        let next = book.mark(SITE);
        assert_eq!(book.saw(SITE, &keys, next, Some(head(&key, "b", later + 1))), None, "{case}");
        let kept = &book.take_changes().expect("a conflict is new").sites[SITE];
        let conflict = &kept.conflicts[0];
        assert_eq!(conflict.code, warning.code(), "{case}");
        assert_eq!((conflict.kept.seq, conflict.found.seq), (3, later), "{case}");
        for head in [&conflict.kept, &conflict.found] {
            let signature = head.signature.as_deref().expect("it is proof");
            assert!(is_signed(&keys[0], SITE, head.seq, &head.hash, signature), "{case}");
        }
    }
}

#[test]
fn what_is_kept_is_bounded() {
    let (book, key) = (book(), key());
    let keys = keys_of(&key);
    for seq in 1..=10 {
        book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, "a", seq)));
        book.verify_latest();
    }
    for round in 0..20 {
        let log = format!("{round}");
        book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, &log, 1)));
        book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, &log, 2)));
    }
    book.verify_latest();
    let file = book.take_changes().expect("heads are new");
    assert!(file.sites[SITE].heads.len() <= KEPT.get());
    assert_eq!(file.sites[SITE].conflicts.len(), MAX_CONFLICTS);
    let first = &file.sites[SITE].conflicts[0];
    assert_eq!((first.kept.seq, first.found.seq), (1, 1), "the first conflict stays");
    assert!(first.found.hash.ends_with("00"), "and is that of the first other log");
}

#[test]
fn a_head_that_the_site_did_not_sign_is_not_kept_nor_compared_with() {
    let (book, key, stranger) = (book(), key(), key());
    let keys = keys_of(&key);
    book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, "a", 3)));
    book.verify_latest();
    book.saw(SITE, &keys, book.mark(SITE), Some(head(&stranger, "a", 1_000)));
    book.verify_latest();
    let next = book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, "a", 4)));
    assert_eq!(next, None, "the stranger's head is forgotten");
    // Nor does it show that the log went back.
    let forged = book.saw(SITE, &keys, book.mark(SITE), Some(head(&stranger, "b", 1)));
    assert_eq!(forged, Some(HeadWarning::SignatureInvalid));
    book.verify_latest();
    let file = book.take_changes().expect("heads are new");
    assert_eq!(kept_places(&file), [3, 4]);
    assert!(file.sites[SITE].conflicts.is_empty());
}

#[test]
fn a_registered_key_wants_a_signature_and_is_told_once() {
    let (book, key) = (book(), key());
    let keys = keys_of(&key);
    let unsigned = || Some(SeenHead { signature: None, ..head(&key, "a", 1) });
    assert_eq!(book.saw(SITE, &keys, book.mark(SITE), None), Some(HeadWarning::Unsigned));
    assert_eq!(book.saw(SITE, &keys, book.mark(SITE), unsigned()), None, "it was told");
    assert_eq!(book.saw(SITE, &keys, book.mark(SITE), Some(head(&key, "a", 2))), None);
    assert_eq!(book.saw(SITE, &keys, book.mark(SITE), unsigned()), Some(HeadWarning::Unsigned));
    // Without a key, heads are kept as they come.
    assert_eq!(book.saw("620000", &Arc::default(), Mark::default(), None), None);
    assert_eq!(book.saw("620000", &Arc::default(), Mark::default(), unsigned()), None);
    book.verify_latest();
    let kept = &book.take_changes().expect("heads are new").sites["620000"].heads[0];
    assert_eq!((kept.seq, &kept.key, &kept.signature), (1, &None, &None));
}

#[test]
fn a_log_that_was_cut_while_the_gateway_was_down_is_found() {
    let (before, key) = (book(), key());
    let keys = keys_of(&key);
    before.saw(SITE, &keys, before.mark(SITE), Some(head(&key, "a", 9)));
    before.verify_latest();
    let file = before.take_changes().expect("a head is new");
    let after = HeadBook::new(file, KEPT);
    let found = after.saw(SITE, &keys, after.mark(SITE), Some(head(&key, "a", 5)));
    assert_eq!(found, Some(HeadWarning::WentBack));
}

#[test]
fn a_mark_fits_a_word() {
    for mark in [
        Mark::default(),
        Mark { seq: 1, log: 0 },
        Mark { seq: 0, log: 1 },
        Mark { seq: (1 << SEQ_BITS) - 1, log: u16::MAX },
    ] {
        assert_eq!(Mark::of_word(mark.to_word()), mark, "{mark:?}");
    }
    // Beyond what a log reaches, or can be: no mark that asks more than is known.
    assert_eq!(Mark::of_word(Mark { seq: -1, log: 2 }.to_word()), Mark { seq: 0, log: 2 });
    let beyond = Mark { seq: i64::MAX, log: 2 };
    assert_eq!(Mark::of_word(beyond.to_word()).log, 2);
}

#[test]
fn calls_at_once_on_many_threads_find_no_fault_in_a_log_that_only_grows() {
    let book = book();
    let keys: Arc<[String]> = Arc::default();
    let place = std::sync::atomic::AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..2_000 {
                    let mark = book.mark(SITE);
                    // The site writes its row after the call was sent and before it answers.
                    let seq = place.fetch_add(1, Ordering::Relaxed) + 1;
                    let seq = i64::try_from(seq).expect("few");
                    let head = SeenHead { seq, hash: format!("{seq:064x}"), signature: None };
                    assert_eq!(book.saw(SITE, &keys, mark, Some(head)), None, "{seq}");
                }
            });
        }
    });
    assert_eq!(book.mark(SITE).seq, 8_000);
}
