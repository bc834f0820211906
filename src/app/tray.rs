//! The tray: a strip under the canvas with the steps that have no cell, to be dragged to one.
//!
//! Shown while something waits in it, or when asked for. Every step also goes by keyboard: the arrows
//! walk through the tray, Enter asks for a cell, F2 names a step on its card.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use egui::{
    Align2, EventFilter, Frame, Id, Key, Label, Margin, Modifiers, Panel, Rect, Response, RichText,
    ScrollArea, Sense, Stroke, StrokeKind, Ui, accesskit, vec2,
};

use super::{
    canvas::Canvas,
    look,
    view::View,
    widgets::{icon_button_ui, icon_text, text_button_ui},
};
use crate::{
    model::{Blueprint, Step, StepId, Variant, VariantId, quoted},
    scene::{Icon, Ink, size},
    session::{Action, Command, Editing, Index, Selection, Session, capture},
};

/// What the tray remembers from frame to frame.
#[derive(Default)]
pub struct Tray {
    is_asked_for: bool,
    is_folded: bool,
    wants_focus: bool,
    /// The card that has the keyboard, if one has.
    focused: Option<StepId>,
    /// The card whose drag began in the tray, and its words.
    dragged: Option<String>,
    waiting: Option<Waiting>,
}

/// What waits in the tray, laid out: kept until the document or the variant is another.
struct Waiting {
    made_from: (Arc<Blueprint>, VariantId),
    cards: Vec<TrayCard>,
    /// The names that are no lane yet, and how many steps wait under each.
    names: Vec<(String, usize)>,
}

/// A step that waits.
struct TrayCard {
    id: StepId,
    /// What it is called.
    title: String,
    /// Why it waits.
    words: String,
    /// Where it stands from the left of the first card.
    left: f32,
    width: f32,
}

/// A card is as wide as its words, within these bounds.
const CARD_WIDTH: std::ops::RangeInclusive<f32> = 184.0..=420.0;
const CARD_HEIGHT: f32 = 44.0;
/// Space between a card's edge and its words.
const CARD_PAD: f32 = 10.0;
/// Space between two cards.
const GAP: f32 = 8.0;
/// Size of a card's title.
const TITLE: f32 = 13.0;
/// Size of why it waits.
const SMALL: f32 = 11.0;

impl Tray {
    /// Shows the tray and gives its first card the keyboard; or folds it.
    pub fn toggle(&mut self) {
        let has_cards = (self.waiting.as_ref()).is_some_and(|waiting| !waiting.cards.is_empty());
        let is_there = self.focused.is_some() || !has_cards;
        let shown = self.is_asked_for && !self.is_folded && is_there;
        self.is_asked_for = !shown;
        self.is_folded = shown;
        self.wants_focus = !shown;
    }
}

impl Waiting {
    fn of(ui: &Ui, session: &Session, variant: &VariantId) -> Self {
        let blueprint = session.blueprint();
        let steps = session.tray(variant);
        let joined = Joined::of(session, variant);
        let mut left = 0.0;
        let cards = steps.iter().map(|(id, step)| {
            let title = step.called().to_owned();
            let words = words(blueprint, step, joined.words(id));
            let width = wide(ui, &title, TITLE).max(wide(ui, &words, SMALL)) + 2.0 * CARD_PAD + 1.0;
            let width = width.clamp(*CARD_WIDTH.start(), *CARD_WIDTH.end());
            let card = TrayCard {
                id: (*id).clone(),
                title,
                words,
                left,
                width,
            };
            left += width + GAP;
            card
        });
        Self {
            made_from: (Arc::clone(blueprint), variant.clone()),
            cards: cards.collect(),
            names: names(&steps),
        }
    }

    fn is_of(&self, session: &Session, variant: &VariantId) -> bool {
        let (blueprint, of) = &self.made_from;
        Arc::ptr_eq(blueprint, session.blueprint()) && of == variant
    }

    /// How much room all cards take.
    fn width(&self) -> f32 {
        self.cards.last().map_or(0.0, |last| last.left + last.width)
    }

    /// The cards between `left` and `right`, and one more on each side, to which the arrows lead.
    fn seen(&self, left: f32, right: f32) -> Range<usize> {
        let begin = (self.cards).partition_point(|card| card.left + card.width < left);
        let end = self.cards.partition_point(|card| card.left <= right);
        begin.saturating_sub(1)..(end + 1).min(self.cards.len())
    }
}

