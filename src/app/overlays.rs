//! What lies over the canvas for a while: messages, questions, lists of changes and of the history.

use egui::{Align2, Area, Id, Key, Modifiers, Order, Rect, RichText, Ui, vec2};

use super::{canvas::Canvas, keys, look, widgets::badge_ui};
use crate::{
    patch::Subject,
    scene::{Ink, WireId},
    session::{Action, COMMANDS, Menu, Selection, Session, Target},
};

/// How long a message stays, in seconds.
const NOTICE_SECONDS: f64 = 7.0;

/// The room kept for a button of a message, in points.
const BUTTON: f32 = 120.0;

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
    notice: Option<(u64, f64)>,
    asked: Option<String>,
}

impl Overlays {
    /// Whether a list or page is shown.
    pub fn is_open(&self) -> bool {
        self.changes || self.history || self.keyboard || self.about
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

/// Everything that lies over the canvas, whose place is `area`.
pub fn overlays_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    canvas: &Canvas,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    notice_ui(ui, area, session, overlays, actions);
    question_ui(ui, area, session, canvas, overlays, actions);
    if overlays.changes && session.changes().is_some() {
        changes_ui(ui, area, session, overlays, actions);
    }
    if overlays.history {
        history_ui(ui, area, session, overlays, actions);
    }
}

/// The last message, at the bottom of the canvas, for a while.
fn notice_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let Some(notice) = session.notice() else {
        return;
    };
    if !notice.actions.is_empty() && notice.revision != session.history().revision() {
        // Its Undo would take back something else.
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
    Area::new(Id::unique("notice"))
        .order(Order::Foreground)
        .fixed_pos(area.center_bottom() - vec2(0.0, 20.0))
        .pivot(Align2::CENTER_BOTTOM)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::popup(ui.style())
                .fill(look::ink(ui, Ink::Text))
                .inner_margin(egui::Margin::symmetric(14, 8))
                .corner_radius(8);
            frame.show(ui, |ui| {
                ui.horizontal(|ui| {
                    let text = RichText::new(&notice.text).color(look::ink(ui, Ink::Panel));
                    // A long message takes more lines, beside its buttons.
                    let buttons = BUTTON * notice.actions.len() as f32;
                    let most = (area.width() - 80.0 - buttons).clamp(200.0, 900.0);
                    let label = ui
                        .scope(|ui| {
                            ui.set_max_width(most);
                            ui.add(egui::Label::new(text).wrap())
                        })
                        .inner;
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_live(egui::accesskit::Live::Polite);
                    });
                    for (name, action) in &notice.actions {
                        let text = RichText::new(name)
                            .font(look::semibold(13.0))
                            .color(look::ink(ui, Ink::Panel));
                        let stroke = egui::Stroke::new(1.0, look::ink(ui, Ink::TextMuted));
                        let button = egui::Button::new(text)
                            .fill(egui::Color32::TRANSPARENT)
                            .stroke(stroke);
                        if ui.add(button).clicked() {
                            overlays.notice = Some((notice.number, now - NOTICE_SECONDS));
                            actions.push(action.clone());
                        }
                    }
                });
            });
        });
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
    let fresh = overlays.asked.as_ref() != Some(&question.text);
    overlays.asked = Some(question.text.clone());
    let selected = selected_rect(session).and_then(|rect| canvas.on_screen(rect));
    let place = selected.map_or(area.center(), |rect| rect.center_bottom() + vec2(0.0, 12.0));
    let response = Area::new(Id::unique("question"))
        .order(Order::Foreground)
        .fixed_pos(place)
        .pivot(Align2::CENTER_TOP)
        .constrain_to(area.shrink(8.0))
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style())
                .inner_margin(12)
                .show(ui, |ui| {
                    ui.set_width(320.0);
                    ui.label(RichText::new(&question.text).font(look::medium(13.0)));
                    ui.add_space(6.0);
                    for (number, (answer, action)) in question.answers.iter().enumerate() {
                        let digit = RichText::new(format!("{}", number + 1))
                            .color(look::ink(ui, Ink::TextMuted));
                        let ink = if action.deletes() {
                            Ink::DangerText
                        } else {
                            Ink::Text
                        };
                        let answer = RichText::new(answer).color(look::ink(ui, ink));
                        let button = egui::Button::new(answer)
                            .shortcut_text(digit)
                            .min_size(vec2(ui.available_width(), 30.0));
                        let button = ui.add(button);
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

fn pressed_digit(ui: &Ui, number: usize) -> bool {
    if ui.ctx().text_edit_focused() {
        return false;
    }
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];
    keys.get(number)
        .is_some_and(|key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key)))
}

