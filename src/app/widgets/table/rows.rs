//! The rows of a table that are on screen, and what a click on them means.

use std::{fmt::Debug, hash::Hash};

use egui::{
    Align2, CursorIcon, FontId, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, WidgetInfo, pos2, vec2,
};

use super::{
    Did, INDENT, PAD, ROW, Table, TableRow, TableState,
    arrange::SeenRow,
    cell::{self, CellRoom},
    row_id,
    state::{ColumnPlace, top_of},
};
use crate::{
    app::look,
    scene::{Icon, Ink},
    session::Action,
};

/// A row with what its cells have to know of it.
struct NamedRow<'a, R> {
    row: &'a R,
    /// The row above it; none for the first.
    above: Option<&'a R>,
    /// What its title says.
    name: &'a str,
}

/// Where a cell stands.
#[derive(Clone, Copy)]
struct CellSpot {
    line: SeenRow,
    /// Its row.
    rect: Rect,
    /// Its column.
    number: usize,
    /// Whether the cursor is on it.
    is_here: bool,
}

impl<K: Clone + Ord + Hash + Debug> TableState<K> {
    /// Whether the row of the cursor is on screen.
    pub(super) fn shows_cursor(&self) -> bool {
        let row = self.here.map(|at| self.row_rect(at));
        row.is_some_and(|row| row.intersects(self.body))
    }

