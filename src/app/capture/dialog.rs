//! What pasted lines or cells would become, row by row, before anything is made of them.

use egui::{
    Button, Frame, Id, Key, Label, Layout, Margin, Modal, Modifiers, Popup, RichText, ScrollArea,
    Ui, vec2,
};

use crate::{
    app::{
        look,
        widgets::{Name, label_ui, pick_ui, radio_ui, tick_ui},
    },
    model::{Blueprint, cut, plural},
    scene::{Ink, size},
    session::{
        Action, Session,
        capture::{
            Made, beside,
            paste::{
                ColumnMeaning, Destination, NamedBy, PasteError, PastePreview, Pasted,
                PastedColumn, PastedRow, TableShape,
            },
        },
    },
};

/// A paste that waits for a yes.
pub(crate) struct PasteDialog {
    pasted: Pasted,
    to: Destination,
    preview: Option<PastePreview>,
    is_fresh: bool,
}

impl PasteDialog {
    /// Reads the clipboard's text.
    pub(crate) fn new(text: &str, session: &Session) -> Result<Self, PasteError> {
        Ok(Self {
            pasted: Pasted::read(text, session.blueprint())?,
            to: Destination::InSequence,
            preview: None,
            is_fresh: true,
        })
    }
}

/// Widths of the columns before the last, in points: number, what, title, lane.
const WIDTHS: [f32; 3] = [48.0, 272.0, 190.0];
const ROW: f32 = 24.0;
/// Least width of a column's name with its pick list, in points.
const COLUMN: f32 = 280.0;
/// So many characters of a cell are shown while the pointer rests on it.
const LONGEST_TIP: usize = 600;
/// So many characters of a heading are its name here.
const LONGEST_NAME: usize = 60;
/// Width of the name alone.
const COLUMN_NAME: f32 = 112.0;
/// Room between a pick list and the next name, in points.
const GAP: f32 = 16.0;
/// So many rows of pick lists are seen at once.
const COLUMN_ROWS: usize = 3;
/// A window of less height is low, in points.
const LOW: f32 = 500.0;
/// What stands around the dialog, above and below its body, in points.
const BESIDE_BODY: f32 = 216.0;
/// The head of the rows and what stands around them, in points.
const BESIDE_ROWS: f32 = 56.0;
/// The rows have at least this height, in points; then the body scrolls.
const LEAST_ROWS: f32 = 96.0;

