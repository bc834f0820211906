//! What can become of a text: broken by accident, merged by a tool, spelled by another program, or made to hurt.

use std::ops::Range;

use crate::chance::Chance;

/// A text longer than this is not doubled any further.
const LONG: usize = 200_000;

/// Where a file may say what nobody expects.
const LETTERS: &[&str] = &[
    "\0",
    "\u{1}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{2028}",
    "\u{fffe}",
    "\u{e0001}",
    "\u{301}",
    "返",
    "🙂",
    "\u{a0}",
    "\t",
    "\u{b}",
];
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    "'",
    "#",
    "/",
    "//",
    "/*",
    "*/",
    "r\"",
    "r#\"",
    "\"#",
    "b\"x\"",
    "'x'",
    "b'x'",
    "None",
    "Some(",
    "Some(())",
    "()",
    "true",
    "NaN",
    "-inf",
    "0",
    "1.5",
    "Blueprint(",
    "Lane(",
    "#![enable(implicit_some)]\n",
    "#![enable(unwrap_newtypes)]",
    "#![type = \"x\"]",
    "<<<<<<< ours\n",
    "\n=======\n",
    "\n>>>>>>> theirs\n",
    "\r",
    "\r\n",
    "\n\n",
    "// x\n",
    "/* x */",
    "/* /* */ */",
    "r#id",
    "_",
];
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "-0.0",
    "1e400",
    "-1e400",
    "1e-400",
    "NaN",
    "inf",
    "-inf",
    "+1",
    "-1",
    ".5",
    "5.",
    "0x10",
    "0b11",
    "0o17",
    "0xg",
    "1_000",
    "1__0_",
    "_1",
    "1u8",
    "-1i64",
    "300u8",
    "1.5f32",
    "1e5",
    "255",
    "256",
    "65536",
    "2147483648",
    "4294967296",
    "9007199254740993",
    "9223372036854775808",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "0.1",
    "100",
    "b'1'",
    "1.0",
    "179769313486231580000000000000000000000000000000",
    "5e-324",
    "-2",
    "7",
    "1 %",
];
const FORMATS: &[&str] = &[
    "1",
    "2",
    "0",
    "-1",
    "+1",
    "01",
    "1_",
    "0x1",
    "0b1",
    "0o1",
    "1.0",
    "1e0",
    "1u8",
    "1u64",
    "1i8",
    "3u32",
    "Some(1)",
    "Some(2)",
    "Some(Some(1))",
    "(1)",
    "\"1\"",
    "'1'",
    "b'1'",
    "b'\\x01'",
    "[1]",
    "/* 2 */ 1",
    "1 // 2\n",
    "4294967295",
    "4294967296",
    "18446744073709551615",
    "None",
    "()",
    "18446744073709551616",
    "NaN",
    "inf",
    "true",
    "r\"1\"",
    "1.5",
    "2.0",
    "999",
    "0x3",
    "",
];
const TEXTS: &[&str] = &[
    "\"\"",
    "\"a/b\"",
    "\"a\"",
    "\"a-2\"",
    "\"\\u{61}\"",
    "\"\\u{0}\"",
    "\"\\u{202e}x\"",
    "\"\\n\"",
    "\"\\r\\n\"",
    "r#\"a\"#",
    "r##\"a\"#b\"##",
    "\"\\\\\"",
    "\"\\\"\"",
    "\"é\"",
    "\"e\\u{301}\"",
    "\"//\"",
    "\"/*\"",
    "\"2h\"",
    "\"1d 4h\"",
    "\"-1m\"",
    "\"2026-02-30\"",
    "\"0000-01-01\"",
    "\"None\"",
    "\" \"",
    "\"<<<<<<< ours\"",
    "\"\\u{d800}\"",
    "\"\\x41\"",
    "\"\\q\"",
    "\"{{}}\"",
    "\"99999999999999999999h\"",
    "\"1h..2h\"",
    "\"~1h\"",
    "\"\\u{feff}\"",
    "\"\n\"",
    "\"\r\"",
    "\"lanes/l0\"",
    "\"variants/v0/steps/s0\"",
    "\"]]>\"",
    "\"&amp;<g>\"",
];
const FIELDS: &[&str] = &[
    "mood: 5, ",
    "id: \"a\", ",
    "id: \"\", ",
    "format: 2, ",
    "ext: {\"k\": 1, \"k\": [()]}, ",
    "ext: {\"a/b\": (x: 1)}, ",
    "title: \"twice\", ",
    "lane: \"l0\", ",
    "name: \"n\", ",
    "Id: \"a\", ",
    "r#title: \"raw\", ",
    "lanes: [(), ()], ",
    "steps: {\"s\": ()}, ",
    "conflicts: {\"x\": (1, 2, 3)}, ",
    "\"k\": (), ",
    "removed: {\"s0\": ()}, ",
    "ext: {}, ",
    "pains: [(id: \"p\"), (id: \"p\")], ",
];

