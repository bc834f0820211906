//! Presenting: the blueprint on the whole screen, phase by phase, Before then After.
//!
//! Owns where the presentation stands and which keys move it. Changes nothing: not the document, not the
//! selection, not the camera, so that the editor stands where it was when the presentation ends.

mod outside;
mod page;
mod part;
mod slides;
mod stage;
mod sums;

use std::{collections::BTreeSet, sync::Arc};

use egui::{Event, Id, Key, Rect, Sense, Ui, pos2, vec2};

use super::{
    figures::{Age, FiguresNow},
    look,
};
use crate::{
    measure::Numbers,
    model::{self, Blueprint, PhaseId, Step, VariantId},
    patch::{self, ChangeKind, Comparison, counts_in_words},
    scene::{Ink, TextMeasure, Vec2},
    session::{Selection, Session, Target},
};
use part::{PhasePart, PhaseSide};
use slides::{Overview, PhaseSlide, Slide, SlideSource};
use stage::Stage;

/// How long the keys are shown at first, in seconds.
const HINT_SECONDS: f64 = 3.0;
/// How long the pointer stays after it moved, in seconds.
const POINTER_SECONDS: f64 = 2.0;
const HINT: &str =
    "→ on    ← back    N notes, which the room sees too    B blank screen    Esc ends";

/// A presentation that is being given.
pub struct Present {
    blueprint: Arc<Blueprint>,
    text: Arc<TextMeasure>,
    variants: Vec<VariantId>,
    comparison: Comparison,
    /// What the variants come to, as soon as that is known, and of which document.
    counted: Option<(Arc<Blueprint>, Numbers)>,
    /// Phases, or parts of them, laid out for the screen.
    parts: Vec<PhasePart>,
    /// The whole, or phases of both variants.
    overviews: Vec<Overview>,
    slides: Vec<Slide>,
    phases: Vec<PhaseId>,
    /// The screen the slides were cut for.
    room: Vec2,
    at: usize,
    /// Where to begin, once the slides are cut.
    begin: Option<(PhaseId, VariantId)>,
    notes: bool,
    blank: bool,
    /// A slide's number, as far as it was typed.
    number: String,
    since: Option<f64>,
    pointer_moved: f64,
    /// The window filled the screen before, and stays so.
    was_full: bool,
}

/// Where a presentation begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// With the title.
    First,
    /// With the phase of what is selected, in the variant that is shown.
    Here,
}

/// Whether a presentation goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// It does.
    On,
    /// Esc ended it.
    Ended,
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SlideMove {
    On,
    Back,
    First,
    Last,
    Blank,
    Notes,
    Digit(char),
    Enter,
    End,
}

impl Present {
    /// Begins to present what `session` holds, and makes the window fill the screen.
    pub fn new(ui: &Ui, session: &Session, begin: Begin) -> Self {
        let blueprint = Arc::clone(session.blueprint());
        let text = Arc::new(TextMeasure::default());
        let (first, second) = session.pair();
        let pair = [first, second].into_iter().flatten().cloned();
        let mut variants: Vec<VariantId> = pair.collect();
        // A variant without steps is not worth a slide, unless there is nothing else.
        let has_steps = |id: &VariantId| {
            let variant = blueprint.variant(id);
            variant.is_some_and(|(_, variant)| !variant.steps.is_empty())
        };
        if variants.iter().any(has_steps) {
            variants.retain(has_steps);
        } else {
            variants.truncate(1);
        }
        let begin = match begin {
            Begin::First => None,
            Begin::Here => phase_of(&blueprint, session.selection()),
        };
        let was_full = ui.input(|input| input.viewport().fullscreen == Some(true));
        let mut present = Self {
            comparison: Comparison::default(),
            counted: None,
            parts: Vec::new(),
            overviews: Vec::new(),
            slides: Vec::new(),
            phases: Vec::new(),
            room: Vec2::ZERO,
            at: 0,
            notes: false,
            blank: false,
            number: String::new(),
            since: None,
            pointer_moved: ui.input(|input| input.time),
            was_full,
            begin,
            blueprint,
            text,
            variants,
        };
        present.compare();
        fill_screen(ui, true);
        present
    }

