//! What stands around the picture of a slide: its heading, where the presentation stands, the notes.

use std::sync::Arc;

use egui::{Rect, Ui, pos2, vec2};

use super::{
    Present, in_words,
    slides::{PhaseSlide, Slide},
    stage::Stage,
};
use crate::{app::look, scene::Ink};

/// Variant, phase and title in one line.
pub(super) fn head(stage: &Stage, area: Rect, present: &Present, slide: &PhaseSlide) {
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
    let phase = present.phase_name(&slide.phase);
    let font = look::semibold(28.0 * scale);
    let galley = stage.words(phase, font, Ink::Text, (room, 1));
    let width = galley.size().x;
    put(stage, pos2(x, area.center().y), galley, Ink::Text);
    x += width + 16.0 * scale;
    let small = egui::FontId::proportional(15.0 * scale);
    if slide.part.1 > 1 {
        let part = format!("{} of {}", slide.part.0 + 1, slide.part.1);
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
    let changes = present.changes(slide);
    let galley = stage.words(&changes, small, Ink::TextMuted, (area.right() - x, 1));
    let at = pos2(area.right() - galley.size().x, area.center().y);
    put(stage, at, galley, Ink::TextMuted);
}

pub(super) fn overview_head(stage: &Stage, area: Rect, present: &Present) {
    let scale = stage.scale;
    let what = match present.overview.panes.len() {
        0 | 1 => present.variant_name(0).to_owned(),
        _ => format!(
            "{} and {}",
            present.variant_name(0),
            present.variant_name(1)
        ),
    };
    let font = look::semibold(28.0 * scale);
    let galley = stage.words(&what, font, Ink::Text, (area.width() * 0.6, 1));
    let right = area.left() + galley.size().x + 16.0 * scale;
    put(stage, area.left_center(), galley, Ink::Text);
    let font = egui::FontId::proportional(15.0 * scale);
    let words = in_words(&present.comparison);
    let galley = stage.words(&words, font, Ink::TextMuted, (area.right() - right, 1));
    let at = pos2(area.right() - galley.size().x, area.center().y);
    put(stage, at, galley, Ink::TextMuted);
}

/// Words with their left end at `at`, the middle of their height.
fn put(stage: &Stage, at: egui::Pos2, galley: Arc<egui::Galley>, ink: Ink) {
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
    // The opening, the phases, the overview.
    let stops = present.phases.len() + 2;
    let (here, part) = match present.slides.get(present.at) {
        Some(Slide::Phase(slide)) => {
            let phase = present.phases.iter().position(|id| *id == slide.phase);
            let sides = present.variants.len().max(1);
            let done = slide.part.0 * sides + slide.side + 1;
            let all = slide.part.1 * sides;
            (phase.unwrap_or_default() + 1, done as f32 / all as f32)
        }
        Some(Slide::Overview) => (stops - 1, 1.0),
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
            let steps = present.steps(slide).into_iter();
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

pub(super) fn notes_ui(ui: &mut Ui, area: Rect, present: &Present, scale: f32) {
    let notes = notes(present);
    let inner = area.shrink2(vec2(32.0, 12.0) * scale);
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner), |ui| {
        ui.set_clip_rect(area);
        let muted = look::ink(ui, Ink::TextMuted);
        let font = egui::FontId::proportional(14.0 * scale);
        if notes.is_empty() {
            let text = "No notes here. A step's note is written in the inspector.";
            ui.label(egui::RichText::new(text).font(font).color(muted));
            return;
        }
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                let columns = notes.len().clamp(1, 3);
                ui.columns(columns, |uis| {
                    for (place, (title, note)) in notes.iter().enumerate() {
                        let ui = &mut uis[place % columns];
                        ui.label(egui::RichText::new(*title).font(look::semibold(14.0 * scale)));
                        ui.label(egui::RichText::new(*note).font(font.clone()).color(muted));
                        ui.add_space(10.0 * scale);
                    }
                });
            });
    });
}
