//! The outline: every step as a row of a table, with what comes before and after it. It takes the canvas's
//! place and its keyboard, and shares selection, inspector and names in place with it.
//!
//! Only the rows on screen are laid out. What is made from the document is made when it differs.

mod cell;
mod editor;
mod keys;

use std::{collections::BTreeSet, sync::Arc};

use egui::{
    Align2, EventFilter, Id, Modifiers, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, accesskit, pos2, vec2,
};

use super::{
    canvas::{Canvas, canvas_id},
    look,
    menus::{segment_ui, segments_ui},
};
use crate::{
    model::{Blueprint, plural},
    scene::{Icon, Ink, Show},
    session::{Action, Editing, Found, Grouping, Outline, OutlineRow, Selection, Session},
};
use cell::Column;
use editor::Editor;

/// Height of a row.
const ROW: f32 = 30.0;
/// Height of the strip with the switch, and of the columns' names.
const HEAD: f32 = 36.0;
/// How far a level of the tree is set in.
const INDENT: f32 = 18.0;
/// Space between a cell's edge and its words.
const PAD: f32 = 8.0;

/// What the outline remembers between frames.
#[derive(Default)]
pub struct OutlineView {
    grouping: Grouping,
    folded: BTreeSet<OutlineRow>,
    column: Column,
    editor: Option<Editor>,
    outline: Outline,
    made_from: Option<MadeFrom>,
    /// What was selected in the last frame: something else is scrolled to.
    selection: Option<Selection>,
    /// The row that is selected, or was last.
    row: usize,
    /// Where a range of rows begins that is being selected.
    anchor: Option<OutlineRow>,
    offset: f32,
    /// Height of the part with the rows.
    height: f32,
}

/// What an outline was made from.
type MadeFrom = (Arc<Blueprint>, Show, Grouping, BTreeSet<OutlineRow>);

impl OutlineView {
    /// It comes or goes: what is selected is scrolled to, and nothing is typed any more.
    pub fn start_again(&mut self) {
        self.selection = None;
        self.editor = None;
    }

    /// Takes over what is typed in a cell. What cannot be understood stays, and is still
    /// [a draft](Self::open_draft).
    pub fn commit(&mut self, session: &Session, actions: &mut Vec<Action>) {
        let typed = self
            .editor
            .as_ref()
            .and_then(|editor| editor.typed(session));
        if typed.is_some() || self.open_draft().is_none() {
            self.editor = None;
        }
        actions.extend(typed);
    }

    /// What is typed in a cell and not yet taken over: the name of its column, and the text.
    pub fn open_draft(&self) -> Option<(&'static str, &str)> {
        self.editor.as_ref()?.open_draft()
    }

    fn update(&mut self, session: &Session) {
        let (shown, show) = (session.shown(), session.show());
        let same = self
            .made_from
            .as_ref()
            .is_some_and(|(of, by, how, folded)| {
                Arc::ptr_eq(of, shown)
                    && by == show
                    && *how == self.grouping
                    && *folded == self.folded
            });
        if !same {
            self.outline = Outline::of(shown, show, self.grouping, &self.folded);
            let (how, folded) = (self.grouping, self.folded.clone());
            self.made_from = Some((Arc::clone(shown), show.clone(), how, folded));
        }
    }

    /// The row that is being named or selected.
    fn current(&self, session: &Session) -> Option<usize> {
        if let Some(Editing::New(step)) = session.editing() {
            let row = OutlineRow::Step(step.variant.clone(), step.id.clone());
            return self.outline.rows.iter().position(|other| *other == row);
        }
        let selection = session.selection();
        let tray = self.outline.rows.get(self.row) == Some(&OutlineRow::Tray);
        let nothing = selection.target == crate::session::Target::Blueprint;
        let on_tray = (tray && nothing).then_some(self.row);
        self.outline.place_of(selection).or(on_tray)
    }
}

