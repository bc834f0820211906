//! Before | Compare | After | + : which variant is shown, side by side or as a list where there is no room.

use std::collections::BTreeSet;

use egui::{RichText, Ui, vec2};

use super::name_it;
use crate::{
    app::{keys, look},
    model::{Key, VariantId},
    scene::{Icon, Ink, Show},
    session::{Action, Command, Selection, Session, Target},
};

/// Least width of a segment.
const SEGMENT: f32 = 56.0;
/// Width of the button that adds a variant, with the space around it.
const ADD: f32 = 34.0;
/// The widest that the list's button gets.
const LIST: f32 = 148.0;

/// How wide the segments are side by side.
pub(super) fn width(ui: &Ui, session: &Session) -> f32 {
    let variants = &session.blueprint().variants;
    let names = variants.iter().map(|variant| variant.name.as_str());
    let compare = (variants.len() > 1).then_some("Compare");
    let pad = 2.0 * ui.spacing().button_padding.x;
    let segments = names.chain(compare).map(|name| {
        let font = look::medium(13.0);
        let color = look::ink(ui, Ink::Text);
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(name.to_owned(), font, color));
        (galley.size().x + pad).max(SEGMENT) + 2.0
    });
    segments.sum::<f32>() + ADD
}

/// How wide the list's button is at the most.
pub(super) fn list_width() -> f32 {
    LIST
}

/// The variants and Compare as a list behind one button.
pub(super) fn list_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let blueprint = session.blueprint();
    let shown = session.show();
    let here = match shown {
        Show::One(id) => blueprint
            .variant(id)
            .map_or("", |(_, variant)| &variant.name),
        _ => "Compare",
    };
    let response = egui::ComboBox::from_id_salt("variant shown")
        .width(LIST - 16.0)
        .truncate()
        .selected_text(here)
        .show_ui(ui, |ui| {
            for (place, variant) in blueprint.variants.iter().enumerate() {
                let is_shown = *shown == Show::One(variant.id.clone());
                if ui.selectable_label(is_shown, &variant.name).clicked() {
                    actions.push(show(session, &variant.id));
                }
                if place == 0
                    && blueprint.variants.len() > 1
                    && ui
                        .selectable_label(shown.pair().is_some(), "Compare")
                        .clicked()
                {
                    actions.push(Action::Command(Command::ShowCompare));
                }
            }
            ui.separator();
            let add = egui::Button::new("Add a variant").frame_when_inactive(false);
            if ui
                .add_enabled(session.can(Command::AddVariant), add)
                .clicked()
            {
                actions.push(Action::Command(Command::AddVariant));
            }
        })
        .response;
    name_it(ui, &response, "Variant shown");
}

/// Before | Compare | After | + : which variant is shown.
pub(super) fn switch_ui(
    ui: &mut Ui,
    session: &Session,
    on: &BTreeSet<Command>,
    actions: &mut Vec<Action>,
) {
    let blueprint = session.blueprint();
    // The table is about all variants, what changes for a role is a way to compare two.
    let is_on = |command| on.contains(&command);
    let on_page =
        is_on(Command::ShowTable) || is_on(Command::ShowRole) || is_on(Command::ShowNumbers);
    let comparing = is_on(Command::ShowRole) || !on_page && session.show().pair().is_some();
    segments_ui(ui, |ui| {
        for (place, variant) in blueprint.variants.iter().enumerate() {
            let shown = !on_page && *session.show() == Show::One(variant.id.clone());
            let keys = match place {
                0 => keys::of(Command::ShowFirst),
                1 => keys::of(Command::ShowSecond),
                _ => String::new(),
            };
            let response = segment_ui(ui, &variant.name, shown, &keys);
            if response.clicked() {
                actions.push(show(session, &variant.id));
            }
            if response.double_clicked() {
                let target = Target::Record(Key::Variant(variant.id.clone()));
                actions.push(Action::Select(Selection::of(&variant.id, target)));
            }
            if place == 0
                && blueprint.variants.len() > 1
                && segment_ui(
                    ui,
                    Command::ShowCompare.info().name,
                    comparing,
                    &keys::of(Command::ShowCompare),
                )
                .clicked()
            {
                actions.push(Action::Command(Command::ShowCompare));
            }
        }
        let add = ui
            .add_enabled(
                session.can(Command::AddVariant),
                egui::Button::new(crate::app::widgets::icon_text(Icon::Plus, 13.0))
                    .frame(false)
                    .min_size(vec2(26.0, 24.0)),
            )
            .on_hover_text("Add a variant: a copy of one, or without steps");
        name_it(ui, &add, "Add a variant");
        if add.clicked() {
            actions.push(Action::Command(Command::AddVariant));
        }
    });
}

fn show(session: &Session, variant: &VariantId) -> Action {
    let target = session.selection().target.clone();
    Action::ShowAndSelect(Show::One(variant.clone()), Selection::of(variant, target))
}

/// The ground on which segments stand side by side.
pub(in crate::app) fn segments_ui(ui: &mut Ui, show_ui: impl FnOnce(&mut Ui)) {
    let frame = egui::Frame::new()
        .fill(look::ink(ui, Ink::Chip))
        .corner_radius(8)
        .inner_margin(2);
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().interact_size.y = 24.0;
        ui.set_max_height(24.0);
        show_ui(ui);
    });
}

/// One of several views, of which one is shown.
pub(in crate::app) fn segment_ui(
    ui: &mut Ui,
    name: &str,
    shown: bool,
    keys: &str,
) -> egui::Response {
    let fill = if shown { Ink::Panel } else { Ink::Chip };
    let ink = if shown { Ink::Text } else { Ink::TextMuted };
    let text = RichText::new(name).color(look::ink(ui, ink));
    let text = if shown {
        text.font(look::medium(13.0))
    } else {
        text
    };
    let button = egui::Button::new(text)
        .fill(look::ink(ui, fill))
        .stroke(egui::Stroke::NONE)
        .corner_radius(6)
        .min_size(vec2(SEGMENT, 24.0));
    let response = ui.add(button);
    let name = name.to_owned();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, shown, &name));
    if keys.is_empty() {
        response
    } else {
        response.on_hover_text(format!("{name} ({keys})"))
    }
}
