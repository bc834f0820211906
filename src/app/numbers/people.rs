//! The block about people: load before, after and while AI is down, hours freed, and whether that pays.

use egui::{RichText, Ui};

use super::{
    blocks::{BlockRoom, Blocks, block_ui},
    lines::{LineCell, LineColumn, NumberLine, lines_ui},
};
use crate::{
    app::{look, widgets::muted_ui},
    measure::{Figure, PaysFrom, Quantity, RoleNumbers, VariantNumbers},
    model::{Key, RoleId},
    scene::{Ink, Show},
    session::{Action, Selection, Target},
};

/// From this load on a role has little room left.
const FULL: f64 = 0.85;

impl Blocks<'_, '_> {
    /// Each role: its load before and after, while an AI system is down, and the hours that it has less of.
    pub(super) fn people_ui(&mut self, ui: &mut Ui, room: BlockRoom) -> f32 {
        let shown = self.shown;
        let Some(after) = shown.after() else {
            return 0.0;
        };
        let roles: Vec<&RoleId> = shown
            .blueprint
            .roles
            .iter()
            .map(|role| &role.id)
            .filter(|id| {
                let works = |of: &VariantNumbers| of.roles.iter().any(|role| role.id == **id);
                works(after) || shown.before().is_some_and(works)
            })
            .collect();
        let mut columns = vec![LineColumn {
            name: "Role".to_owned(),
            width: 0.0,
        }];
        let column = |name: &str, width: f32| LineColumn {
            name: name.to_owned(),
            width,
        };
        let has_pair = shown.pair.to.is_some();
        if has_pair {
            columns.push(column("Load before", 84.0));
        }
        columns.push(column(if has_pair { "Load after" } else { "Load" }, 84.0));
        for outage in &after.outages {
            let system = shown.blueprint.ai_systems.get(&outage.system);
            let name = system.map_or(outage.system.as_str(), |system| &system.name);
            columns.push(match after.outages.len() {
                1 => column("If the AI is down", 100.0),
                _ => column(&format!("{name} down"), 116.0),
            });
        }
        if has_pair {
            columns.push(column("Paid hours freed", 98.0));
        }
        let lines: Vec<NumberLine> = roles.iter().map(|id| self.role_line(id, after)).collect();
        block_ui(ui, room, "People", |ui| {
            if lines.is_empty() {
                muted_ui(
                    ui,
                    "No step says who works at it: add workers, and their load stands here.",
                );
                return;
            }
            lines_ui(ui, "People", &columns, &lines, shown.ink(Ink::Text));
            if has_pair {
                self.payback_ui(ui);
            }
        })
    }

    fn role_line(&self, id: &RoleId, after: &VariantNumbers) -> NumberLine {
        let shown = self.shown;
        let role = shown.blueprint.role(id).map(|(_, role)| role);
        let name = role.map_or(id.as_str(), |role| role.name.as_str());
        let people = role.and_then(|role| role.people);
        let title = people.map_or_else(
            || name.to_owned(),
            |people| format!("{name}, {}", Quantity::Count.say(people.0)),
        );
        let of = |numbers: &VariantNumbers| -> Option<RoleNumbers> {
            numbers.roles.iter().find(|role| role.id == *id).cloned()
        };
        let none = || LineCell {
            text: "–".to_owned(),
            ink: Some(Ink::TextFaint),
            ..LineCell::default()
        };
        let mut cells = Vec::new();
        if let Some(before) = shown.before() {
            let cell = of(before).map_or_else(none, |role| load(&role.load));
            cells.push(LineCell {
                name: Some(format!("Load of {name} before")),
                ..cell
            });
        }
        let side = if shown.pair.to.is_some() {
            " after"
        } else {
            ""
        };
        cells.push(LineCell {
            name: Some(format!("Load of {name}{side}")),
            ..of(after).map_or_else(none, |role| load(&role.load))
        });
        for outage in &after.outages {
            let found = outage.roles.iter().find(|(role, _)| role == id);
            cells.push(found.map_or_else(none, |(_, figure)| load(figure)));
        }
        if let Some(difference) = shown.difference() {
            let freed = difference.freed_hours.iter().find(|(role, _)| role == id);
            cells.push(freed.map_or_else(none, |(_, saving)| {
                LineCell::new(saving.text(Quantity::Hours, ""))
            }));
        }
        NumberLine { title, cells }
    }

    /// What freed hours come to, as far as somebody said that they do.
    fn payback_ui(&mut self, ui: &mut Ui) {
        let shown = self.shown;
        let Some(difference) = shown.difference() else {
            return;
        };
        let Some(payback) = &difference.payback else {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                muted_ui(ui, "Hours a month, not posts.");
                let words = RichText::new("Say how much is realised")
                    .size(11.0)
                    .color(look::ink(ui, Ink::AccentText));
                if ui.link(words).clicked() {
                    let key = Key::Variant(difference.to.clone());
                    let selection = Selection::of(&difference.to, Target::Record(key));
                    self.actions.push(Action::ShowAndSelect(
                        Show::One(difference.to.clone()),
                        selection,
                    ));
                    self.goes = true;
                }
                muted_ui(ui, "and from when, and a sum of money appears.");
            });
            return;
        };
        let money = |value: f64| Figure::exactly(value).text(Quantity::Money, shown.currency());
        let mut words = vec![match payback.month {
            Some(month) => format!(
                "Pays back in month {month}, {} a month.",
                money(payback.monthly)
            ),
            None => format!("Never pays back: {} a month.", money(payback.monthly)),
        }];
        for (step, from) in shown.details.map_or(&[][..], |details| &details.pays_from) {
            let step = shown.blueprint.step(&difference.to, step);
            let called = step.map_or("it", |step| step.called());
            words.push(match from {
                PaysFrom::Nothing => format!("Pays even if “{called}” resolves nothing."),
                PaysFrom::From(share) => format!(
                    "Pays from a resolved share of {} of “{called}”.",
                    Quantity::Share.say(share.0)
                ),
                PaysFrom::Never => format!("Does not pay whatever “{called}” resolves."),
            });
        }
        let words = words.join(" ");
        let muted = look::ink(ui, shown.ink(Ink::TextMuted));
        let said = ui.add(egui::Label::new(RichText::new(&words).size(12.0).color(muted)).wrap());
        ui.ctx().accesskit_node_builder(said.id, |node| {
            node.set_label("Pays back");
            node.set_value(words.as_str());
        });
    }
}

/// A load, marked where little or nothing is left.
fn load(figure: &Figure) -> LineCell {
    let text = figure.text(Quantity::Share, "");
    let (ink, ground) = match figure.low {
        Some(load) if load > 1.0 => (Some(Ink::DangerText), Some(Ink::DangerFill)),
        Some(load) if load > FULL => (Some(Ink::WarningText), Some(Ink::WarningFill)),
        _ => (None, None),
    };
    LineCell {
        text,
        ink,
        ground,
        name: None,
    }
}
