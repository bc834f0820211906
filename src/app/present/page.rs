//! What stands around the picture of a slide: its heading, where the presentation stands, the notes.

use std::sync::Arc;

use egui::{Rect, Ui, pos2, vec2};

use super::{
    Present,
    slides::{Overview, PhaseSlide, Slide},
    stage::Stage,
};
use crate::{app::look, patch::counts_in_words, scene::Ink};

/// Variant, phase and title in one line.
pub(super) fn head(stage: &Stage, area: Rect, present: &Present, slide: PhaseSlide) {
    let scale = stage.scale;
    let (ground, ink) = match slide.side {
        0 => (Ink::Chip, Ink::Text),
        _ => (Ink::Accent, Ink::OnAccent),
    };
    let name = present.variant_name(slide.side);
    let right = stage.pill(
        area.left_center(),
        name,
        look::semibold(17.0 * scale),
        ground,
        ink,
    );
    let mut x = right + 16.0 * scale;
    let room = area.width() * 0.66 - (x - area.left());
    let Some(held) = present.parts.get(slide.part) else {
        return;
    };
    let phase = present.phase_name(&held.phase);
    let font = look::semibold(28.0 * scale);
    let galley = stage.words(phase, font, Ink::Text, (room, 1));
    let width = galley.size().x;
    put(stage, pos2(x, area.center().y), galley, Ink::Text);
    x += width + 16.0 * scale;
    let small = egui::FontId::proportional(15.0 * scale);
    if held.number.1 > 1 {
        let part = format!("{} of {}", held.number.0 + 1, held.number.1);
        let galley = stage.words(&part, small.clone(), Ink::TextMuted, (room, 1));
        let width = galley.size().x;
        put(
            stage,
            pos2(x, area.center().y + 5.0 * scale),
            galley,
            Ink::TextMuted,
        );
        x += width + 16.0 * scale;
    }
    // What went is not in the picture: it is said, as far as there is room.
    let changes = [present.changes(slide), present.removed(slide)];
    let changes: Vec<String> = changes.into_iter().filter(|w| !w.is_empty()).collect();
    let rows = changes.len() + 1;
    let words = changes.join("\n");
    let galley = stage.words(&words, small, Ink::TextMuted, (area.right() - x, rows));
    let at = pos2(area.right() - galley.size().x, area.center().y);
    put(stage, at, galley, Ink::TextMuted);
}

pub(super) fn overview_head(stage: &Stage, area: Rect, present: &Present, whole: &Overview) {
    let scale = stage.scale;
    let mut what = match present.variants.len() {
        0 | 1 => present.variant_name(0).to_owned(),
        _ => format!(
            "{} and {}",
            present.variant_name(0),
            present.variant_name(1)
        ),
    };
    match &whole.phases[..] {
        [] => {}
        [only] => what += &format!(": {}", present.phase_name(only)),
        [first, .., last] => {
            let (first, last) = (present.phase_name(first), present.phase_name(last));
            what += &format!(": {first} to {last}");
        }
    }
    let font = look::semibold(28.0 * scale);
    let galley = stage.words(&what, font, Ink::Text, (area.width() * 0.6, 1));
    let right = area.left() + galley.size().x + 16.0 * scale;
    put(stage, area.left_center(), galley, Ink::Text);
    let font = egui::FontId::proportional(15.0 * scale);
    let words = counts_in_words(present.comparison.counts());
    let words = match whole.phases.is_empty() {
        true => words,
        false => format!("In all  {words}"),
    };
    let galley = stage.words(&words, font, Ink::TextMuted, (area.right() - right, 1));
    let at = pos2(area.right() - galley.size().x, area.center().y);
    put(stage, at, galley, Ink::TextMuted);
}

/// Words with their left end at `at`, the middle of their height.
pub(super) fn put(stage: &Stage, at: egui::Pos2, galley: Arc<egui::Galley>, ink: Ink) {
    let at = pos2(at.x, at.y - galley.size().y / 2.0);
    stage.painter.galley(at, galley, stage.ink(ink));
}