    pub(super) fn rows_ui<R: TableRow<Key = K>>(
        &mut self,
        ui: &mut Ui,
        table: &Table<'_, R>,
        actions: &mut Vec<Action>,
    ) -> Did<K> {
        self.height = self.body.height();
        let mut area = ScrollArea::both()
            .id_salt(("rows", table.name))
            .auto_shrink(false);
        let total = top_of(self.arranged.lines.len());
        let mut offset = self.offset.y;
        if std::mem::take(&mut self.seeks)
            && let Some(at) = self.here
        {
            let top = top_of(at);
            let least = (top + ROW - self.height).max(0.0);
            offset = offset.clamp(least, top.max(least));
        }
        // Fewer rows than before may all stand above what was in sight.
        offset = offset.min(total - self.height).max(0.0);
        if offset != self.offset.y {
            area = area.vertical_scroll_offset(offset);
        }
        let width = self.place(table);
        let builder = UiBuilder::new().max_rect(self.body);
        let output = ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            area.show_viewport(ui, |ui, viewport| {
                ui.set_width(width);
                ui.set_height(total);
                self.offset = viewport.min.to_vec2();
                self.place(table);
                let first = (viewport.top() / ROW).floor().max(0.0) as usize;
                let last = (viewport.bottom() / ROW).ceil().max(0.0) as usize;
                let mut did = Did::Nothing;
                for at in first..last.min(self.arranged.lines.len()) {
                    let done = self.row_ui(ui, table, at, actions);
                    if done != Did::Nothing {
                        did = done;
                    }
                }
                did
            })
        });
        self.offset = output.inner.state.unclamped_offset();
        output.inner.inner
    }

    fn row_ui<R: TableRow<Key = K>>(
        &mut self,
        ui: &mut Ui,
        table: &Table<'_, R>,
        at: usize,
        actions: &mut Vec<Action>,
    ) -> Did<K> {
        let Some(row) = self.row_at(table, at) else {
            return Did::Nothing;
        };
        let line = self.arranged.lines[at];
        let rect = self.row_rect(at);
        let id = row_id(table, Some(row));
        // No stop for Tab: the table has the keyboard, and says which row is meant.
        let response = ui.interact(rect, id, Sense::CLICK);
        let is_here = self.here == Some(at);
        let is_selected = is_here || (table.is_selected)(row);
        ground_ui(ui, rect, (table, row), (is_selected, &response));
        let Some(title) = table.columns.get(table.title) else {
            return Did::Nothing;
        };
        let name = (title.cell)(row).text().to_owned();
        let role = table.roles().1;
        response.widget_info(|| WidgetInfo::selected(role, true, is_selected, &name));
        let key = row.key();
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_level(line.level + 1);
            node.set_row_index(at);
            if row.group().is_some() {
                node.set_expanded(self.is_open(&key));
            }
        });
        let mut opened = None;
        if row.group().is_some() {
            self.group_ui(ui, (line, rect), &key, &name);
        } else if row.is_part() {
            part_ui(ui, (line, rect), &response, &name);
        } else {
            let above = at
                .checked_sub(1)
                .and_then(|above| self.row_at(table, above));
            let named = NamedRow {
                row,
                above,
                name: &name,
            };
            for number in 0..table.columns.len() {
                let spot = CellSpot {
                    line,
                    rect,
                    number,
                    is_here: is_here && self.column == number,
                };
                let cell = self.cell_ui(ui, table, spot, &named, actions);
                if cell.is_some_and(|cell| cell.clicked()) {
                    opened = Some(number);
                }
            }
        }
        if let Some(column) = opened {
            self.column = column;
            self.put_cursor(key.clone(), at);
            return Did::Opened(key, column);
        }
        let mut did = Did::Nothing;
        if response.clicked() && row.is_part() {
            ui.memory_mut(|memory| memory.request_focus(table.id));
            return self.edit(table, at, actions);
        }
        if response.clicked() {
            ui.memory_mut(|memory| memory.request_focus(table.id));
            let held = ui.input(|input| input.modifiers);
            // A screen reader clicks without a pointer: on the name.
            let pointer = response.interact_pointer_pos();
            let is_at =
                |place: &ColumnPlace| pointer.is_some_and(|at| place.clip(rect).contains(at));
            let column = self.places.iter().position(is_at);
            did = if held.shift {
                self.extend_to(table, at)
            } else {
                self.column = column.unwrap_or(table.title);
                let arrow = rect.left() + line.name_indent() + PAD;
                if line.is_group && pointer.is_some_and(|at| at.x < arrow) {
                    self.fold(key.clone());
                }
                match held.command && row.is_record() {
                    true => {
                        self.anchor = Some(key.clone());
                        Did::Toggled(key)
                    }
                    false => self.go(table, at),
                }
            };
        }
        if response.double_clicked() {
            match self.edit(table, at, actions) {
                Did::Nothing => {}
                edited => did = edited,
            }
        }
        did
    }

    /// The name of a group, and the arrow that folds it.
    fn group_ui(&self, ui: &Ui, (line, rect): (SeenRow, Rect), key: &K, name: &str) {
        let painter = ui.painter();
        let left = rect.left() + line.name_indent();
        let icon = match self.is_open(key) {
            true => Icon::Down,
            false => Icon::Right,
        };
        let muted = look::ink(ui, Ink::TextMuted);
        let at = pos2(left - INDENT + PAD + 6.0, rect.center().y);
        let (glyph, font) = (icon.glyph(), look::icon_font(13.0));
        painter.text(at, Align2::CENTER_CENTER, glyph, font, muted);
        let look = match line.level {
            0 => (look::semibold(13.0), Ink::Text),
            _ => (look::medium(12.0), Ink::TextMuted),
        };
        let room = rect.with_min_x(left + PAD);
        cell::line(ui, painter, room, name, look);
    }

    /// A cell; gives back what was clicked, if a click there means it and not its row.
    fn cell_ui<R: TableRow<Key = K>>(
        &self,
        ui: &mut Ui,
        table: &Table<'_, R>,
        spot: CellSpot,
        named: &NamedRow<'_, R>,
        actions: &mut Vec<Action>,
    ) -> Option<Response> {
        let NamedRow { row, above, name } = *named;
        let number = spot.number;
        let column = &table.columns[number];
        let place = *self.places.get(number)?;
        let mut clip = place.clip(spot.rect);
        if !clip.is_positive() {
            return None;
        }
        let mut inside = place.cell(spot.rect);
        if number == table.title {
            inside.min.x += spot.line.name_indent();
            clip.min.x = inside.left();
        }
        let cell = (column.cell)(row);
        let id = row_id(table, Some(row)).with(number);
        let sense = match column.is_link {
            true => Sense::CLICK,
            false => Sense::hover(),
        };
        let response = ui.interact(clip, id, sense);
        let (_, _, role) = table.roles();
        let spoken = match role {
            Role::GridCell => format!("{}, {name}", column.name),
            _ => format!("{} of {name}", column.name),
        };
        response.widget_info(|| WidgetInfo::labeled(role, true, &spoken));
        let said = cell.words();
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_value(said));
        if column.is_link && response.hovered() {
            let hovered = look::ink(ui, Ink::Hover);
            let ground = clip.shrink2(vec2(2.0, 2.0));
            ui.painter().rect_filled(ground, 6.0, hovered);
        }
        let is_said =
            |above: &R| above.group().is_none() && (column.cell)(above).text() == cell.text();
        let is_repeated = column.is_said_once && above.is_some_and(is_said);
        let clip_rect = clip.intersect(ui.clip_rect());
        let room = CellRoom {
            inside: inside.shrink2(vec2(PAD, 0.0)),
            clip: clip_rect,
        };
        let tip = match is_repeated {
            true => None,
            false => cell.show_ui(ui, id, room, actions),
        };
        if spot.is_here {
            let ring = Stroke::new(1.5, look::ink(ui, Ink::Accent));
            let ground = inside.shrink2(vec2(1.0, 2.0));
            let painter = ui.painter().with_clip_rect(clip_rect);
            painter.rect_stroke(ground, 4.0, ring, StrokeKind::Inside);
        }
        let response = match tip {
            Some(tip) => response.on_hover_ui(|ui| {
                ui.set_max_width(320.0);
                ui.label(egui::RichText::new(tip).size(12.0));
            }),
            None => response,
        };
        let link = column.is_link.then_some(response);
        link.map(|link| link.on_hover_cursor(egui::CursorIcon::PointingHand))
    }

    pub(super) fn open_cell_ui<R: TableRow<Key = K>>(
        &mut self,
        ui: &mut Ui,
        table: &Table<'_, R>,
        actions: &mut Vec<Action>,
    ) {
        let Some(editor) = &self.editor else {
            return;
        };
        let column = editor.column;
        let at = match self.here {
            Some(at) if self.cursor.as_ref() == Some(&editor.row) => Some(at),
            _ => self.find(table, &editor.row),
        };
        let row = at.and_then(|at| self.row_at(table, at));
        let edit = row.and_then(|row| table.columns.get(column)?.edit_of(row));
        let place = at.zip(self.places.get(column).copied());
        match (edit, place) {
            (Some(edit), Some((at, place))) => {
                let place = place.cell(self.row_rect(at));
                self.editor_ui(ui, table, (place, self.body), edit, actions);
            }
            _ => self.editor = None,
        }
    }
}

