//! The slide of the figures: four tiles, and what each change makes of the cost.

use egui::{FontId, Rect, pos2, vec2};

use super::{Present, page::put, stage::Stage};
use crate::{
    app::{
        look,
        numbers::{named, sense_ink},
    },
    measure::{CaseFigure, Difference, NamedFigure, Numbers, Period, VariantNumbers},
    scene::Ink,
};

/// The figures for a room.
const SHOWN: [CaseFigure; 4] = [
    CaseFigure::CustomersTime,
    CaseFigure::Work,
    CaseFigure::Cost,
    CaseFigure::NeedsPerson,
];

/// The figures of the variants that are presented.
struct Sums<'a> {
    numbers: &'a Numbers,
    before: Option<&'a VariantNumbers>,
    after: &'a VariantNumbers,
    difference: Option<&'a Difference>,
}

impl<'a> Sums<'a> {
    fn of(present: &'a Present) -> Option<Self> {
        let (_, numbers) = present.counted.as_ref()?;
        let (first, second) = (present.variants.first()?, present.variants.get(1));
        let after = numbers.variant(second.unwrap_or(first))?;
        let difference = second.and_then(|id| numbers.difference(id));
        Some(Self {
            numbers,
            before: second.and_then(|_| numbers.variant(first)),
            after,
            difference: difference.filter(|one| one.from == *first),
        })
    }

    /// What a figure is, and was, and what is saved of it.
    fn words(&self, named: &NamedFigure) -> (String, Option<String>, Option<(String, Ink)>) {
        let text = |of: &VariantNumbers| self.numbers.text(named, &of.per_case);
        let saved = self.difference.and_then(|difference| {
            let line = self
                .numbers
                .saved_line_for(Period::Case, named, difference)?;
            Some((line.words, sense_ink(line.sense)))
        });
        (text(self.after), self.before.map(text), saved)
    }
}

/// Whether there is a figure to show.
pub(super) fn has_figures(present: &Present) -> bool {
    Sums::of(present).is_some_and(|sums| !sums.numbers.line(sums.after).is_empty())
}

/// The slide for those who do not see it.
pub(super) fn words(present: &Present) -> String {
    let Some(sums) = Sums::of(present) else {
        return String::new();
    };
    let said = SHOWN.iter().filter_map(|figure| {
        let named = named(*figure)?;
        let (after, before, saved) = sums.words(named);
        let before = before.map_or_else(String::new, |before| format!(", before {before}"));
        let saved = saved.map_or_else(String::new, |(saved, _)| format!(", {saved}"));
        Some(format!("{}: {after}{before}{saved}", named.name))
    });
    said.collect::<Vec<_>>().join(". ")
}

/// What stands above the tiles.
pub(super) fn head(stage: &Stage, area: Rect, present: &Present) {
    let font = look::semibold(28.0 * stage.scale);
    let names: Vec<&str> = (0..present.variants.len())
        .map(|side| present.variant_name(side))
        .collect();
    let words = format!("What a case comes to: {}", names.join(" → "));
    let galley = stage.words(&words, font, Ink::Text, (area.width() * 0.7, 1));
    put(stage, area.left_center(), galley, Ink::Text);
    let Some(sums) = Sums::of(present) else {
        return;
    };
    let count = sums.after.cases.text(crate::measure::Quantity::Count, "");
    if sums.after.cases.low.is_some() {
        let font = FontId::proportional(15.0 * stage.scale);
        let words = format!("{count} cases a month");
        let galley = stage.words(&words, font, Ink::TextMuted, (area.width() * 0.28, 1));
        let at = pos2(area.right() - galley.size().x, area.center().y);
        put(stage, at, galley, Ink::TextMuted);
    }
}

