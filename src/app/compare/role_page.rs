//! What changes for a role, as a page for a team meeting: steps gone, new and changed.

use egui::{Align, Label, Layout, RichText, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::bar::chooser_ui;
use crate::{
    app::{
        figures::FiguresNow,
        look,
        widgets::{muted_ui, text_button_ui},
    },
    measure::{Figure, Quantity, RoleNumbers},
    model::{Blueprint, VariantId},
    patch::{Concern, ConcernLine, Who, concern},
    scene::{Icon, Ink, size},
    session::{Action, Selection, Session},
};

/// How wide the page is at most: lines that one can read.
const WIDTH: f32 = 720.0;

/// Whom the page is about, and what it says of them.
#[derive(Default)]
pub struct RolePage {
    who: Option<Who>,
    people: Option<People>,
    known: Option<KnownPage>,
}

/// Whom the page can be about, with what that was found in.
struct People {
    blueprint: std::sync::Arc<Blueprint>,
    pair: (VariantId, VariantId),
    choices: Vec<Who>,
}

/// A page with what it was made from.
struct KnownPage {
    blueprint: std::sync::Arc<Blueprint>,
    pair: (VariantId, VariantId),
    who: Who,
    concern: Concern,
}

/// Shows the page; gives back whether a step was chosen, to be looked at on the canvas.
pub fn role_page_ui(
    ui: &mut Ui,
    (session, figures): (&Session, Option<FiguresNow<'_>>),
    page: &mut RolePage,
    actions: &mut Vec<Action>,
) -> bool {
    let blueprint = session.blueprint();
    let (Some(first), Some(second)) = session.pair() else {
        ui.centered_and_justified(|ui| {
            ui.label("There is one variant only: add a second to see what changes.");
        });
        return false;
    };
    let held = |id| blueprint.variant(id).map(|(_, held)| &**held);
    let pair = (first.clone(), second.clone());
    let is_of = |people: &People| {
        std::sync::Arc::ptr_eq(&people.blueprint, blueprint) && people.pair == pair
    };
    let people = page.people.take().filter(is_of);
    let people = people.unwrap_or_else(|| {
        let both = held(first).zip(held(second));
        let people = both.map_or_else(Vec::new, |both| Who::in_either(blueprint, both));
        let lanes = blueprint.lanes.iter();
        let lanes = lanes.map(|lane| Who::Lane(lane.id.clone()));
        People {
            blueprint: std::sync::Arc::clone(blueprint),
            pair: pair.clone(),
            choices: people.into_iter().chain(lanes).collect(),
        }
    });
    let choices = &page.people.insert(people).choices;
    let chosen = page.who.take().filter(|who| choices.contains(who));
    // A name that is no role and no lane yet is rather not what one came for.
    let is_known = |who: &&Who| matches!(who, Who::Role(_) | Who::Lane(_));
    let first_known = || choices.iter().find(is_known).or(choices.first()).cloned();
    let Some(who) = chosen.or_else(first_known) else {
        ui.centered_and_justified(|ui| {
            ui.label("There is nobody to speak of yet: add a role or a lane.");
        });
        return false;
    };
    page.who = Some(who.clone());
    let fresh = page.known.as_ref().is_some_and(|known| {
        std::sync::Arc::ptr_eq(&known.blueprint, blueprint)
            && known.pair == pair
            && known.who == who
    });
    if !fresh {
        page.known = Some(KnownPage {
            blueprint: std::sync::Arc::clone(blueprint),
            concern: concern(blueprint, first, second, &who),
            pair,
            who: who.clone(),
        });
    }
    let Some(known) = &page.known else {
        return false;
    };
    let name = |id| held(id).map_or("", |held| held.name.as_str());
    let mut goes = false;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let side = ((ui.available_width() - WIDTH) / 2.0).max(24.0);
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - 24.0).min(WIDTH));
                ui.add_space(28.0);
                ui.horizontal(|ui| {
                    ui.label(RichText::new("What changes for").font(look::semibold(20.0)));
                    let shown = who.name(blueprint);
                    let named =
                        |who: &Who, picked: &Who| (who.clone(), who.name(blueprint), who == picked);
                    let list = || choices.iter().map(|choice| named(choice, &who)).collect();
                    if let Some(who) = chooser_ui(ui, "What changes for", &shown, list) {
                        page.who = Some(who);
                    }
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if text_button_ui(ui, Icon::Copy, "Copy as text", Ink::AccentText) {
                            let text = as_text(blueprint, known, (name(first), name(second)));
                            ui.ctx().copy_text(text);
                        }
                    });
                });
                let title = format!(
                    "{} · from {} to {}",
                    blueprint.title,
                    name(first),
                    name(second)
                );
                muted_ui(ui, &title);
                let sums = figures.and_then(|now| sums(now, &who, (first, second)));
                if let Some(sums) = &sums {
                    ui.label(RichText::new(sums).font(look::medium(14.0)));
                }
                let concern = &known.concern;
                let groups = groups(concern);
                if concern.same == 0 && groups.iter().all(|group| group.lines.is_empty()) {
                    ui.add_space(24.0);
                    let words = format!("No step in {} or {}.", name(first), name(second));
                    muted_ui(ui, &words);
                    return;
                }
                for group in &groups {
                    goes |= group_ui(ui, session, group, actions);
                }
                ui.add_space(20.0);
                muted_ui(ui, &same_words(concern.same));
                ui.add_space(40.0);
            });
        });
    });
    goes
}