/// A text made from `text` by a few changes; parts of it may come from `other`.
pub(crate) fn mutated(text: &str, other: &str, chance: &mut Chance) -> Vec<u8> {
    let mut text = match chance.once_in(3) {
        // Without the indentation every byte is worth a change.
        true => unindented(text),
        false => text.to_owned(),
    };
    let changes = match chance.below(8) {
        0 => 0,
        1..=4 => 1,
        5 | 6 => 1 + chance.below(3),
        _ => 1 + chance.below(12),
    };
    for _ in 0..changes {
        if text.len() < LONG {
            change(&mut text, other, chance);
        }
    }
    with_line_ends(&mut text, chance);
    let mut bytes = text.into_bytes();
    if chance.once_in(8) {
        break_bytes(&mut bytes, chance);
    }
    bytes
}

fn unindented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
    lines.join("\n")
}

/// One change.
fn change(text: &mut String, other: &str, chance: &mut Chance) {
    match chance.below(20) {
        0 => {
            let at = place(text, chance);
            text.insert_str(at, chance.word(LETTERS));
        }
        1 => {
            let at = place(text, chance);
            text.insert_str(at, chance.word(WORDS));
        }
        2 => {
            let part = range(text, 1 + chance.below(8), chance);
            text.replace_range(part, chance.word(WORDS));
        }
        3 => {
            let part = range(text, 40, chance);
            text.replace_range(part, "");
        }
        4 => {
            let part = range(text, 200, chance);
            let copy = text[part].to_owned();
            let at = place(text, chance);
            text.insert_str(at, &copy);
        }
        5 => splice(text, other, chance),
        6 | 7 => change_lines(text, chance),
        8..=10 => change_records(text, other, chance),
        11 => replace(text, strings, chance, |chance| {
            chance.word(TEXTS).to_string()
        }),
        12 | 13 => {
            // Two records of one id, a reference to something else.
            let words = strings(text);
            let Some(one) = chance.any(&words).cloned() else {
                return;
            };
            let one = text[one].to_owned();
            replace(text, strings, chance, |_| one.clone());
        }
        14 => replace(text, numbers, chance, |chance| {
            chance.word(NUMBERS).to_string()
        }),
        15 => change_format(text, chance),
        16 => after_bracket(text, chance, |chance| chance.word(FIELDS).to_string()),
        17 => nest(text, chance),
        18 => lengthen(text, chance),
        _ => {
            let names = names(text);
            let Some(one) = chance.any(&names).cloned() else {
                return;
            };
            let one = text[one].to_owned();
            replace(text, self::names, chance, |_| one.clone());
        }
    }
}

/// A place between two characters.
fn place(text: &str, chance: &mut Chance) -> usize {
    text.floor_char_boundary(chance.below(text.len() + 1))
}

fn range(text: &str, most: usize, chance: &mut Chance) -> Range<usize> {
    let start = place(text, chance);
    start..text.ceil_char_boundary((start + chance.below(most + 1)).min(text.len()))
}

/// The beginning of this one, and the end of another; or nothing more.
fn splice(text: &mut String, other: &str, chance: &mut Chance) {
    let at = place(text, chance);
    text.truncate(at);
    if !chance.once_in(3) {
        text.push_str(&other[place(other, chance)..]);
    }
}

/// As an editor or a merge leaves them: lines doubled, lost, or in another order.
fn change_lines(text: &mut String, chance: &mut Chance) {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (one, two) = (chance.below(lines.len()), chance.below(lines.len()));
    if lines.is_empty() {
        return;
    }
    match chance.below(4) {
        0 => lines.insert(two, lines[one]),
        1 => drop(lines.remove(one)),
        2 => lines.swap(one, two),
        _ => {
            let line = lines.remove(one);
            lines.insert(two.min(lines.len()), line);
        }
    }
    *text = lines.concat();
}

/// Records, lists and maps doubled, lost, or put in another's place.
fn change_records(text: &mut String, other: &str, chance: &mut Chance) {
    let Some(one) = group(text, chance) else {
        return;
    };
    match chance.below(4) {
        0 | 1 => {
            // With its key, if it has one and it stands on its line.
            let line = text[..one.start].rfind('\n').map_or(0, |at| at + 1);
            let start = if chance.once_in(2) { line } else { one.start };
            let copy = format!(",{}", &text[start..one.end]);
            text.insert_str(one.end, &copy);
        }
        2 => text.replace_range(one, ""),
        _ => {
            let from = if chance.once_in(2) { other } else { &**text };
            let Some(two) = group(from, chance) else {
                return;
            };
            let copy = from[two].to_owned();
            text.replace_range(one, &copy);
        }
    }
}

