//! A small table inside a block: as wide as the block, with names for scripts and screen readers.

use egui::{Align2, FontId, Id, Rect, Sense, Ui, accesskit::Role, pos2, vec2};

use crate::{app::look, scene::Ink};

/// Height of a row.
const ROW: f32 = 28.0;
/// Height of the head.
const HEAD: f32 = 24.0;

/// A column.
pub(super) struct LineColumn {
    pub(super) name: String,
    /// Its width; the first column has what is left.
    pub(super) width: f32,
}

/// What stands in a cell.
#[derive(Clone, Default)]
pub(super) struct LineCell {
    pub(super) text: String,
    pub(super) ink: Option<Ink>,
    /// The ground of a chip behind it.
    pub(super) ground: Option<Ink>,
    /// What it is called, if not by its column and row.
    pub(super) name: Option<String>,
}

impl LineCell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A row: what it is of, and its cells, one for each column but the first.
pub(super) struct NumberLine {
    pub(super) title: String,
    pub(super) cells: Vec<LineCell>,
}

/// Shows the table; says which row was clicked.
pub(super) fn lines_ui(
    ui: &mut Ui,
    name: &str,
    columns: &[LineColumn],
    lines: &[NumberLine],
    ink: Ink,
) -> Option<usize> {
    let width = ui.available_width();
    let height = HEAD + ROW * lines.len() as f32;
    let (area, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let id = ui.scope_id().with(name);
    node(ui, (id, area), Role::Table, (name, None), Sense::hover());
    let hairline = egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline));
    let muted = look::ink(ui, Ink::TextMuted);
    let fixed: f32 = columns.iter().skip(1).map(|column| column.width).sum();
    let first = (width - fixed).max(40.0);
    let right_of = |column: usize| {
        let widths = columns
            .iter()
            .skip(1)
            .take(column)
            .map(|column| column.width);
        area.left() + first + widths.sum::<f32>()
    };
    let head = area.with_max_y(area.top() + HEAD);
    for (place, column) in columns.iter().enumerate() {
        let (at, align) = match place {
            0 => (head.left_center(), Align2::LEFT_CENTER),
            _ => (pos2(right_of(place), head.center().y), Align2::RIGHT_CENTER),
        };
        let font = FontId::proportional(11.0);
        let room = if place == 0 {
            first - 8.0
        } else {
            column.width - 8.0
        };
        let galley = cut(ui, &column.name, font, muted, room);
        let at = align.anchor_size(at, galley.size()).min;
        ui.painter().galley(at, galley, muted);
    }
    ui.painter().hline(area.x_range(), head.bottom(), hairline);
    let mut clicked = None;
    for (number, line) in lines.iter().enumerate() {
        let top = head.bottom() + ROW * number as f32;
        let rect = Rect::from_min_size(pos2(area.left(), top), vec2(width, ROW));
        let row = id.with(("row", number));
        let response = ui.interact(rect, row, Sense::click());
        if response.hovered() {
            let ground = rect.expand2(vec2(6.0, 0.0));
            ui.painter()
                .rect_filled(ground, 4.0, look::ink(ui, Ink::Hover));
        }
        if response.clicked() {
            clicked = Some(number);
        }
        ui.ctx().accesskit_node_builder(row, |node| {
            node.set_role(Role::Row);
            node.set_label(line.title.as_str());
        });
        let color = look::ink(ui, Ink::Text);
        let title = cut(
            ui,
            &line.title,
            FontId::proportional(13.0),
            color,
            first - 8.0,
        );
        let is_cut = title.elided;
        let at = Align2::LEFT_CENTER
            .anchor_size(rect.left_center(), title.size())
            .min;
        ui.painter().galley(at, title, color);
        if is_cut {
            response.on_hover_text(&line.title);
        }
        for (place, cell) in line.cells.iter().enumerate() {
            let column = &columns[place + 1];
            let right = right_of(place + 1);
            let color = look::ink(ui, cell.ink.unwrap_or(ink));
            let room = column.width - 12.0;
            let galley = cut(ui, &cell.text, FontId::proportional(13.0), color, room);
            let at = pos2(
                right - galley.size().x,
                rect.center().y - galley.size().y / 2.0,
            );
            let space = Rect::from_min_size(at, galley.size());
            if let Some(ground) = cell.ground {
                let chip = space.expand2(vec2(7.0, 2.0));
                ui.painter()
                    .rect_filled(chip, chip.height() / 2.0, look::ink(ui, ground));
            }
            let elided = galley.elided;
            ui.painter().galley(at, galley, color);
            let own = format!("{} of {}", column.name, line.title);
            let own = cell.name.as_deref().unwrap_or(&own);
            let role = if cell.name.is_some() {
                Role::Label
            } else {
                Role::Cell
            };
            let space = Rect::from_min_max(
                pos2(right - column.width, rect.top()),
                pos2(right, rect.bottom()),
            );
            let spoken = id.with(("cell", number, place));
            let response = node(
                ui,
                (spoken, space),
                role,
                (own, Some(&cell.text)),
                Sense::hover(),
            );
            if elided {
                response.on_hover_text(&cell.text);
            }
        }
        if number + 1 < lines.len() {
            ui.painter().hline(area.x_range(), rect.bottom(), hairline);
        }
    }
    clicked
}

/// A name for what is painted.
pub(super) fn node(
    ui: &Ui,
    (id, rect): (Id, Rect),
    role: Role,
    (label, value): (&str, Option<&str>),
    sense: Sense,
) -> egui::Response {
    let response = ui.interact(rect, id, sense);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(role);
        node.set_label(label);
        if let Some(value) = value {
            node.set_value(value);
        }
    });
    response
}

/// Words in one line, cut where there is no room.
pub(super) fn cut(
    ui: &Ui,
    text: &str,
    font: FontId,
    color: egui::Color32,
    room: f32,
) -> Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(8.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

use std::sync::Arc;
