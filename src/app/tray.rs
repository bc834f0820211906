//! The tray: a strip under the canvas with the steps that have no cell yet, to be dragged to one.
//!
//! Shown while something waits in it, or when asked for. Every step also goes by keyboard: the arrows
//! walk through the tray, Enter asks for a cell.

use egui::{
    Align2, Frame, Id, Key, Label, Margin, Modifiers, Panel, Rect, Response, RichText, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, accesskit, vec2,
};

use super::{
    canvas::Canvas,
    look,
    widgets::{icon_button_ui, icon_text, text_button_ui},
};
use crate::{
    model::{Step, StepId, VariantId},
    scene::{Icon, Ink, size},
    session::{Action, Command, Selection, Session, capture},
};

/// What the tray remembers from frame to frame.
#[derive(Default)]
pub struct Tray {
    is_asked_for: bool,
    is_folded: bool,
    wants_focus: bool,
    /// Whether there is a card in it to have the keyboard, and whether one has.
    has_cards: bool,
    has_focus: bool,
    /// The card whose drag began in the tray, and its words.
    dragged: Option<String>,
}

/// A card is as wide as its words, within these bounds.
const CARD_WIDTH: std::ops::RangeInclusive<f32> = 184.0..=420.0;
const CARD_HEIGHT: f32 = 44.0;
/// Space between a card's edge and its words.
const CARD_PAD: f32 = 10.0;

impl Tray {
    /// Shows the tray and gives its first card the keyboard; or folds it.
    pub fn toggle(&mut self) {
        let is_there = self.has_focus || !self.has_cards;
        let shown = self.is_asked_for && !self.is_folded && is_there;
        self.is_asked_for = !shown;
        self.is_folded = shown;
        self.wants_focus = !shown;
    }
}

/// The tray of the variant looked at.
pub fn tray_ui(
    ui: &mut Ui,
    session: &Session,
    tray: &mut Tray,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let variant = session.selection().variant.clone();
    let steps = session.tray(&variant);
    canvas.set_tray(None);
    tray.has_cards = !steps.is_empty();
    tray.has_focus = false;
    if steps.is_empty() && !tray.is_asked_for {
        return;
    }
    let frame = Frame::new()
        .fill(look::ink(ui, Ink::Panel))
        .inner_margin(Margin::symmetric(12, 6));
    let height = if tray.is_folded {
        size::TRAY_FOLDED
    } else {
        size::TRAY
    };
    let panel = Panel::bottom("tray").exact_size(height).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        head_ui(ui, session, tray, &steps, actions);
        if tray.is_folded {
            return;
        }
        if steps.is_empty() {
            let words = "Nothing waits here. Steps whose lane is not known yet come here, and what you drag here.";
            let color = look::ink(ui, Ink::TextMuted);
            ui.add(Label::new(RichText::new(words).color(color)).truncate());
            return;
        }
        ScrollArea::horizontal().auto_shrink([false, true]).show(ui, |ui| {
            ui.horizontal(|ui| {
                for (place, (id, step)) in steps.iter().enumerate() {
                    let response = card_ui(ui, session, (&variant, id), step);
                    if place == 0 && std::mem::take(&mut tray.wants_focus) {
                        response.request_focus();
                    }
                    act(ui, &response, (&variant, id), step, tray, canvas, actions);
                }
            });
        });
    });
    canvas.set_tray(Some(panel.response.rect));
    ghost(ui, tray);
}

/// The tray's name, how many wait, and a lane for each name that is none yet.
fn head_ui(
    ui: &mut Ui,
    session: &Session,
    tray: &mut Tray,
    steps: &[(&StepId, &std::sync::Arc<Step>)],
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
        let words = format!("Tray: {}", steps.len());
        ui.add(Label::new(RichText::new(words).font(look::semibold(13.0))).selectable(false));
        let mut names: Vec<(&str, usize)> = Vec::new();
        for (_, step) in steps
            .iter()
            .filter(|(_, step)| step.lane.is_none() && !step.owner.is_empty())
        {
            let same = |(name, _): &&mut (&str, usize)| {
                capture::name::fold(name) == capture::name::fold(&step.owner)
            };
            match names.iter_mut().find(same) {
                Some((_, many)) => *many += 1,
                None => names.push((step.owner.as_str(), 1)),
            }
        }
        if !session.is_read_only() {
            for (name, many) in names.into_iter().take(4) {
                let text = format!("Make “{name}” a lane ({many})");
                if text_button_ui(ui, Icon::Plus, &text, Ink::AccentText) {
                    actions.push(Action::LaneFromTray(name.to_owned()));
                }
            }
        }
        let hint = "Drag a card to a cell, or press Enter on it";
        let room = ui.available_width() > 280.0;
        if room && !steps.is_empty() && !tray.is_folded {
            let hint = RichText::new(hint).size(12.0).color(color);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add(Label::new(hint).selectable(false));
            });
        }
    });
}

