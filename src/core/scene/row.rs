//! Fields of steps as rows under the lanes: the feeling as a curve, times summed, names and pains in words.
//!
//! Owns what a moment's cell says and how high a row is. Knows nothing of cards and connectors: rows stand
//! under all lanes, because between two lanes run connectors that would have to cross them.

mod curve;
mod value;

use super::{
    Class, Icon, Ink, Pos2, Rect, Shape, ShapeGroup, Stroke, TextMeasure,
    board::{Board, Columns},
    font,
    head::hairline,
    pos2, size,
    words::spent_words,
};
use crate::model::{LaneKind, Row, Spent, Step, StepId, Variant};

pub use value::{feeling_icon, feeling_number};

/// A field of the steps as a row under the lanes.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldRow {
    /// The field it shows, one of those the blueprint asks for.
    pub field: Row,
    /// From the pane's left edge to its right edge; `left..body.left` holds the name.
    pub rect: Rect,
    /// The name at the left edge.
    pub header: ShapeGroup,
    /// The hairline at its foot.
    pub rule: ShapeGroup,
    /// Every column lies in one, left to right.
    pub cells: Vec<RowCell>,
    /// What runs across cells and lies under them: a curve, sums of phases.
    pub across: Vec<ShapeGroup>,
}

/// What a row says of a moment, or of moments that one step covers.
#[derive(Clone, Debug, PartialEq)]
pub struct RowCell {
    /// Its columns, by their places in the pane.
    pub columns: std::ops::Range<usize>,
    /// Its edges, in points of the scene: as wide as its columns, as high as the row.
    pub rect: Rect,
    /// The steps that begin here and have this field, top to bottom.
    pub steps: Vec<StepId>,
    /// Of a curve: the steps whose value is known, and where it stands.
    pub points: Vec<RowPoint>,
    /// What it says; empty when nobody said anything.
    pub words: String,
    /// Its words and pictures.
    pub group: ShapeGroup,
}

/// A step's point on a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPoint {
    /// The step whose value it is.
    pub step: StepId,
    /// Its middle, in points of the scene; the higher, the better.
    pub at: Pos2,
}

impl FieldRow {
    /// All of it but its name, back to front.
    pub fn groups(&self) -> impl Iterator<Item = &ShapeGroup> {
        let cells = self.cells.iter().map(|cell| &cell.group);
        std::iter::once(&self.rule).chain(&self.across).chain(cells)
    }

    /// The cell in which a column lies.
    pub fn cell(&self, column: usize) -> Option<&RowCell> {
        let at = self
            .cells
            .partition_point(|cell| cell.columns.end <= column);
        self.cells.get(at)
    }
}

/// Behind a sum to which all ways of a decision were added, of which a case goes one.
const ALL_WAYS: &str = " · all ways";

/// A step where a row sees it.
struct SeenStep<'a> {
    id: &'a StepId,
    step: &'a Step,
    kind: LaneKind,
    /// Whether a way of a decision leads to it.
    is_one_way: bool,
    /// First column, and the one after the last.
    columns: (usize, usize),
}