/// The tray of the variant looked at. `here` is what is shown above it.
pub fn tray_ui(
    ui: &mut Ui,
    session: &Session,
    tray: &mut Tray,
    canvas: &mut Canvas,
    here: View,
    actions: &mut Vec<Action>,
) {
    let variant = session.selection().variant.clone();
    canvas.set_tray(None);
    canvas.title_left_tray();
    let kept = tray.waiting.take();
    let waiting = kept
        .filter(|waiting| waiting.is_of(session, &variant))
        .unwrap_or_else(|| Waiting::of(ui, session, &variant));
    let had_focus = tray.focused.take();
    if !waiting.cards.is_empty() || tray.is_asked_for {
        let named = named(session, &waiting).filter(|_| here != View::Outline);
        if named.is_some() {
            // What is named is seen.
            tray.is_folded = false;
        }
        let places = (named, had_focus);
        strip_ui(ui, session, (tray, &waiting), places, canvas, actions);
    }
    tray.waiting = Some(waiting);
}

/// The card whose title is being typed.
fn named(session: &Session, waiting: &Waiting) -> Option<usize> {
    let Some(Editing::Name(selection, _)) = session.editing() else {
        return None;
    };
    let step = selection.lead()?;
    let is_here = selection.variant == waiting.made_from.1;
    let place = waiting.cards.iter().position(|card| card.id == *step);
    place.filter(|_| is_here)
}

fn strip_ui(
    ui: &mut Ui,
    session: &Session,
    (tray, waiting): (&mut Tray, &Waiting),
    kept: (Option<usize>, Option<StepId>),
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let frame = Frame::new()
        .fill(look::ink(ui, Ink::Panel))
        .inner_margin(Margin::symmetric(12, 6));
    let height = if tray.is_folded {
        size::TRAY_FOLDED
    } else {
        size::TRAY
    };
    let panel = Panel::bottom("tray").exact_size(height).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(GAP, 6.0);
        head_ui(ui, session, tray, waiting, actions);
        if tray.is_folded {
            return;
        }
        if waiting.cards.is_empty() {
            let words = "Nothing waits here. Steps whose lane is not known yet come here, and what you drag here.";
            let color = look::ink(ui, Ink::TextMuted);
            ui.add(Label::new(RichText::new(words).color(color)).truncate());
            return;
        }
        let area = ScrollArea::horizontal().auto_shrink([false, true]);
        area.show_viewport(ui, |ui, seen| {
            let size = vec2(waiting.width(), CARD_HEIGHT);
            let (all, _) = ui.allocate_exact_size(size, Sense::hover());
            let strip = (&mut *tray, waiting);
            cards_ui(ui, session, strip, kept, (all, seen), canvas, actions);
        });
    });
    canvas.set_tray(Some(panel.response.rect));
    ghost(ui, tray);
}

/// The cards on screen, with those that have the keyboard or are about to have it.
fn cards_ui(
    ui: &mut Ui,
    session: &Session,
    (tray, waiting): (&mut Tray, &Waiting),
    (named, had_focus): (Option<usize>, Option<StepId>),
    (all, seen): (Rect, Rect),
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let variant = &waiting.made_from.1;
    let wants_focus = std::mem::take(&mut tray.wants_focus);
    let is_left = |card: &TrayCard| had_focus.as_ref() == Some(&card.id);
    let left = waiting.cards.iter().position(is_left);
    let beside = left.map(|left| left.saturating_sub(1)..left + 2);
    let mut places: BTreeSet<usize> = waiting.seen(seen.left(), seen.right()).collect();
    places.extend(beside.into_iter().flatten().chain(named));
    places.extend(wants_focus.then_some(0));
    let mut field = None;
    for place in places {
        let Some(card) = waiting.cards.get(place) else {
            continue;
        };
        let id = card_id(variant, &card.id);
        let rect = Rect::from_min_size(
            all.min + vec2(card.left, 0.0),
            vec2(card.width, CARD_HEIGHT),
        );
        let response = card_ui(ui, session, card, (rect, id));
        if place == 0 && wants_focus {
            response.request_focus();
        }
        // egui tells of no focus that an arrow brought.
        let gains_focus = response.has_focus() && !is_left(card);
        if gains_focus {
            actions.push(Action::Select(Selection::step(variant, &card.id)));
        }
        if response.has_focus()
            && let Some(next) = beside_of(ui, id, place).and_then(|next| waiting.cards.get(next))
        {
            ui.memory_mut(|memory| memory.request_focus(card_id(variant, &next.id)));
            // The next frame shows what stands beside it.
            tray.focused = Some(card.id.clone());
        }
        let is_named = named == Some(place);
        if gains_focus || is_named && canvas.open_title().is_none() {
            response.scroll_to_me(None);
        }
        if is_named {
            field = Some((rect, id));
        }
        act(ui, &response, (variant, card), tray, canvas, actions);
    }
    if let Some((rect, id)) = field {
        let area = ui.clip_rect();
        canvas.title_in_tray_ui(ui, session, (rect, area), id, actions);
    }
}