/// The dialog, while it is open; Enter takes the rows, Esc leaves them.
pub(crate) fn dialog_ui(
    ui: &Ui,
    session: &Session,
    open: &mut Option<PasteDialog>,
    actions: &mut Vec<Action>,
) {
    let Some(dialog) = open else {
        return;
    };
    let preview = dialog
        .preview
        .take()
        .unwrap_or_else(|| session.paste_preview(&dialog.pasted, dialog.to));
    let ctx = ui.ctx();
    let frame = look::dialog_frame(ui);
    let is_picking = Popup::is_any_open(ctx);
    let mut answer = None;
    let mut changed = false;
    Modal::new(Id::unique("paste lines"))
        .frame(frame)
        .show(ctx, |ui| {
            let room = ctx.content_rect();
            ui.set_width(960.0_f32.min(room.width() - 64.0));
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::Dialog);
                node.set_label("Paste lines");
                node.set_modal();
            });
            let shape = dialog.pasted.shape();
            let title = match shape {
                Some(_) => "Paste the cells of a table",
                None => "Paste lines",
            };
            ui.add(Label::new(RichText::new(title).font(look::semibold(15.0))));
            let height = (room.height() - BESIDE_BODY).max(LEAST_ROWS);
            ScrollArea::vertical()
                .id_salt("body")
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    changed |= choices_ui(ui, session.blueprint(), dialog, &preview);
                    let height = height - ui.min_rect().height() - BESIDE_ROWS;
                    rows_ui(ui, &preview, place_word(shape), height);
                });
            ui.add(
                Label::new(RichText::new(sum(&preview)).color(look::ink(ui, Ink::TextMuted)))
                    .wrap(),
            );
            answer = buttons_ui(ui, dialog, &preview);
        });
    // An open pick list has the keyboard.
    let (enter, escape) = match is_picking {
        true => (false, false),
        false => ctx.input_mut(|input| {
            let enter = input.consume_key(Modifiers::NONE, Key::Enter);
            (enter, input.consume_key(Modifiers::NONE, Key::Escape))
        }),
    };
    if escape || answer == Some(DialogAnswer::Leave) {
        *open = None;
    } else if (enter || answer == Some(DialogAnswer::Take)) && preview.steps() > 0 {
        let (pasted, to) = (Box::new(dialog.pasted.clone()), dialog.to);
        actions.push(Action::PasteLines(pasted, to));
        *open = None;
    } else if !changed {
        dialog.preview = Some(preview);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DialogAnswer {
    Take,
    Leave,
}

/// How the text is read and where its steps go; says whether that changed.
fn choices_ui(
    ui: &mut Ui,
    blueprint: &Blueprint,
    dialog: &mut PasteDialog,
    preview: &PastePreview,
) -> bool {
    let is_table = dialog.pasted.shape().is_some();
    let mut changed = false;
    if is_table {
        changed |= shapes_ui(ui, blueprint, dialog);
    }
    changed |= ways_ui(ui, dialog);
    if is_table {
        changed |= columns_ui(ui, blueprint, dialog);
    }
    if preview.lacks_colons || dialog.pasted.naming == NamedBy::ByFirstWords {
        changed |= naming_ui(ui, dialog);
    }
    changed
}

/// Where the steps go; says whether that changed.
fn ways_ui(ui: &mut Ui, dialog: &mut PasteDialog) -> bool {
    let before = dialog.to;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        let words = "Into cells, one after the other, connected";
        radio_ui(ui, &mut dialog.to, Destination::InSequence, words);
        radio_ui(ui, &mut dialog.to, Destination::Tray, "Into the tray");
    });
    before != dialog.to
}

/// Whose step a line is that has no colon; says whether that changed.
fn naming_ui(ui: &mut Ui, dialog: &mut PasteDialog) -> bool {
    let naming = &mut dialog.pasted.naming;
    let mut by_words = *naming == NamedBy::ByFirstWords;
    let words = "A line that begins with a lane's name goes into that lane, without a colon too";
    let changed = tick_ui(ui, &mut by_words, words).changed();
    *naming = match by_words {
        true => NamedBy::ByFirstWords,
        false => NamedBy::ByColon,
    };
    changed
}

/// How the cells of a table are steps; says whether that changed.
fn shapes_ui(ui: &mut Ui, blueprint: &Blueprint, dialog: &mut PasteDialog) -> bool {
    let Some(before) = dialog.pasted.shape() else {
        return false;
    };
    let mut shape = before;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 24.0;
        for choice in TableShape::ALL {
            let radio = radio_ui(ui, &mut shape, *choice, choice.name());
            radio.on_hover_text(choice.explained());
        }
    });
    if shape != before {
        dialog.pasted.turn(shape, blueprint);
    }
    shape != before
}

/// What the columns are, or the rows where lanes stand one below the other; says whether that changed.
fn columns_ui(ui: &mut Ui, blueprint: &Blueprint, dialog: &mut PasteDialog) -> bool {
    let mut changed = false;
    if dialog.pasted.shape() == Some(TableShape::StepARow) {
        let mut has_headings = dialog.pasted.has_headings();
        if tick_ui(ui, &mut has_headings, "The first row holds headings").changed() {
            dialog.pasted.swap_headings(blueprint);
            changed = true;
        }
    }
    let columns = dialog.pasted.columns().iter().enumerate();
    let filled: Vec<usize> = columns
        .filter(|(_, c)| c.is_filled)
        .map(|(at, _)| at)
        .collect();
    let beside = (ui.available_width() / COLUMN).floor().max(1.0);
    let rows = filled.chunks(beside as usize);
    // In a low window the rows below are worth more.
    let is_low = ui.ctx().content_rect().height() < LOW;
    let shown = if is_low { 1 } else { COLUMN_ROWS };
    let mut chosen = None;
    ScrollArea::vertical()
        .id_salt("columns")
        .max_height(shown as f32 * (size::CONTROL + ui.spacing().item_spacing.y))
        .auto_shrink([false, true])
        .show_rows(ui, size::CONTROL, rows.len(), |ui, range| {
            // The bar of a longer list lies over its right edge.
            let bar = if rows.len() > shown { 12.0 } else { 0.0 };
            let width = (ui.available_width() - bar - GAP * (beside - 1.0)) / beside;
            for row in rows.skip(range.start).take(range.len()) {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    for at in row {
                        let column = &dialog.pasted.columns()[*at];
                        let cell = vec2(width, size::CONTROL);
                        let layout = Layout::left_to_right(egui::Align::Center);
                        ui.allocate_ui_with_layout(cell, layout, |ui| {
                            ui.set_min_size(cell);
                            chosen = chosen.or(column_ui(ui, *at, column).map(|it| (*at, it)));
                        });
                    }
                });
            }
        });
    if let Some((at, meaning)) = chosen {
        dialog.pasted.take_column_as(at, meaning);
    }
    changed || chosen.is_some()
}