/// Title, scenario, persona, and what is to come.
pub(super) fn opening(stage: &Stage, area: Rect, present: &Present) {
    let scale = stage.scale;
    let blueprint = &present.blueprint;
    let width = (area.width() * 0.78).min(980.0 * scale);
    let muted = egui::FontId::proportional(15.0 * scale);
    let phases: Vec<&str> = present
        .phases
        .iter()
        .map(|p| present.phase_name(p))
        .collect();
    let variants: Vec<&str> = (0..present.variants.len())
        .map(|side| present.variant_name(side))
        .collect();
    let title = look::semibold(46.0 * scale);
    let body = egui::FontId::proportional(22.0 * scale);
    let persona = match blueprint.persona.trim() {
        "" => String::new(),
        persona => format!("Persona: {persona}"),
    };
    let ways = [variants.join(" → "), phases.join("  ·  ")].join("\n");
    let parts = [
        (present.title(), title, Ink::Text, 3, 20.0),
        (blueprint.scenario.trim(), body.clone(), Ink::Text, 4, 12.0),
        (&persona, body, Ink::TextMuted, 2, 40.0),
        (&ways, muted, Ink::TextMuted, 4, 0.0),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(text, ..)| !text.trim().is_empty())
        .map(|(text, font, ink, rows, gap)| {
            (
                stage.words(text, font, ink, (width, rows)),
                ink,
                gap * scale,
            )
        })
        .collect();
    let height: f32 = parts
        .iter()
        .map(|(words, _, gap)| words.size().y + gap)
        .sum();
    let left = area.left() + (area.width() - width) / 2.0;
    let mut y = area.center().y - height / 2.0;
    for (words, ink, gap) in parts {
        let tall = words.size().y;
        stage.painter.galley(pos2(left, y), words, stage.ink(ink));
        y += tall + gap;
    }
}

/// Where the presentation stands: dots for the phases, the slide's number, the title.
pub(super) fn foot(stage: &Stage, area: Rect, present: &Present) {
    let scale = stage.scale;
    // The opening, the phases, the figures, the overview.
    let sums = usize::from(present.slides.contains(&Slide::Sums));
    let stops = present.phases.len() + 2 + sums;
    let (here, part) = match present.slides.get(present.at) {
        Some(Slide::Phase(slide)) => {
            let held = present.parts.get(slide.part);
            let (number, count) = held.map_or((0, 1), |part| part.number);
            let phase = held.map(|part| &part.phase);
            let phase = present.phases.iter().position(|id| Some(id) == phase);
            let sides = present.variants.len().max(1);
            let done = number * sides + slide.side + 1;
            let all = count * sides;
            (phase.unwrap_or_default() + 1, done as f32 / all as f32)
        }
        Some(Slide::Overview(place)) => {
            let all = present.overviews.len().max(1);
            (stops - 1, (place + 1) as f32 / all as f32)
        }
        Some(Slide::Sums) => (stops - 2, 1.0),
        Some(Slide::Opening) | None => (0, 1.0),
    };
    stage.progress(area.center(), stops, here, part);
    let font = egui::FontId::proportional(13.0 * scale);
    let half = area.width() / 2.0 - 20.0 * scale * stops as f32;
    if !matches!(present.slides.get(present.at), Some(Slide::Opening) | None) {
        let title = stage.words(present.title(), font.clone(), Ink::TextFaint, (half, 1));
        put(stage, area.left_center(), title, Ink::TextFaint);
    }
    let number = match present.number.as_str() {
        "" => format!("{} / {}", present.at + 1, present.slides.len()),
        typed => format!("{typed}_ / {}", present.slides.len()),
    };
    let number = stage.words(&number, font, Ink::TextFaint, (half, 1));
    let at = pos2(area.right() - number.size().x, area.center().y);
    put(stage, at, number, Ink::TextFaint);
}