/// Shows the outline in the place that is left. `found` stands out.
pub fn outline_ui(
    ui: &mut Ui,
    session: &Session,
    canvas: &mut Canvas,
    view: &mut OutlineView,
    found: &[Found],
    actions: &mut Vec<Action>,
) {
    let area = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(area);
    ui.painter()
        .rect_filled(area, 0.0, look::ink(ui, Ink::Canvas));
    let response = ui.interact(area, canvas_id(), Sense::click());
    ui.ctx().accesskit_node_builder(canvas_id(), |node| {
        node.set_role(accesskit::Role::TreeGrid);
        node.set_label("Outline");
    });
    let nobody = ui.memory(|memory| memory.focused().is_none());
    if nobody || response.clicked() {
        response.request_focus();
    }
    let filter = EventFilter {
        tab: true,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(canvas_id(), filter));
    let head = Rect::from_min_size(area.min, vec2(area.width(), HEAD));
    head_ui(ui, head, session, view);
    view.update(session);
    let current = view.current(session);
    view.row = current.unwrap_or(view.row);
    let columns = cell::columns(area, view.grouping);
    let names = Rect::from_min_size(head.left_bottom(), vec2(area.width(), ROW));
    names_ui(ui, names, &columns);
    let body = Rect::from_min_max(names.left_bottom(), area.max);
    rows_ui(ui, body, session, view, (&columns, current, found), actions);
    let offset = view.offset;
    let row_rect = |row: usize| {
        let top = body.top() + top_of(row) - offset;
        Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), ROW))
    };
    if session.editing().is_some() {
        keys::tab_in_title(ui, canvas, view, actions);
    }
    let place = current.map(|row| cell::title_rect(view, row, row_rect(row), &columns));
    canvas.title_at_ui(ui, session, place, body, actions);
    let edited = view.editor.as_ref().and_then(|editor| {
        let row = view.outline.rows.iter().position(|row| editor.is_of(row))?;
        let column = columns
            .iter()
            .find(|column| column.column == editor.column())?;
        Some(column.rect_in(row_rect(row)))
    });
    match edited {
        Some(place) => editor::editor_ui(ui, place, body, session, view, actions),
        None => view.editor = None,
    }
    if view.outline.rows.is_empty() {
        ui.painter().text(
            body.center(),
            Align2::CENTER_CENTER,
            "Nothing to list yet. Add a phase and a lane, then steps.",
            look::medium(13.0),
            look::ink(ui, Ink::TextMuted),
        );
    }
}

/// Where a row stands below the first.
fn top_of(row: usize) -> f32 {
    row as f32 * ROW
}

/// What it is, how much there is of it, and how it is grouped.
fn head_ui(ui: &mut Ui, head: Rect, session: &Session, view: &mut OutlineView) {
    ui.painter()
        .rect_filled(head, 0.0, look::ink(ui, Ink::TitleStrip));
    let inside = head.shrink2(vec2(12.0, 4.0));
    ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
        ui.horizontal_centered(|ui| {
            ui.label(egui::RichText::new("Outline").font(look::semibold(14.0)));
            let variants = match session.show() {
                Show::One(id) => vec![id],
                Show::Compare(first, second) | Show::Overlay(first, second) => vec![first, second],
            };
            let variants = variants
                .into_iter()
                .filter_map(|id| session.shown().variant(id));
            for (_, variant) in variants {
                let steps = plural(variant.steps.len(), "step", "steps");
                let words = format!("{}: {steps}", variant.name);
                let color = look::ink(ui, Ink::TextMuted);
                ui.label(egui::RichText::new(words).small().color(color));
            }
            ui.add_space(12.0);
            segments_ui(ui, |ui| {
                let groupings = [(Grouping::Phases, "By phase"), (Grouping::Lanes, "By lane")];
                for (grouping, words) in groupings {
                    if segment_ui(ui, words, view.grouping == grouping, "").clicked() {
                        view.grouping = grouping;
                        view.selection = None;
                    }
                }
            });
        });
    });
}