/// The name of a column and what its cells are; gives what was picked for it.
fn column_ui(ui: &mut Ui, at: usize, column: &PastedColumn) -> Option<ColumnMeaning> {
    let name = ui.allocate_ui(vec2(COLUMN_NAME, size::CONTROL), |ui| {
        ui.set_min_width(COLUMN_NAME);
        label_ui(
            ui,
            &Name::from(cut(&column.name, LONGEST_NAME).into_owned()),
        )
    });
    ui.scope(|ui| {
        let choices = || {
            let all = ColumnMeaning::ALL.iter();
            let choice = |it: &ColumnMeaning| (*it, column.called(*it), *it == column.meaning);
            all.map(choice).collect()
        };
        let id = Id::unique(("column", at));
        pick_ui(
            ui,
            id,
            name.inner.id,
            &column.called(column.meaning),
            choices,
        )
    })
    .inner
}

/// What says where a row stood.
fn place_word(shape: Option<TableShape>) -> &'static str {
    match shape {
        None => "Line",
        Some(TableShape::StepARow) => "Row",
        Some(TableShape::LanesAcross | TableShape::LanesDown) => "Cell",
    }
}

fn rows_ui(ui: &mut Ui, preview: &PastePreview, place: &str, height: f32) {
    let frame = Frame::new()
        .fill(look::ink(ui, Ink::Field))
        .stroke(egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(size::CONTROL_RADIUS as u8)
        .inner_margin(Margin::symmetric(8, 4));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        let heads = [place, "Step", "Lane", "Where, and what else"];
        cells_ui(
            ui,
            heads.map(|head| (head, Ink::TextMuted)),
            &look::medium(11.0),
        );
        ui.separator();
        ScrollArea::vertical()
            .max_height(height.clamp(LEAST_ROWS, 520.0))
            .auto_shrink([false, true])
            .show_rows(ui, ROW, preview.rows.len(), |ui, range| {
                for place in range {
                    let above = place
                        .checked_sub(1)
                        .and_then(|above| preview.rows.get(above));
                    if let Some(row) = preview.rows.get(place) {
                        row_ui(ui, row, above);
                    }
                }
            });
    });
}

/// Whose step a row becomes: a lane, or a name in the tray.
fn whose(row: &PastedRow) -> Option<String> {
    let Made::Step(made) = &row.made else {
        return None;
    };
    Some(match (&made.seat.lane, &made.seat.name) {
        (Some(lane), _) => lane.clone(),
        (None, Some(name)) if !name.is_empty() => format!("Tray: {name}"),
        _ => "Tray".to_owned(),
    })
}

