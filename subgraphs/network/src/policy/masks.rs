//! Masks: what remains of a text that the caller may not have.

/// Digits that a telephone or identity number has at least.
const NUMBER_DIGITS: usize = 7;
/// Characters of a number that stay, at its beginning and its end.
const NUMBER_EDGES: (usize, usize) = (3, 4);

/// 张三 becomes 张*, and 13812340000 becomes 138****0000. The mask of a name does not tell how long
/// the name is.
pub(super) fn mask(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let is_number = |it: &&char| it.is_ascii_digit() || matches!(it, '-' | '+' | ' ' | 'X' | 'x');
    let digits = characters.iter().filter(|it| it.is_ascii_digit()).count();
    let all_of_number = characters.iter().filter(is_number).count() == characters.len();
    if all_of_number && digits >= NUMBER_DIGITS {
        let (first, last) = NUMBER_EDGES;
        // At least half is hidden, however short the number.
        let (first, last) = if digits < 2 * (first + last) - 3 { (2, 2) } else { (first, last) };
        let digits: Vec<char> =
            characters.into_iter().filter(char::is_ascii_alphanumeric).collect();
        let hidden = digits.len() - first - last;
        let begins: String = digits[..first].iter().collect();
        let ends: String = digits[digits.len() - last..].iter().collect();
        return format!("{begins}{}{ends}", "*".repeat(hidden));
    }
    match characters.first() {
        Some(first) if characters.len() > 1 => format!("{first}*"),
        _ => "*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_show_a_surname_or_the_edges_of_a_number() {
        for (text, masked) in [
            ("张三", "张*"),
            ("欧阳娜娜", "欧*"),
            ("张", "*"),
            ("", "*"),
            ("13812340000", "138****0000"),
            ("0931-8960000", "093****0000"),
            ("8960000", "89***00"),
            ("620102199001011234", "620***********1234"),
            ("62010219900101123X", "620***********123X"),
            ("2024", "2*"),
            ("甘肃某公司13812340000", "甘*"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }
}
