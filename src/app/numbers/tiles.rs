//! The tiles: each figure after, before and what is saved. A click, or F1 on a figure, opens its terms.

use std::collections::HashMap;

use egui::{Align2, FontId, Label, Rect, RichText, Sense, Ui, UiBuilder, vec2};

use super::{GAP, Shown, card, figure_name, lines::cut, named};
use crate::{
    app::look,
    measure::{CaseFigure, NamedFigure, Period, Quantity, SavedSense, SavingKind, VariantNumbers},
    model::VariantId,
    scene::Ink,
};

/// The figures that count most, and the others.
const FIRST: [CaseFigure; 4] = [
    CaseFigure::CustomersTime,
    CaseFigure::Work,
    CaseFigure::Cost,
    CaseFigure::NeedsPerson,
];
const OTHERS: [CaseFigure; 3] = [
    CaseFigure::Waiting,
    CaseFigure::Contacts,
    CaseFigure::HandOffs,
];

/// Height of a tile, and of a small one.
const TILE: f32 = 134.0;
const SMALL: f32 = 66.0;
/// A tile is not narrower.
const LEAST: f32 = 172.0;

/// The figures on screen, and the one whose terms are shown.
pub(super) struct SeenFigures<'a> {
    pub(super) opened: &'a mut Option<(CaseFigure, VariantId)>,
    /// By what has the keyboard while they have it.
    pub(super) seen: &'a mut HashMap<egui::Id, (CaseFigure, VariantId)>,
}

/// Shows the tiles.
pub(super) fn tiles_ui(ui: &mut Ui, shown: &Shown<'_>, figures: &mut SeenFigures<'_>) {
    row_ui(ui, &FIRST, TILE, |ui, named| {
        tile_ui(ui, shown, named, figures);
    });
    row_ui(ui, &OTHERS, SMALL, |ui, named| {
        small_ui(ui, shown, named, figures);
    });
}

/// Tiles of one height beside each other, in as many rows as the width takes.
fn row_ui(
    ui: &mut Ui,
    figures: &[CaseFigure],
    height: f32,
    mut tile_ui: impl FnMut(&mut Ui, &NamedFigure),
) {
    let width = ui.available_width();
    let fits = ((width + GAP) / (LEAST + GAP)).floor().max(1.0) as usize;
    let per_row = match fits {
        fits if fits >= figures.len() => figures.len(),
        fits if figures.len() == 4 && fits == 3 => 2,
        fits => fits,
    };
    let each = (width - GAP * (per_row - 1) as f32) / per_row as f32;
    for row in figures.chunks(per_row) {
        let (area, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        for (place, figure) in row.iter().enumerate() {
            let left = area.left() + (each + GAP) * place as f32;
            let rect = Rect::from_min_size(egui::pos2(left, area.top()), vec2(each, height));
            let Some(named) = named(*figure) else {
                continue;
            };
            let frame = card(ui);
            let inside = rect - frame.total_margin();
            ui.painter().add(frame.paint(inside));
            let mut inner = ui.new_child(UiBuilder::new().max_rect(inside).id_salt(named.key));
            inner.set_clip_rect(rect.intersect(ui.clip_rect()));
            inner.spacing_mut().item_spacing = vec2(8.0, 3.0);
            tile_ui(&mut inner, named);
        }
    }
}

fn tile_ui(ui: &mut Ui, shown: &Shown<'_>, named: &NamedFigure, figures: &mut SeenFigures<'_>) {
    let Some(after) = shown.after() else { return };
    title_ui(ui, shown, named, after);
    let text = shown.numbers.text_for(shown.period, named, after);
    let font = fitting(ui, &text, ui.available_width());
    figure_ui(
        ui,
        shown,
        (named, after),
        (&text, font, Ink::Text),
        "",
        figures,
    );
    before_ui(ui, shown, named, figures);
    if let Some((words, ink)) = saved(shown, named) {
        line_ui(ui, &words, shown.ink(ink));
    }
    if let Some(words) = detail(shown, named, after) {
        line_ui(ui, &words, shown.ink(Ink::TextMuted));
    }
}

/// The figure of the variant before, small beside that of the one after.
fn before_ui(ui: &mut Ui, shown: &Shown<'_>, named: &NamedFigure, figures: &mut SeenFigures<'_>) {
    let Some(before) = shown.before() else { return };
    let text = shown.numbers.text_for(shown.period, named, before);
    let font = FontId::proportional(12.0);
    figure_ui(
        ui,
        shown,
        (named, before),
        (&text, font, Ink::TextMuted),
        "before ",
        figures,
    );
}

fn small_ui(ui: &mut Ui, shown: &Shown<'_>, named: &NamedFigure, figures: &mut SeenFigures<'_>) {
    let Some(after) = shown.after() else { return };
    title_ui(ui, shown, named, after);
    ui.horizontal(|ui| {
        let text = shown.numbers.text_for(shown.period, named, after);
        figure_ui(
            ui,
            shown,
            (named, after),
            (&text, look::semibold(15.0), Ink::Text),
            "",
            figures,
        );
        before_ui(ui, shown, named, figures);
    });
}

/// The largest font in which a figure stands on its line.
fn fitting(ui: &Ui, text: &str, room: f32) -> FontId {
    let sizes = [22.0, 19.0, 16.0, 14.0];
    let color = look::ink(ui, Ink::Text);
    let fits = |size: &f32| {
        let galley = ui
            .fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), look::semibold(*size), color));
        galley.size().x <= room
    };
    look::semibold(sizes.into_iter().find(fits).unwrap_or(13.0))
}

