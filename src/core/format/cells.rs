//! What a table says as plain cells, for other programs: on the clipboard and in a CSV file.
//!
//! Knows no table of the window, no clipboard and no file.

/// Rows of cells under their headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlainCells {
    /// What the table is called.
    pub name: String,
    /// The headings, from left to right.
    pub heads: Vec<String>,
    /// A cell a heading.
    pub rows: Vec<Vec<String>>,
}

impl PlainCells {
    /// PlainCells between tabs, as spreadsheets take them from the clipboard.
    pub fn text(&self) -> String {
        self.separated('\t', "\n")
    }

    /// The bytes of a CSV file (RFC 4180) in UTF-8. The mark at its beginning tells spreadsheets so.
    pub fn csv(&self) -> Vec<u8> {
        format!("\u{feff}{}", self.csv_text()).into_bytes()
    }

    /// The same for another program, which would take the mark for a part of the first heading.
    pub fn csv_text(&self) -> String {
        self.separated(',', "\r\n")
    }

    /// The headings and the rows, each cell harmless.
    pub fn lines(&self) -> impl Iterator<Item = Vec<String>> {
        let lines = std::iter::once(&self.heads).chain(&self.rows);
        lines.map(|line| line.iter().map(|cell| harmless(cell)).collect())
    }

    fn separated(&self, separator: char, end: &str) -> String {
        let quoted = |cell: &String| quoted(cell, separator);
        let lines = self.lines().map(|line| {
            let cells: Vec<String> = line.iter().map(quoted).collect();
            cells.join(&separator.to_string()) + end
        });
        lines.collect()
    }
}

/// With an apostrophe before what a spreadsheet would work out as a formula.
fn harmless(cell: &str) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

/// In quotation marks, where the cell would end too early without.
fn quoted(cell: &str, separator: char) -> String {
    match cell.contains([separator, '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rows: &[[&str; 2]]) -> PlainCells {
        let owned = |row: &[&str; 2]| row.map(str::to_owned).to_vec();
        PlainCells {
            name: "Table".to_owned(),
            heads: owned(&["Step", "Work, wait"]),
            rows: rows.iter().map(owned).collect(),
        }
    }

    #[test]
    fn cells_are_quoted_where_they_would_end_too_early() {
        let cells = cells(&[["Asks \"why\"", "1m"], ["two\nlines", "a\tb"]]);
        assert_eq!(
            cells.text(),
            "Step\tWork, wait\n\"Asks \"\"why\"\"\"\t1m\n\"two\nlines\"\t\"a\tb\"\n"
        );
        assert_eq!(
            String::from_utf8_lossy(&cells.csv()),
            "\u{feff}Step,\"Work, wait\"\r\n\"Asks \"\"why\"\"\",1m\r\n\"two\nlines\",a\tb\r\n"
        );
    }

    #[test]
    fn no_cell_is_a_formula() {
        let bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"];
        for bad in bad {
            let line = cells(&[[bad, "a=b"]]).lines().nth(1);
            assert_eq!(line, Some(vec![format!("'{bad}"), "a=b".to_owned()]));
        }
    }
}
