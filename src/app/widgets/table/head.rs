//! What stands above the rows of a table: the strip with its name and the filter, and the heads of the columns.

use egui::{
    Align, Align2, CornerRadius, CursorIcon, EventFilter, FontId, Frame, Key, Layout, Margin,
    Modifiers, Rect, Response, RichText, Role, Sense, Stroke, TextEdit, Ui, UiBuilder, WidgetInfo,
    accesskit, pos2, vec2,
};

use super::{
    PAD, Table, TableColumn, TableRow, TableState,
    arrange::{Sort, SortDirection},
    cell,
    state::ColumnPlace,
};
use crate::{
    app::{
        look,
        widgets::{begin_text, icon_button_ui, icon_text},
    },
    model::plural,
    scene::{Icon, Ink, size},
    session::{Action, Command},
};

/// Height of the strip with the filter.
pub(super) const STRIP: f32 = 36.0;
/// Width of the filter field.
const FILTER: f32 = 176.0;
/// What the button beside it takes of that.
const BUTTON: f32 = 32.0;
/// Height of a column's name.
const NAME: f32 = 30.0;
/// Height of a line below it.
const NOTE: f32 = 16.0;

impl<K: Clone + Ord> TableState<K> {
    /// What it is, how much there is of it, what `extra_ui` shows, and the filter.
    pub(super) fn strip_ui<R: TableRow<Key = K>>(
        &mut self,
        ui: &mut Ui,
        strip: Rect,
        table: &Table<'_, R>,
        extra_ui: impl FnOnce(&mut Ui),
        actions: &mut Vec<Action>,
    ) {
        ui.painter()
            .rect_filled(strip, 0.0, look::ink(ui, Ink::TitleStrip));
        let inside = strip.shrink2(vec2(12.0, 4.0));
        ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                self.filter_ui(ui, table);
                ui.add_space(size::GRID);
                to_others_ui(ui, actions);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = RichText::new(table.name).font(look::semibold(14.0));
                    let heading = ui.label(name);
                    let spoken = || WidgetInfo::labeled(Role::Heading, true, table.name);
                    heading.widget_info(spoken);
                    let summary = self.summary(table);
                    let words = RichText::new(&summary).small();
                    let color = look::ink(ui, Ink::TextMuted);
                    // What follows has its room first, as wide as it was in the frame before.
                    let known = table.id.with("beside the summary");
                    let beside: f32 = ui.data(|data| data.get_temp(known)).unwrap_or(0.0);
                    let room = (ui.available_width() - beside).max(0.0);
                    let label = ui.scope(|ui| {
                        ui.set_max_width(room);
                        ui.add(egui::Label::new(words.color(color)).truncate())
                    });
                    let label = label.inner;
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_label("Summary");
                        node.set_value(summary);
                    });
                    let from = ui.cursor().left();
                    ui.add_space(12.0);
                    extra_ui(ui);
                    let wide = ui.min_rect().right() - from + size::GRID;
                    if (wide - beside).abs() > 0.5 {
                        ui.data_mut(|data| data.insert_temp(known, wide));
                        ui.ctx().request_repaint();
                    }
                });
            });
        });
    }

    /// While something is looked for, how many of how many are shown.
    fn summary<R: TableRow<Key = K>>(&self, table: &Table<'_, R>) -> String {
        if self.filter.trim().is_empty() {
            return table.summary.clone();
        }
        let (one, many) = table.noun;
        let all = plural(self.arranged.all, one, many);
        format!("{} of {all}", self.arranged.passing)
    }

    fn filter_ui<R: TableRow<Key = K>>(&mut self, ui: &mut Ui, table: &Table<'_, R>) {
        let id = table.id.with("filter");
        if std::mem::take(&mut self.wants_filter) {
            begin_text(ui, id, 0..self.filter.chars().count());
        }
        let is_focused = ui.memory(|memory| memory.has_focus(id));
        if !self.filter.is_empty() && icon_button_ui(ui, Icon::Close, "Show all rows") {
            self.clear_filter();
        }
        let border = match is_focused || !self.filter.is_empty() {
            true => Ink::Accent,
            false => Ink::FieldBorder,
        };
        let frame = Frame::NONE
            .fill(look::ink(ui, Ink::Field))
            .stroke(Stroke::new(1.0, look::ink(ui, border)))
            .corner_radius(CornerRadius::same(size::CONTROL_RADIUS as u8))
            .inner_margin(Margin::symmetric(7, 3));
        let muted = look::ink(ui, Ink::TextMuted);
        // Its left end stays when the button comes.
        let button = if self.filter.is_empty() { 0.0 } else { BUTTON };
        let width = FILTER.min(ui.available_width() * 0.3) - button;
        let edit = TextEdit::singleline(&mut self.filter)
            .id(id)
            .hint_text("Filter  /")
            .prefix(icon_text(Icon::Search, 12.0).color(muted))
            .frame(frame)
            .align(Align2::LEFT_CENTER)
            .desired_width(width)
            .min_size(vec2(width, 26.0))
            .event_filter(EventFilter {
                tab: false,
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: true,
            });
        let response = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("Filter"));
        response.on_hover_text("Shows the rows that hold all of these words");
        if !is_focused {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let escape = pressed(Key::Escape);
        if escape {
            self.clear_filter();
        }
        if escape || pressed(Key::Enter) || pressed(Key::ArrowDown) {
            ui.memory_mut(|memory| memory.request_focus(table.id));
            // Where the cursor's row does not pass, the arrows begin at the first that does.
            self.at = self.here.unwrap_or(0);
        }
    }

    /// The names of the columns; a click on one sorts by it.
    pub(super) fn heads_ui<R: TableRow<Key = K>>(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        table: &Table<'_, R>,
    ) {
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, look::ink(ui, Ink::Header));
        let is_tree = table.roles().0 == Role::TreeGrid;
        for (number, column) in table.columns.iter().enumerate() {
            let Some(place) = self.places.get(number).copied() else {
                return;
            };
            let clip = place.clip(rect);
            if !clip.is_positive() {
                continue;
            }
            let id = table.id.with(("head", number));
            let response = ui.interact(clip, id, Sense::click());
            let direction = self.sort.filter(|sort| sort.column == number);
            let direction = direction.map(|sort| sort.direction);
            column.name_ui(ui, &response, (place, rect), direction);
            if response.clicked() {
                self.sort = Sort::next(self.sort, number);
                self.seek();
                if !response.has_focus() {
                    // By the pointer: the keys go on walking the rows.
                    ui.memory_mut(|memory| memory.request_focus(table.id));
                }
            }
            let tip = match direction {
                None if is_tree => "Sort by this: one list, without the groups",
                None => "Sort by this",
                Some(SortDirection::Up) => "Sort the other way",
                Some(SortDirection::Down) => "Back to the order of the document",
            };
            let lines: Vec<&str> = column.notes.iter().map(String::as_str).collect();
            response
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_text(
                    lines
                        .into_iter()
                        .chain([tip])
                        .collect::<Vec<_>>()
                        .join("\n"),
                );
        }
    }
}

