//! What pasted lines or cells would become, row by row, before anything is made of them.

use egui::{
    Button, Frame, Id, Key, Label, Layout, Margin, Modal, Modifiers, RichText, ScrollArea, Ui, vec2,
};

use crate::{
    app::{
        look,
        widgets::{radio_ui, tick_ui},
    },
    scene::{Ink, size},
    session::{
        Action, Session,
        capture::{
            Made,
            paste::{
                ColumnMeaning, Destination, NamedBy, PasteError, PastePreview, Pasted, PastedRow,
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
            pasted: Pasted::read(text)?.for_blueprint(session.blueprint()),
            to: Destination::InSequence,
            preview: None,
            is_fresh: true,
        })
    }
}

/// Widths of the columns before the last, in points: number, what, title, lane.
const WIDTHS: [f32; 3] = [36.0, 280.0, 190.0];
const ROW: f32 = 24.0;

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
    let mut answer = None;
    let mut changed = false;
    Modal::new(Id::unique("paste lines"))
        .frame(frame)
        .show(ctx, |ui| {
            let room = ctx.content_rect();
            ui.set_width(820.0_f32.min(room.width() - 64.0));
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::Dialog);
                node.set_label("Paste lines");
                node.set_modal();
            });
            let title = if dialog.pasted.is_table() {
                "Paste the cells of a table"
            } else {
                "Paste lines"
            };
            ui.add(Label::new(RichText::new(title).font(look::semibold(15.0))));
            changed |= ways_ui(ui, dialog);
            if dialog.pasted.is_table() {
                changed |= columns_ui(ui, dialog);
            }
            if preview.doubts() || dialog.pasted.naming == NamedBy::ByFirstWords {
                changed |= naming_ui(ui, dialog);
            }
            rows_ui(ui, &preview, room.height() - 340.0);
            ui.add(
                Label::new(RichText::new(sum(&preview)).color(look::ink(ui, Ink::TextMuted)))
                    .wrap(),
            );
            answer = buttons_ui(ui, dialog, &preview);
        });
    let (enter, escape) = ctx.input_mut(|input| {
        let enter = input.consume_key(Modifiers::NONE, Key::Enter);
        (enter, input.consume_key(Modifiers::NONE, Key::Escape))
    });
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

/// Where the steps go; says whether that changed.
fn ways_ui(ui: &mut Ui, dialog: &mut PasteDialog) -> bool {
    let before = dialog.to;
    ui.horizontal(|ui| {
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

/// What the columns are; says whether that changed.
fn columns_ui(ui: &mut Ui, dialog: &mut PasteDialog) -> bool {
    let mut changed = false;
    ui.horizontal_wrapped(|ui| {
        let mut has_headings = dialog.pasted.headings.is_some();
        if tick_ui(ui, &mut has_headings, "The first row holds headings").changed() {
            dialog.pasted.swap_headings();
            changed = true;
        }
        for at in 0..dialog.pasted.columns.len() {
            let heading = dialog.pasted.headings.as_ref().and_then(|all| all.get(at));
            let name = match heading.filter(|heading| !heading.is_empty()) {
                Some(heading) => heading.clone(),
                None => format!("Column {}", at + 1),
            };
            let meaning = &mut dialog.pasted.columns[at];
            ui.horizontal(|ui| {
                let label = RichText::new(&name)
                    .small()
                    .color(look::ink(ui, Ink::TextMuted));
                let label = ui.add(Label::new(label));
                egui::ComboBox::from_id_salt(("column", at))
                    .width(84.0)
                    .selected_text(meaning.name())
                    .show_ui(ui, |ui| {
                        for choice in ColumnMeaning::ALL {
                            changed |= ui
                                .selectable_value(meaning, *choice, choice.name())
                                .changed();
                        }
                    })
                    .response
                    .labelled_by(label.id);
            });
        }
    });
    changed
}

fn rows_ui(ui: &mut Ui, preview: &PastePreview, height: f32) {
    let frame = Frame::new()
        .fill(look::ink(ui, Ink::Field))
        .stroke(egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(size::CONTROL_RADIUS as u8)
        .inner_margin(Margin::symmetric(8, 4));
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        let heads = ["Line", "Step", "Lane", "Where, and what else"];
        cells_ui(
            ui,
            heads.map(|head| (head, Ink::TextMuted)),
            &look::medium(11.0),
        );
        ui.separator();
        ScrollArea::vertical()
            .max_height(height.clamp(120.0, 460.0))
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
            let is_said = names_lane || row.text.contains([':', '\t']);
            if !is_said && above.and_then(whose).as_ref() == Some(&lane) && lane != "Tray" {
                lane += " (as above)";
            }
            // A doubt stands first, where there is room for it.
            let mut rest: Vec<String> = row.doubt.clone().into_iter().collect();
            rest.extend(made.place());
            rest.extend(made.marks());
            rest.extend(row.kept.clone());
            (made.step.title.clone(), lane, rest.join(" · "), Ink::Text)
        }
        Made::Phase { .. } => (
            format!("# {}", row.text.trim_start_matches('#').trim()),
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
    let number = row.number.to_string();
    let cells = [
        (number.as_str(), Ink::TextMuted),
        (&title, ink),
        (&lane, ink),
        (&rest, Ink::TextMuted),
    ];
    cells_ui(ui, cells, &egui::FontId::proportional(13.0));
}

/// A row of the table: number, title, lane, and the rest.
fn cells_ui(ui: &mut Ui, cells: [(&str, Ink); 4], font: &egui::FontId) {
    let wide = ui.available_width() > 600.0;
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
            let text = RichText::new(text)
                .font(font.clone())
                .color(look::ink(ui, ink));
            let layout = Layout::left_to_right(egui::Align::Center);
            let builder = egui::UiBuilder::new().max_rect(rect).layout(layout);
            // A child takes no room of its own: the column keeps its width.
            ui.new_child(builder).add(Label::new(text).truncate());
        }
    });
}

/// What the rows come to; no row goes without being counted.
fn sum(preview: &PastePreview) -> String {
    let mut words = preview.words();
    match preview.blank {
        0 => {}
        1 => words += ", 1 blank line",
        many => words += &format!(", {many} blank lines"),
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