fn names_ui(ui: &Ui, rect: Rect, columns: &[cell::Place]) {
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, look::ink(ui, Ink::Header));
    for column in columns {
        let at = pos2(column.left + PAD, rect.center().y);
        let (font, ink) = (look::semibold(11.0), look::ink(ui, Ink::TextMuted));
        painter.text(at, Align2::LEFT_CENTER, column.name, font, ink);
    }
}

fn rows_ui(
    ui: &mut Ui,
    body: Rect,
    session: &Session,
    view: &mut OutlineView,
    (columns, current, found): (&[cell::Place], Option<usize>, &[Found]),
    actions: &mut Vec<Action>,
) {
    view.height = body.height();
    let mut area = ScrollArea::vertical()
        .id_salt("outline rows")
        .auto_shrink(false);
    if view.selection.as_ref() != Some(session.selection()) || session.editing().is_some() {
        view.selection = Some(session.selection().clone());
        if let Some(row) = current {
            let top = top_of(row);
            let least = (top + ROW - view.height).max(0.0);
            let offset = view.offset.clamp(least, top.max(least));
            area = area.vertical_scroll_offset(offset);
        }
    }
    let total = view.outline.rows.len();
    let mut row_ui = RowUi {
        session,
        columns,
        current,
        found,
        actions,
    };
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, ROW, total, |ui, range| {
            for row in range {
                row_ui.show_ui(ui, view, row);
            }
        });
        view.offset = output.state.unclamped_offset().y;
    });
}

/// What a row is drawn with.
struct RowUi<'a> {
    session: &'a Session,
    columns: &'a [cell::Place],
    current: Option<usize>,
    found: &'a [Found],
    actions: &'a mut Vec<Action>,
}

