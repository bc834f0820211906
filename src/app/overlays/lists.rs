//! Lists that lie over the canvas while one works on: what changed, and what was done.

use egui::{Id, Pos2, Rect, RichText, Ui, Vec2, vec2};

use super::Overlays;
use crate::{
    app::{
        look,
        widgets::{badge_ui, icon_button_ui},
    },
    patch::Subject,
    scene::{Icon, Ink, WireId},
    session::{Action, Selection, Session},
};

/// A list with its title, that can be moved, resized and closed.
fn list_ui(
    ui: &Ui,
    (id, title, open): (&str, &str, &mut bool),
    area: Rect,
    (at, wanted): (Pos2, Vec2),
    content: impl FnOnce(&mut Ui),
) {
    egui::Window::new(title)
        .id(Id::unique(id))
        .title_bar(false)
        .frame(look::dialog_frame(ui).inner_margin(16))
        .default_pos(at)
        .default_size(wanted)
        .min_size(vec2(240.0, 160.0))
        .constrain_to(area)
        .show(ui.ctx(), |ui| {
            ui.horizontal(|ui| {
                let heading = RichText::new(title).font(look::semibold(15.0));
                ui.add(egui::Label::new(heading).selectable(false));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if icon_button_ui(ui, Icon::Close, "Close the list") {
                        *open = false;
                    }
                });
            });
            ui.add_space(6.0);
            content(ui);
        });
}

/// What changed between the two variants, in words; a click goes there.
pub(super) fn changes_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let Some(changes) = session.changes().cloned() else {
        return;
    };
    let (first, second) = session.pair();
    let name = |id: Option<&crate::model::VariantId>| {
        let variant = id.and_then(|id| session.blueprint().variant(id));
        variant.map_or_else(String::new, |(_, variant)| variant.name.clone())
    };
    let title = format!("Changes from {} to {}", name(first), name(second));
    let mut open = true;
    list_ui(
        ui,
        ("changes", &title, &mut open),
        area,
        (area.right_top() + vec2(-412.0, 48.0), vec2(380.0, 420.0)),
        |ui| {
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| {
                    if changes.list().is_empty() {
                        ui.label("The two variants do not differ.");
                    } else if changes.taken().next().is_none() {
                        ui.label("The filter leaves no change.");
                    }
                    for change in changes.taken() {
                        let selection = match &change.subject {
                            Subject::Step(id) => Selection::step(&change.variant, id),
                            Subject::Connector(id) => {
                                Selection::wire(&change.variant, &WireId::Connector(id.clone()))
                            }
                        };
                        let here = *session.selection() == selection;
                        if change_ui(ui, change, here).clicked() {
                            actions.push(Action::Reveal(selection));
                        }
                        ui.add_space(2.0);
                    }
                });
        },
    );
    overlays.changes = open;
}

fn change_ui(ui: &mut Ui, change: &crate::patch::Change, here: bool) -> egui::Response {
    let fill = if here { Ink::SelectedFill } else { Ink::Popup };
    let frame = egui::Frame::new()
        .fill(look::ink(ui, fill))
        .corner_radius(6)
        .inner_margin(6);
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            for kind in &change.kinds {
                badge_ui(ui, *kind);
            }
            let what = match change.subject {
                Subject::Step(_) => change.title.clone(),
                Subject::Connector(_) => format!("Connector {}", change.title),
            };
            ui.label(RichText::new(what).font(look::medium(13.0)));
        });
        for detail in &change.details {
            ui.label(
                RichText::new(detail)
                    .size(12.0)
                    .color(look::ink(ui, Ink::TextMuted)),
            );
        }
    });
    let response = inner.response.interact(egui::Sense::click());
    let name = change.title.clone();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Everything that was done, oldest first; a click goes back or forth to there.
pub(super) fn history_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let mut open = true;
    list_ui(
        ui,
        ("history", "History", &mut open),
        area,
        (area.left_top() + vec2(160.0, 56.0), vec2(320.0, 360.0)),
        |ui| {
            let (labels, done) = session.history().labels();
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .stick_to_bottom(true)
                .show(ui, |ui| {
                    if ui.selectable_label(done == 0, "As opened").clicked() {
                        actions.push(Action::GoToHistory(0));
                    }
                    for (place, label) in labels.iter().enumerate() {
                        let undone = place >= done;
                        let ink = if undone { Ink::TextFaint } else { Ink::Text };
                        let text = RichText::new(*label).color(look::ink(ui, ink));
                        if ui.selectable_label(place + 1 == done, text).clicked() {
                            actions.push(Action::GoToHistory(place + 1));
                        }
                    }
                });
        },
    );
    overlays.history = open;
}