    /// Gives the screen back.
    pub fn end(&self, ui: &Ui) {
        fill_screen(ui, self.was_full);
    }

    /// The document may change beside the presentation: the file was written by somebody else.
    fn follow(&mut self, session: &Session, figures: Option<FiguresNow<'_>>) {
        let fresh = figures.filter(|now| now.age == Age::Fresh);
        let known = self.counted.as_ref().map(|(known, _)| known);
        let is_new = |now: &FiguresNow<'_>| known.is_none_or(|it| !Arc::ptr_eq(it, now.blueprint));
        if let Some(now) = fresh.filter(is_new) {
            self.counted = Some((Arc::clone(now.blueprint), now.numbers.clone()));
            // There may be a slide more, or less.
            self.room = Vec2::ZERO;
        }
        if !Arc::ptr_eq(&self.blueprint, session.blueprint()) {
            self.blueprint = Arc::clone(session.blueprint());
            self.variants
                .retain(|id| session.blueprint().variant(id).is_some());
            self.compare();
            self.room = Vec2::ZERO;
        }
    }

    fn source(&self) -> SlideSource<'_> {
        SlideSource {
            blueprint: &self.blueprint,
            variants: &self.variants,
            text: &self.text,
        }
    }

    fn compare(&mut self) {
        let phases = slides::phases(self.source());
        self.phases = phases.into_iter().map(|(id, _)| id).collect();
        self.comparison = match &self.variants[..] {
            [first, second, ..] => patch::diff_variants(&self.blueprint, first, second),
            _ => Comparison::default(),
        };
    }

    /// Lays the slides out for a screen, and stays at what is shown.
    fn cut(&mut self, room: Vec2) {
        if self.room == room {
            return;
        }
        self.room = room;
        let old = self.slides.get(self.at).copied();
        let shown = match old {
            Some(Slide::Phase(slide)) => self.parts.get(slide.part).and_then(|part| {
                let first = part.moments.first()?.clone();
                Some((slide.side, part.phase.clone(), first))
            }),
            _ => None,
        };
        self.parts = slides::parts(self.source(), room);
        self.overviews = slides::overviews(self.source(), room);
        let sums = sums::has_figures(self).then_some(Slide::Sums);
        self.slides = slides::slides(&self.parts, &self.overviews, sums);
        if let Some((phase, variant)) = self.begin.take() {
            let side = self.variants.iter().position(|id| *id == variant);
            let side = side.unwrap_or_default();
            self.at = self.place(|slide, part| slide.side == side && part.phase == phase);
            return;
        }
        self.at = match (old, shown) {
            (_, Some((side, phase, moment))) => self.place(|slide, part| {
                let same = slide.side == side && part.phase == phase;
                same && part.moments.contains(&moment)
            }),
            (Some(Slide::Sums), None) => {
                let is_it = |slide: &Slide| *slide == Slide::Sums;
                self.slides.iter().position(is_it).unwrap_or_default()
            }
            (Some(Slide::Overview(_)), None) => {
                let whole = |slide: &Slide| matches!(slide, Slide::Overview(_));
                self.slides.iter().position(whole).unwrap_or_default()
            }
            _ => 0,
        };
    }

    fn place(&self, is_it: impl Fn(PhaseSlide, &PhasePart) -> bool) -> usize {
        let found = self.slides.iter().position(|slide| match slide {
            Slide::Phase(slide) => {
                let part = self.parts.get(slide.part);
                part.is_some_and(|part| is_it(*slide, part))
            }
            _ => false,
        });
        found.unwrap_or_default()
    }

    fn go(&mut self, step: SlideMove) -> Goes {
        let last = self.slides.len().saturating_sub(1);
        let number = match step {
            SlideMove::Digit(digit) => {
                self.number.push(digit);
                return Goes::On;
            }
            _ => std::mem::take(&mut self.number).parse::<usize>().ok(),
        };
        if self.blank && step != SlideMove::End {
            // Any key brings the picture back, as it was.
            self.blank = false;
            return Goes::On;
        }
        match (step, number) {
            (SlideMove::Enter, Some(number)) => self.at = number.saturating_sub(1).min(last),
            (SlideMove::On | SlideMove::Enter, _) => self.at = (self.at + 1).min(last),
            (SlideMove::Back, _) => self.at = self.at.saturating_sub(1),
            (SlideMove::First, _) => self.at = 0,
            (SlideMove::Last, _) => self.at = last,
            (SlideMove::Blank, _) => self.blank = true,
            (SlideMove::Notes, _) => self.notes = !self.notes,
            (SlideMove::End, _) => return Goes::Ended,
            (SlideMove::Digit(_), _) => {}
        }
        Goes::On
    }

    fn variant_name(&self, side: usize) -> &str {
        let variant = self.variants.get(side);
        let variant = variant.and_then(|id| self.blueprint.variant(id));
        variant.map_or("", |(_, variant)| variant.name.as_str())
    }

    /// The steps of a slide in reading order: column by column, from the top.
    fn steps(&self, slide: PhaseSlide) -> Vec<(&Step, &str)> {
        let part = self.parts.get(slide.part);
        let side = part.and_then(|part| part.sides.get(slide.side));
        let Some(pane) = side.and_then(|side| side.pane()) else {
            return Vec::new();
        };
        let mut cards: Vec<_> = side.into_iter().flat_map(PhaseSide::cards).collect();
        cards.sort_by(|(_, a), (_, b)| {
            let by_height = a.rect.top().total_cmp(&b.rect.top());
            a.cell.1.cmp(&b.cell.1).then(by_height)
        });
        let lane = |place: usize| {
            let lane = self.blueprint.lanes.get(place);
            lane.map_or("", |lane| lane.name.as_str())
        };
        let steps = cards.into_iter().filter_map(|(id, card)| {
            let step = self.blueprint.step(&pane.variant, id)?;
            Some((&**step, lane(card.cell.0)))
        });
        steps.collect()
    }

    /// What becomes different in the part that a slide shows; empty on slides of the first variant.
    fn changes(&self, slide: PhaseSlide) -> String {
        let part = self.parts.get(slide.part);
        let Some(part) = part.filter(|_| slide.side > 0) else {
            return String::new();
        };
        let cards = part.sides.iter().flat_map(PhaseSide::cards);
        let here: BTreeSet<_> = cards.map(|(id, _)| id).collect();
        let steps = self.comparison.steps.iter();
        let part = Comparison {
            steps: steps
                .filter(|(id, _)| here.contains(id))
                .map(|(id, kinds)| (id.clone(), kinds.clone()))
                .collect(),
            ..Comparison::default()
        };
        counts_in_words(part.counts())
    }

    /// Which steps of the part that a slide shows are not there any more, in words; empty where none went.
    fn removed(&self, slide: PhaseSlide) -> String {
        let part = self.parts.get(slide.part).filter(|_| slide.side > 0);
        let first = part.and_then(|part| part.sides.first());
        let cards = first.into_iter().flat_map(PhaseSide::cards);
        let titles = cards.filter_map(|(id, card)| {
            let kinds = self.comparison.steps.get(id)?;
            let pane = first?.pane()?;
            let step = self.blueprint.step(&pane.variant, id)?;
            let is_gone = kinds.contains(&ChangeKind::Removed);
            is_gone.then(|| (card.cell.1, card.cell.0, format!("“{}”", step.called())))
        });
        let mut titles: Vec<_> = titles.collect();
        titles.sort();
        if titles.is_empty() {
            return String::new();
        }
        let titles: Vec<String> = titles.into_iter().map(|(.., title)| title).collect();
        format!(
            "Removed since {}: {}",
            self.variant_name(0),
            titles.join(", ")
        )
    }

    /// A slide for those who do not see it.
    fn words(&self) -> String {
        let number = format!("{} of {}", self.at + 1, self.slides.len());
        match self.slides.get(self.at) {
            Some(Slide::Phase(slide)) => {
                let steps = self.steps(*slide).into_iter();
                let mut steps: Vec<String> = steps
                    .map(|(step, lane)| format!("{lane}: {}", step.title))
                    .collect();
                steps.extend(Some(self.removed(*slide)).filter(|words| !words.is_empty()));
                let variant = self.variant_name(slide.side);
                let part = self.parts.get(slide.part);
                let phase = part.map_or("", |part| self.phase_name(&part.phase));
                format!("{phase}, {variant}, {number}. {}", steps.join(". "))
            }
            Some(Slide::Sums) => {
                format!("What a case comes to, {number}. {}", sums::words(self))
            }
            Some(Slide::Overview(_)) => format!("The whole blueprint, {number}"),
            Some(Slide::Opening) | None => format!("{}, {number}", self.title()),
        }
    }

    /// How much of the screen the notes take: as much as they need, but not most of it.
    fn notes_height(&self, ui: &Ui, screen: Rect, scale: f32) -> f32 {
        match self.notes {
            false => 0.0,
            true => {
                let wanted = page::notes_height(ui, screen.width(), self, scale);
                wanted.min(screen.height() * 0.3)
            }
        }
    }

    fn title(&self) -> &str {
        match self.blueprint.title.trim() {
            "" => "Untitled",
            title => title,
        }
    }

    fn phase_name(&self, phase: &PhaseId) -> &str {
        let phase = self.blueprint.phase(phase);
        phase.map_or("", |(_, phase)| phase.name.as_str())
    }
}