fn selected_rect(session: &Session) -> Option<Rect> {
    let selection = session.selection();
    let pane = session.scene().pane(&selection.variant)?;
    match &selection.target {
        Target::Items { steps, wires, .. } => {
            let card = steps.first().and_then(|id| Some(pane.cards.get(id)?.rect));
            card.or_else(|| Some(pane.wires.get(wires.first()?)?.bounds))
        }
        Target::Lane(id) => Some(pane.lanes.iter().find(|lane| lane.id == *id)?.rect),
        Target::Phase(id) => Some(pane.phases.iter().find(|phase| phase.id == *id)?.rect),
        Target::Moment(id) => {
            // Its header, not all of the column.
            let column = pane.columns.iter().find(|column| column.id == *id)?;
            Some(column.rect.with_max_y(column.rect.top()))
        }
        _ => None,
    }
}

/// What changed between the two variants, in words; a click goes there.
fn changes_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let Some(changes) = session.changes().cloned() else {
        return;
    };
    let (first, second) = session.pair();
    let name = |id: Option<&crate::model::VariantId>| {
        let variant = id.and_then(|id| session.blueprint().variant(id));
        variant.map_or_else(String::new, |(_, variant)| variant.name.clone())
    };
    let title = format!("Changes from {} to {}", name(first), name(second));
    let mut open = true;
    egui::Window::new(RichText::new(title).font(look::semibold(14.0)))
        .id(Id::unique("changes"))
        .open(&mut open)
        .default_pos(area.right_top() + vec2(-412.0, 48.0))
        .default_size(vec2(380.0, 420.0))
        .constrain_to(area)
        .collapsible(false)
        .show(ui.ctx(), |ui| {
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| {
                    if changes.list().is_empty() {
                        ui.label("The two variants do not differ.");
                    } else if changes.taken().next().is_none() {
                        ui.label("The filter leaves no change.");
                    }
                    for change in changes.taken() {
                        let selection = match &change.subject {
                            Subject::Step(id) => Selection::step(&change.variant, id),
                            Subject::Connector(id) => {
                                Selection::wire(&change.variant, &WireId::Connector(id.clone()))
                            }
                        };
                        let here = *session.selection() == selection;
                        if change_ui(ui, change, here).clicked() {
                            actions.push(Action::Reveal(selection));
                        }
                        ui.add_space(2.0);
                    }
                });
        });
    overlays.changes = open;
}

fn change_ui(ui: &mut Ui, change: &crate::patch::Change, here: bool) -> egui::Response {
    let fill = if here { Ink::SelectedFill } else { Ink::Popup };
    let frame = egui::Frame::new()
        .fill(look::ink(ui, fill))
        .corner_radius(6)
        .inner_margin(6);
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            for kind in &change.kinds {
                badge_ui(ui, *kind);
            }
            let what = match change.subject {
                Subject::Step(_) => change.title.clone(),
                Subject::Connector(_) => format!("Connector {}", change.title),
            };
            ui.label(RichText::new(what).font(look::medium(13.0)));
        });
        for detail in &change.details {
            ui.label(
                RichText::new(detail)
                    .size(12.0)
                    .color(look::ink(ui, Ink::TextMuted)),
            );
        }
    });
    let response = inner.response.interact(egui::Sense::click());
    let name = change.title.clone();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Everything that was done, oldest first; a click goes back or forth to there.
fn history_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) {
    let mut open = true;
    egui::Window::new(RichText::new("History").font(look::semibold(14.0)))
        .id(Id::unique("history"))
        .open(&mut open)
        .default_size(vec2(320.0, 360.0))
        .default_pos(area.left_top() + vec2(160.0, 56.0))
        .constrain_to(area)
        .collapsible(false)
        .show(ui.ctx(), |ui| {
            let (labels, done) = session.history().labels();
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .stick_to_bottom(true)
                .show(ui, |ui| {
                    if ui.selectable_label(done == 0, "As opened").clicked() {
                        actions.push(Action::GoToHistory(0));
                    }
                    for (place, label) in labels.iter().enumerate() {
                        let undone = place >= done;
                        let ink = if undone { Ink::TextFaint } else { Ink::Text };
                        let text = RichText::new(*label).color(look::ink(ui, ink));
                        if ui.selectable_label(place + 1 == done, text).clicked() {
                            actions.push(Action::GoToHistory(place + 1));
                        }
                    }
                });
        });
    overlays.history = open;
}