/// The notes of the steps on the slide, each under its title.
pub(super) fn notes(present: &Present) -> Vec<(&str, &str)> {
    match present.slides.get(present.at) {
        Some(Slide::Phase(slide)) => {
            let steps = present.steps(*slide).into_iter();
            steps
                .filter(|(step, _)| !step.note.trim().is_empty())
                .map(|(step, _)| (step.title.as_str(), step.note.as_str()))
                .collect()
        }
        _ if !present.blueprint.summary.trim().is_empty() => {
            vec![("What a reader should take away", &present.blueprint.summary)]
        }
        _ => Vec::new(),
    }
}

/// How many columns notes stand in: lines longer than a column are hard to read.
fn columns(notes: usize) -> usize {
    notes.clamp(1, 3)
}

/// How wide a note's lines are.
fn note_width(area: f32, columns: usize, scale: f32) -> f32 {
    let gaps = NOTES_GAP * scale * (columns as f32 - 1.0);
    let room = (area - 2.0 * NOTES_PAD.0 * scale - gaps) / columns as f32;
    room.min(WIDEST_NOTE * scale)
}

/// A title and its note, left-aligned.
fn note_galleys(
    ui: &Ui,
    (title, note): (&str, &str),
    width: f32,
    scale: f32,
) -> [Arc<egui::Galley>; 2] {
    let layout = |text: &str, font: egui::FontId, ink: Ink| {
        let color = look::ink(ui, ink);
        ui.fonts_mut(|fonts| fonts.layout(text.to_owned(), font, color, width))
    };
    [
        layout(title, look::semibold(14.0 * scale), Ink::Text),
        layout(
            note,
            egui::FontId::proportional(14.0 * scale),
            Ink::TextMuted,
        ),
    ]
}

/// Space around the notes, beside them and above them.
const NOTES_PAD: (f32, f32) = (32.0, 14.0);
const NOTES_GAP: f32 = 32.0;
const WIDEST_NOTE: f32 = 720.0;
/// Space under a note.
const UNDER_NOTE: f32 = 10.0;

/// How high the notes of this slide are, space around them included: a line says that there are none.
pub(super) fn notes_height(ui: &Ui, width: f32, present: &Present, scale: f32) -> f32 {
    let notes = notes(present);
    if notes.is_empty() {
        return 44.0 * scale;
    }
    let count = columns(notes.len());
    let wide = note_width(width, count, scale);
    let mut heights = vec![0.0; count];
    for (place, note) in notes.into_iter().enumerate() {
        let galleys = note_galleys(ui, note, wide, scale);
        let tall: f32 = galleys.iter().map(|galley| galley.size().y).sum();
        heights[place % count] += tall + 4.0 + UNDER_NOTE * scale;
    }
    heights.into_iter().fold(0.0, f32::max) + (2.0 * NOTES_PAD.1 - UNDER_NOTE) * scale + 4.0
}

pub(super) fn notes_ui(ui: &mut Ui, area: Rect, present: &Present, scale: f32) {
    let notes = notes(present);
    let inner = area.shrink2(vec2(NOTES_PAD.0, NOTES_PAD.1) * scale);
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.set_clip_rect(area);
        let muted = look::ink(ui, Ink::TextMuted);
        let font = egui::FontId::proportional(14.0 * scale);
        if notes.is_empty() {
            let text = "No notes here. A step's note is written in the inspector.";
            ui.label(egui::RichText::new(text).font(font).color(muted));
            return;
        }
        let count = columns(notes.len());
        let width = note_width(area.width(), count, scale);
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing = vec2(NOTES_GAP * scale, 4.0);
                    for column in 0..count {
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            for note in notes.iter().skip(column).step_by(count) {
                                for galley in note_galleys(ui, *note, width, scale) {
                                    ui.add(egui::Label::new(galley));
                                }
                                ui.add_space(UNDER_NOTE * scale - 4.0);
                            }
                        });
                    }
                });
            });
    });
}