/// The presentation on the whole window; takes every key but while a dialog lies over it.
pub fn present_ui(
    ui: &mut Ui,
    (session, figures): (&Session, Option<FiguresNow<'_>>),
    present: &mut Present,
    keys: Keyboard,
) -> Goes {
    present.follow(session, figures);
    let screen = ui.ctx().content_rect();
    let scale = (screen.width() / 1366.0)
        .min(screen.height() / 768.0)
        .clamp(0.7, 3.0);
    let frame = SlideLayout::of(screen, scale, present.notes_height(ui, screen, scale));
    present.cut(frame.room);
    let mut goes = Goes::On;
    if keys == Keyboard::Taken {
        // Before the click is asked for: Space on what has the keyboard would count as one.
        for step in moves(ui) {
            if present.go(step) == Goes::Ended {
                goes = Goes::Ended;
            }
        }
    }
    let response = ui.interact(screen, Id::unique("presentation"), Sense::click());
    if keys == Keyboard::Taken {
        response.request_focus();
        if response.clicked() {
            present.go(SlideMove::On);
        }
    }
    let frame = SlideLayout::of(screen, scale, present.notes_height(ui, screen, scale));
    let words = present.words();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Status, true, &words));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });

    let painter = ui.painter().clone();
    let stage = Stage {
        painter: &painter,
        theme: look::theme(ui),
        scale,
    };
    if present.blank {
        painter.rect_filled(screen, 0.0, egui::Color32::BLACK);
        hide_pointer(ui, present);
        return goes;
    }
    painter.rect_filled(screen, 0.0, stage.ink(Ink::Canvas));
    match present.slides.get(present.at) {
        Some(Slide::Phase(slide)) => {
            page::head(&stage, frame.head, present, *slide);
            if let Some(part) = present.parts.get(slide.part)
                && let Some(side) = part.sides.get(slide.side)
            {
                let unmarked = Comparison::default();
                let changes = match slide.side {
                    0 => &unmarked,
                    _ => &present.comparison,
                };
                let lanes = &present.blueprint.lanes;
                stage.phase(frame.stage, lanes, (part, side), changes);
            }
        }
        Some(Slide::Sums) => {
            sums::head(&stage, frame.head, present);
            sums::sums(&stage, frame.stage, present);
        }
        Some(Slide::Overview(place)) => {
            if let Some(whole) = present.overviews.get(*place) {
                page::overview_head(&stage, frame.head, present, whole);
                stage.overview(frame.stage, &whole.scene);
            }
        }
        Some(Slide::Opening) | None => page::opening(&stage, frame.stage, present),
    }
    page::foot(&stage, frame.foot, present);
    if present.notes {
        stage.rule(frame.notes);
        page::notes_ui(ui, frame.notes, present, scale);
    }
    hint(ui, &stage, frame.foot, present);
    hide_pointer(ui, present);
    goes
}

