//! Cursors: a position in an order, as text.
//!
//! Bytes of a cursor: the order's tag (two letters of the field, one of the direction); the sort
//! key; the id. Keys are in the memcomparable format, bit-reversed when the order descends, behind
//! a byte that puts NULL where the order has it; the id is never reversed. The bytes are written in
//! base 64 over an alphabet that ascends as ASCII does. So of two cursors of one order, the one
//! whose text is less is the one that comes first.

use std::sync::LazyLock;

use data_encoding::{Encoding, Specification};
use memcomparable::{Deserializer, Serializer};
use serde::{Serialize, de::DeserializeOwned};

use super::{KeyKind, Order, OrderField, SortDirection};

/// Longest cursor accepted, in bytes: sort keys are names and numbers.
const MAX_CURSOR_BYTES: usize = 2_048;
/// Most bytes that the memcomparable format reads at once: a chunk of text and its length.
const LONGEST_READ: usize = 9;

static TEXT: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification
        .symbols
        .push_str("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
    specification.encoding().expect("64 distinct symbols make an encoding")
});

/// The value of a sort column.
#[derive(Debug, Clone, PartialEq)]
pub enum SortKey {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// NULL.
    Missing,
}

/// Where a record stands in an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// Its sort key.
    pub key: SortKey,
    /// Its id.
    pub id: String,
}

/// A text that is no cursor of the order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("游标无效或不属于此排序 / the cursor is invalid, or is not one of this order")]
pub struct CursorError;

impl Position {
    /// The cursor of this position in an order.
    #[must_use]
    pub fn to_cursor<F: OrderField>(&self, order: &Order<F>) -> String {
        let mut bytes = tag(order).to_vec();
        let column = order.field.column();
        if !column.is_id() {
            bytes.push(null_marker(matches!(self.key, SortKey::Missing), order.direction));
            let reversed = order.direction == SortDirection::Descending;
            match &self.key {
                SortKey::Text(text) => write_key(&mut bytes, text, reversed),
                SortKey::Integer(number) => write_key(&mut bytes, number, reversed),
                SortKey::Real(number) => write_key(&mut bytes, number, reversed),
                SortKey::Missing => {}
            }
        }
        let id_reversed = column.is_id() && order.direction == SortDirection::Descending;
        write_key(&mut bytes, &self.id, id_reversed);
        TEXT.encode(&bytes)
    }

    /// Reads a cursor of an order.
    ///
    /// # Errors
    /// [`CursorError`] if it is no cursor, or one of another order.
    pub fn from_cursor<F: OrderField>(cursor: &str, order: &Order<F>) -> Result<Self, CursorError> {
        if cursor.len() > MAX_CURSOR_BYTES {
            return Err(CursorError);
        }
        let bytes = TEXT.decode(cursor.as_bytes()).map_err(|_| CursorError)?;
        let rest = bytes.strip_prefix(&tag(order)).ok_or(CursorError)?;
        let column = order.field.column();
        let descends = order.direction == SortDirection::Descending;
        if column.is_id() {
            let (id, rest): (String, _) = read_key(rest, descends)?;
            let key = SortKey::Text(id.clone());
            return rest.is_empty().then_some(Self { key, id }).ok_or(CursorError);
        }
        let (marker, rest) = rest.split_first().ok_or(CursorError)?;
        let (key, rest) = if *marker == null_marker(true, order.direction) {
            if !column.is_nullable {
                return Err(CursorError);
            }
            (SortKey::Missing, rest)
        } else if *marker != null_marker(false, order.direction) {
            return Err(CursorError);
        } else {
            match column.kind {
                KeyKind::Text => {
                    read_key(rest, descends).map(|(it, rest)| (SortKey::Text(it), rest))
                }
                KeyKind::Integer => {
                    read_key(rest, descends).map(|(it, rest)| (SortKey::Integer(it), rest))
                }
                KeyKind::Real => {
                    read_key(rest, descends).map(|(it, rest)| (SortKey::Real(it), rest))
                }
            }?
        };
        let (id, rest) = read_key(rest, false)?;
        rest.is_empty().then_some(Self { key, id }).ok_or(CursorError)
    }
}

fn tag<F: OrderField>(order: &Order<F>) -> [u8; 3] {
    let [first, second] = order.field.column().tag;
    let direction = match order.direction {
        SortDirection::Ascending => b'a',
        SortDirection::Descending => b'd',
    };
    [first, second, direction]
}

/// The byte before a key: NULL comes last when ascending, first when descending.
fn null_marker(is_null: bool, direction: SortDirection) -> u8 {
    let comes_last = is_null == (direction == SortDirection::Ascending);
    if comes_last { 2 } else { 1 }
}

fn write_key<T: Serialize + ?Sized>(bytes: &mut Vec<u8>, key: &T, reversed: bool) {
    let mut serializer = Serializer::new(bytes);
    serializer.set_reverse(reversed);
    key.serialize(&mut serializer).expect("text and numbers always serialize");
}