/// The rows of `variant` under a pane whose lanes end at `top`, and where they end. Of a variant that it `was`
/// they show the values before those that there are now.
pub(super) fn rows(
    (board, columns): (&Board<'_>, &Columns),
    (variant, was): (&Variant, Option<&Variant>),
    top: f32,
    text: &TextMeasure,
) -> (Vec<FieldRow>, f32) {
    if board.blueprint.rows.is_empty() || columns.edges.is_empty() {
        return (Vec::new(), top);
    }
    let note = was.map_or(String::new(), |was| {
        format!("{} → {}", was.name, variant.name)
    });
    let was = was.map(|was| seen(board, was));
    let seen = seen(board, variant);
    let mut rows: Vec<FieldRow> = Vec::with_capacity(board.blueprint.rows.len());
    let mut y = top + size::ROW_GAP;
    for field in &board.blueprint.rows {
        // A file may name a field twice; its cells are filled in at one place.
        if rows.iter().any(|row| row.field == *field) {
            continue;
        }
        let stand = RowLayout {
            field: *field,
            board,
            columns,
            text,
            note: &note,
            top: y,
        };
        let row = stand.row(&seen, was.as_deref());
        y = row.rect.bottom();
        rows.push(row);
    }
    (rows, y)
}

/// Every step in a cell, from the left, top to bottom.
fn seen<'a>(board: &Board<'_>, variant: &'a Variant) -> Vec<SeenStep<'a>> {
    let ways = variant.ways_of_decisions();
    let mut seen: Vec<(usize, SeenStep<'a>)> = variant
        .steps
        .iter()
        .filter_map(|(id, step)| {
            let (lane, first, span) = board.cell(step)?;
            let seen = SeenStep {
                id,
                step,
                kind: board.blueprint.lanes.get(lane)?.kind,
                is_one_way: ways.contains(id),
                columns: (first, first + span),
            };
            Some((lane, seen))
        })
        .collect();
    seen.sort_by_key(|(lane, seen)| (seen.columns.0, *lane, seen.step.rank, seen.id));
    seen.into_iter().map(|(_, seen)| seen).collect()
}

/// The steps whose field a row shows, and in an overlay those of before.
type OwnSteps<'s, 'a> = (&'s [&'s SeenStep<'a>], Option<&'s [&'s SeenStep<'a>]>);

/// One line of a cell: what it says, and in front of it a small picture.
#[derive(Clone)]
struct CellLine {
    icon: Option<Icon>,
    words: String,
    ink: Ink,
    /// At most so many lines.
    lines: usize,
}

/// A row about to get its height.
struct RowLayout<'a> {
    field: Row,
    board: &'a Board<'a>,
    columns: &'a Columns,
    text: &'a TextMeasure,
    /// Under its name.
    note: &'a str,
    top: f32,
}

impl RowLayout<'_> {
    fn row(&self, seen: &[SeenStep<'_>], was: Option<&[SeenStep<'_>]>) -> FieldRow {
        let own = self.own(seen);
        let was = was.map(|was| self.own(was));
        let all = own.iter().chain(was.iter().flatten());
        let cells = self.cells(all.copied());
        match self.field {
            Row::Feeling => self.feelings((&own, was.as_deref()), &cells),
            _ => self.words((&own, was.as_deref()), &cells),
        }
    }

    /// The steps whose field this row shows.
    fn own<'s, 'a>(&self, seen: &'s [SeenStep<'a>]) -> Vec<&'s SeenStep<'a>> {
        let of_customer = seen.iter().any(|seen| seen.kind == LaneKind::Customer);
        let lanes = &self.board.blueprint.lanes;
        let has_customer = of_customer || lanes.iter().any(|l| l.kind == LaneKind::Customer);
        let is_own = |seen: &&SeenStep<'_>| match self.field {
            Row::Feeling => seen.kind == LaneKind::Customer || !has_customer,
            // Evidence is not executed: it takes no time.
            Row::Time => seen.kind != LaneKind::PhysicalEvidence,
            _ => true,
        };
        seen.iter().filter(is_own).collect()
    }

    /// The cells as first column and the one after the last: one a moment, but moments that a step with a
    /// value covers together are one.
    fn cells<'s>(&self, own: impl Iterator<Item = &'s SeenStep<'s>>) -> Vec<(usize, usize)> {
        let mut cells: Vec<(usize, usize)> = Vec::new();
        let mut ends: Vec<usize> = (0..self.columns.edges.len()).map(|at| at + 1).collect();
        if self.field != Row::Feeling {
            for seen in own.filter(|seen| value::has(self.field, seen.step)) {
                let end = &mut ends[seen.columns.0];
                *end = (*end).max(seen.columns.1);
            }
        }
        let mut at = 0;
        while at < ends.len() {
            let mut end = ends[at];
            let mut next = at + 1;
            while next < end {
                end = end.max(ends[next]);
                next += 1;
            }
            cells.push((at, end));
            at = end;
        }
        cells
    }

    /// Left and right edge of the columns of a cell.
    fn across(&self, (first, end): (usize, usize)) -> (f32, f32) {
        (self.columns.edges[first].0, self.columns.edges[end - 1].1)
    }

    /// A row whose cells say something in words.
    fn words(&self, (own, was): OwnSteps<'_, '_>, cells: &[(usize, usize)]) -> FieldRow {
        let filled: Vec<(Vec<&SeenStep<'_>>, Vec<CellLine>)> = cells
            .iter()
            .map(|cell| {
                let here = within(own, *cell).to_vec();
                let steps: Vec<&Step> = here.iter().map(|seen| seen.step).collect();
                let entries = match was {
                    None => value::entries(self.field, &steps),
                    Some(was) => {
                        let was: Vec<&Step> =
                            within(was, *cell).iter().map(|seen| seen.step).collect();
                        value::both(self.field, &was, &steps)
                    }
                };
                (here, entries)
            })
            .collect();
        let mut drawn = Vec::with_capacity(cells.len());
        let mut lines = 0;
        for (cell, (here, entries)) in cells.iter().zip(filled) {
            let (left, right) = self.across(*cell);
            let at = pos2(left + size::CARD_PAD_X, self.top + size::ROW_PAD);
            let room = right - left - 2.0 * size::CARD_PAD_X;
            let (shapes, used) = self.draw(&entries, at, room);
            lines = lines.max(used);
            let words: Vec<String> = entries.into_iter().map(|entry| entry.words).collect();
            drawn.push((*cell, here, words.join(", "), shapes));
        }
        let mut bottom = self.top + 2.0 * size::ROW_PAD + lines.max(1) as f32 * size::SMALL_LINE;
        let mut sums = Vec::new();
        if self.field == Row::Time {
            sums = self.sums((own, was), bottom);
            bottom += size::ROW_SUM;
        }
        let bottom = bottom.max(self.top + size::ROW_MIN);
        let cells = drawn.into_iter().map(|(cell, here, words, shapes)| {
            let (left, right) = self.across(cell);
            RowCell {
                columns: cell.0..cell.1,
                rect: Rect::from_min_max(pos2(left, self.top), pos2(right, bottom)),
                steps: here.iter().map(|seen| seen.id.clone()).collect(),
                points: Vec::new(),
                group: self.group(&self.cell_id(cell.0), shapes, (left, right), bottom),
                words,
            }
        });
        let cells = cells.collect();
        self.finish(bottom, cells, sums)
    }

    /// Draws entries below each other from `at`, at most [`size::ROW_LINES`] lines; says how many.
    fn draw(&self, entries: &[CellLine], at: Pos2, room: f32) -> (Vec<Shape>, usize) {
        let mut shapes = Vec::new();
        let mut used = 0;
        for (number, entry) in entries.iter().enumerate() {
            let left = entries.len() - number;
            let indent = match entry.icon {
                Some(_) => size::MARK_ICON + size::ICON_GAP,
                None => 0.0,
            };
            // The last line is kept for what has no room.
            let spare = usize::from(left > 1);
            let free = size::ROW_LINES - used;
            if free <= spare && left > 1 {
                let words = format!("+{left}");
                let line = self.text.lines(&words, font::SMALL, room, 1).pop();
                let y = at.y + (used as f32 + 0.5) * size::SMALL_LINE;
                shapes.extend(line.map(|l| l.at(pos2(at.x, y), font::SMALL, Ink::TextMuted)));
                used += 1;
                break;
            }
            let most = entry.lines.min(free - spare).max(1);
            let lines = self
                .text
                .lines(&entry.words, font::SMALL, room - indent, most);
            for (row, line) in lines.iter().enumerate() {
                let y = at.y + (used as f32 + 0.5) * size::SMALL_LINE;
                if let (0, Some(icon)) = (row, entry.icon) {
                    let center = pos2(at.x + size::MARK_ICON / 2.0, y);
                    shapes.push(Shape::Icon {
                        icon,
                        rect: Rect::from_center_size(center, super::Vec2::splat(size::MARK_ICON)),
                        ink: match icon {
                            Icon::Pain => Ink::Pain,
                            _ => Ink::TextMuted,
                        },
                    });
                }
                shapes.push(line.at(pos2(at.x + indent, y), font::SMALL, entry.ink));
                used += 1;
            }
        }
        (shapes, used)
    }

    /// The time of each phase, every step once, under a hairline as wide as the phase.
    fn sums(&self, (own, was): OwnSteps<'_, '_>, top: f32) -> Vec<ShapeGroup> {
        let phases = self.board.blueprint.phases.iter().enumerate();
        phases
            .filter_map(|(index, phase)| {
                let (left, right) = self.columns.phases[index]?;
                let moments = &self.board.moments;
                let first = moments.partition_point(|(phase, ..)| *phase < index);
                let end = moments.partition_point(|(phase, ..)| *phase <= index);
                let spent = |own| {
                    let here = within(own, (first, end));
                    let words = spent_words(&Spent::of(here.iter().map(|seen| seen.step)))?;
                    let adds_ways = here.iter().any(|seen| seen.is_one_way);
                    Some(words + if adds_ways { ALL_WAYS } else { "" })
                };
                let words = match was {
                    None => spent(own)?,
                    Some(was) => value::turned(spent(was), spent(own))?,
                };
                let y = top + size::ROW_SUM / 2.0 - size::GRID / 2.0;
                let room = right - left - 2.0 * size::CARD_PAD_X;
                let words = format!("{}: {words}", phase.name.trim());
                let line = self.text.lines(&words, font::SMALL_STRONG, room, 1).pop()?;
                let at = pos2(left + size::CARD_PAD_X, y + size::GRID / 2.0);
                let points = vec![pos2(left, top), pos2(right, top)];
                let shapes = vec![
                    hairline(points),
                    line.at(at, font::SMALL_STRONG, Ink::TextMuted),
                ];
                let mut group = self.group(
                    phase.id.as_str(),
                    shapes,
                    (left, right),
                    top + size::ROW_SUM,
                );
                group.bounds.min.y = top - 0.5;
                Some(group)
            })
            .collect()
    }

    fn cell_id(&self, column: usize) -> String {
        let (_, _, moment) = self.board.moments[column];
        moment.id.to_string()
    }

    fn group(
        &self,
        id: &str,
        shapes: Vec<Shape>,
        (left, right): (f32, f32),
        bottom: f32,
    ) -> ShapeGroup {
        ShapeGroup {
            class: Class::Row,
            kind: value::class(self.field),
            id: id.to_owned(),
            bounds: Rect::from_min_max(pos2(left, self.top), pos2(right, bottom)),
            shapes,
        }
    }

    fn finish(&self, bottom: f32, cells: Vec<RowCell>, across: Vec<ShapeGroup>) -> FieldRow {
        let (left, right) = (size::LANE_HEADER, self.columns.right);
        let rule = vec![pos2(0.0, bottom), pos2(right, bottom)];
        let x = size::LANE_BAR + size::LANE_TEXT;
        let room = left - x - size::GRID;
        let mut y = self.top + size::ROW_PAD + size::SMALL_LINE / 2.0;
        let mut shapes = Vec::new();
        let name = self
            .text
            .lines(self.field.words(), font::SMALL_STRONG, room, 1);
        for line in name {
            shapes.push(line.at(pos2(x, y), font::SMALL_STRONG, Ink::TextMuted));
            y += size::SMALL_LINE;
        }
        for line in self.text.lines(self.note, font::SMALL, room, 1) {
            // A low row has room for its name alone.
            if y + size::SMALL_LINE / 2.0 < bottom {
                shapes.push(line.at(pos2(x, y), font::SMALL, Ink::TextMuted));
            }
        }
        let name = Rect::from_min_max(pos2(0.0, self.top), pos2(left, bottom));
        let header = ShapeGroup {
            bounds: name,
            ..self.group(value::class(self.field), shapes, (0.0, left), bottom)
        };
        FieldRow {
            field: self.field,
            rect: Rect::from_min_max(pos2(0.0, self.top), pos2(right, bottom)),
            header,
            rule: ShapeGroup {
                class: Class::Rule,
                bounds: Rect::from_two_pos(rule[0], rule[1]).expand(0.5),
                ..self.group(
                    value::class(self.field),
                    vec![hairline(rule)],
                    (0.0, right),
                    bottom,
                )
            },
            cells,
            across,
        }
    }
}

/// Those of the steps, which come from the left, that begin in a cell.
fn within<'s, 'a, 'b>(
    own: &'s [&'a SeenStep<'b>],
    (first, end): (usize, usize),
) -> &'s [&'a SeenStep<'b>] {
    let first = own.partition_point(|seen| seen.columns.0 < first);
    let end = own.partition_point(|seen| seen.columns.0 < end);
    &own[first..end.max(first)]
}