/// Who has the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyboard {
    /// The presentation.
    Taken,
    /// A dialog over it.
    Left,
}

/// Where the parts of a slide stand on the screen.
struct SlideLayout {
    head: Rect,
    stage: Rect,
    foot: Rect,
    notes: Rect,
    /// Room for cards and lane names while no notes are shown; slides are cut for it.
    room: Vec2,
}

impl SlideLayout {
    fn of(screen: Rect, scale: f32, notes_height: f32) -> Self {
        let margin = 32.0 * scale;
        let inner = screen.x_range().shrink(margin);
        let head_bottom = screen.top() + 76.0 * scale;
        let notes_top = screen.bottom() - notes_height;
        let foot_top = notes_top - 44.0 * scale;
        let stage = Rect::from_x_y_ranges(inner, head_bottom..=foot_top);
        Self {
            head: Rect::from_x_y_ranges(inner, screen.top()..=head_bottom),
            stage,
            foot: Rect::from_x_y_ranges(inner, foot_top..=notes_top),
            notes: Rect::from_x_y_ranges(screen.x_range(), notes_top..=screen.bottom()),
            room: stage.size() + vec2(0.0, notes_height),
        }
    }
}

fn moves(ui: &Ui) -> Vec<SlideMove> {
    let of = |key: Key| match key {
        Key::ArrowRight | Key::ArrowDown | Key::Space | Key::PageDown => Some(SlideMove::On),
        Key::ArrowLeft | Key::ArrowUp | Key::PageUp | Key::Backspace => Some(SlideMove::Back),
        Key::Home => Some(SlideMove::First),
        Key::End => Some(SlideMove::Last),
        Key::B | Key::Period => Some(SlideMove::Blank),
        Key::N => Some(SlideMove::Notes),
        Key::Enter => Some(SlideMove::Enter),
        Key::Escape => Some(SlideMove::End),
        digit => {
            let mut name = digit.name().chars();
            let first = name.next().filter(char::is_ascii_digit)?;
            name.next().is_none().then_some(SlideMove::Digit(first))
        }
    };
    ui.input_mut(|input| {
        let mut moves = Vec::new();
        input.events.retain(|event| match event {
            Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } if modifiers.is_none() => {
                moves.extend(of(*key));
                false
            }
            Event::Key { .. } | Event::Text(_) => false,
            _ => true,
        });
        moves
    })
}

