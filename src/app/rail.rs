//! The rail at the left: the places of the app, each a picture and a word, and the settings at its foot.
//!
//! Says where somebody wants to go; how to get there is the app's affair.

use std::collections::BTreeSet;

use egui::{Align, Align2, Layout, Popup, Response, Sense, Ui, WidgetInfo, vec2};

use super::{keys, look, menus};
use crate::{
    scene::{Icon, Ink, size},
    session::{Action, Command, Session},
};

/// A place of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The canvas.
    Blueprint,
    /// Every step as a row.
    Outline,
    /// Every variant as a column.
    Table,
    /// What changes for a role.
    Role,
}

impl Place {
    /// All of them, top to bottom.
    const ALL: [Self; 4] = [Self::Blueprint, Self::Outline, Self::Table, Self::Role];

    /// Its picture and its word.
    fn sign(self) -> (Icon, &'static str) {
        match self {
            Self::Blueprint => (Icon::Blueprint, "Blueprint"),
            Self::Outline => (Icon::Outline, "Outline"),
            Self::Table => (Icon::Table, "Table"),
            Self::Role => (Icon::Role, "For a role"),
        }
    }

    /// What it is.
    fn words(self) -> &'static str {
        match self {
            Self::Blueprint => "The blueprint as it is drawn",
            Self::Outline => "Every step as a row, with what comes before and after it",
            Self::Table => "Every variant as a column, side by side",
            Self::Role => "What changes for a role, to be read out or copied",
        }
    }

    /// The command that leads there.
    pub fn command(self) -> Option<Command> {
        match self {
            Self::Blueprint => None,
            Self::Outline => Some(Command::Outline),
            Self::Table => Some(Command::ShowTable),
            Self::Role => Some(Command::ShowRole),
        }
    }
}

/// The commands that the settings hold.
const SETTINGS: [&[Command]; 3] = [
    &[
        Command::ThemeSystem,
        Command::ThemeLight,
        Command::ThemeDark,
    ],
    &[
        Command::ScaleNormal,
        Command::ScaleLarger,
        Command::ScaleLarge,
        Command::ScaleLargest,
    ],
    &[Command::ReducedMotion],
];

/// Height of an entry: a picture above a word.
const ENTRY: f32 = 48.0;
/// Width of the settings.
const SETTINGS_WIDTH: f32 = 220.0;

/// Shows the rail, where `here` is shown; gives the place that was chosen. `on` are the commands whose
/// entries bear a tick.
pub fn rail_ui(
    ui: &mut Ui,
    session: &Session,
    (here, on): (Place, &BTreeSet<Command>),
    actions: &mut Vec<Action>,
) -> Option<Place> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = size::GRID;
    ui.add_space(size::GRID);
    ui.vertical_centered(|ui| {
        for place in Place::ALL {
            let can = place.command().is_none_or(|command| session.can(command));
            let keys = place
                .command()
                .and_then(|command| command.info().keys.first());
            let words = match keys {
                Some(keys) => format!("{} ({})", place.words(), keys::shown(keys)),
                None => place.words().to_owned(),
            };
            let response = ui.add_enabled_ui(can, |ui| entry_ui(ui, place.sign(), here == place));
            let response = response.inner.on_hover_text(words);
            let response =
                response.on_disabled_hover_text("Needs a second variant to compare with");
            if response.clicked() {
                chosen = Some(place);
            }
        }
    });
    ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
        ui.add_space(size::GRID);
        let response = entry_ui(ui, (Icon::Settings, "Settings"), false);
        Popup::menu(&response).show(|ui| {
            ui.set_width(SETTINGS_WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (place, group) in SETTINGS.into_iter().enumerate() {
                if place > 0 {
                    ui.separator();
                }
                for command in group {
                    if menus::switch_entry_ui(ui, *command, on) {
                        actions.push(Action::Command(*command));
                    }
                }
            }
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
