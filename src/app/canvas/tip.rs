//! What a card has no room for: its title in full and its fields, while the pointer rests on it.

use egui::{
    Align, FontId, Frame, Id, Pos2, Rect, RichText, Sense, TextFormat, Ui, text::LayoutJob,
};

use super::{Canvas, Sheet};
use crate::{
    app::look,
    gesture::{Gesture, Hit, hit},
    model::{Fields as _, Marker, Names, Row, Spent, Split, Step, StepKind},
    scene::{Icon, Ink, feeling_icon},
    session::{FieldCell, Session},
};

/// Fields that the card's place or its title say already, or that only the file needs.
const LEFT_OUT: &[&str] = &[
    "lane", "moment", "span", "rank", "title", "replaces", "basis", "links",
];
/// Widest that a line of it gets, in points.
const WIDTH: f32 = 300.0;
/// So near the end of a drag, in points, the pointer has not gone on.
const STAYS: f32 = 12.0;
/// Longest text of a field, in characters.
const MOST: usize = 160;

/// Shows the fields of the card under the pointer once it rests there.
pub(super) fn tip_ui(ui: &mut Ui, session: &Session, canvas: &Canvas, sheet: &Sheet) {
    if canvas.gesture != Gesture::Idle || session.editing().is_some() {
        return;
    }
    let Some(at) = ui.ctx().pointer_hover_pos() else {
        return;
    };
    let has_stayed = |place: Pos2| place.distance(at) < STAYS;
    if !sheet.area.contains(at) || canvas.let_go.is_some_and(has_stayed) {
        return;
    }
    let (variant, id) = match hit(session.scene(), sheet.to_screen.inverse() * at) {
        Hit::Card { variant, step } => (variant, step),
        Hit::Field(cell) => {
            cell_tip_ui(ui, session, &cell, sheet);
            return;
        }
        _ => return,
    };
    let card = session.scene().pane(&variant);
    let card = card.and_then(|pane| Some((pane, pane.cards.get(&id)?)));
    let step = session.shown().step(&variant, &id);
    let (Some((pane, card)), Some(step)) = (card, step) else {
        return;
    };
    let rect: Rect = (sheet.to_screen * card.rect).intersect(sheet.body_clip(pane));
    if !rect.contains(at) {
        return;
    }
    // It senses the pointer and takes nothing: clicks and drags go to the canvas below.
    let place = ui.interact(
        rect,
        Id::unique(("tip", variant.as_str(), id.as_str())),
        Sense::hover(),
    );
    let Some((_, held)) = session.shown().variant(&variant) else {
        return;
    };
    let mut facts = facts(step, &Names::of(session.shown(), held));
    facts.extend(unknown(step));
    place.on_hover_ui(|ui| {
        ui.set_max_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 3.0;
        Frame::new().inner_margin(4).show(ui, |ui| {
            ui.label(RichText::new(step.called()).font(look::semibold(13.0)));
            for fact in &facts {
                ui.label(fact_job(ui, fact));
            }
        });
    });
}

/// What a `?` or a `≥` in a cell of a row stands for: whose value nobody gave.
fn cell_tip_ui(ui: &Ui, session: &Session, field: &FieldCell, sheet: &Sheet) {
    let pane = session.scene().pane(&field.variant);
    let (Some(pane), Some(cell)) = (pane, session.row_cell(field)) else {
        return;
    };
    let silent: Vec<&str> = cell
        .steps
        .iter()
        .filter_map(|id| session.shown().step(&field.variant, id))
        .map(|step| &**step)
        .filter(|step| match field.row {
            Row::Feeling => step.feeling.is_none(),
            Row::Time => {
                let spent = Spent::of([*step]);
                spent.work.unknown + spent.wait.unknown > 0
            }
            _ => false,
        })
        .map(Step::called)
        .collect();
    if silent.is_empty() {
        return;
    }
    let what = match field.row {
        Row::Feeling => "how the customer feels at",
        _ => "how long it takes, all of it, at",
    };
    let words = format!("Nobody said {what}: {}", silent.join(", "));
    let rect = (sheet.to_screen * cell.rect).intersect(sheet.body_clip(pane));
    let id = Id::unique(("cell tip", field));
    let place = ui.interact(rect, id, Sense::hover());
    place.on_hover_text(shortened(words));
}

/// A field with its mark, its name and what it says, as one text.
fn fact_job(ui: &Ui, (icon, label, text): &(Option<Icon>, &str, String)) -> LayoutJob {
    let (muted, ink) = (look::ink(ui, Ink::TextMuted), look::ink(ui, Ink::Text));
    let mut job = LayoutJob::default();
    let format = |font: FontId, color| TextFormat {
        valign: Align::Center,
        ..TextFormat::simple(font, color)
    };
    let plain = FontId::proportional(12.0);
    if let Some(icon) = icon {
        let glyph = icon.glyph().to_string();
        job.append(&glyph, 0.0, format(look::icon_font(12.0), muted));
    }
    let gap = if icon.is_some() { 4.0 } else { 0.0 };
    job.append(&format!("{label}: "), gap, format(plain.clone(), muted));
    job.append(text, 0.0, format(plain, ink));
    job
}

/// The fields of `step` that somebody gave, in the order of the table.
fn facts(step: &Step, names: &Names<'_>) -> Vec<(Option<Icon>, &'static str, String)> {
    let fields = Step::FIELDS
        .iter()
        .filter(|field| !LEFT_OUT.contains(&field.name))
        .filter(|field| field.name != "kind" || step.kind != StepKind::default());
    fields
        .map(|field| (field, (field.words)(step, names)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (mark_of(field.name, step), field.label, shortened(text)))
        .collect()
}

/// What a `?` on a card stands for.
fn unknown(step: &Step) -> Option<(Option<Icon>, &'static str, String)> {
    let all = step.workers.len();
    let silent = step.workers.iter().filter(|worker| worker.work.is_none());
    let silent = silent.count();
    (all > 1 && silent > 0 && silent < all).then(|| {
        let words = format!("nobody said how long {silent} of {all} workers take");
        (Some(Icon::Clock), "?", words)
    })
}

/// The mark that a card shows for a field: beside the field's words it says what it means.
fn mark_of(field: &str, step: &Step) -> Option<Icon> {
    match field {
        "work" => Some(Icon::Clock),
        "wait" => Some(Icon::Wait),
        "pains" => Some(Icon::Pain),
        "ai" => Some(Icon::Spark),
        "controls" => Some(Icon::Control),
        "feeling" => step.feeling.map(|feeling| feeling_icon(feeling.0)),
        "split" => step.split.map(|split| match split {
            Split::Either => Icon::Either,
            Split::Both => Icon::Both,
        }),
        "markers" => Some(match step.markers.contains(&Marker::MomentOfTruth) {
            true => Icon::MomentOfTruth,
            false => Icon::Idea,
        }),
        _ => None,
    }
}

fn shortened(text: String) -> String {
    if text.chars().count() <= MOST {
        return text;
    }
    let start: String = text.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}