/// Reads a key, and answers it with the bytes after it.
///
/// The format's reader panics where bytes end inside a key, and cursors come from clients. So it
/// reads over the end into padding: text cannot end there, for zero ends no chunk of it, and what
/// has read padding in any other way is refused by its length.
fn read_key<T: DeserializeOwned>(bytes: &[u8], reversed: bool) -> Result<(T, &[u8]), CursorError> {
    let padding = [if reversed { !0 } else { 0 }; LONGEST_READ];
    let padded = [bytes, &padding].concat();
    let mut deserializer = Deserializer::new(padded.as_slice());
    deserializer.set_reverse(reversed);
    let key = T::deserialize(&mut deserializer).map_err(|_| CursorError)?;
    let read = padded.len() - deserializer.into_inner().len();
    let rest = bytes.get(read..).ok_or(CursorError)?;
    Ok((key, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{page::SortDirection as Direction, records::members::MemberOrderField as Field};

    fn at(key: SortKey, id: &str) -> Position {
        Position { key, id: id.to_owned() }
    }

    fn text(key: &str, id: &str) -> Position {
        at(SortKey::Text(key.to_owned()), id)
    }

    fn real(key: f64, id: &str) -> Position {
        at(SortKey::Real(key), id)
    }

    /// Positions in order, and the order they are in.
    fn orders() -> Vec<(Order<Field>, Vec<Position>)> {
        let order = |field, direction| Order { field, direction };
        vec![
            (
                order(Field::Name, Direction::Ascending),
                vec![
                    text("", "621122-b"),
                    text("Zhang", "621122-a"),
                    text("张", "620000-a"),
                    text("张", "621122-a"),
                    text("张三", "621122-a"),
                    text("王", "621122-a"),
                ],
            ),
            (
                order(Field::Name, Direction::Descending),
                vec![
                    text("王", "621122-a"),
                    text("张三", "621122-a"),
                    text("张", "620000-a"),
                    text("张", "621122-a"),
                    text("Zhang", "621122-a"),
                    text("", "621122-b"),
                ],
            ),
            (
                order(Field::DutyScore, Direction::Ascending),
                vec![
                    real(-1.0, "b"),
                    real(0.0, "a"),
                    real(59.5, "a"),
                    real(59.5, "b"),
                    real(100.0, "a"),
                    at(SortKey::Missing, "a"),
                    at(SortKey::Missing, "b"),
                ],
            ),
            (
                order(Field::DutyScore, Direction::Descending),
                vec![
                    at(SortKey::Missing, "a"),
                    at(SortKey::Missing, "b"),
                    real(100.0, "a"),
                    real(59.5, "a"),
                    real(59.5, "b"),
                    real(-1.0, "b"),
                ],
            ),
            (
                order(Field::Id, Direction::Descending),
                vec![text("621122-b", "621122-b"), text("621122-a", "621122-a"), text("62", "62")],
            ),
        ]
    }

    #[test]
    fn the_order_of_cursors_is_the_order_of_positions() {
        for (order, positions) in orders() {
            let cursors: Vec<_> = positions.iter().map(|it| it.to_cursor(&order)).collect();
            assert!(cursors.windows(2).all(|pair| pair[0] < pair[1]), "{order:?}: {cursors:?}");
        }
    }

    #[test]
    fn cursors_round_trip() {
        for (order, positions) in orders() {
            for position in positions {
                let cursor = position.to_cursor(&order);
                assert_eq!(Position::from_cursor(&cursor, &order), Ok(position), "{order:?}");
            }
        }
    }

    #[test]
    fn a_cursor_cut_short_is_refused() {
        for (order, positions) in orders() {
            for position in positions {
                let cursor = position.to_cursor(&order);
                for length in 0..cursor.len() {
                    let part = &cursor[..length];
                    assert_eq!(Position::from_cursor(part, &order), Err(CursorError), "{part}");
                }
            }
        }
    }

    #[test]
    fn cursors_of_other_orders_and_other_texts_are_refused() {
        let order = Order { field: Field::Name, direction: Direction::Ascending };
        let good = text("张", "621122-a").to_cursor(&order);
        let other_field = real(1.0, "621122-a")
            .to_cursor(&Order { field: Field::DutyScore, direction: Direction::Ascending });
        let other_direction = text("张", "621122-a")
            .to_cursor(&Order { field: Field::Name, direction: Direction::Descending });
        let missing = at(SortKey::Missing, "621122-a").to_cursor(&order);
        for cursor in [
            "",
            "x",
            "游标",
            &good[..good.len() - 4],
            &format!("{good}----"),
            &other_field,
            &other_direction,
            &missing,
            &"-".repeat(10_000),
        ] {
            assert_eq!(Position::from_cursor(cursor, &order), Err(CursorError), "{cursor}");
        }
    }
}
