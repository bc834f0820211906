//! The panel at the right of the numbers: what if, what is not known, and how a figure is worked out.

use egui::{Button, FontId, Label, Layout, RichText, ScrollArea, Slider, Ui, vec2};

use super::{
    FiguresNow, NumbersPage, Shown,
    blocks::number,
    figure_name,
    gaps::{gaps_ui, missing_words, selection_of},
    lines::cut,
    named,
};
use crate::{
    app::{
        look,
        widgets::{Use, button_ui, icon_button_ui, muted_ui, section_ui, text_button_ui},
    },
    measure::{Lever, Unsaid},
    model::VariantId,
    scene::{Icon, Ink, size},
    session::{Action, Session},
};

/// Shows the panel; says whether something of the board was chosen.
pub(super) fn side_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut NumbersPage,
    figures: Option<FiguresNow<'_>>,
    actions: &mut Vec<Action>,
) -> bool {
    let (Some(pair), Some(now)) = (page.pair(session), figures) else {
        return false;
    };
    let mut goes = false;
    ScrollArea::vertical()
        .id_salt("what if")
        .auto_shrink(false)
        .show(ui, |ui| {
            egui::Frame::new().inner_margin(size::PANEL_PAD).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = size::GRID;
                let both: Vec<&VariantId> = std::iter::once(&pair.from).chain(&pair.to).collect();
                if page.gaps.is_open() {
                    ui.horizontal(|ui| {
                        heading_ui(ui, "Not known yet");
                        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                            if icon_button_ui(ui, Icon::Close, "Close the list") {
                                page.commit(session, actions);
                                page.gaps.close();
                            }
                        });
                    });
                    muted_ui(ui, "Enter takes a value over and leads to the next field. Each is a step of its own that can be undone.");
                    let of = (now.blueprint, now.numbers);
                    goes |= gaps_ui(ui, session, &mut page.gaps, of, &both, actions);
                    return;
                }
                what_if_ui(ui, session, page, &pair.asked().clone(), actions);
                goes |= unknown_ui(ui, session, page, now, &both, actions);
                terms_ui(ui, session, page, now);
            });
        });
    goes
}

fn heading_ui(ui: &mut Ui, words: &str) {
    let response = ui.label(RichText::new(words).font(look::semibold(15.0)));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
        node.set_label(words);
    });
}

/// Sliders that move the figures of the later variant.
fn what_if_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut NumbersPage,
    asked: &VariantId,
    actions: &mut Vec<Action>,
) {
    heading_ui(ui, "What if");
    let name = session.blueprint().variant(asked);
    let name = name.map_or("", |(_, variant)| &variant.name);
    muted_ui(
        ui,
        &format!("Moves the figures of {name} as you drag; nothing is saved until you apply it."),
    );
    let NumbersPage { details, tried, .. } = page;
    let Some((_, details)) = details.get() else {
        return;
    };
    if details.movers.is_empty() {
        muted_ui(ui, "There is no figure to move yet.");
        return;
    }
    let movers = details.movers.iter().map(|mover| &mover.lever);
    let levers: Vec<&Lever> = movers.chain(&details.levers).collect();
    let currency = &session.blueprint().currency.0;
    for lever in levers {
        let moved = tried.value(lever);
        if let Some(value) = slider_ui(ui, lever, moved, currency) {
            tried.set(lever, value);
            ui.ctx().request_repaint();
        }
    }
    ui.add_space(8.0);
    let is_on = match (tried.is_on(), session.read_only()) {
        (_, Some(_)) => Use::NotNow("This file cannot be changed."),
        (false, None) => Use::NotNow("Move a slider first."),
        (true, None) => Use::Possible,
    };
    let as_variant = tried.as_variant(session, asked);
    let mut is_done = false;
    ui.horizontal_wrapped(|ui| {
        let accent = is_on == Use::Possible;
        if primary_ui(ui, "Apply", accent, is_on) {
            actions.push(tried.apply(session));
            is_done = true;
        }
        let can = match (&as_variant, is_on) {
            (Err(why), Use::Possible) => Use::NotNow(why),
            (_, can) => can,
        };
        if button_ui(ui, can, None, ("Save as a variant", Ink::Text))
            && let Ok(action) = as_variant
        {
            actions.push(action);
            is_done = true;
        }
        if tried.is_on() && text_button_ui(ui, None, "Reset", Ink::TextMuted) {
            is_done = true;
        }
    });
    if is_done {
        tried.reset();
        ui.ctx().request_repaint();
    }
}