/// The keyboard page, made from the command table, in two columns where there is room.
pub fn keyboard_ui(ui: &mut Ui, overlays: &mut Overlays) {
    let mut open = overlays.keyboard;
    let screen = ui.ctx().content_rect();
    let room = (screen.size() - vec2(64.0, 96.0)).max(vec2(320.0, 240.0));
    egui::Window::new(RichText::new("Keyboard").font(look::semibold(14.0)))
        .id(Id::unique("keyboard"))
        .open(&mut open)
        .collapsible(false)
        .default_size(vec2(960.0, 720.0).min(room))
        .max_size(room)
        .pivot(Align2::CENTER_CENTER)
        .default_pos(screen.center())
        .show(ui.ctx(), |ui| {
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .show(ui, |ui| {
                    let wide = ui.available_width() >= 2.0 * KEYS_COLUMN;
                    let (left, right): (Vec<Menu>, Vec<Menu>) = Menu::ALL
                        .iter()
                        .copied()
                        .partition(|menu| matches!(menu, Menu::File | Menu::Edit | Menu::View));
                    ui.columns(if wide { 2 } else { 1 }, |columns| {
                        for menu in left {
                            menu_keys_ui(&mut columns[0], menu);
                        }
                        let last = columns.len() - 1;
                        for menu in right {
                            menu_keys_ui(&mut columns[last], menu);
                        }
                        canvas_keys_ui(&mut columns[last]);
                    });
                });
        });
    overlays.keyboard = open;
}

/// Room that a command's name and its keys need side by side.
const KEYS_COLUMN: f32 = 440.0;

fn menu_keys_ui(ui: &mut Ui, menu: Menu) {
    let rows = COMMANDS
        .iter()
        .filter(|info| info.menu == menu && !info.keys.is_empty());
    let rows = rows.map(|info| {
        let keys: Vec<String> = info.keys.iter().map(|k| keys::shown(k)).collect();
        (info.name, keys.join(", "))
    });
    keys_ui(ui, menu.name(), rows);
}

fn canvas_keys_ui(ui: &mut Ui) {
    let rows = CANVAS_KEYS.iter();
    let rows = rows.map(|(what, keys)| (*what, (*keys).to_owned()));
    keys_ui(ui, "On the canvas", rows);
}

fn keys_ui(ui: &mut Ui, title: &str, rows: impl Iterator<Item = (&'static str, String)>) {
    ui.add_space(8.0);
    ui.label(RichText::new(title).font(look::semibold(13.0)));
    egui::Grid::new(title)
        .num_columns(2)
        .min_col_width(260.0)
        .min_row_height(22.0)
        .show(ui, |ui| {
            for (what, keys) in rows {
                ui.label(what);
                ui.label(RichText::new(keys).color(look::ink(ui, Ink::TextMuted)));
                ui.end_row();
            }
        });
}

const CANVAS_KEYS: &[(&str, &str)] = &[
    ("Go to the next cell or card", "Arrows"),
    ("Begin a step in an empty cell", "Type its title"),
    ("While typing a title: take it over", "Enter"),
    ("While typing a title: and go on, connected", "Tab"),
    ("Select nothing, or stop what was begun", "Esc"),
    ("Move what is shown", "Wheel, or Space and drag"),
    ("Zoom", "Ctrl and wheel, or pinch"),
    ("Copy instead of move", "Alt and drag"),
    ("Open a menu", "Alt and its first letter"),
];

/// The page about the app.
pub fn about_ui(ui: &mut Ui, overlays: &mut Overlays) {
    let mut open = overlays.about;
    let screen = ui.ctx().content_rect();
    egui::Window::new(RichText::new("About Frontstage").font(look::semibold(14.0)))
        .id(Id::unique("about"))
        .open(&mut open)
        .resizable(false)
        .collapsible(false)
        .pivot(Align2::CENTER_CENTER)
        .default_pos(screen.center())
        .show(ui.ctx(), |ui| {
            ui.set_width(360.0);
            ui.label(RichText::new(concat!("Frontstage ", env!("CARGO_PKG_VERSION"))).font(look::semibold(15.0)));
            ui.label("Draws service blueprints before and after AI joins a service, and says what changed. It works offline; a blueprint is one file that you can read.");
            ui.add_space(8.0);
            ui.label("MIT or Apache-2.0. Inter by the Inter Project Authors (OFL 1.1), icons by Lucide (ISC).");
        });
    overlays.about = open;
}
