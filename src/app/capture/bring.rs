//! Steps of another document before they come into this one: where each lane goes, what is new and what is there.

use egui::{Id, Key, Label, Modal, Modifiers, RichText, ScrollArea, Ui, vec2};

use crate::{
    app::{
        look,
        widgets::{Name, label_ui, pick_ui, take_or_leave_ui},
    },
    model::{Kind, LaneId, capital, plural},
    scene::{Ink, size},
    session::{Action, Session, bring::Bring},
};

/// Width of a lane's name, in points; the list beside it takes the rest.
const NAME: f32 = 220.0;

/// The dialog, while it is open; Enter places the steps, Esc leaves them.
pub(crate) fn bring_ui(
    ui: &Ui,
    session: &Session,
    open: &mut Option<Bring>,
    actions: &mut Vec<Action>,
) {
    let Some(plan) = open else {
        return;
    };
    let ctx = ui.ctx();
    let (mut takes, mut leaves) = (false, false);
    Modal::new(Id::unique("paste steps"))
        .frame(look::dialog_frame(ui))
        .show(ctx, |ui| {
            let room = ctx.content_rect();
            ui.set_width(560.0_f32.min(room.width() - 64.0));
            ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::Dialog);
                node.set_label("Paste steps");
                node.set_modal();
            });
            ui.add(Label::new(
                RichText::new("Paste steps").font(look::semibold(15.0)),
            ));
            let steps = plural(plan.fragment.steps(), "step", "steps");
            muted_line_ui(ui, &format!("{steps} of another blueprint"));
            let height = (room.height() - 220.0).max(120.0);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                lanes_ui(ui, session, plan);
                ui.add_space(size::GRID);
                for line in lines(plan) {
                    muted_line_ui(ui, &line);
                }
            });
            (takes, leaves) = take_or_leave_ui(ui, &format!("Place {steps}"));
        });
    let (enter, escape) = ctx.input_mut(|input| {
        let enter = input.consume_key(Modifiers::NONE, Key::Enter);
        (enter, input.consume_key(Modifiers::NONE, Key::Escape))
    });
    if escape || leaves {
        *open = None;
    } else if (enter || takes)
        && let Some(plan) = open.take()
    {
        actions.push(Action::PasteSteps(Box::new(plan)));
    }
}

fn muted_line_ui(ui: &mut Ui, words: &str) {
    let words = RichText::new(words).color(look::ink(ui, Ink::TextMuted));
    ui.add(Label::new(words).wrap());
}

/// Each lane of theirs, and the lane here.
fn lanes_ui(ui: &mut Ui, session: &Session, plan: &mut Bring) {
    let lanes = &session.blueprint().lanes;
    let mut sent: Option<(usize, Option<LaneId>)> = None;
    for (number, lane) in plan.lanes.iter().enumerate() {
        ui.horizontal(|ui| {
            let width = NAME.min(ui.available_width() * 0.45);
            let name = Name {
                label: lane.name.clone(),
                spoken: format!("Lane {}", lane.name),
            };
            let label = ui
                .scope(|ui| {
                    ui.set_min_width(width);
                    ui.set_max_width(width);
                    let label = label_ui(ui, &name).id;
                    muted_line_ui(ui, &plural(lane.steps, "step", "steps"));
                    label
                })
                .inner;
            let here = lane.to.as_ref().and_then(|id| session.blueprint().lane(id));
            let picked = here.map_or("A new lane", |(_, lane)| &lane.name);
            let choices = || {
                let new = (None, "A new lane".to_owned(), lane.to.is_none());
                let here = lanes.iter().map(|other| {
                    let is_picked = lane.to.as_ref() == Some(&other.id);
                    (Some(other.id.clone()), other.name.clone(), is_picked)
                });
                std::iter::once(new).chain(here).collect()
            };
            let id = Id::unique(("lane of steps", number));
            if let Some(to) = pick_ui(ui, id, label, picked, choices) {
                sent = Some((number, to));
            }
        });
    }
    if let Some((number, to)) = sent {
        plan.send_lane(number, to);
    }
}

/// What else comes, in words: phases, and the records that are named.
fn lines(plan: &Bring) -> Vec<String> {
    let mut lines = Vec::new();
    let named = |names: Vec<&str>| names.join(", ");
    let new = plan.phases.iter().filter(|phase| phase.to.is_none());
    let new: Vec<&str> = new.map(|phase| phase.name.as_str()).collect();
    if !new.is_empty() {
        lines.push(format!("New phases: {}", named(new)));
    }
    let here = plan.phases.iter().filter(|phase| phase.to.is_some());
    let here: Vec<&str> = here.map(|phase| phase.name.as_str()).collect();
    if !here.is_empty() {
        lines.push(format!("Into phases that are here: {}", named(here)));
    }
    for kind in Kind::ALL {
        let all = || plan.records.iter().filter(|record| record.kind == *kind);
        let new: Vec<&str> = all()
            .filter(|record| record.to.is_none())
            .map(|record| record.name.as_str())
            .collect();
        if !new.is_empty() {
            let kind = capital(&format!("new {}", kind.plural()));
            lines.push(format!("{kind}: {}", named(new)));
        }
    }
    lines
}
