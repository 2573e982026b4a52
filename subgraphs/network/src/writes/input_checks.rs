//! Checks of inputs that many mutations have in common.

use std::fmt::Display;

use super::{UserError, UserErrorCode, Writing};
use crate::date::Date;

impl Writing<'_> {
    /// A day, which may be still to come.
    pub fn day(&mut self, field: &[&str], text: &str) -> Date {
        text.parse().unwrap_or_else(|_| {
            let (zh, en) = ("须为日期 YYYY-MM-DD", "must be a date YYYY-MM-DD");
            self.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
            self.today
        })
    }

    /// A day that has come; today where none is given.
    pub fn past_day(&mut self, field: &[&str], text: Option<&str>) -> Date {
        let Some(text) = text else { return self.today };
        match text.parse::<Date>() {
            Ok(date) if date <= self.today => date,
            _ => {
                let (zh, en) = ("须为今日或以前的日期", "must be today's date or an earlier one");
                self.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
                self.today
            }
        }
    }

    /// A number of a range, both ends included.
    pub fn number_within(&mut self, field: &[&str], number: i64, least: i64, most: i64) -> i64 {
        if !(least..=most).contains(&number) {
            let zh = format!("须为 {least} 至 {most} 的整数");
            let en = format!("must be a whole number from {least} to {most}");
            self.refuse(UserError::new(UserErrorCode::Invalid, field, zh, en));
        }
        number
    }

    /// Notes a list that is too long.
    pub fn at_most(&mut self, field: &[&str], count: usize, most: usize) {
        if count > most {
            let (zh, en) = (format!("至多 {most} 项"), format!("at most {most}"));
            self.refuse(UserError::new(UserErrorCode::TooLong, field, zh, en));
        }
    }

    /// Notes a field of the input that belongs to another move: it is not taken in silence.
    pub fn only_with<S: Copy + PartialEq + Display>(
        &mut self,
        field: &str,
        is_given: bool,
        to: S,
        moves: &[S],
    ) {
        if is_given && !moves.contains(&to) {
            let names: Vec<String> = moves.iter().map(ToString::to_string).collect();
            let zh = format!("只在到 {} 时填写", names.join("、"));
            let en = format!("is given with the move to {}", names.join(", "));
            let field = ["input", field];
            self.refuse(UserError::new(UserErrorCode::Invalid, &field, zh, en));
        }
    }

    /// Notes that a move needs a field of the input which is not given.
    pub fn needed_with<S: Copy + PartialEq>(
        &mut self,
        field: &str,
        is_given: bool,
        to: S,
        moves: &[S],
    ) {
        if !is_given && moves.contains(&to) {
            self.refuse(UserError::required(&["input", field]));
        }
    }

    /// Notes a state that another mutation leads to.
    pub fn not_by_a_move<S: Copy + PartialEq>(&mut self, to: S, state: S, zh: &str, en: &str) {
        if to == state {
            self.refuse(UserError::new(UserErrorCode::Invalid, &["input", "to"], zh, en));
        }
    }
}
