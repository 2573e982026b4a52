//! Moves of a record from state to state: a declared table for each kind of record.

use std::fmt::Display;

use super::{IllegalMove, UserError, UserErrorCode};

/// From each state, the states that a record may go to. A state that is not listed is an end.
#[derive(Debug, Clone, Copy)]
pub struct Moves<S: 'static>(pub &'static [(S, &'static [S])]);

impl<S: Copy + PartialEq + Display> Moves<S> {
    /// The states that may follow.
    #[must_use]
    pub fn after(&self, state: S) -> &'static [S] {
        self.0.iter().find(|(from, _)| *from == state).map_or(&[], |(_, to)| to)
    }

    /// # Errors
    /// [`UserErrorCode::IllegalMove`], which names the state and the moves that it allows.
    pub fn check(&self, from: S, to: S) -> Result<(), UserError> {
        let allowed = self.after(from);
        if allowed.contains(&to) {
            return Ok(());
        }
        Err(refuse_move(from, to, allowed))
    }
}

/// The refusal of a move.
fn refuse_move<S: Display>(from: S, to: S, allowed: &[S]) -> UserError {
    let allowed: Vec<String> = allowed.iter().map(ToString::to_string).collect();
    let (zh_list, en_list) = if allowed.is_empty() {
        ("无".to_owned(), "none".to_owned())
    } else {
        (allowed.join("、"), allowed.join(", "))
    };
    let zh = format!("状态为 {from}，不能到 {to}；可到：{zh_list}");
    let en = format!("in state {from} it cannot go to {to}; it may go to: {en_list}");
    let error = UserError::new(UserErrorCode::IllegalMove, &["input", "to"], zh, en);
    let illegal_move = IllegalMove { state: from.to_string(), allowed };
    UserError { illegal_move: Some(Box::new(illegal_move)), ..error }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_illegal_move_names_the_state_and_what_it_allows() {
        let moves = Moves(&[("A", &["B", "C"]), ("B", &["C"])]);
        assert_eq!(moves.check("A", "C"), Ok(()));
        let error = moves.check("B", "A").expect_err("B does not go back");
        let named = error.illegal_move.expect("the move is named");
        assert_eq!((named.state.as_str(), named.allowed), ("B", vec!["C".to_owned()]));
        assert_eq!(error.message_en, "in state B it cannot go to A; it may go to: C");
        let end = moves.check("C", "A").expect_err("C is an end");
        let named = end.illegal_move.expect("the move is named");
        assert_eq!((named.state.as_str(), named.allowed), ("C", Vec::new()));
        assert_eq!(end.message_zh, "状态为 C，不能到 A；可到：无");
        // Staying is no move.
        assert!(moves.check("A", "A").is_err());
    }
}
