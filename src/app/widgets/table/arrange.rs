//! Which rows of a table are seen, and in which order: filtered, sorted, folded. Draws nothing.
//!
//! Made anew when the rows or what is asked of them differ, and not from frame to frame.

use std::{cmp::Ordering, collections::BTreeSet};

use super::{TableColumn, TableRow};

/// By what a row is sorted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SortKey {
    /// By size.
    Number(f64),
    /// By the alphabet, whatever the case.
    Words(String),
    /// Nobody said: last, in either direction.
    Unknown,
}

impl SortKey {
    /// Words, or nothing said.
    pub(crate) fn words(text: &str) -> Self {
        match text.trim() {
            "" => Self::Unknown,
            text => Self::Words(text.to_lowercase()),
        }
    }

    /// A number, or nothing said.
    pub(crate) fn number(number: Option<f64>) -> Self {
        number.map_or(Self::Unknown, Self::Number)
    }

    fn compare(&self, other: &Self, direction: SortDirection) -> Ordering {
        let order = match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Words(a), Self::Words(b)) => a.cmp(b),
            (Self::Number(_), Self::Words(_)) => Ordering::Less,
            (Self::Words(_), Self::Number(_)) => Ordering::Greater,
            (Self::Unknown, Self::Unknown) => return Ordering::Equal,
            (Self::Unknown, _) => return Ordering::Greater,
            (_, Self::Unknown) => return Ordering::Less,
        };
        match direction {
            SortDirection::Up => order,
            SortDirection::Down => order.reverse(),
        }
    }
}

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SortDirection {
    /// The least first.
    Up,
    /// The most first.
    Down,
}

/// The column that is sorted by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) column: usize,
    pub(super) direction: SortDirection,
}

impl Sort {
    /// What a click on the head of `column` leads to: up, down, and the document's order again.
    pub(super) fn next(now: Option<Self>, column: usize) -> Option<Self> {
        let direction = match now.filter(|sort| sort.column == column) {
            None => SortDirection::Up,
            Some(sort) if sort.direction == SortDirection::Up => SortDirection::Down,
            Some(_) => return None,
        };
        Some(Self { column, direction })
    }
}

/// A row that is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeenRow {
    /// Its place among all rows.
    pub(super) row: usize,
    /// How many groups it stands under; 0 at the left edge.
    pub(super) level: usize,
    /// Whether it is a group.
    pub(super) is_group: bool,
}

/// The rows that are seen, with what they were chosen by.
#[derive(Default)]
pub(super) struct Arranged {
    made_from: Option<(u64, Vec<String>, Option<Sort>, u64)>,
    /// From top to bottom.
    pub(super) lines: Vec<SeenRow>,
    /// How many records pass the filter, folded away or not.
    pub(super) passing: usize,
    /// How many records there are.
    pub(super) all: usize,
    /// What is searched of each row, with the revision of the rows.
    words: Option<(u64, Vec<String>)>,
}

/// What decides which rows are seen, and in which order.
pub(super) struct RowsAsked<'a, K> {
    /// Words that a row has to hold, all of them, whatever the case; empty for every row.
    pub(super) filter: &'a str,
    pub(super) sort: Option<Sort>,
    pub(super) folded: &'a BTreeSet<K>,
    /// Another number whenever `folded` differs.
    pub(super) folds: u64,
    /// The column with the names of groups.
    pub(super) title: usize,
}

