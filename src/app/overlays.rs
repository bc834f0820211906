//! What lies over the canvas for a while: messages, questions, lists, pages; and the list of changes beside it.

mod lists;
mod pages;

use egui::{Align2, Area, Id, Key, Modifiers, Order, Pos2, Rect, RichText, Ui, Vec2, pos2, vec2};

use super::{canvas::Canvas, look, menus::name_it};
use crate::{
    model,
    scene::Ink,
    session::{Action, Question, Session, Target},
    store::settings::Settings,
};
pub(crate) use lists::change_cells;
pub use lists::changes_ui;
use lists::{ChangeLines, history_ui};
use pages::You;
pub use pages::{about_ui, about_you_ui, keyboard_ui};

/// How long a message stays, in seconds.
const NOTICE_SECONDS: f64 = 7.0;

/// How narrow the text of a message may get before its buttons go below it, in points.
const LEAST_NOTICE: f32 = 240.0;

/// Which lists are open, and since when the message is shown.
#[derive(Default)]
pub struct Overlays {
    /// The list of changes is shown.
    pub changes: bool,
    /// The history is shown.
    pub history: bool,
    /// The keyboard page is shown.
    pub keyboard: bool,
    /// The page about the app is shown.
    pub about: bool,
    /// What is typed on the page about the user, while it is shown.
    you: Option<You>,
    /// What is looked for on the keyboard page.
    key_wanted: String,
    lines: ChangeLines,
    notice: Option<(u64, f64)>,
    /// The question that was shown last, and what it stands beside.
    asked: Option<(Question, Rect)>,
}

impl Overlays {
    /// Whether a list or page is shown.
    pub fn is_open(&self) -> bool {
        self.changes || self.history || self.has_page()
    }

    /// Whether a page lies over the whole window: keys are not for what is under it.
    pub fn has_page(&self) -> bool {
        self.keyboard || self.about || self.you.is_some()
    }

    /// Shows the page about the user.
    pub fn ask_about_you(&mut self, settings: &Settings) {
        self.you = Some(You {
            name: settings.name.clone(),
            function: settings.function.clone(),
        });
    }

    /// Closes the one that was asked for last, as far as that is known: pages before lists.
    pub fn close(&mut self) {
        let open = [
            &mut self.about,
            &mut self.keyboard,
            &mut self.history,
            &mut self.changes,
        ];
        if let Some(last) = open.into_iter().find(|open| **open) {
            *last = false;
        }
    }
}

/// Where things stand that others lie over.
#[derive(Clone, Copy, Debug)]
pub struct OverlayRoom {
    /// The canvas, or what stands in its place.
    pub area: Rect,
    /// The part of it at whose foot a message stands.
    pub foot: Rect,
    /// What is selected on the board, if that is on screen.
    pub selected: Option<Rect>,
}

/// Everything that lies over the canvas.
pub fn overlays_ui(
    ui: &mut Ui,
    places: OverlayRoom,
    session: &Session,
    canvas: &mut Canvas,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let area = places.area;
    notice_ui(ui, places, session, overlays, actions);
    question_ui(ui, area, session, canvas, overlays, actions);
    if overlays.history {
        let covered = history_ui(ui, area, session, overlays, actions);
        covered.into_iter().for_each(|rect| canvas.cover(rect));
    }
}

/// The last message, at the foot of the canvas, for a while.
fn notice_ui(
    ui: &mut Ui,
    OverlayRoom {
        area,
        foot,
        selected,
    }: OverlayRoom,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let Some(notice) = session.notice() else {
        return;
    };
    if notice.revision != session.history().revision() {
        // Its Undo would take back something else, and what it says was of before.
        return;
    }
    let now = ui.input(|input| input.time);
    let since = match overlays.notice {
        Some((number, since)) if number == notice.number => since,
        _ => {
            overlays.notice = Some((notice.number, now));
            now
        }
    };
    let left = since + NOTICE_SECONDS - now;
    if left <= 0.0 {
        return;
    }
    ui.ctx().request_repaint_after_secs(left as f32);
    let id = Id::unique("notice");
    let size = ui.memory(|memory| memory.area_rect(id));
    let size = size.map_or(vec2(320.0, 44.0), |rect| rect.size());
    Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(notice_place(foot, size, selected).min)
        .constrain_to(area)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style())
                .fill(look::ink(ui, Ink::Text))
                .inner_margin(egui::Margin::symmetric(14, 8))
                .corner_radius(8);
            let buttons: f32 = notice
                .actions
                .iter()
                .map(|(name, _)| button_width(ui, name))
                .sum();
            let most = area.width() - 80.0;
            let beside = (most - buttons).min(900.0);
            let clicked = frame.show(ui, |ui| {
                if beside >= LEAST_NOTICE {
                    // A long message takes more lines, beside its buttons.
                    ui.horizontal(|ui| {
                        notice_text_ui(ui, &notice.text, beside);
                        notice_buttons_ui(ui, &notice.actions)
                    })
                    .inner
                } else {
                    ui.set_max_width(most);
                    notice_text_ui(ui, &notice.text, most);
                    ui.horizontal_wrapped(|ui| notice_buttons_ui(ui, &notice.actions))
                        .inner
                }
            });
            if let Some(action) = clicked.inner {
                overlays.notice = Some((notice.number, now - NOTICE_SECONDS));
                actions.push(action);
            }
        });
}