/// The place to which an arrow leads from the card at `place`, which has the keyboard. egui itself would
/// look for something near on screen, which may stand outside the tray.
fn beside_of(ui: &Ui, id: Id, place: usize) -> Option<usize> {
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let key = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    match (key(Key::ArrowLeft), key(Key::ArrowRight)) {
        (true, _) => place.checked_sub(1),
        (_, true) => Some(place + 1),
        _ => None,
    }
}

fn card_id(variant: &VariantId, step: &StepId) -> Id {
    Id::unique(("in tray", variant, step))
}

/// The names under which steps wait that are no lane yet, in the order of the tray, spelled as the first
/// spells it.
fn names(steps: &[(&StepId, &Arc<Step>)]) -> Vec<(String, usize)> {
    let mut names: Vec<(String, usize)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (_, step) in steps {
        if step.lane.is_some() || step.owner.is_empty() {
            continue;
        }
        let place = places.entry(capture::name::fold(&step.owner));
        let place = *place.or_insert(names.len());
        match names.get_mut(place) {
            Some((_, many)) => *many += 1,
            None => names.push((step.owner.clone(), 1)),
        }
    }
    names
}

/// The tray's name, how many wait, and a lane for each name that is none yet.
fn head_ui(
    ui: &mut Ui,
    session: &Session,
    tray: &mut Tray,
    waiting: &Waiting,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        let (icon, name) = if tray.is_folded {
            (Icon::Right, "Unfold the tray")
        } else {
            (Icon::Down, "Fold the tray")
        };
        if icon_button_ui(ui, icon, name) {
            tray.is_folded = !tray.is_folded;
        }
        let color = look::ink(ui, Ink::TextMuted);
        ui.add(Label::new(icon_text(Icon::Tray, 14.0).color(color)).selectable(false));
        let words = format!("Tray: {}", waiting.cards.len());
        ui.add(Label::new(RichText::new(words).font(look::semibold(13.0))).selectable(false));
        if !session.is_read_only() {
            for (name, many) in waiting.names.iter().take(4) {
                let text = format!("Make “{name}” a lane ({many})");
                if text_button_ui(ui, Icon::Plus, &text, Ink::AccentText) {
                    actions.push(Action::LaneFromTray(name.clone()));
                }
            }
        }
        let hint = "Drag a card to a cell, or press Enter on it";
        let room = ui.available_width() > 280.0;
        if room && !waiting.cards.is_empty() && !tray.is_folded {
            let hint = RichText::new(hint).size(12.0).color(color);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add(Label::new(hint).selectable(false));
            });
        }
    });
}

/// Why it waits: the name that was said, the moment it has already, and what it is connected with.
fn words(blueprint: &Blueprint, step: &Step, connected: Option<String>) -> String {
    let lane = step.lane.as_ref().and_then(|lane| blueprint.lane(lane));
    let who = lane.map_or_else(|| step.owner.clone(), |(_, lane)| lane.name.clone());
    let mut words: Vec<String> = [who].into_iter().filter(|who| !who.is_empty()).collect();
    if let Some(id) = step.lane.as_ref().filter(|_| lane.is_none()) {
        words.push(format!("there is no lane “{}”", quoted(id.as_str())));
    }
    words.extend(step.moment.as_ref().map(|id| {
        let held = blueprint.moment(id);
        let place = held.and_then(|(_, phase, _)| {
            let place = phase.moments.iter().position(|moment| moment.id == *id)?;
            Some(format!("{}, {}", phase.name, place + 1))
        });
        place.unwrap_or_else(|| format!("there is no moment “{}”", quoted(id.as_str())))
    }));
    words.extend(capture::marks(step));
    words.extend(connected);
    if words.is_empty() {
        "No lane, no moment".to_owned()
    } else {
        words.join(" · ")
    }
}

/// What the steps of the tray are connected with.
struct Joined<'s> {
    held: Option<&'s Variant>,
    index: &'s Index,
}

impl<'s> Joined<'s> {
    fn of(session: &'s Session, variant: &VariantId) -> Self {
        let held = session.blueprint().variant(variant);
        Self {
            held: held.map(|(_, held)| &**held),
            index: session.index(),
        }
    }