/// The buttons that give a table to other programs.
pub(crate) fn to_others_ui(ui: &mut Ui, actions: &mut Vec<Action>) {
    for (icon, command) in [
        (Icon::Save, Command::SaveTable),
        (Icon::Copy, Command::CopyTable),
    ] {
        if icon_button_ui(ui, icon, command.info().name) {
            actions.push(Action::Command(command));
        }
    }
}

/// How high the heads of the columns are.
pub(super) fn height<R>(columns: &[TableColumn<'_, R>]) -> f32 {
    let notes = columns.iter().map(|column| column.notes.len()).max();
    NAME + NOTE * notes.unwrap_or(0) as f32
}

impl<R> TableColumn<'_, R> {
    fn name_ui(
        &self,
        ui: &Ui,
        response: &Response,
        (place, head): (ColumnPlace, Rect),
        direction: Option<SortDirection>,
    ) {
        let spoken = match self.notes.is_empty() {
            true => self.name.clone(),
            false => format!("{}: {}", self.name, self.notes.join(", ")),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if let Some(direction) = direction {
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_sort_direction(match direction {
                    SortDirection::Up => accesskit::SortDirection::Ascending,
                    SortDirection::Down => accesskit::SortDirection::Descending,
                });
            });
        }
        let painter = ui.painter().with_clip_rect(place.clip(head));
        if response.hovered() {
            painter.rect_filled(place.cell(head), 0.0, look::ink(ui, Ink::Hover));
        }
        let mut inside = place.cell(head).shrink2(vec2(PAD, 0.0));
        let whole = inside;
        inside.max.y = inside.top() + NAME;
        let (font, ink) = match self.notes.is_empty() {
            true => (look::semibold(11.0), Ink::TextMuted),
            false => (look::semibold(13.0), Ink::Text),
        };
        let ink = direction.map_or(ink, |_| Ink::Text);
        if let Some(direction) = direction {
            let icon = match direction {
                SortDirection::Up => Icon::MoveUp,
                SortDirection::Down => Icon::MoveDown,
            };
            // Right of the name, and in sight where that is cut off.
            let width = ui.fonts_mut(|fonts| {
                let name = self.name.clone();
                let name = fonts.layout_no_wrap(name, font.clone(), look::ink(ui, ink));
                name.size().x
            });
            let x = (inside.left() + width + 10.0).min(inside.right() - 4.0);
            let at = pos2(x, inside.center().y);
            let (glyph, color) = (icon.glyph(), look::ink(ui, Ink::AccentText));
            painter.text(
                at,
                Align2::CENTER_CENTER,
                glyph,
                look::icon_font(12.0),
                color,
            );
            inside.max.x = x - 7.0;
        }
        cell::line(ui, &painter, inside, &self.name, (font, ink));
        for (number, note) in self.notes.iter().enumerate() {
            let top = whole.top() + NAME - 4.0 + NOTE * number as f32;
            let line = Rect::from_min_size(pos2(whole.left(), top), vec2(whole.width(), NOTE));
            let look = (FontId::proportional(12.0), Ink::TextMuted);
            cell::line(ui, &painter, line, note, look);
        }
    }
}