/// What a case asks of a role before and after, and what that makes of its load.
fn sums(
    now: FiguresNow<'_>,
    who: &Who,
    (first, second): (&VariantId, &VariantId),
) -> Option<String> {
    let Who::Role(id) = who else { return None };
    let of = |variant: &VariantId| {
        let numbers = now.numbers.variant(variant)?;
        numbers.roles.iter().find(|role| role.id == *id)
    };
    let (before, after) = (of(first), of(second));
    before.or(after)?;
    let turned = |figure: fn(&RoleNumbers) -> Figure, quantity| {
        let say = |role: Option<&RoleNumbers>| {
            role.map_or_else(|| "–".to_owned(), |role| figure(role).text(quantity, ""))
        };
        format!("{} → {}", say(before), say(after))
    };
    let mut words = vec![
        format!("Work a case {}", turned(|role| role.work, Quantity::Time)),
        format!("load {}", turned(|role| role.load, Quantity::Share)),
    ];
    let difference = now.numbers.difference(second);
    let freed = difference.filter(|one| one.from == *first).and_then(|one| {
        let mut roles = one.freed_hours.iter();
        roles.find(|(role, _)| role == id)
    });
    if let Some((_, saving)) = freed {
        words.extend(
            saving
                .line(Quantity::Hours)
                .map(|line| format!("{} paid hours a month", line.words)),
        );
    }
    Some(words.join(" · "))
}

/// Steps to which the same happens.
struct ConcernGroup<'a> {
    heading: &'static str,
    lines: &'a [ConcernLine],
    /// Of the bar beside the heading.
    ink: Ink,
}

/// The three groups of the page.
fn groups(concern: &Concern) -> [ConcernGroup<'_>; 3] {
    let group = |heading, lines, ink| ConcernGroup {
        heading,
        lines,
        ink,
    };
    [
        group("Steps that go", &concern.gone, Ink::RemovedText),
        group("New steps", &concern.new, Ink::Added),
        group("Steps that change", &concern.changed, Ink::Changed),
    ]
}

fn same_words(same: usize) -> String {
    match same {
        0 => "No step stays exactly as it is.".to_owned(),
        1 => "1 step stays as it is.".to_owned(),
        many => format!("{many} steps stay as they are."),
    }
}

/// One group; says whether a step of it was chosen.
fn group_ui(
    ui: &mut Ui,
    session: &Session,
    group: &ConcernGroup<'_>,
    actions: &mut Vec<Action>,
) -> bool {
    let ConcernGroup {
        heading,
        lines,
        ink,
    } = *group;
    let mut goes = false;
    ui.add_space(24.0);
    ui.horizontal(|ui| {
        let (bar, _) = ui.allocate_exact_size(vec2(3.0, 18.0), Sense::hover());
        ui.painter().rect_filled(bar, 1.5, look::ink(ui, ink));
        ui.label(RichText::new(heading).font(look::semibold(15.0)));
        let count = RichText::new(lines.len().to_string()).font(look::medium(13.0));
        ui.label(count.color(look::ink(ui, Ink::TextMuted)));
    });
    ui.add_space(size::GRID);
    if lines.is_empty() {
        muted_ui(ui, "None.");
    }
    for line in lines {
        if line_ui(ui, line) {
            let selection = Selection::step(&line.variant, &line.step);
            actions.push(super::go_to(session, selection));
            goes = true;
        }
    }
    goes
}

/// A step of the page; says whether it was clicked.
fn line_ui(ui: &mut Ui, line: &ConcernLine) -> bool {
    let frame = egui::Frame::new()
        .fill(look::ink(ui, Ink::Panel))
        .stroke(egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline)))
        .corner_radius(8)
        .inner_margin(egui::Margin::symmetric(12, 8));
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        let muted = look::ink(ui, Ink::TextMuted);
        ui.horizontal(|ui| {
            ui.label(RichText::new(&line.title).font(look::medium(14.0)));
            ui.label(RichText::new(&line.phase).size(12.0).color(muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(times(line)).size(12.0).color(muted));
            });
        });
        for detail in &line.details {
            ui.add(Label::new(RichText::new(detail).size(13.0).color(muted)).wrap());
        }
    });
    let response = inner.response.interact(Sense::click());
    let name = format!("Go to {}", line.title);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
    response
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .clicked()
}

/// The time before and after, as far as it is known.
fn times(line: &ConcernLine) -> String {
    match (&line.before, &line.after) {
        (Some(before), Some(after)) if before == after => before.clone(),
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => String::new(),
    }
}

/// The page as plain text, for a mail or a handout.
fn as_text(blueprint: &Blueprint, known: &KnownPage, (first, second): (&str, &str)) -> String {
    let mut text = format!(
        "What changes for {}\n{}, from {first} to {second}\n",
        known.who.name(blueprint),
        blueprint.title,
    );
    for ConcernGroup { heading, lines, .. } in groups(&known.concern) {
        text += &format!("\n{heading} ({})\n", lines.len());
        for line in lines {
            text += &format!("- {}", line.title);
            for note in [&line.phase, &times(line)] {
                if !note.is_empty() {
                    text += &format!(", {note}");
                }
            }
            text.push('\n');
            for detail in &line.details {
                text += &format!("  {detail}\n");
            }
        }
    }
    text + "\n" + &same_words(known.concern.same) + "\n"
}
