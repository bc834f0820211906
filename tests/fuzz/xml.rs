//! Whether a text is well-formed XML, as far as the pictures go: elements, attributes, text and the five entities.

/// Proves it.
///
/// # Panics
/// When it is not.
pub(crate) fn check_well_formed(text: &str) {
    if let Some(odd) = text.chars().find(|letter| !may_stand(*letter)) {
        panic!("{odd:?} stands in the picture");
    }
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        check_text(&rest[..start]);
        assert!(
            !open.is_empty() || rest[..start].trim().is_empty(),
            "text outside of all"
        );
        let end = rest.find('>').unwrap_or_else(|| panic!("a tag has no end"));
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "what ends is what is open");
            continue;
        }
        let (tag, is_closed) = match tag.strip_suffix('/') {
            Some(tag) => (tag, true),
            None => (tag, false),
        };
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(is_name(name), "<{name}> is no element");
        check_attributes(attributes);
        roots += usize::from(open.is_empty());
        if !is_closed {
            open.push(name);
        }
    }
    assert!(rest.trim().is_empty(), "text after the end");
    assert_eq!((roots, open.len()), (1, 0), "one element holds all others");
}

/// What XML 1.0 allows, without the control characters that it only advises against.
fn may_stand(letter: char) -> bool {
    letter == '\n' || !(letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}'))
}

fn is_name(name: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_:".contains(letter);
    name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && name.chars().all(is_part)
}

fn check_text(text: &str) {
    for after in text.split('&').skip(1) {
        let name = after.split_once(';').map(|(name, _)| name);
        let known = ["amp", "lt", "gt", "quot", "#39"];
        assert!(name.is_some_and(|name| known.contains(&name)), "&{after}");
    }
}

fn check_attributes(attributes: &str) {
    let mut names = Vec::new();
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once("=\"").unwrap_or_else(|| panic!("{rest}"));
        let (value, after) = after.split_once('"').unwrap_or_else(|| panic!("{rest}"));
        assert!(is_name(name), "{name} is no attribute");
        assert!(!names.contains(&name), "{name} is given twice");
        assert!(
            after.is_empty() || after.starts_with([' ', '\n']),
            "{after}"
        );
        check_text(value);
        // A record may be called what it likes.
        let is_of_numbers = !name.starts_with("data-");
        for number in value.split([' ', ',']).filter(|_| is_of_numbers) {
            assert!(!matches!(number, "NaN" | "inf" | "-inf"), "{name}={value}");
        }
        names.push(name);
        rest = after.trim_start();
    }
}
