//! Names of people who do not exist.
//!
//! A name is a common surname and two characters in use for given names. The characters are chosen
//! so that no name can be that of a person whom the documents name: each of those has in the given
//! name a character that stands in neither list (a test goes through them).

use rand::Rng;
use rand::seq::IndexedRandom as _;

const SURNAMES: [&str; 56] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "贾", "丁", "魏", "薛",
    "叶", "阎", "余", "潘", "杜", "戴", "夏", "汪",
];

const FIRST: [&str; 48] = [
    "建", "文", "志", "永", "晓", "玉", "海", "春", "长", "世", "宏", "彦", "克", "兴", "德", "万",
    "东", "小", "雪", "红", "桂", "淑", "凤", "亚", "登", "维", "俊", "生", "占", "进", "宗", "启",
    "广", "金", "银", "少", "培", "旭", "惠", "巧", "月", "兰", "双", "锦", "祥", "旺", "学", "清",
];

const SECOND: [&str; 48] = [
    "军", "平", "勇", "霞", "梅", "明", "龙", "林", "红", "斌", "刚", "峰", "云", "芳", "琴", "英",
    "莲", "娟", "芬", "宝", "福", "贵", "荣", "堂", "元", "全", "成", "义", "礼", "智", "仁", "和",
    "庆", "虎", "辉", "宁", "科", "业", "田", "山", "川", "河", "江", "雄", "彪", "选", "祖", "让",
];

/// One name.
pub(super) fn draw_name(rng: &mut impl Rng) -> String {
    let mut pick = |list: &[&'static str]| *list.choose(rng).expect("the lists are not empty");
    // Common surnames are commoner: of two draws the earlier in the list is taken.
    let surname_at = |name: &str| SURNAMES.iter().position(|surname| *surname == name);
    let (one, other) = (pick(&SURNAMES), pick(&SURNAMES));
    let surname = if surname_at(one) <= surname_at(other) { one } else { other };
    format!("{surname}{}{}", pick(&FIRST), pick(&SECOND))
}

#[cfg(test)]
mod tests {
    use super::super::seed::stream;
    use super::*;

    /// The people whom the documents name.
    const NAMED: [&str; 11] = [
        "任振鹤",
        "雷思维",
        "庄国泰",
        "李琰",
        "韩子林",
        "马相忠",
        "张秀丽",
        "王华存",
        "任燕顺",
        "刘再聪",
        "陈耀华",
    ];

    #[test]
    fn nobody_named_in_a_document_can_be_drawn() {
        for name in NAMED {
            let mut characters = name.chars().map(String::from);
            let surname = characters.next().expect("a name has a surname");
            let given: Vec<String> = characters.collect();
            let can_be_drawn = given.len() == 2
                && SURNAMES.contains(&surname.as_str())
                && FIRST.contains(&given[0].as_str())
                && SECOND.contains(&given[1].as_str());
            assert!(!can_be_drawn, "{name}");
        }
    }

    #[test]
    fn names_have_three_characters_and_vary() {
        let mut rng = stream("620000", "names");
        let names: std::collections::BTreeSet<String> =
            (0..200).map(|_| draw_name(&mut rng)).collect();
        assert!(names.iter().all(|name| name.chars().count() == 3));
        assert!(names.len() > 190);
    }
}
