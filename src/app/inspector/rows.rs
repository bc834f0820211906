//! Which fields of steps stand as rows under the lanes, and in which order.

use egui::Ui;

use super::form::Form;
use crate::{
    app::widgets::{icon_button_ui, section_ui, tick_ui, typed},
    model::Row,
    scene::{Icon, Ink, size},
};

/// Shows a tick for each field: those that are shown first, in their order.
pub(super) fn rows_ui(form: &mut Form<'_>, ui: &mut Ui) {
    section_ui(ui, "Rows under the lanes", "", Ink::TextMuted);
    let shown = &form.blueprint().rows;
    let hidden = Row::ALL.iter().filter(|row| !shown.contains(row));
    let all = shown.iter().chain(hidden);
    let editable = !form.session.is_read_only();
    let mut rows = shown.clone();
    for (place, row) in all.enumerate() {
        ui.add_enabled_ui(editable, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(size::CONTROL - size::GRID);
                let mut is_shown = place < shown.len();
                if tick_ui(ui, &mut is_shown, row.words()).changed() {
                    rows.retain(|other| other != row);
                    rows.extend(is_shown.then_some(*row));
                }
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| {
                    let can = place > 0 && place < shown.len();
                    if can && icon_button_ui(ui, Icon::Up, &format!("Move {} up", row.words())) {
                        rows.swap(place - 1, place);
                    }
                });
            });
        });
    }
    if rows != *shown {
        let rows: Vec<String> = rows.iter().map(|row| row.words().to_owned()).collect();
        form.set(form.way("rows"), &typed::show_names(&rows));
    }
}
