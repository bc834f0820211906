//! The rail at the left: the views of the app, each a picture and a word, and the settings at its foot.
//!
//! Says where somebody wants to go; how to get there is the app's affair.

use std::collections::BTreeSet;

use egui::{Align, Align2, Layout, Popup, Response, Sense, Ui, WidgetInfo, vec2};

use super::{
    keys, look, menus,
    view::{RAIL, View},
};
use crate::{
    scene::{Icon, Ink, size},
    session::{Action, Command, Session},
};

/// Height of an entry: a picture above a word.
const ENTRY: f32 = 48.0;
/// Width of the settings.
const SETTINGS_WIDTH: f32 = 220.0;

/// Shows the rail, where `here` is shown; gives the view that was chosen. `on` are the commands whose
/// entries bear a tick.
pub fn rail_ui(
    ui: &mut Ui,
    session: &Session,
    (here, on): (View, &BTreeSet<Command>),
    actions: &mut Vec<Action>,
) -> Option<View> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = size::GRID;
    ui.add_space(size::GRID);
    ui.vertical_centered(|ui| {
        for row in RAIL {
            let leads = row.command.map(Command::info);
            let can = leads.map_or(Ok(()), |info| info.can(Some(session)));
            let words = row.command.map_or_else(
                || row.words.to_owned(),
                |command| keys::tip(row.words, command),
            );
            let sign = (row.icon, row.name);
            let response =
                ui.add_enabled_ui(can.is_ok(), |ui| entry_ui(ui, sign, here == row.view));
            let mut response = response.inner.on_hover_text(words);
            if let Err(why) = can {
                response = response.on_disabled_hover_text(why);
            }
            if response.clicked() {
                chosen = Some(row.view);
            }
        }
    });
    ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
        ui.add_space(size::GRID);
        let response = entry_ui(ui, (Icon::Settings, "Settings"), false);
        Popup::menu(&response).show(|ui| {
            ui.set_width(SETTINGS_WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            menus::settings_ui(ui, (Some(session), on), actions);
        });
    });
    chosen
}

/// A picture above a word.
fn entry_ui(ui: &mut Ui, (icon, name): (Icon, &str), is_here: bool) -> Response {
    let wanted = vec2(size::RAIL - 2.0 * size::GRID, ENTRY);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let can = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, can, is_here, name));
    let (ground, ink) = match (is_here, response.hovered()) {
        (true, _) => (Some(Ink::SelectedFill), Ink::AccentText),
        (false, true) => (Some(Ink::Hover), Ink::Text),
        (false, false) => (None, Ink::TextMuted),
    };
    let painter = ui.painter();
    if let Some(ground) = ground {
        painter.rect_filled(rect, size::CONTROL_RADIUS, look::ink(ui, ground));
    }
    let color = look::ink(ui, ink);
    let middle = rect.center();
    painter.text(
        middle - vec2(0.0, 9.0),
        Align2::CENTER_CENTER,
        icon.glyph(),
        look::icon_font(18.0),
        color,
    );
    painter.text(
        middle + vec2(0.0, 13.0),
        Align2::CENTER_CENTER,
        name,
        look::medium(10.0),
        color,
    );
    response
}