fn row_ui(ui: &mut Ui, row: &PastedRow, above: Option<&PastedRow>) {
    let (title, lane, rest, ink) = match &row.made {
        Made::Step(made) => {
            let mut lane = whose(row).unwrap_or_default();
            // A line that names nobody goes on with whom the line above named: that is to be seen.
            let names_lane = made.seat.lane.is_some() && made.seat.name.is_some();
            // In a table with a step a cell its heading names somebody.
            let is_cell = row.at.starts_with(char::is_alphabetic);
            let is_said = names_lane || is_cell || row.text.contains([':', '\t']);
            if !is_said && above.and_then(whose).as_ref() == Some(&lane) && lane != "Tray" {
                lane += " (as above)";
            }
            // A doubt stands first, where there is room for it.
            let mut rest: Vec<String> = row.doubt.clone().into_iter().collect();
            rest.extend(made.place());
            rest.extend(row.kept.clone());
            rest.extend(made.marks());
            rest.extend(beside(&made.step));
            (made.step.title.clone(), lane, rest.join(" · "), Ink::Text)
        }
        Made::Phase { .. } => (
            format!("# {}", row.text.trim_start_matches('#').trim()),
            String::new(),
            row.made.words(),
            Ink::AccentText,
        ),
        Made::Way { .. } | Made::Ways { .. } => (
            row.text.clone(),
            String::new(),
            row.made.words(),
            Ink::AccentText,
        ),
        Made::Pain { .. } => (row.text.clone(), String::new(), row.made.words(), Ink::Pain),
        Made::Nothing(_) => (
            row.text.clone(),
            "Left out".to_owned(),
            row.made.words(),
            Ink::WarningText,
        ),
    };
    let cells = [
        (row.at.as_str(), Ink::TextMuted),
        (&title, ink),
        (&lane, ink),
        (&rest, Ink::TextMuted),
    ];
    cells_ui(ui, cells, &egui::FontId::proportional(13.0));
}

/// A row of the table: number, title, lane, and the rest.
fn cells_ui(ui: &mut Ui, cells: [(&str, Ink); 4], font: &egui::FontId) {
    let wide = ui.available_width() > 700.0;
    let scale = if wide { 1.0 } else { 0.6 };
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        for (place, (text, ink)) in cells.into_iter().enumerate() {
            let width = match (place, WIDTHS.get(place)) {
                (0, Some(width)) => *width,
                (_, Some(width)) => width * scale,
                (_, None) => ui.available_width(),
            };
            let rect = ui
                .allocate_exact_size(vec2(width, ROW), egui::Sense::hover())
                .0;
            let words = RichText::new(text)
                .font(font.clone())
                .color(look::ink(ui, ink));
            let layout = Layout::left_to_right(egui::Align::Center);
            let builder = egui::UiBuilder::new().max_rect(rect).layout(layout);
            // A child takes no room of its own: the column keeps its width.
            let label = Label::new(words).truncate().show_tooltip_when_elided(false);
            let shown = ui.new_child(builder).add(label);
            if shown.intrinsic_size().is_some_and(|whole| whole.x > width) {
                shown.on_hover_text(cut(text, LONGEST_TIP).as_ref());
            }
        }
    });
}

/// What the rows come to; no row goes without being counted.
fn sum(preview: &PastePreview) -> String {
    let mut words = preview.words();
    match preview.blank {
        0 => {}
        many => words += &format!(", {}", plural(many, "blank line", "blank lines")),
    }
    words
}

fn buttons_ui(
    ui: &mut Ui,
    dialog: &mut PasteDialog,
    preview: &PastePreview,
) -> Option<DialogAnswer> {
    let mut answer = None;
    let height = 32.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), height),
        Layout::right_to_left(egui::Align::Center),
        |ui| {
            ui.spacing_mut().button_padding.x = 16.0;
            let many = preview.steps();
            let text = if many == 1 {
                "Add 1 step".to_owned()
            } else {
                format!("Add {many} steps")
            };
            let text = RichText::new(text)
                .font(look::medium(13.0))
                .color(look::ink(ui, Ink::OnAccent));
            let take = Button::new(text)
                .fill(look::ink(ui, Ink::Accent))
                .min_size(vec2(84.0, height));
            let take = ui.add_enabled(many > 0, take);
            if std::mem::take(&mut dialog.is_fresh) {
                take.request_focus();
            }
            if take.clicked() {
                answer = Some(DialogAnswer::Take);
            }
            let leave = Button::new(RichText::new("Cancel").font(look::medium(13.0)));
            if ui.add(leave.min_size(vec2(84.0, height))).clicked() {
                answer = Some(DialogAnswer::Leave);
            }
        },
    );
    answer
}