impl RowUi<'_> {
    fn show_ui(&mut self, ui: &mut Ui, view: &mut OutlineView, place: usize) {
        let Some(row) = view.outline.rows.get(place).cloned() else {
            return;
        };
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        let id = Id::unique(("outline row", place));
        let response = ui.interact(rect, id, Sense::click());
        let is_current = self.current == Some(place);
        let is_selected = is_current || row.is_selected(self.session.selection());
        self.ground_ui(ui, rect, &row, (is_selected, response.hovered()));
        let name = cell::row_name(self.session, &row);
        response.widget_info(|| {
            egui::WidgetInfo::selected(accesskit::Role::TreeItem, true, is_selected, &name)
        });
        let level = usize::from(row.depth(view.grouping)) + 1;
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_level(level);
            if row.depth(view.grouping) == 0 {
                node.set_expanded(!view.folded.contains(&row));
            }
        });
        if let OutlineRow::Step(variant, step_id) = &row {
            if let Some(step) = self.session.shown().step(variant, step_id) {
                let step = Arc::clone(step);
                self.cells_ui(ui, view, (rect, is_current), (variant, step_id, &step));
            }
        } else {
            self.group_ui(ui, view, rect, &row, &name);
        }
        let at = response.interact_pointer_pos();
        if response.clicked()
            && let Some(at) = at
        {
            ui.memory_mut(|memory| memory.request_focus(canvas_id()));
            let held = ui.input(|input| input.modifiers);
            self.clicked(view, place, &row, (at, rect), held);
        }
        if response.double_clicked() {
            keys::edit(self.session, view, place, self.actions);
        }
    }

    fn ground_ui(&self, ui: &Ui, rect: Rect, row: &OutlineRow, (selected, hovered): (bool, bool)) {
        let painter = ui.painter();
        let is_found = match row.selection(&self.session.selection().variant) {
            Some(selection) => self.found.iter().any(|found| found.selection == selection),
            None => false,
        };
        let ground = match (selected, hovered, row) {
            (true, ..) => Some(Ink::SelectedFill),
            (_, true, _) => Some(Ink::Hover),
            (_, _, OutlineRow::Phase(_) | OutlineRow::Lane(_) | OutlineRow::Tray) => {
                Some(Ink::Panel)
            }
            _ => None,
        };
        if let Some(ground) = ground {
            painter.rect_filled(rect, 0.0, look::ink(ui, ground));
        }
        if is_found {
            let bar = Rect::from_min_size(rect.min, vec2(4.0, rect.height()));
            painter.rect_filled(bar, 0.0, look::ink(ui, Ink::MarkRing));
        }
        let line = Stroke::new(1.0, look::ink(ui, Ink::Hairline));
        painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
    }

    /// A phase, lane, moment or the tray: its name, and the arrow that folds it.
    fn group_ui(&self, ui: &Ui, view: &OutlineView, rect: Rect, row: &OutlineRow, name: &str) {
        let painter = ui.painter_at(rect);
        let depth = f32::from(row.depth(view.grouping));
        let left = rect.left() + PAD + depth * INDENT;
        let icon = if view.folded.contains(row) {
            Icon::Right
        } else {
            Icon::Down
        };
        let muted = look::ink(ui, Ink::TextMuted);
        let at = pos2(left + 6.0, rect.center().y);
        let (glyph, font) = (icon.glyph(), look::icon_font(13.0));
        painter.text(at, Align2::CENTER_CENTER, glyph, font, muted);
        let at = pos2(left + INDENT, rect.center().y);
        let (font, ink) = if depth == 0.0 {
            (look::semibold(13.0), look::ink(ui, Ink::Text))
        } else {
            (look::medium(12.0), muted)
        };
        painter.text(at, Align2::LEFT_CENTER, name, font, ink);
    }

    fn cells_ui(
        &mut self,
        ui: &mut Ui,
        view: &OutlineView,
        (rect, is_current): (Rect, bool),
        about: cell::About<'_>,
    ) {
        for place in self.columns {
            let mut inside = place.rect_in(rect);
            if place.column == Column::Step {
                inside.min.x = cell::title_left(view.grouping, rect);
            }
            cell::cell_ui(ui, self.session, view, (place, inside), about, self.actions);
            if is_current && view.column == place.column {
                let ring = Stroke::new(1.5, look::ink(ui, Ink::Accent));
                let inside = inside.shrink2(vec2(1.0, 2.0));
                ui.painter()
                    .rect_stroke(inside, 4.0, ring, StrokeKind::Inside);
            }
        }
    }

    fn clicked(
        &mut self,
        view: &mut OutlineView,
        place: usize,
        row: &OutlineRow,
        (at, rect): (Pos2, Rect),
        held: Modifiers,
    ) {
        if held.shift {
            view.extend_to(self.session, place, self.actions);
            return;
        }
        view.row = place;
        view.anchor = Some(row.clone());
        let column = self.columns.iter();
        let mut column = column.filter(|column| column.rect_in(rect).contains(at));
        view.column = column.next().map_or(Column::Step, |place| place.column);
        let depth = f32::from(row.depth(view.grouping));
        let arrow = rect.left() + PAD + depth * INDENT + INDENT;
        let folds = !matches!(row, OutlineRow::Step(..)) && at.x < arrow;
        if folds {
            keys::fold(view, row);
        }
        let variant = &self.session.selection().variant;
        let nothing = Selection::of(variant, crate::session::Target::Blueprint);
        let selection = match row {
            OutlineRow::Step(variant, step) if held.command => {
                let mut selection = self.session.selection().clone();
                selection.toggle_step(variant, step);
                selection
            }
            _ => row.selection(variant).unwrap_or(nothing),
        };
        self.actions.push(Action::Select(selection));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_below_each_other_however_many_there_are() {
        for row in [0, 1, 65_535, 65_536, 200_000] {
            assert_eq!(top_of(row + 1) - top_of(row), ROW, "{row}");
        }
    }
}
