//! All variants as columns, every step as a row: what it is where, and what each variant adds up to.

use std::sync::Arc;

use egui::{
    Align2, Painter, Pos2, Rect, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::go_to;
use crate::{
    app::{
        look,
        widgets::{Badge, muted_ui},
    },
    model::{Blueprint, VariantId, plural},
    patch::{ChangeKind, Table, TableCell, TableColumn, TableRow, table},
    scene::{Ink, size},
    session::{Action, Selection, Session, sum_words},
};

/// Height of a row.
const ROW: f32 = 30.0;
/// Height of the heads with what each variant adds up to.
const HEAD: f32 = 64.0;
/// The least width of a variant's column, in which its words can be read.
const COLUMN: f32 = 208.0;
/// The least width of the column with the titles.
const TITLES: f32 = 280.0;

/// The table, kept until the document is another.
#[derive(Default)]
pub struct TablePage {
    known: Option<(Arc<Blueprint>, Table)>,
}

/// Shows the table; gives back whether a step was chosen, to be looked at on the canvas.
pub fn table_page_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut TablePage,
    actions: &mut Vec<Action>,
) -> bool {
    let blueprint = session.blueprint();
    let fresh = |(known, _): &(Arc<Blueprint>, Table)| Arc::ptr_eq(known, blueprint);
    if !page.known.as_ref().is_some_and(fresh) {
        page.known = Some((Arc::clone(blueprint), table(blueprint)));
    }
    let Some((_, table)) = &page.known else {
        return false;
    };
    let room = ui.available_width() - 48.0;
    let count = table.columns.len() as f32;
    let titles = (room - count * COLUMN).clamp(TITLES, 360.0);
    let column = ((room - titles) / count.max(1.0)).max(COLUMN);
    let grid = Grid {
        titles,
        column,
        width: titles + column * count,
    };
    let mut chosen = None;
    ScrollArea::horizontal().show(ui, |ui| {
        ui.vertical(|ui| {
            ui.set_width(grid.width.max(room) + 48.0);
            ui.spacing_mut().item_spacing.y = 0.0;
            head_ui(ui, &grid, table);
            if table.rows.is_empty() {
                ui.add_space(24.0);
                ui.horizontal(|ui| {
                    ui.add_space(24.0);
                    let words = "No variant has a step yet. Draw or capture some first.";
                    muted_ui(ui, words);
                });
            }
            ScrollArea::vertical().auto_shrink(false).show_rows(
                ui,
                ROW,
                table.rows.len(),
                |ui, shown| {
                    for at in shown {
                        let above = at.checked_sub(1).and_then(|at| table.rows.get(at));
                        let row = &table.rows[at];
                        let begins = above.is_none_or(|above| above.phase != row.phase);
                        let picked = row_ui(ui, &grid, (row, begins), table);
                        chosen = picked.or(chosen.take());
                    }
                },
            );
        });
    });
    let Some(selection) = chosen else {
        return false;
    };
    actions.push(go_to(session, selection));
    true
}

/// Where the columns stand.
struct Grid {
    titles: f32,
    column: f32,
    width: f32,
}

impl Grid {
    /// The cell of a column, counted from 0, of a row.
    fn cell(&self, row: Rect, column: usize) -> Rect {
        let left = row.left() + self.titles + self.column * column as f32;
        Rect::from_min_size(Pos2::new(left, row.top()), vec2(self.column, row.height()))
    }
}

/// The variants' names, and what each adds up to.
fn head_ui(ui: &mut Ui, grid: &Grid, table: &Table) {
    let (rect, _) = ui.allocate_exact_size(vec2(grid.width + 48.0, HEAD), Sense::hover());
    let row = rect.with_min_x(rect.left() + 24.0);
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, look::ink(ui, Ink::TitleStrip));
    let line = Stroke::new(1.0, look::ink(ui, Ink::Hairline));
    painter.hline(rect.x_range(), rect.bottom(), line);
    let words = plural(table.rows.len(), "step", "steps");
    let muted = look::ink(ui, Ink::TextMuted);
    let at = row.left_center() - vec2(0.0, 10.0);
    painter.text(
        at,
        Align2::LEFT_CENTER,
        words,
        look::semibold(14.0),
        look::ink(ui, Ink::Text),
    );
    for (place, column) in table.columns.iter().enumerate() {
        let cell = grid.cell(row, place).shrink2(vec2(8.0, 0.0));
        let inside = painter.with_clip_rect(cell.intersect(painter.clip_rect()));
        let name = look::semibold(14.0);
        let at = cell.left_center() - vec2(0.0, 18.0);
        inside.text(
            at,
            Align2::LEFT_CENTER,
            &column.name,
            name,
            look::ink(ui, Ink::Text),
        );
        for (line, words) in sums(column).iter().enumerate() {
            let at = cell.left_center() + vec2(0.0, 2.0 + 16.0 * line as f32);
            let line = Rect::from_center_size(cell.center(), vec2(cell.width(), 16.0));
            let line = line.translate(at - cell.left_center());
            elided(
                &inside,
                line,
                words,
                egui::FontId::proportional(12.0),
                muted,
            );
        }
        let response = ui.interact(cell, ui.scope_id().with(("head", place)), Sense::hover());
        let spoken = format!("{}: {}", column.name, sums(column).join(", "));
        response.widget_info(|| WidgetInfo::labeled(egui::Role::ColumnHeader, true, &spoken));
        response.on_hover_text(sums(column).join("\n"));
    }
}

