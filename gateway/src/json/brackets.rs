//! Finds the brackets of objects and lists in a text, but for those in its strings: 64 bytes at a time,
//! as bits of a number each. Source: G. Langdale and D. Lemire, "Parsing gigabytes of JSON per second",
//! The VLDB Journal 28 (2019), section 3.1.

use wide::u8x16;

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// Goes through the brackets of a text once, from its beginning to its end.
#[derive(Debug)]
pub(super) struct Brackets<'t> {
    text: &'t [u8],
    /// Where the block begins that is looked at.
    block: usize,
    /// Where the next one does.
    next: usize,
    /// Brackets of the block that were not passed, by their places in it.
    open: u64,
    close: u64,
    /// All ones where the block ends in a string.
    in_string: u64,
    /// Whether the block ends in a backslash that takes the next byte its meaning.
    is_escaped: bool,
}

impl<'t> Brackets<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, block: 0, next: 0, open: 0, close: 0, in_string: 0, is_escaped: false }
    }

    /// Behind the object or list that begins at `start`, which must not lie before what was passed.
    /// Whether a bracket is closed by its like is not looked at. `None` if it has no end.
    pub(super) fn end_of(&mut self, start: usize) -> Option<usize> {
        self.pass_to(start)?;
        let mut depth = 0_u32;
        loop {
            if depth > self.close.count_ones() {
                // The end is in none of the places of this block.
                depth = depth + self.open.count_ones() - self.close.count_ones();
                (self.open, self.close) = (0, 0);
            }
            let mut left = self.open | self.close;
            while left != 0 {
                let bracket = left & left.wrapping_neg();
                left ^= bracket;
                if self.open & bracket != 0 {
                    depth += 1;
                    continue;
                }
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    (self.open, self.close) = (self.open & left, self.close & left);
                    return Some(self.block + bracket.trailing_zeros() as usize + 1);
                }
            }
            self.look_at_next()?;
        }
    }

    /// Passes the brackets before `start`.
    fn pass_to(&mut self, start: usize) -> Option<()> {
        while start >= self.next {
            self.look_at_next()?;
        }
        let passed = start.saturating_sub(self.block);
        let left = u64::MAX.checked_shl(passed as u32).unwrap_or_default();
        (self.open, self.close) = (self.open & left, self.close & left);
        Some(())
    }

    /// `None` if there is no further block.
    fn look_at_next(&mut self) -> Option<()> {
        let rest = self.text.get(self.next..).filter(|rest| !rest.is_empty())?;
        let marks = match rest.first_chunk::<BLOCK>() {
            Some(block) => Marks::of(block),
            None => {
                let mut block = [b' '; BLOCK];
                block[..rest.len()].copy_from_slice(rest);
                Marks::of(&block)
            }
        };
        (self.block, self.next) = (self.next, self.next + BLOCK);
        let quotes = marks.quotes & !self.escaped(marks.backslashes);
        let strings = parity_from_below(quotes) ^ self.in_string;
        self.in_string = 0_u64.wrapping_sub(strings >> (BLOCK - 1));
        (self.open, self.close) = (marks.open & !strings, marks.close & !strings);
        Some(())
    }

    /// Bytes that a backslash takes their meaning. Few texts have any.
    fn escaped(&mut self, backslashes: u64) -> u64 {
        let mut escaped = u64::from(std::mem::take(&mut self.is_escaped));
        let mut left = backslashes & !escaped;
        while left != 0 {
            let backslash = left & left.wrapping_neg();
            let next = backslash << 1;
            self.is_escaped = next == 0;
            escaped |= next;
            left &= !(backslash | next);
        }
        escaped
    }
}

/// Bytes of one block by what they are.
struct Marks {
    open: u64,
    close: u64,
    quotes: u64,
    backslashes: u64,
}

impl Marks {
    fn of(block: &[u8; BLOCK]) -> Self {
        let (lanes, _) = block.as_chunks::<16>();
        let each = u8x16::splat;
        let mut marks = Self { open: 0, close: 0, quotes: 0, backslashes: 0 };
        for (number, lane) in lanes.iter().enumerate() {
            let lane = u8x16::new(*lane);
            // Square and curly brackets differ in this bit alone.
            let curly = lane | each(0x20);
            let bits = |equal: u8x16| u64::from(equal.to_bitmask()) << (16 * number);
            marks.open |= bits(curly.simd_eq(each(b'{')));
            marks.close |= bits(curly.simd_eq(each(b'}')));
            marks.quotes |= bits(lane.simd_eq(each(b'"')));
            marks.backslashes |= bits(lane.simd_eq(each(b'\\')));
        }
        marks
    }
}

/// For each bit whether the ones up to it are odd in number.
fn parity_from_below(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, byte by byte.
    fn end_by_bytes(text: &[u8], start: usize) -> Option<usize> {
        let (mut depth, mut in_string, mut is_escaped) = (0_u32, false, false);
        for (at, byte) in text.iter().enumerate() {
            let was_escaped = std::mem::take(&mut is_escaped);
            match byte {
                b'\\' => is_escaped = !was_escaped,
                b'"' => in_string ^= !was_escaped,
                _ if in_string || at < start => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }

    #[test]
    fn ends_are_those_that_are_found_byte_by_byte_wherever_blocks_begin() {
        let item = r#"{"a":"]}","b\\":["\"[",{}],"站":"室\\\"}"}"#;
        for space in 0..130 {
            let text = format!("[{}{item},{item}]", " ".repeat(space));
            let mut brackets = Brackets::new(text.as_bytes());
            for (start, _) in text.match_indices(item) {
                assert_eq!(brackets.end_of(start), Some(start + item.len()), "{text}");
            }
            for cut in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let part = &text.as_bytes()[..cut];
                let end = Brackets::new(part).end_of(0);
                assert_eq!(end, end_by_bytes(part, 0), "{text} to {cut}");
            }
            assert_eq!(Brackets::new(text.as_bytes()).end_of(0), Some(text.len()));
        }
    }

    #[test]
    fn what_is_no_json_has_an_end_within_the_text_or_none() {
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize
        };
        for _ in 0..20_000 {
            let length = next() % 200;
            let text: Vec<u8> = (0..length).map(|_| b"[]{}\"\\ ,a"[next() % 9]).collect();
            for start in [0, length / 3, length / 2] {
                let end = Brackets::new(&text).end_of(start);
                assert_eq!(end, end_by_bytes(&text, start), "{}", String::from_utf8_lossy(&text));
            }
        }
        let deep = "[".repeat(1_000_000);
        assert_eq!(Brackets::new(deep.as_bytes()).end_of(0), None, "depth is a number");
    }
}
