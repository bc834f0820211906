//! Pasted text as cells: separated by tabs as a spreadsheet or a page of the browser gives them, by commas or
//! semicolons, or by the strokes of a Markdown table. Knows no lanes; keeps every cell at its place, so that it can be named as a
//! spreadsheet does.

/// Cells by row and column; rows end with their last cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PastedCells {
    rows: Vec<Vec<String>>,
    width: usize,
}

/// What nobody sees in a cell, and some programs put into an empty one.
const UNSEEN: [char; 5] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

impl PastedCells {
    /// A cell a line.
    pub(super) fn of_lines(text: &str) -> Self {
        Self::new(text.lines().map(|line| vec![line.to_owned()]).collect())
    }

    /// Cells between separators. A cell in quotes may hold separators and line breaks.
    pub(super) fn separated(text: &str, separator: char) -> Self {
        Self::new(split(text, separator))
    }

    /// Cells between strokes, if every line is a row of a Markdown table.
    pub(super) fn of_markdown(text: &str) -> Option<Self> {
        let lines = || text.lines().filter(|line| !line.trim().is_empty());
        let is_row = |line: &str| {
            let line = line.trim();
            line.len() > 2 && line.starts_with('|') && line.ends_with('|')
        };
        if lines().count() < 2 || !lines().all(is_row) {
            return None;
        }
        // The line below the headings may have one dash a column; further down that is somebody's words.
        let of_rule = |line: &str| line.trim().bytes().all(is_rule_sign);
        let is_rule = |place: usize, line: &str| {
            let dashes = if place == 1 { "-" } else { "--" };
            line.contains(dashes) && of_rule(line)
        };
        let rows = lines().enumerate();
        let rows = rows.filter(|(place, line)| !is_rule(*place, line));
        let rows = rows.map(|(_, line)| line);
        Some(Self::new(rows.map(between_strokes).collect()))
    }

    fn new(mut rows: Vec<Vec<String>>) -> Self {
        for row in &mut rows {
            row.iter_mut().for_each(|cell| *cell = tidied(cell));
            let end = row.iter().rposition(|cell| !cell.is_empty());
            row.truncate(end.map_or(0, |end| end + 1));
        }
        let end = rows.iter().rposition(|row| !row.is_empty());
        rows.truncate(end.map_or(0, |end| end + 1));
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        Self { rows, width }
    }

    pub(super) fn height(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// How many cells hold something.
    pub(super) fn filled(&self) -> usize {
        let cells = self.rows.iter().flatten();
        cells.filter(|cell| !cell.is_empty()).count()
    }

    /// Whether all rows that hold something are as long as the first of them.
    pub(super) fn is_even(&self) -> bool {
        let mut rows = self.rows.iter().filter(|row| !row.is_empty());
        rows.all(|row| row.len() == self.width)
    }

    /// What a cell holds, with its line breaks; nothing outside of the sheet.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        let cell = self.rows.get(row).and_then(|row| row.get(column));
        cell.map_or("", String::as_str)
    }

    /// This sheet, row by row or column by column.
    pub(super) fn facing(&self, way: WalkedBy) -> Facing<'_> {
        Facing { sheet: self, way }
    }
}

/// How a table is walked over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WalkedBy {
    /// A line is a row.
    ByRow,
    /// A line is a column.
    ByColumn,
}

/// A sheet as it is walked over: what stands in one line belongs together, and a column has one meaning.
#[derive(Clone, Copy)]
pub(super) struct Facing<'a> {
    sheet: &'a PastedCells,
    way: WalkedBy,
}

impl<'a> Facing<'a> {
    pub(super) fn lines(self) -> usize {
        match self.way {
            WalkedBy::ByRow => self.sheet.height(),
            WalkedBy::ByColumn => self.sheet.width(),
        }
    }

    pub(super) fn columns(self) -> usize {
        match self.way {
            WalkedBy::ByRow => self.sheet.width(),
            WalkedBy::ByColumn => self.sheet.height(),
        }
    }

    pub(super) fn cell(self, line: usize, column: usize) -> &'a str {
        match self.way {
            WalkedBy::ByRow => self.sheet.cell(line, column),
            WalkedBy::ByColumn => self.sheet.cell(column, line),
        }
    }

    /// The columns of a line that hold something, with what they hold.
    pub(super) fn filled(self, line: usize) -> impl Iterator<Item = (usize, &'a str)> {
        let cells = (0..self.columns()).map(move |column| (column, self.cell(line, column)));
        cells.filter(|(_, cell)| !cell.is_empty())
    }

    /// What a column holds in the lines from `first` on.
    pub(super) fn down(self, column: usize, first: usize) -> impl Iterator<Item = &'a str> {
        let cells = (first..self.lines()).map(move |line| self.cell(line, column));
        cells.filter(|cell| !cell.is_empty())
    }

    /// What a spreadsheet would call the cell if the table began at A1: `C2`.
    pub(super) fn address(self, line: usize, column: usize) -> String {
        match self.way {
            WalkedBy::ByRow => format!("{}{}", letters(column), line + 1),
            WalkedBy::ByColumn => format!("{}{}", letters(line), column + 1),
        }
    }

    /// What a column is called where it has no heading.
    pub(super) fn column_name(self, column: usize) -> String {
        match self.way {
            WalkedBy::ByRow => format!("Column {}", letters(column)),
            WalkedBy::ByColumn => format!("Row {}", column + 1),
        }
    }
}