/// The button that does what the panel is for.
fn primary_ui(ui: &mut Ui, words: &str, accent: bool, can: Use) -> bool {
    let (fill, ink) = match accent {
        true => (Ink::Accent, Ink::OnAccent),
        false => (Ink::Button, Ink::TextMuted),
    };
    let text = RichText::new(words)
        .font(look::medium(13.0))
        .color(look::ink(ui, ink));
    let button = Button::new(text)
        .fill(look::ink(ui, fill))
        .min_size(vec2(64.0, size::CONTROL));
    let response = ui.add_enabled(can == Use::Possible, button);
    let response = match can {
        Use::NotNow(why) => response.on_disabled_hover_text(why),
        Use::Possible => response,
    };
    response.clicked()
}

/// A slider for a lever: what it is, where it stands; says where it was moved to.
fn slider_ui(ui: &mut Ui, lever: &Lever, moved: Option<f64>, currency: &str) -> Option<f64> {
    ui.add_space(4.0);
    let value = moved.or(lever.now);
    let said = value.map_or_else(|| "not said".to_owned(), |value| lever.say(value, currency));
    ui.horizontal(|ui| {
        let ink = if moved.is_some() {
            Ink::AiText
        } else {
            Ink::Text
        };
        let color = look::ink(ui, ink);
        let value = RichText::new(&said).font(look::semibold(12.0)).color(color);
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add(Label::new(value).selectable(false));
            ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                let color = look::ink(ui, Ink::Text);
                let room = ui.available_width();
                let galley = cut(ui, &lever.label, FontId::proportional(12.0), color, room);
                let is_cut = galley.elided;
                let label = ui.add(Label::new(galley).selectable(false));
                if is_cut {
                    label.on_hover_text(&lever.label);
                }
            });
        });
    });
    let mut at = value.unwrap_or(lever.limits.0);
    let (low, high) = lever.limits;
    let response = ui
        .scope(|ui| {
            let fill = look::ink(ui, Ink::Ai);
            ui.visuals_mut().selection.bg_fill = match value {
                Some(_) => fill,
                None => egui::Color32::TRANSPARENT,
            };
            ui.visuals_mut().widgets.inactive.bg_fill = look::ink(ui, Ink::Track);
            ui.spacing_mut().slider_width = ui.available_width();
            ui.spacing_mut().interact_size.y = 20.0;
            ui.add(
                Slider::new(&mut at, low..=high)
                    // Rounded to what can be typed by the lever, and not while nobody moves it.
                    .smart_aim(false)
                    .show_value(false)
                    .trailing_fill(true),
            )
        })
        .inner;
    let response = response.accessible_name(lever.label.clone());
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_value(said.as_str());
    });
    response.changed().then_some(at)
}

/// What is not known, with the way to fill it in.
fn unknown_ui(
    ui: &mut Ui,
    session: &Session,
    page: &mut NumbersPage,
    now: FiguresNow<'_>,
    both: &[&VariantId],
    actions: &mut Vec<Action>,
) -> bool {
    let mut goes = false;
    section_ui(ui, "Not known yet", "", Ink::TextMuted);
    let unknown: Vec<&[Unsaid]> = both
        .iter()
        .map(|id| now.numbers.variant(id).map_or(&[][..], |of| &of.unknown))
        .collect();
    let name = |id: &VariantId| {
        let variant = now.blueprint.variant(id);
        variant.map_or("", |(_, variant)| variant.name.as_str())
    };
    let words = both
        .iter()
        .zip(&unknown)
        .filter(|(_, unknown)| !unknown.is_empty());
    let words: Vec<String> = words
        .map(|(id, unknown)| format!("{}: {}", name(id), missing_words(unknown)))
        .collect();
    let is_counted = both.iter().any(|id| {
        let of = now.numbers.variant(id);
        of.is_some_and(|of| of.endless.is_none())
    });
    if words.is_empty() {
        muted_ui(
            ui,
            match is_counted {
                true => "Nothing: every figure has all it needs.",
                false => "Nothing can be counted yet.",
            },
        );
    } else {
        egui::Frame::new()
            .fill(look::ink(ui, Ink::WarningFill))
            .corner_radius(size::RADIUS)
            .inner_margin(10)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let color = look::ink(ui, Ink::WarningText);
                let words = format!(
                    "{}. Left out of the totals, not counted as zero.",
                    words.join("; ")
                );
                ui.add(Label::new(RichText::new(words).size(12.0).color(color)).wrap());
                let link = RichText::new("Fill in…")
                    .size(12.0)
                    .color(look::ink(ui, Ink::AccentText));
                let button = ui.add(Button::new(link.underline()).frame(false));
                if button.clicked() {
                    page.gaps.open(session);
                }
            });
    }
    let movers = page
        .details
        .get()
        .map_or(&[][..], |(_, details)| &details.movers);
    if !movers.is_empty() {
        section_ui(ui, "Ask next", "", Ink::TextMuted);
        for (place, mover) in movers.iter().enumerate().take(3) {
            let words = format!("{} {}", number(place), mover.lever.label);
            let words = RichText::new(words)
                .size(12.0)
                .color(look::ink(ui, Ink::AccentText));
            let button = Button::new(words).frame(false).truncate();
            let response = ui.add(button).on_hover_text("Shows where it is said");
            if response.clicked()
                && let Some(selection) = selection_of(session, &mover.lever.place)
            {
                actions.push(Action::Reveal(selection));
                goes = true;
            }
        }
    }
    goes
}

