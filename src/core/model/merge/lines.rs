//! Texts of several lines, merged by lines.
//!
//! Lines are compared whole. Changes of both sides are taken together as long as they touch no line twice and do not
//! put something in at the same place; words within a line are not looked at.

use std::ops::Range;

use super::Versions;

/// How many pairs of lines are compared to tell what changed; of longer texts all that differs is one change.
const MOST_PAIRS: usize = 4_000_000;

/// The merged text; `None` where it has one line only, or where the changes meet.
pub(in crate::model) fn merge_lines(all: Versions<&str>) -> Option<String> {
    let texts = [all.base, all.ours, all.theirs];
    if !texts.iter().any(|text| text.contains('\n')) {
        return None;
    }
    let lines = all.map(|text| text.split('\n').collect::<Vec<_>>());
    let mut changes = changes(&lines.base, &lines.ours);
    changes.extend(self::changes(&lines.base, &lines.theirs));
    changes.sort_by_key(|change| (change.at.start, change.at.end));
    // Both made the same change.
    changes.dedup();
    if changes.windows(2).any(|pair| pair[0].meets(&pair[1])) {
        return None;
    }
    let (mut merged, mut done): (Vec<&str>, _) = (Vec::new(), 0);
    for change in &changes {
        merged.extend(&lines.base[done..change.at.start]);
        merged.extend(change.lines);
        done = change.at.end;
    }
    merged.extend(&lines.base[done..]);
    Some(merged.join("\n"))
}

/// Lines of the base with others in their place.
#[derive(Debug, PartialEq)]
struct LineChange<'l, 't> {
    at: Range<usize>,
    lines: &'l [&'t str],
}

impl LineChange<'_, '_> {
    fn meets(&self, other: &Self) -> bool {
        let (a, b) = (&self.at, &other.at);
        (a.start < b.end && b.start < a.end) || a == b
    }
}

/// What turns `base` into `side`, in order, around the longest sequence of lines that both have.
fn changes<'l, 't>(base: &[&'t str], side: &'l [&'t str]) -> Vec<LineChange<'l, 't>> {
    let is_same = |(a, b): &(&&str, &&str)| a == b;
    let head = base.iter().zip(side).take_while(is_same).count();
    let (rest, side_rest) = (&base[head..], &side[head..]);
    let ends = rest.iter().rev().zip(side_rest.iter().rev());
    let tail = ends.take_while(is_same).count();
    let old = &rest[..rest.len() - tail];
    let new = &side_rest[..side_rest.len() - tail];
    // Pairs of lines that stay, and the end of both.
    let mut stay = common(old, new);
    stay.push((old.len(), new.len()));
    let (mut changes, mut from) = (Vec::new(), (0, 0));
    for (a, b) in stay {
        if from != (a, b) {
            changes.push(LineChange {
                at: head + from.0..head + a,
                lines: &new[from.1..b],
            });
        }
        from = (a + 1, b + 1);
    }
    changes
}

/// The longest sequence of lines that both have: where each stands in `a` and in `b`.
fn common(a: &[&str], b: &[&str]) -> Vec<(usize, usize)> {
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        return Vec::new();
    }
    // How many lines the ends of both, from here on, have in common.
    let width = b.len() + 1;
    let mut counts = vec![0_u32; (a.len() + 1) * width];
    for at in (0..a.len()).rev() {
        for other in (0..b.len()).rev() {
            counts[at * width + other] = if a[at] == b[other] {
                counts[(at + 1) * width + other + 1] + 1
            } else {
                counts[(at + 1) * width + other].max(counts[at * width + other + 1])
            };
        }
    }
    let (mut pairs, mut at, mut other) = (Vec::new(), 0, 0);
    while at < a.len() && other < b.len() {
        if a[at] == b[other] {
            pairs.push((at, other));
            (at, other) = (at + 1, other + 1);
        } else if counts[(at + 1) * width + other] >= counts[at * width + other + 1] {
            at += 1;
        } else {
            other += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> Option<String> {
        let merged = merge_lines(Versions { base, ours, theirs });
        let swapped = merge_lines(Versions {
            base,
            ours: theirs,
            theirs: ours,
        });
        assert_eq!(merged, swapped);
        merged
    }

    #[test]
    fn changes_of_different_lines_are_both_taken() {
        for (base, ours, theirs, both) in [
            ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
            ("a\nb\nc", "A\nb\nc", "a\nB\nc", "A\nB\nc"),
            ("a\nb\nc", "b\nc", "a\nb\nc\nd", "b\nc\nd"),
            ("a\nb\nc", "a\nx\nb\nc", "a\nb\ny\nc", "a\nx\nb\ny\nc"),
            ("a\nb", "a\nb\nsame", "x\nb\nsame", "x\nb\nsame"),
            ("a", "a\nmore", "A", "A\nmore"),
            ("a\n", "A\n", "a\n\n", "A\n\n"),
        ] {
            assert_eq!(merged(base, ours, theirs).as_deref(), Some(both));
        }
    }

    #[test]
    fn changes_that_meet_are_nobodys() {
        for (base, ours, theirs) in [
            ("a\nb", "A\nb", "x\nb"),
            ("a\nb", "a\nb\nc", "a\nb\nd"),
            ("a\nb\nc", "x\nc", "a\ny"),
            ("", "a\nb", "c\nd"),
            ("one line", "another", "a third"),
        ] {
            assert_eq!(merged(base, ours, theirs), None);
        }
    }
}