/// The slide.
pub(super) fn sums(stage: &Stage, area: Rect, present: &Present) {
    let Some(sums) = Sums::of(present) else {
        return;
    };
    let scale = stage.scale;
    let gap = 16.0 * scale;
    let has_bridge = sums.difference.is_some_and(|one| !one.bridge.is_empty());
    let tall = match has_bridge {
        true => (area.height() * 0.42).min(210.0 * scale),
        false => (area.height() * 0.6).min(240.0 * scale),
    };
    let wide = (area.width() - 3.0 * gap) / 4.0;
    for (place, figure) in SHOWN.iter().enumerate() {
        let Some(named) = named(*figure) else {
            continue;
        };
        let left = area.left() + (wide + gap) * place as f32;
        let tile = Rect::from_min_size(pos2(left, area.top() + gap), vec2(wide, tall));
        frame(stage, tile);
        let inside = tile.shrink(18.0 * scale);
        let room = (inside.width(), 1);
        let (after, before, saved) = sums.words(named);
        let mut y = inside.top();
        let mut line = |text: &str, font: FontId, ink: Ink, rows: usize| {
            let galley = stage.words(text, font, ink, (room.0, rows));
            let tall = galley.size().y;
            stage
                .painter
                .galley(pos2(inside.left(), y), galley, stage.ink(ink));
            y += tall + 8.0 * scale;
        };
        line(
            named.name,
            FontId::proportional(17.0 * scale),
            Ink::TextMuted,
            1,
        );
        line(
            &after,
            look::semibold(fitting(stage, &after, inside.width())),
            Ink::Text,
            1,
        );
        if let Some(before) = before {
            let words = format!("before {before}");
            line(
                &words,
                FontId::proportional(17.0 * scale),
                Ink::TextMuted,
                1,
            );
        }
        if let Some((words, ink)) = saved {
            line(&words, look::medium(17.0 * scale), ink, 2);
        }
    }
    if let Some(difference) = sums.difference.filter(|_| has_bridge) {
        let top = area.top() + gap + tall + gap;
        let rest = Rect::from_min_max(pos2(area.left(), top), area.max - vec2(0.0, gap));
        bridge(stage, rest, &sums, difference);
    }
}

/// The largest font in which a figure stands on one line.
fn fitting(stage: &Stage, text: &str, room: f32) -> f32 {
    let sizes = [38.0, 32.0, 27.0, 22.0].map(|size| size * stage.scale);
    let fits = |size: &f32| {
        let galley = stage.words(text, look::semibold(*size), Ink::Text, (f32::INFINITY, 1));
        galley.size().x <= room
    };
    sizes.into_iter().find(fits).unwrap_or(18.0 * stage.scale)
}

fn frame(stage: &Stage, rect: Rect) {
    let line = egui::Stroke::new(1.0, stage.ink(Ink::Hairline));
    stage.painter.rect(
        rect,
        10.0 * stage.scale,
        stage.ink(Ink::Panel),
        line,
        egui::StrokeKind::Inside,
    );
}

/// What each change does, as bars that add up to the difference.
fn bridge(stage: &Stage, area: Rect, sums: &Sums<'_>, difference: &Difference) {
    let scale = stage.scale;
    frame(stage, area);
    let inside = area.shrink2(vec2(18.0, 14.0) * scale);
    let parts = difference.bridge_texts(sums.numbers);
    let unit = match difference.is_bridge_of_cost {
        true => format!("What each change does, {} a case", sums.numbers.currency.0),
        false => "What each change does to the work of a case".to_owned(),
    };
    let heading = stage.words(
        &unit,
        look::semibold(18.0 * scale),
        Ink::Text,
        (inside.width(), 1),
    );
    let head = heading.size().y + 10.0 * scale;
    stage
        .painter
        .galley(inside.min, heading, stage.ink(Ink::Text));
    let room = inside.with_min_y(inside.top() + head);
    let row = (room.height() / parts.len() as f32).min(52.0 * scale);
    let most = parts
        .iter()
        .map(|(_, value, _)| value.abs())
        .fold(1e-12, f64::max);
    let (left, right) = (room.left() + 190.0 * scale, room.right() - 110.0 * scale);
    for (place, (part, value, text)) in parts.iter().enumerate() {
        let middle = room.top() + row * (place as f32 + 0.5);
        let font = FontId::proportional((17.0 * scale).min(row * 0.7));
        let name = stage.words(part.words(), font.clone(), Ink::Text, (180.0 * scale, 1));
        put(stage, pos2(room.left(), middle), name, Ink::Text);
        let ink = if *value < 0.0 {
            Ink::Added
        } else {
            Ink::Removed
        };
        let length = (right - left) * (value.abs() / most) as f32;
        let bar = Rect::from_min_size(
            pos2(left, middle - row * 0.28),
            vec2(length.max(2.0), row * 0.56),
        );
        stage.painter.rect_filled(bar, 3.0 * scale, stage.ink(ink));
        let text = stage.words(text, font, Ink::Text, (105.0 * scale, 1));
        let at = pos2(room.right() - text.size().x, middle);
        put(stage, at, text, Ink::Text);
    }
}