/// A column as a spreadsheet calls it: A to Z, then AA.
fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let place = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + place));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A cell with single spaces, and with those of its lines that say something.
fn tidied(cell: &str) -> String {
    let lines = cell.lines().map(|line| {
        let words = line
            .split_whitespace()
            .map(|word| word.trim_matches(UNSEEN));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn is_rule_sign(sign: u8) -> bool {
    matches!(sign, b'|' | b'-' | b':' | b' ')
}

fn between_strokes(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    let cells = line.replace("\\|", "\u{0}");
    let cells = cells.split('|').map(|cell| cell.replace('\u{0}', "|"));
    // A page keeps line breaks in such a table as markup.
    cells
        .map(|cell| cell.replace("<br>", "\n").replace("<br/>", "\n"))
        .collect()
}

/// Cells of text as spreadsheets copy it. Quotes hold a cell together only where they stand around all of it:
/// others are somebody's words.
fn split(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut rest = text;
    loop {
        let quoted = quoted_cell(rest, separator);
        let (cell, end) = quoted.unwrap_or_else(|| {
            let end = rest.find([separator, '\n']).unwrap_or(rest.len());
            (rest[..end].to_owned(), end)
        });
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
        let mut letters = rest[end..].chars();
        match letters.next() {
            None => return rows,
            Some('\n') => rows.push(Vec::new()),
            Some(_) => {}
        }
        rest = letters.as_str();
    }
}

/// The cell in quotes with which the text begins, and where it ends.
fn quoted_cell(text: &str, separator: char) -> Option<(String, usize)> {
    let inner = text.strip_prefix('"')?;
    let mut from = 0;
    loop {
        let quote = from + inner[from..].find('"')?;
        let behind = &inner[quote + 1..];
        if behind.starts_with('"') {
            from = quote + 2;
            continue;
        }
        let behind = behind.strip_prefix('\r').unwrap_or(behind);
        let ends = behind.is_empty() || behind.starts_with([separator, '\n']);
        let cell = inner[..quote].replace("\"\"", "\"");
        return ends.then(|| (cell, text.len() - behind.len()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, separator: char, expected: &[&[&str]]) {
        let sheet = PastedCells::separated(text, separator);
        assert_eq!(sheet.rows, expected, "{text:?}");
    }

    #[test]
    fn cells_stand_where_they_were_copied_from() {
        check(
            "a\tb\r\n\r\nc\t\td\t\t\n\n",
            '\t',
            &[&["a", "b"], &[], &["c", "", "d"]],
        );
        check("\u{200b}\ta  b\u{a0}\t\u{feff}\n", '\t', &[&["", "a b"]]);
        check("a,\"b, c\"\n", ',', &[&["a", "b, c"]]);
    }

    #[test]
    fn quotes_hold_a_cell_together_only_around_all_of_it() {
        check(
            "a\t\"b\r\nc \"\"d\"\"\"\te\r\nf",
            '\t',
            &[&["a", "b\nc \"d\"", "e"], &["f"]],
        );
        check(
            "\"Hello\" she says\t5\" pipe\n\"never closed\tb\n",
            '\t',
            &[
                &["\"Hello\" she says", "5\" pipe"],
                &["\"never closed", "b"],
            ],
        );
    }

    #[test]
    fn a_markdown_table_is_cells() {
        let text = "| Lane | Ask |\n|:-----|----:|\n| Customer | a \\| b<br>c |\n";
        let sheet = PastedCells::of_markdown(text);
        let rows = sheet.map(|sheet| sheet.rows).unwrap_or_default();
        let expected: [&[&str]; 2] = [&["Lane", "Ask"], &["Customer", "a | b\nc"]];
        assert_eq!(rows, expected);
        assert_eq!(PastedCells::of_markdown("| one |"), None);
        assert_eq!(PastedCells::of_markdown("| a | b |\nand more"), None);
    }

    #[test]
    fn a_cell_is_called_as_in_a_spreadsheet() {
        let text = "\t".repeat(27) + "x";
        let sheet = PastedCells::separated(&text, '\t');
        assert_eq!(sheet.facing(WalkedBy::ByRow).address(0, 27), "AB1");
        assert_eq!(sheet.facing(WalkedBy::ByColumn).address(27, 0), "AB1");
    }

    proptest! {
        #[test]
        fn no_letter_of_a_cell_is_lost(text in "[ab\"\t\n]{0,24}") {
            let sheet = PastedCells::separated(&text, '\t');
            let count = |text: &str| text.matches(['a', 'b']).count();
            let kept: usize = sheet.rows.iter().flatten().map(|cell| count(cell)).sum();
            prop_assert_eq!(kept, count(&text));
        }
    }
}