/// What the figure consists of that was opened.
fn terms_ui(ui: &mut Ui, session: &Session, page: &mut NumbersPage, now: FiguresNow<'_>) {
    section_ui(ui, "How it is worked out", "", Ink::TextMuted);
    let Some(pair) = page.pair(session) else {
        return;
    };
    let NumbersPage {
        opened,
        details,
        tried_details,
        tried,
        period,
        ..
    } = page;
    let own = details.get().map(|(_, details)| details);
    let tried_now = tried_details.get().map(|(_, details)| details);
    let of_shown = tried_now.filter(|_| tried.is_on()).or(own);
    let is_there =
        |(_, id): &&(crate::measure::CaseFigure, VariantId)| now.blueprint.variant(id).is_some();
    let Some((figure, id)) = opened.as_ref().filter(is_there) else {
        muted_ui(
            ui,
            "A click on a figure, or F1 while it has the keyboard, shows what it is made of.",
        );
        return;
    };
    let (Some(details), Some(named)) = (of_shown, named(*figure)) else {
        return;
    };
    let Some((blueprint, numbers, age)) = tried.now(session, Some(now)) else {
        return;
    };
    let shown = Shown {
        blueprint,
        numbers,
        details: Some(details),
        movers: &[],
        pair: &pair,
        period: *period,
        age,
    };
    let name = figure_name(&shown, named, id);
    let group = ui.scope(|ui| {
        let Some(terms) = details.terms(id, *figure) else {
            muted_ui(ui, "Nothing is known of it.");
            return;
        };
        let currency = shown.currency();
        let total = terms.figure.text(named.quantity, currency);
        let heading = format!("{}, a case of {}: {total}", named.name, shown.name(id));
        ui.label(RichText::new(heading).font(look::semibold(13.0)));
        if terms.figure.low != terms.figure.high && terms.figure.high.is_some() {
            muted_ui(ui, "These are the terms of the lower end.");
        }
        for part in &terms.parts {
            let words = part.words(blueprint, id);
            let how = part.how(named.quantity, currency);
            term_ui(ui, (&words, &how, &terms.say(part)), part.guessed);
        }
        for unsaid in &terms.missing {
            term_ui(ui, (&unsaid.words(blueprint), "not said", "+ ?"), 0.0);
        }
    });
    if std::mem::take(&mut page.follows_terms) {
        group.response.scroll_to_me(Some(egui::Align::TOP));
    }
    ui.ctx().accesskit_node_builder(group.response.id, |node| {
        node.set_role(egui::accesskit::Role::Group);
        node.set_label(format!("Terms of {name}"));
    });
}

/// A term: what it is of and how it comes about, and its value at the right.
fn term_ui(ui: &mut Ui, (words, how, value): (&str, &str, &str), guessed: f64) {
    ui.add_space(2.0);
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(egui::Align::TOP), |ui| {
            let value = RichText::new(value).font(look::medium(12.0));
            let shown = ui.add(Label::new(value).selectable(false));
            let width = ui.available_width();
            ui.ctx().accesskit_node_builder(shown.id, |node| {
                node.set_description(how);
            });
            ui.allocate_ui_with_layout(
                vec2(width, 0.0),
                Layout::top_down(egui::Align::Min),
                |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.add(Label::new(RichText::new(words).size(12.0)).wrap());
                    let how = match guessed > 0.5 {
                        true => format!("{how}, a guess"),
                        false => how.to_owned(),
                    };
                    muted_ui(ui, &how);
                },
            );
        });
    });
}