/// Where a message so large stands: at the foot of the canvas, and where that would cover what is selected, at the side or
/// below the headers.
fn notice_place(foot: Rect, size: Vec2, selected: Option<Rect>) -> Rect {
    let mut room = foot.shrink(20.0);
    room.min.y += HEADERS;
    let aligned = [
        Align2::CENTER_BOTTOM,
        Align2::LEFT_BOTTOM,
        Align2::RIGHT_BOTTOM,
        Align2::CENTER_TOP,
    ]
    .map(|at| at.align_size_within_rect(size, room));
    let covers = |place: &Rect| selected.is_some_and(|card| card.intersects(place.expand(4.0)));
    let free = aligned.into_iter().find(|place| !covers(place));
    free.unwrap_or(aligned[0])
}

fn notice_text_ui(ui: &mut Ui, text: &str, most: f32) {
    let text = RichText::new(text).color(look::ink(ui, Ink::Panel));
    let label = ui.scope(|ui| {
        ui.set_max_width(most);
        ui.add(egui::Label::new(text).wrap())
    });
    ui.ctx().accesskit_node_builder(label.inner.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
}

/// What can be done about it; the action whose button was clicked.
fn notice_buttons_ui(ui: &mut Ui, choices: &[(String, Action)]) -> Option<Action> {
    let mut clicked = None;
    for (name, action) in choices {
        let text = RichText::new(name)
            .font(look::semibold(13.0))
            .color(look::ink(ui, Ink::Panel));
        let stroke = egui::Stroke::new(1.0, look::ink(ui, Ink::TextMuted));
        let button = egui::Button::new(text)
            .fill(egui::Color32::TRANSPARENT)
            .stroke(stroke)
            .wrap_mode(egui::TextWrapMode::Extend);
        if ui.add(button).clicked() {
            clicked = Some(action.clone());
        }
    }
    clicked
}

/// How much room a button of a notice takes, with the space before it.
fn button_width(ui: &Ui, name: &str) -> f32 {
    let ink = look::ink(ui, Ink::Panel);
    let galley =
        ui.fonts_mut(|fonts| fonts.layout_no_wrap(name.to_owned(), look::semibold(13.0), ink));
    galley.size().x + 2.0 * ui.spacing().button_padding.x + ui.spacing().item_spacing.x
}

/// A question with its answers, beside what it is about. Digits answer, Esc closes. A grave one has the
/// keyboard; another leaves it where it is, so that who draws on is not stopped.
fn question_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    canvas: &Canvas,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let Some(question) = session.question() else {
        overlays.asked = None;
        return;
    };
    let known = overlays.asked.as_ref().filter(|(last, _)| last == question);
    let fresh = known.is_none();
    // What it is about may move meanwhile; where it was asked does not.
    let about = known.map_or_else(|| asked_at(ui, area, session, canvas), |(_, about)| *about);
    overlays.asked = Some((question.clone(), about));
    let id = Id::unique("question");
    let size = ui.memory(|memory| memory.area_rect(id));
    let size = size.map_or(vec2(344.0, 140.0), |rect| rect.size());
    let place = beside(about, size, area);
    let response = Area::new(id)
        .order(Order::Foreground)
        .fixed_pos(place)
        .constrain_to(area.shrink(8.0))
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(12)
                .show(ui, |ui| {
                    ui.set_width(320.0);
                    ui.label(RichText::new(&question.text).font(look::medium(13.0)));
                    ui.add_space(6.0);
                    for (number, (answer, action)) in question.answers.iter().enumerate() {
                        let digit = match number {
                            0..9 => (number + 1).to_string(),
                            _ => String::new(),
                        };
                        let digit = RichText::new(digit).color(look::ink(ui, Ink::TextMuted));
                        let ink = if action.deletes() {
                            Ink::DangerText
                        } else {
                            Ink::Text
                        };
                        let words = answer;
                        let answer = RichText::new(words).color(look::ink(ui, ink));
                        let button = egui::Button::new(answer)
                            .shortcut_text(digit)
                            .min_size(vec2(ui.available_width(), 30.0));
                        let button = ui.add(button);
                        // The digit is no part of what is said.
                        name_it(ui, &button, words);
                        if fresh && number == 0 && question.is_grave() {
                            button.request_focus();
                        }
                        if button.clicked() || pressed_digit(ui, number) {
                            actions.push(Action::Answer(number));
                        }
                    }
                });
        })
        .response;
    let outside = !fresh
        && ui.input(|input| {
            let at = input.pointer.press_origin();
            input.pointer.any_pressed() && at.is_some_and(|at| !response.rect.contains(at))
        });
    if outside || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        actions.push(Action::Dismiss);
    }
}

