//! What came of an event: as many suggestions and solved problems as its counts say.

use qianzhan_network::RecordId;
use qianzhan_network::records::consultation_events::{Outcome, OutcomeKind, OutcomeStatus};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::demo::records::wording::{MORE_SOLVED, MORE_SUGGESTIONS, Matter};

/// The outcomes of one event; now and then village rules beside what was counted.
pub(super) fn list_outcomes(
    event: &RecordId,
    suggestions: u32,
    solved: u32,
    matter: Matter,
    rng: &mut ChaCha8Rng,
) -> Vec<Outcome> {
    let start = rng.random_range(0..MORE_SUGGESTIONS.len());
    let has_rules = suggestions > 0 && rng.random_range(0..100) < 3;
    let mut outcomes = Vec::new();
    let mut add = |kind, text: &str, status| {
        outcomes.push(Outcome {
            event_id: event.clone(),
            ordinal: u32::try_from(outcomes.len()).expect("few outcomes"),
            kind,
            text: text.to_owned(),
            status,
        });
    };
    let suggestion_texts = std::iter::once(matter.suggestion)
        .chain(MORE_SUGGESTIONS.iter().copied().cycle().skip(start));
    for text in suggestion_texts.take(suggestions as usize) {
        let status = match rng.random_range(0..10) {
            0..3 => OutcomeStatus::Proposed,
            3..7 => OutcomeStatus::Adopted,
            _ => OutcomeStatus::CarriedOut,
        };
        add(OutcomeKind::Suggestion, text, status);
    }
    let solved_texts =
        std::iter::once(matter.solved).chain(MORE_SOLVED.iter().copied().cycle().skip(start));
    for text in solved_texts.take(solved as usize) {
        add(OutcomeKind::ProblemSolved, text, OutcomeStatus::CarriedOut);
    }
    if has_rules {
        add(OutcomeKind::VillageRules, "议定的办法已写入村规民约", OutcomeStatus::Adopted);
    }
    outcomes
}