    /// The step before it, else the one after it, and how many connectors there are besides.
    fn words(&self, step: &StepId) -> Option<String> {
        let held = self.held?;
        let at = (held.id.clone(), step.clone());
        let (mut before, mut after) = (
            self.index.connectors_in(&at),
            self.index.connectors_out(&at),
        );
        // A file may join a step with itself: that is one connector.
        let connector = |id| held.connectors.get(id);
        let ins = before.clone().filter_map(connector);
        let to_itself = ins.filter(|connector| connector.from == *step).count();
        let count = before.len() + after.len() - to_itself;
        let (word, other) = match before.next().and_then(connector) {
            Some(before) => ("after", &before.from),
            None => ("before", &after.next().and_then(connector)?.to),
        };
        let title = held.steps.get(other).map_or("", |step| step.called());
        let more = match count {
            1 => String::new(),
            many => format!(" +{}", many - 1),
        };
        Some(format!("{word} “{title}”{more}"))
    }
}

fn wide(ui: &Ui, text: &str, points: f32) -> f32 {
    let font = egui::FontId::proportional(points);
    let color = look::ink(ui, Ink::Text);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, color));
    galley.size().x
}

fn card_ui(ui: &Ui, session: &Session, card: &TrayCard, (rect, id): (Rect, Id)) -> Response {
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let (title, words) = (&card.title, &card.words);
    response.widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::ListItem, true, title));
    let selected = session.selection().steps().contains(&card.id);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        node.set_description(format!("{words}, in the tray"));
    });
    if ui.is_rect_visible(rect) {
        let strong = selected || response.has_focus();
        paint(ui, rect, (title, words), strong);
    }
    response
        .on_hover_cursor(egui::CursorIcon::Grab)
        .on_hover_text(format!("{title}\n{words}"))
}

fn paint(ui: &Ui, rect: Rect, (title, words): (&str, &str), strong: bool) {
    let painter = ui.painter();
    let (fill, border) = if strong {
        (Ink::SelectedFill, Ink::Accent)
    } else {
        (Ink::Card, Ink::CardBorder)
    };
    let stroke = Stroke::new(if strong { 1.5 } else { 1.0 }, look::ink(ui, border));
    painter.rect(
        rect,
        size::RADIUS,
        look::ink(ui, fill),
        stroke,
        StrokeKind::Inside,
    );
    let line = |text: &str, points: f32, ink: Ink, top: f32| {
        let color = look::ink(ui, ink);
        let mut job = egui::text::LayoutJob::simple_singleline(
            text.to_owned(),
            egui::FontId::proportional(points),
            color,
        );
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 2.0 * CARD_PAD);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        painter.galley(rect.min + vec2(CARD_PAD, top), galley, color);
    };
    line(title, TITLE, Ink::Text, 6.0);
    line(words, SMALL, Ink::TextMuted, 24.0);
}

/// What a person does with a card: selects, drags, asks for a cell, deletes.
fn act(
    ui: &Ui,
    response: &Response,
    (variant, card): (&VariantId, &TrayCard),
    tray: &mut Tray,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let select = || Action::Select(Selection::step(variant, &card.id));
    if response.clicked() {
        // Enter and the arrows are meant for it now.
        response.request_focus();
        actions.push(select());
    }
    if response.double_clicked() {
        actions.push(Action::Command(Command::PlaceStep));
    }
    if response.drag_started() {
        actions.push(select());
        tray.dragged = Some(card.title.clone());
        canvas.carry(variant, &card.id);
    }
    if !response.has_focus() {
        return;
    }
    tray.focused = Some(card.id.clone());
    let key = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if key(Key::Enter) {
        actions.push(select());
        actions.push(Action::Command(Command::PlaceStep));
    } else if key(Key::Delete) || key(Key::Backspace) {
        actions.push(select());
        actions.push(Action::Command(Command::Delete));
    } else if key(Key::Escape) || key(Key::T) {
        response.surrender_focus();
    }
}

/// The card that is dragged, at the pointer.
fn ghost(ui: &Ui, tray: &mut Tray) {
    let at = ui.input(|input| {
        input
            .pointer
            .latest_pos()
            .filter(|_| input.pointer.primary_down())
    });
    let (Some(title), Some(at)) = (&tray.dragged, at) else {
        tray.dragged = None;
        return;
    };
    let layer = egui::LayerId::new(egui::Order::Tooltip, Id::unique("dragged from the tray"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = Rect::from_center_size(at, vec2(size::CARD_WIDTH, 32.0));
    let stroke = Stroke::new(1.5, look::ink(ui, Ink::Accent));
    painter.rect(
        rect,
        size::RADIUS,
        look::ink(ui, Ink::Card),
        stroke,
        StrokeKind::Inside,
    );
    let mut job = egui::text::LayoutJob::simple_singleline(
        title.clone(),
        egui::FontId::proportional(13.0),
        look::ink(ui, Ink::Text),
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 16.0);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let place = Align2::CENTER_CENTER.anchor_size(rect.center(), galley.size());
    painter.galley(place.min, galley, look::ink(ui, Ink::Text));
}