/// The keys, for the first seconds.
fn hint(ui: &Ui, stage: &Stage, foot: Rect, present: &mut Present) {
    let now = ui.input(|input| input.time);
    let since = *present.since.get_or_insert(now);
    let left = since + HINT_SECONDS - now;
    if left > 0.0 {
        let at = pos2(foot.center().x, foot.top() - 16.0 * stage.scale);
        stage.hint(at, HINT);
        ui.ctx().request_repaint_after_secs(left as f32);
    }
}

/// The pointer goes when it has not moved for a while.
fn hide_pointer(ui: &Ui, present: &mut Present) {
    let now = ui.input(|input| input.time);
    let moves = ui.input(|input| {
        let mut events = input.events.iter();
        events.any(|event| matches!(event, Event::PointerMoved(_)))
    });
    if moves {
        present.pointer_moved = now;
    }
    let left = present.pointer_moved + POINTER_SECONDS - now;
    if left > 0.0 {
        ui.ctx().request_repaint_after_secs(left as f32);
    } else {
        ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    }
}

fn fill_screen(ui: &Ui, full: bool) {
    ui.ctx()
        .send_viewport_cmd(egui::ViewportCommand::Fullscreen(full));
}

/// The phase of what is selected, and the variant it is selected in.
fn phase_of(blueprint: &Blueprint, selection: &Selection) -> Option<(PhaseId, VariantId)> {
    let moment = match &selection.target {
        Target::Record(model::Key::Phase(phase)) => {
            return Some((phase.clone(), selection.variant.clone()));
        }
        Target::Record(model::Key::Moment(moment)) | Target::Cell { moment, .. } => moment.clone(),
        Target::Items { .. } => {
            let step = blueprint.step(&selection.variant, selection.lead()?)?;
            blueprint.cell_of(step)?.1.clone()
        }
        _ => return None,
    };
    let mut phases = blueprint.phases.iter();
    let phase = phases.find(|phase| phase.moments.iter().any(|m| m.id == moment))?;
    Some((phase.id.clone(), selection.variant.clone()))
}