/// A figure that opens its terms.
fn figure_ui(
    ui: &mut Ui,
    shown: &Shown<'_>,
    (named, of): (&NamedFigure, &VariantNumbers),
    (text, font, ink): (&str, FontId, Ink),
    prefix: &str,
    figures: &mut SeenFigures<'_>,
) {
    let color = look::ink(ui, shown.ink(ink));
    let galley = cut(
        ui,
        &format!("{prefix}{text}"),
        font,
        color,
        ui.available_width(),
    );
    let is_cut = galley.elided;
    let label = Label::new(galley).selectable(false).sense(Sense::click());
    let response = ui
        .add(label)
        .on_hover_cursor(egui::CursorIcon::PointingHand);
    let name = figure_name(shown, named, &of.id);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Label);
        node.set_label(name.as_str());
        node.set_value(text);
        node.add_action(egui::accesskit::Action::Click);
    });
    let own = (named.figure, of.id.clone());
    if response.clicked() {
        *figures.opened = Some(own.clone());
    }
    figures.seen.insert(response.id, own);
    let guessed = (named.of)(&of.per_case).guessed;
    let mut tip = String::new();
    if is_cut {
        tip = format!("{text}\n");
    }
    if guessed > 0.005 {
        tip += &format!("{:.0} % of it rests on guesses. ", guessed * 100.0);
    }
    response.on_hover_text(tip + "A click or F1 shows what it is made of.");
}

/// Words on at most two lines.
fn line_ui(ui: &mut Ui, words: &str, ink: Ink) {
    let color = look::ink(ui, ink);
    let font = FontId::proportional(12.0);
    let mut job =
        egui::text::LayoutJob::simple(words.to_owned(), font, color, ui.available_width());
    job.wrap.max_rows = 2;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let is_cut = galley.elided;
    let response = ui.add(Label::new(galley).selectable(false));
    if is_cut {
        response.on_hover_text(words);
    }
}

/// What a tile is of, and how much of the figure rests on guesses.
fn title_ui(ui: &mut Ui, shown: &Shown<'_>, named: &NamedFigure, after: &VariantNumbers) {
    let muted = look::ink(ui, shown.ink(Ink::TextMuted));
    let faint = look::ink(ui, Ink::TextFaint);
    let name = RichText::new(named.name).size(12.0).color(muted);
    let name = ui.add(Label::new(name).selectable(false)).rect;
    let guessed = (named.of)(&after.per_case).guessed;
    let words = match guessed {
        guessed if guessed > 0.995 => "guessed".to_owned(),
        guessed if guessed > 0.005 => format!("{:.0} % guessed", guessed * 100.0),
        _ => return,
    };
    let at = egui::pos2(ui.max_rect().right(), name.center().y);
    let font = FontId::proportional(11.0);
    ui.painter()
        .text(at, Align2::RIGHT_CENTER, words, font, faint);
}

/// What is saved of a figure, and its colour.
fn saved(shown: &Shown<'_>, named: &NamedFigure) -> Option<(String, Ink)> {
    let difference = shown.difference()?;
    if let Some(line) = shown
        .numbers
        .saved_line_for(shown.period, named, difference)
    {
        return Some((line.words, sense_ink(line.sense)));
    }
    let is_open = (named.saved)(&difference.per_case).kind == SavingKind::NotComparable;
    is_open.then(|| ("difference not known".to_owned(), Ink::TextMuted))
}

/// The colour of what is saved.
pub(in crate::app) fn sense_ink(sense: SavedSense) -> Ink {
    match sense {
        SavedSense::Less => Ink::SuccessText,
        SavedSense::More => Ink::WarningText,
        SavedSense::Open => Ink::TextMuted,
    }
}

/// What a figure of a case consists of, in a few words.
fn detail(shown: &Shown<'_>, named: &NamedFigure, after: &VariantNumbers) -> Option<String> {
    match named.figure {
        CaseFigure::CustomersTime if shown.period == Period::Case => {
            let waiting = |of: &VariantNumbers| of.per_case.waiting.text(Quantity::Time, "");
            Some(match shown.before() {
                Some(before) => format!("waits {} → {}", waiting(before), waiting(after)),
                None => format!("waits {}", waiting(after)),
            })
        }
        CaseFigure::Work if shown.period == Period::Case => {
            let roles = after.roles.iter().map(|role| {
                let name = shown.blueprint.role(&role.id);
                let name = name.map_or(role.id.as_str(), |(_, role)| role.name.as_str());
                format!("{name} {}", role.work.text(Quantity::Time, ""))
            });
            let roles: Vec<String> = roles.collect();
            (!roles.is_empty()).then(|| roles.join(" · "))
        }
        CaseFigure::Cost => {
            let mut lost: Vec<Option<f64>> = after
                .roles
                .iter()
                .map(|role| {
                    let (_, role) = shown.blueprint.role(&role.id)?;
                    Some(role.shrinkage?.0)
                })
                .collect();
            lost.dedup();
            match lost[..] {
                [Some(lost)] => Some(format!("with {} shrinkage", Quantity::Share.say(lost))),
                [] => None,
                _ if lost.contains(&None) => Some("shrinkage not known".to_owned()),
                _ => Some("with the shrinkage of each role".to_owned()),
            }
        }
        _ => None,
    }
}