impl Arranged {
    /// Chooses the rows anew if anything differs; says whether it did.
    pub(super) fn update<R: TableRow>(
        &mut self,
        (rows, revision): (&[R], u64),
        columns: &[TableColumn<'_, R>],
        asked: &RowsAsked<'_, R::Key>,
    ) -> bool {
        let wanted: Vec<String> = asked
            .filter
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let sort = asked.sort.filter(|sort| sort.column < columns.len());
        let is_same = self.made_from.as_ref().is_some_and(|(of, by, how, folds)| {
            *of == revision && *by == wanted && *how == sort && *folds == asked.folds
        });
        if is_same {
            return false;
        }
        if !wanted.is_empty() && self.words.as_ref().is_none_or(|(of, _)| *of != revision) {
            let words = rows.iter().map(|row| words_of(row, columns, asked.title));
            self.words = Some((revision, words.collect()));
        }
        // Kept for the next letter of the filter.
        let words = self.words.take();
        let searched = words.as_ref().filter(|_| !wanted.is_empty());
        let searched = searched.map(|(_, words)| words.as_slice());
        self.choose(rows, searched, &wanted, (sort.is_some(), asked.folded));
        self.words = words;
        if let Some(sort) = sort {
            let column = &columns[sort.column];
            let records = self.lines.chunk_by(|_, next| rows[next.row].is_part());
            let mut keyed: Vec<(SortKey, &[SeenRow])> = records
                .map(|lines| (column.order_of(&rows[lines[0].row]), lines))
                .collect();
            keyed.sort_by(|(a, _), (b, _)| a.compare(b, sort.direction));
            self.lines = keyed
                .into_iter()
                .flat_map(|(_, lines)| lines)
                .copied()
                .collect();
        }
        self.made_from = Some((revision, wanted, sort, asked.folds));
        true
    }

    /// The records that pass, under their groups; of a list that `is_flat` without any. A record passes with
    /// the words of the groups above it too. What is folded opens while something is looked for.
    fn choose<R: TableRow>(
        &mut self,
        rows: &[R],
        words: Option<&[String]>,
        wanted: &[String],
        (is_flat, folded): (bool, &BTreeSet<R::Key>),
    ) {
        self.lines.clear();
        (self.passing, self.all) = (0, 0);
        let mut above: Vec<Above> = Vec::new();
        // The level of the record before, while its parts are seen with it.
        let mut whole: Option<usize> = None;
        for (row, record) in rows.iter().enumerate() {
            if record.is_part() {
                self.lines.extend(whole.map(|level| SeenRow {
                    row,
                    level: level + 1,
                    is_group: false,
                }));
                continue;
            }
            whole = None;
            let group = record.group();
            if let Some(level) = group {
                above.retain(|above| above.line.level < level);
            }
            let is_hidden = above.iter().any(|above| above.is_folded);
            let passes = words.is_none_or(|words| {
                let has = |row: usize, word: &str| words[row].contains(word);
                let here = |word: &String| {
                    has(row, word) || above.iter().any(|above| has(above.line.row, word))
                };
                wanted.iter().all(here)
            });
            let Some(level) = group else {
                self.all += 1;
                self.passing += usize::from(passes);
                if !passes || is_hidden {
                    continue;
                }
                let level = match above.last() {
                    Some(above) if !is_flat => above.line.level + 1,
                    _ => 0,
                };
                for above in above.iter_mut().filter(|above| !above.is_listed) {
                    above.is_listed = true;
                    self.lines.push(above.line);
                }
                let is_group = false;
                whole = Some(level);
                self.lines.push(SeenRow {
                    row,
                    level,
                    is_group,
                });
                continue;
            };
            let line = SeenRow {
                row,
                level,
                is_group: true,
            };
            // Without a filter a group without records is a place for some.
            let is_listed = is_flat || words.is_none() && !is_hidden;
            if is_listed && !is_flat {
                self.lines.push(line);
            }
            above.push(Above {
                line,
                is_listed,
                is_folded: words.is_none() && !is_flat && folded.contains(&record.key()),
            });
        }
    }
}

/// A group that stands above the rows looked at.
struct Above {
    line: SeenRow,
    is_listed: bool,
    is_folded: bool,
}

/// What is searched of a row.
fn words_of<R: TableRow>(row: &R, columns: &[TableColumn<'_, R>], title: usize) -> String {
    let cells = match row.group() {
        Some(_) => columns.get(title..=title).unwrap_or_default(),
        None => columns,
    };
    let words = cells.iter().map(|column| (column.cell)(row).words());
    let words: Vec<String> = words.collect();
    words.join("\n").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{super::TableCell, *};

    /// A group's name and level, or a record's name and number.
    type Item = (&'static str, Option<usize>, Option<f64>);

    impl TableRow for Item {
        type Key = &'static str;

        fn is_part(&self) -> bool {
            self.0.starts_with('→')
        }

        fn key(&self) -> &'static str {
            self.0
        }

        fn group(&self) -> Option<usize> {
            self.1
        }
    }

    const ROWS: &[Item] = &[
        ("Notice", Some(0), None),
        ("First", Some(1), None),
        ("calls", None, Some(3.0)),
        ("→ Asks", None, None),
        ("→ Books", None, None),
        ("Asks", None, None),
        ("Answer", Some(0), None),
        ("Second", Some(1), None),
        ("Books", None, Some(1.0)),
        ("Third", Some(1), None),
    ];

    fn columns() -> Vec<TableColumn<'static, Item>> {
        let number = |row: &Item| row.2.map_or_else(String::new, |number| number.to_string());
        vec![
            TableColumn::new("Name", (1.0, 100.0), |row: &Item| TableCell::new(row.0)),
            TableColumn::new("Number", (0.0, 50.0), move |row| {
                TableCell::new(number(row))
            })
            .ordered(|row| SortKey::number(row.2)),
        ]
    }

    /// Proves what is seen, each row behind as many dots as it is set in.
    fn check_seen(
        filter: &str,
        sort: Option<(usize, SortDirection)>,
        folded: &[&'static str],
        seen: &str,
    ) {
        let mut arranged = Arranged::default();
        let sort = sort.map(|(column, direction)| Sort { column, direction });
        let folded: BTreeSet<_> = folded.iter().copied().collect();
        let asked = RowsAsked {
            filter,
            sort,
            folded: &folded,
            folds: 0,
            title: 0,
        };
        assert!(arranged.update((ROWS, 1), &columns(), &asked));
        assert!(!arranged.update((ROWS, 1), &columns(), &asked), "kept");
        let lines = arranged.lines.iter();
        let lines = lines.map(|line| format!("{}{}", ".".repeat(line.level), ROWS[line.row].0));
        let counts = format!("{}/{}", arranged.passing, arranged.all);
        let all: Vec<String> = lines.chain([counts]).collect();
        assert_eq!(all.join(" "), seen);
    }

    #[test]
    fn rows_stand_under_their_groups_until_they_are_folded() {
        let all =
            "Notice .First ..calls ...→ Asks ...→ Books ..Asks Answer .Second ..Books .Third 3/3";
        check_seen("", None, &[], all);
        check_seen(
            "",
            None,
            &["Notice", "Second"],
            "Notice Answer .Second .Third 3/3",
        );
    }

    #[test]
    fn a_filter_looks_in_all_columns_and_in_what_stands_above() {
        check_seen("AS", None, &[], "Notice .First ..Asks 1/3");
        check_seen(
            "3",
            None,
            &["Notice"],
            "Notice .First ..calls ...→ Asks ...→ Books 1/3",
        );
        check_seen("answer", None, &[], "Answer .Second ..Books 1/3");
        check_seen("second boo", None, &[], "Answer .Second ..Books 1/3");
        check_seen("nobody", None, &[], "0/3");
    }

    #[test]
    fn sorted_rows_need_no_groups_and_what_nobody_said_comes_last() {
        check_seen(
            "",
            Some((0, SortDirection::Up)),
            &["Notice"],
            "Asks Books calls .→ Asks .→ Books 3/3",
        );
        check_seen(
            "",
            Some((0, SortDirection::Down)),
            &[],
            "calls .→ Asks .→ Books Books Asks 3/3",
        );
        check_seen(
            "",
            Some((1, SortDirection::Up)),
            &[],
            "Books calls .→ Asks .→ Books Asks 3/3",
        );
        check_seen(
            "",
            Some((1, SortDirection::Down)),
            &[],
            "calls .→ Asks .→ Books Books Asks 3/3",
        );
        check_seen(
            "notice",
            Some((1, SortDirection::Down)),
            &[],
            "calls .→ Asks .→ Books Asks 2/3",
        );
    }

    #[test]
    fn the_third_click_on_a_head_leads_back_to_the_order_of_the_document() {
        let once = Sort::next(None, 2);
        let twice = Sort::next(once, 2);
        assert_eq!(once.map(|sort| sort.direction), Some(SortDirection::Up));
        assert_eq!(twice.map(|sort| sort.direction), Some(SortDirection::Down));
        assert_eq!(Sort::next(twice, 2), None);
        assert_eq!(Sort::next(twice, 1).map(|sort| sort.column), Some(1));
    }
}