/// What stands in brackets, with them; texts with brackets in them may cut it anywhere.
fn group(text: &str, chance: &mut Chance) -> Option<Range<usize>> {
    let at = place(text, chance);
    let start = at + text[at..].find(['(', '[', '{'])?;
    let mut depth = 0_usize;
    for (place, letter) in text[start..].char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(start..start + place + 1);
        }
    }
    None
}

/// Puts something in the place of one of the parts that `find` finds.
fn replace(
    text: &mut String,
    find: fn(&str) -> Vec<Range<usize>>,
    chance: &mut Chance,
    with: impl FnOnce(&mut Chance) -> String,
) {
    let parts = find(text);
    if let Some(part) = chance.any(&parts).cloned() {
        let with = with(chance);
        text.replace_range(part, &with);
    }
}

/// Texts with their quotes, as long as nothing in them is escaped.
fn strings(text: &str) -> Vec<Range<usize>> {
    let quotes: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    let pairs = quotes.chunks_exact(2);
    pairs.map(|pair| pair[0]..pair[1] + 1).collect()
}

fn numbers(text: &str) -> Vec<Range<usize>> {
    runs(text, |byte| {
        byte.is_ascii_digit() || b".-+_".contains(&byte)
    })
}

fn names(text: &str) -> Vec<Range<usize>> {
    runs(text, |byte| byte.is_ascii_alphabetic() || byte == b'_')
}

fn runs(text: &str, belongs: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, byte) in text.bytes().chain([0]).enumerate() {
        match (belongs(byte), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                runs.push(begin..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Another spelling of the format, where it stands or at the beginning.
fn change_format(text: &mut String, chance: &mut Chance) {
    let spelled = chance.word(FORMATS);
    let Some(at) = text.find("format:") else {
        let begin = text.find('(').map_or(0, |at| at + 1);
        text.insert_str(begin, &format!("format: {spelled}, "));
        return;
    };
    let value = at + "format:".len();
    let end = text[value..]
        .find([',', '\n', ')'])
        .map_or(text.len(), |end| value + end);
    text.replace_range(value..end, &format!(" {spelled}"));
}

fn after_bracket(text: &mut String, chance: &mut Chance, what: impl FnOnce(&mut Chance) -> String) {
    let from = place(text, chance);
    if let Some(at) = text[from..].find(['(', '{']) {
        let what = what(chance);
        text.insert_str(from + at + 1, &what);
    }
}

/// Brackets in brackets in the place of a value.
fn nest(text: &mut String, chance: &mut Chance) {
    let depth = match chance.below(4) {
        0 => 1 + chance.below(4),
        1 | 2 => 40 + chance.below(20),
        _ => 100 + chance.below(100),
    };
    let kinds = [
        ("[", "]"),
        ("(", ")"),
        ("{\"k\":", "}"),
        ("Some(", ")"),
        ("(a: ", ")"),
        ("A(", ")"),
    ];
    let (open, close) = *chance.pick(&kinds);
    let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
    if chance.once_in(2) {
        after_bracket(text, chance, |_| format!("ext: {{\"deep\": {value}}}, "));
    } else {
        let find = if chance.once_in(2) { numbers } else { strings };
        replace(text, find, chance, |_| value);
    }
}

/// A name, number or text that no message can quote whole: each is one character over and over.
fn lengthen(text: &mut String, chance: &mut Chance) {
    let long = |letter: &str, chance: &mut Chance| letter.repeat(81 + chance.below(400));
    match chance.below(6) {
        0 => replace(text, numbers, chance, |chance| long("9", chance)),
        1 => replace(text, names, chance, |chance| long("q", chance)),
        2 => replace(text, strings, chance, |chance| {
            format!("\"{}\"", long("返", chance))
        }),
        3 => replace(text, strings, chance, |chance| long("q", chance)),
        4 => after_bracket(text, chance, |chance| format!("{}: 1, ", long("q", chance))),
        _ => after_bracket(text, chance, |chance| {
            format!("\"{}\": (), ", long("Q", chance))
        }),
    }
}

/// Line ends as other systems and careless tools leave them.
fn with_line_ends(text: &mut String, chance: &mut Chance) {
    match chance.below(12) {
        0 => *text = text.replace('\n', "\r\n"),
        1 => {
            let lines = text
                .split_inclusive('\n')
                .map(|line| match line.strip_suffix('\n') {
                    Some(line) if chance.once_in(3) => format!("{line}\r\n"),
                    _ => line.to_owned(),
                });
            *text = lines.collect();
        }
        2 if chance.once_in(4) => *text = text.replace('\n', "\r"),
        3 if chance.once_in(2) => text.insert(0, '\u{feff}'),
        _ => {}
    }
}

/// Bytes flipped, lost or put in, whatever they belong to.
fn break_bytes(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(3) {
        if bytes.is_empty() {
            return;
        }
        let at = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
            2 => drop(bytes.remove(at)),
            _ => bytes.insert(at, u8::try_from(chance.below(128)).unwrap()),
        }
    }
}