/// A part of the record above it: its name, which leads somewhere.
fn part_ui(ui: &Ui, (line, rect): (SeenRow, Rect), response: &Response, name: &str) {
    let room = rect.with_min_x(rect.left() + line.name_indent() + PAD);
    let ink = Ink::AccentText;
    cell::line(
        ui,
        ui.painter(),
        room,
        name,
        (FontId::proportional(12.0), ink),
    );
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
    }
}

fn ground_ui<R: TableRow>(
    ui: &Ui,
    rect: Rect,
    (table, row): (&Table<'_, R>, &R),
    (is_selected, response): (bool, &Response),
) {
    let painter = ui.painter();
    let ground = match (is_selected, response.hovered(), row.group()) {
        (true, ..) => Some(Ink::SelectedFill),
        (_, true, _) => Some(Ink::Hover),
        (_, _, Some(0)) => Some(Ink::Panel),
        _ => None,
    };
    if let Some(ground) = ground {
        painter.rect_filled(rect, 0.0, look::ink(ui, ground));
    }
    if (table.is_found)(row) {
        let bar = Rect::from_min_size(rect.min, vec2(4.0, rect.height()));
        painter.rect_filled(bar, 0.0, look::ink(ui, Ink::MarkRing));
    }
    let line = Stroke::new(1.0, look::ink(ui, Ink::Hairline));
    painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
}