/// What a variant adds up to, in two lines.
fn sums(column: &TableColumn) -> [String; 2] {
    let counts = [
        Some(plural(column.steps, "step", "steps")),
        (column.touchpoints > 0).then(|| format!("{} AI", column.touchpoints)),
        (column.pains > 0).then(|| plural(column.pains, "pain", "pains")),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    let work = sum_words(&column.spent.work, "work");
    [counts.join(" · "), work.unwrap_or_default()]
}

/// One step; gives back what was chosen of it.
fn row_ui(
    ui: &mut Ui,
    grid: &Grid,
    (row, begins): (&TableRow, bool),
    table: &Table,
) -> Option<Selection> {
    let (rect, _) = ui.allocate_exact_size(vec2(grid.width + 48.0, ROW), Sense::hover());
    let inner = rect.with_min_x(rect.left() + 24.0);
    let painter = ui.painter().clone();
    let line = if begins { Ink::Hairline } else { Ink::Header };
    painter.hline(
        inner.x_range(),
        rect.top(),
        Stroke::new(1.0, look::ink(ui, line)),
    );
    let titles = Rect::from_min_size(inner.min, vec2(grid.titles - 8.0, ROW));
    let inside = painter.with_clip_rect(titles.intersect(painter.clip_rect()));
    let muted = look::ink(ui, Ink::TextMuted);
    let phase = if begins { row.phase.as_str() } else { "" };
    let small = egui::FontId::proportional(11.0);
    inside.text(
        titles.left_center(),
        Align2::LEFT_CENTER,
        phase,
        small,
        muted,
    );
    let left = titles.left() + 92.0;
    let body = egui::FontId::proportional(13.0);
    let title = Rect::from_min_max(Pos2::new(left, titles.top()), titles.max);
    elided(&inside, title, &row.title, body, look::ink(ui, Ink::Text));
    let mut chosen = None;
    for (place, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
        let rect = grid.cell(inner, place).shrink2(vec2(2.0, 2.0));
        let first = &table.columns[0].variant;
        if cell_ui(ui, &painter, rect, (row, cell, column), first) {
            chosen = Some(selection_of(row, cell, &column.variant, table));
        }
    }
    chosen
}

/// A step in a variant; what that one lacks is looked at in the first.
fn selection_of(row: &TableRow, cell: &TableCell, variant: &VariantId, table: &Table) -> Selection {
    let holder = row
        .cells
        .iter()
        .zip(&table.columns)
        .find(|(cell, _)| cell.is_there);
    match holder {
        Some((_, holder)) if !cell.is_there => Selection::step(&holder.variant, &row.step),
        _ => Selection::step(variant, &row.step),
    }
}

/// What a step is in one variant; says whether it was clicked.
fn cell_ui(
    ui: &mut Ui,
    painter: &Painter,
    rect: Rect,
    (row, cell, column): (&TableRow, &TableCell, &TableColumn),
    table_first: &VariantId,
) -> bool {
    let id = ui
        .scope_id()
        .with((row.step.as_str(), column.variant.as_str()));
    let response = ui.interact(rect, id, Sense::click());
    if response.hovered() {
        painter.rect_filled(rect, 6.0, look::ink(ui, Ink::Hover));
    }
    let words = words(cell);
    let spoken = format!("{}, {}: {words}", row.title, column.name);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    let mut left = rect.left() + 6.0;
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    for kind in &cell.kinds {
        // The mark of AI stands for the step being one, whether it is new or not.
        if *kind == ChangeKind::Ai {
            continue;
        }
        left = badge(ui, &inside, (left, rect), *kind);
    }
    if cell.is_ai {
        left = badge(ui, &inside, (left, rect), ChangeKind::Ai);
    }
    let is_first = table_first == &column.variant;
    let plain = match (cell.is_there, cell.kinds.is_empty()) {
        (true, true) if is_first => "",
        (true, true) => "unchanged",
        (false, true) => "–",
        _ => "",
    };
    let text = if plain.is_empty() {
        cell.details.join(" · ")
    } else {
        plain.to_owned()
    };
    let room = Rect::from_min_max(Pos2::new(left, rect.top()), rect.max - vec2(6.0, 0.0));
    let font = egui::FontId::proportional(12.0);
    elided(&inside, room, &text, font, look::ink(ui, Ink::TextMuted));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let clicked = response.clicked();
    if !cell.details.is_empty() {
        response.on_hover_ui(|ui| {
            ui.set_max_width(320.0);
            for detail in &cell.details {
                ui.label(RichText::new(detail).size(12.0));
            }
        });
    }
    clicked
}

/// A cell in words, for screen readers.
fn words(cell: &TableCell) -> String {
    let kinds: Vec<&str> = cell.kinds.iter().map(|kind| kind.word()).collect();
    match (cell.is_there, kinds.is_empty()) {
        (true, true) if cell.details.is_empty() => "the same".to_owned(),
        (true, true) => cell.details.join(", "),
        (false, true) => "not there".to_owned(),
        _ => kinds.join(", "),
    }
}

/// A badge; gives back where the next one begins.
fn badge(ui: &Ui, painter: &Painter, (left, row): (f32, Rect), kind: ChangeKind) -> f32 {
    let at = Pos2::new(left, row.center().y);
    Badge::of(ui, kind).paint(ui, painter, at) + size::GRID
}

/// One line of text, cut off with ... where it does not fit.
fn elided(painter: &Painter, room: Rect, text: &str, font: egui::FontId, color: egui::Color32) {
    if room.width() < 16.0 || text.is_empty() {
        return;
    }
    let format = egui::TextFormat::simple(font, color);
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), format);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.width());
    let galley = painter.layout_job(job);
    let at = Pos2::new(room.left(), room.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, color);
}