/// Where something so large stands beside `rect` without covering it: below, above, else at its right.
fn beside(rect: Rect, size: Vec2, area: Rect) -> Pos2 {
    let gap = 12.0;
    let left = rect.center().x - size.x / 2.0;
    if rect.bottom() + gap + size.y <= area.bottom() - 8.0 {
        pos2(left, rect.bottom() + gap)
    } else if rect.top() - gap - size.y >= area.top() + 8.0 {
        pos2(left, rect.top() - gap - size.y)
    } else {
        pos2(rect.right() + gap, rect.center().y - size.y / 2.0)
    }
}

fn pressed_digit(ui: &Ui, number: usize) -> bool {
    if ui.ctx().text_edit_focused() {
        return false;
    }
    let keys = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
    ];
    keys.get(number)
        .is_some_and(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)))
}

/// How long ago a click may be that asked, in seconds.
const JUST_CLICKED: f32 = 0.5;

/// What a question stands beside: the pointer if that asked, else what is selected.
fn asked_at(ui: &Ui, area: Rect, session: &Session, canvas: &Canvas) -> Rect {
    let clicked = ui.input(|input| {
        let pointer = &input.pointer;
        let is_new = pointer.time_since_last_click() < JUST_CLICKED;
        pointer.latest_pos().filter(|_| is_new)
    });
    if let Some(at) = clicked.filter(|at| area.contains(*at)) {
        return Rect::from_center_size(at, Vec2::splat(1.0));
    }
    let selected = selected_rect(session).and_then(|rect| canvas.on_screen(rect));
    let Some(selected) = selected else {
        return Rect::from_center_size(area.center(), Vec2::ZERO);
    };
    // Headers stay in view while what they are of passes.
    let target = &session.selection().target;
    match target {
        Target::Record(model::Key::Lane(_)) => {
            let top = selected
                .top()
                .clamp(area.top(), area.bottom() - LANE_NAME.y);
            let bottom = selected.bottom().clamp(top + LANE_NAME.y, area.bottom());
            Rect::from_x_y_ranges(area.left()..=area.left() + LANE_NAME.x, top..=bottom)
        }
        Target::Record(_) => {
            let left = selected.left().clamp(area.left(), area.right());
            let right = selected.right().clamp(left, area.right());
            Rect::from_x_y_ranges(left..=right, area.top()..=area.top() + HEADERS)
        }
        _ => selected,
    }
}

/// About what a lane's name takes, in points.
const LANE_NAME: Vec2 = vec2(140.0, 32.0);
/// About how high the headers of phases and moments are, in points.
const HEADERS: f32 = 48.0;

fn selected_rect(session: &Session) -> Option<Rect> {
    let selection = session.selection();
    let pane = session.scene().pane(&selection.variant)?;
    match &selection.target {
        Target::Items { steps, wires, .. } => {
            let card = steps.first().and_then(|id| Some(pane.cards.get(id)?.rect));
            card.or_else(|| Some(pane.wires.get(wires.first()?)?.bounds))
        }
        Target::Record(model::Key::Lane(id)) => {
            Some(pane.lanes.iter().find(|lane| lane.id == *id)?.rect)
        }
        Target::Record(model::Key::Phase(id)) => {
            Some(pane.phases.iter().find(|phase| phase.id == *id)?.rect)
        }
        Target::Record(model::Key::Moment(id)) => {
            Some(pane.columns.iter().find(|column| column.id == *id)?.rect)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_does_not_cover_what_is_selected() {
        let foot = Rect::from_min_size(pos2(0.0, 0.0), vec2(1000.0, 600.0));
        let size = vec2(300.0, 40.0);
        let plain = notice_place(foot, size, None);
        assert_eq!(plain.center().x, 500.0);
        assert_eq!(plain.bottom(), 580.0);
        for card in [
            Rect::from_min_size(pos2(450.0, 520.0), vec2(120.0, 60.0)),
            Rect::from_min_size(pos2(0.0, 500.0), vec2(1000.0, 100.0)),
        ] {
            assert!(
                !notice_place(foot, size, Some(card)).intersects(card),
                "{card}"
            );
        }
    }
}