/// Why it waits: the name that was said, the moment it has already, and what it is connected with.
fn words(session: &Session, variant: &VariantId, id: &StepId, step: &Step) -> String {
    let blueprint = session.blueprint();
    let lane = step.lane.as_ref().and_then(|lane| blueprint.lane(lane));
    let who = lane.map_or_else(|| step.owner.clone(), |(_, lane)| lane.name.clone());
    let moment = step.moment.as_ref().and_then(|moment| {
        let (_, phase, _) = blueprint.moment(moment)?;
        let place = phase.moments.iter().position(|m| m.id == *moment)?;
        Some(format!("{}, {}", phase.name, place + 1))
    });
    let mut words: Vec<String> = [who].into_iter().filter(|who| !who.is_empty()).collect();
    words.extend(moment);
    words.extend(capture::marks(step));
    words.extend(connected(session, variant, id));
    if words.is_empty() {
        "No lane, no moment".to_owned()
    } else {
        words.join(" · ")
    }
}

/// The step before it, else the one after it, and how many connectors there are besides.
fn connected(session: &Session, variant: &VariantId, id: &StepId) -> Option<String> {
    let (_, held) = session.blueprint().variant(variant)?;
    let wires = held.connectors.values();
    let wires: Vec<_> = wires.filter(|w| w.from == *id || w.to == *id).collect();
    let before = wires.iter().find(|wire| wire.to == *id);
    let (word, other) = match before {
        Some(wire) => ("after", &wire.from),
        None => ("before", &wires.first()?.to),
    };
    let title = held.steps.get(other).map_or("", |step| step.called());
    let more = match wires.len() {
        1 => String::new(),
        many => format!(" +{}", many - 1),
    };
    Some(format!("{word} “{title}”{more}"))
}

fn card_ui(
    ui: &mut Ui,
    session: &Session,
    (variant, id): (&VariantId, &StepId),
    step: &Step,
) -> Response {
    let words = words(session, variant, id, step);
    let wide = |text: &str, points: f32| {
        let font = egui::FontId::proportional(points);
        let color = look::ink(ui, Ink::Text);
        let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, color));
        galley.size().x
    };
    let width = wide(step.called(), 13.0).max(wide(&words, 11.0)) + 2.0 * CARD_PAD + 1.0;
    let width = width.clamp(*CARD_WIDTH.start(), *CARD_WIDTH.end());
    let (rect, _) = ui.allocate_exact_size(vec2(width, CARD_HEIGHT), Sense::hover());
    let response = ui.interact(
        rect,
        Id::unique(("in tray", variant, id)),
        Sense::click_and_drag(),
    );
    response
        .widget_info(|| egui::WidgetInfo::labeled(accesskit::Role::ListItem, true, step.called()));
    let selected = session.selection().steps().contains(id);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        node.set_description(format!("{words}, in the tray"));
    });
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    paint(
        ui,
        rect,
        (step.called(), &words),
        selected || response.has_focus(),
    );
    response
        .on_hover_cursor(egui::CursorIcon::Grab)
        .on_hover_text(format!("{}\n{words}", step.called()))
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
    line(title, 13.0, Ink::Text, 6.0);
    line(words, 11.0, Ink::TextMuted, 24.0);
}

/// What a person does with a card: selects, drags, asks for a cell, deletes.
fn act(
    ui: &Ui,
    response: &Response,
    (variant, id): (&VariantId, &StepId),
    step: &Step,
    tray: &mut Tray,
    canvas: &mut Canvas,
    actions: &mut Vec<Action>,
) {
    let select = || Action::Select(Selection::step(variant, id));
    if response.clicked() {
        // Enter and the arrows are meant for it now.
        response.request_focus();
    }
    if response.clicked() || response.gained_focus() {
        actions.push(select());
    }
    if response.double_clicked() {
        actions.push(Action::Command(Command::PlaceStep));
    }
    if response.drag_started() {
        actions.push(select());
        tray.dragged = Some(step.called().to_owned());
        canvas.carry(variant, id);
    }
    if !response.has_focus() {
        return;
    }
    tray.has_focus = true;
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
