//! The capture line under the canvas: what is typed there becomes steps, as fast as people talk.
//!
//! Owns the text and what was said before; what a line means is the session's to say. Keeps the keyboard
//! until Esc.

mod bring;
pub(crate) mod dialog;

use egui::{Frame, Id, Key, Label, Margin, Modifiers, Panel, RichText, TextEdit, Ui, vec2};

use super::{
    canvas::{self, Canvas},
    keys, look,
    widgets::{begin_text, icon_button_ui},
};
use crate::{
    model::VariantId,
    scene::{Icon, Ink, size},
    session::{
        Action, Command, Fragment, Selection, Session,
        bring::Bring,
        capture::{
            Forecast, Pace,
            line::{self, LinePart},
        },
    },
};
use dialog::PasteDialog;

/// What the capture line remembers from frame to frame.
#[derive(Default)]
pub struct Capture {
    is_open: bool,
    wants_focus: bool,
    /// The text was put there: the cursor goes behind it.
    is_put: bool,
    /// The text is to be selected.
    is_selected: bool,
    text: String,
    forecast: Option<(ForecastKey, Forecast)>,
    /// What Tab completed: the beginning that was typed, and which lane was chosen for it.
    completed: Option<(String, usize, String)>,
    said: Vec<Said>,
    /// The line that was taken back to be mended.
    taken_back: Option<Said>,
    dialog: Option<PasteDialog>,
    /// Steps of another document that wait for a yes.
    bring: Option<Bring>,
    /// Several lines that were pasted into the line.
    pasted: Option<String>,
}

/// What a forecast depends on.
#[derive(Clone, PartialEq)]
struct ForecastKey {
    text: String,
    pace: Pace,
    revision: u64,
    selection: Selection,
    variant: VariantId,
}

/// A line that was taken over.
struct Said {
    text: String,
    /// What became of it.
    words: String,
    /// The state of the document then; known in the next frame.
    done: LineDone,
}

/// What became of a line in the history.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineDone {
    /// It is carried out after this frame; the history's revision before that.
    Waiting(u64),
    /// It made a step of the history, which led to this revision; or none.
    Known(Option<u64>),
}

impl LineDone {
    fn settle(&mut self, now: u64) {
        if let Self::Waiting(before) = *self {
            *self = Self::Known((before != now).then_some(now));
        }
    }

    /// Whether it has not been taken back: its revision is no later than the present one.
    fn stands(self, now: u64) -> bool {
        match self {
            Self::Known(Some(made)) => made <= now,
            Self::Known(None) | Self::Waiting(_) => true,
        }
    }

    /// Whether it is the last thing done.
    fn is_last(self, now: u64) -> bool {
        self == Self::Known(Some(now))
    }
}

/// Lines kept for the up arrow.
const MOST_SAID: usize = 200;

impl Capture {
    /// Opens the line, and gives it the keyboard.
    pub fn open(&mut self) {
        self.is_open = true;
        self.wants_focus = true;
        // What stayed in it can be typed over.
        self.is_selected = !self.text.is_empty();
    }

    /// Whether a dialog lies over the window.
    pub fn is_asking(&self) -> bool {
        self.dialog.is_some() || self.bring.is_some()
    }

    /// Shows where steps of another document would go.
    pub fn bring(&mut self, fragment: Fragment, session: &mut Session) {
        match session.can(Command::Paste) {
            true => self.bring = Some(Bring::plan(fragment, session.blueprint())),
            false => session.say("Nothing can be pasted: it is for reading only.", Vec::new()),
        }
    }

    /// Several lines that were pasted into the line since it was asked last.
    pub fn take_pasted(&mut self) -> Option<String> {
        self.pasted.take()
    }

    /// Shows what pasted text would become.
    pub fn paste(&mut self, text: &str, session: &mut Session) {
        if !session.can(Command::Capture) {
            return;
        }
        match PasteDialog::new(text, session) {
            Ok(dialog) => self.dialog = Some(dialog),
            Err(error) => session.say(&error.to_string(), Vec::new()),
        }
    }

    /// What is typed and not yet taken over, for recovery. What stays in the line while it is closed is there
    /// again when it opens, and is no unsaved work.
    pub fn open_text(&self) -> Option<&str> {
        let text = Some(self.text.as_str()).filter(|_| self.is_open);
        text.filter(|text| !text.trim().is_empty())
    }

    /// Closes the line; what was typed stays in it, and that is said.
    fn close(&mut self, session: &mut Session) {
        self.is_open = false;
        if !self.text.trim().is_empty() {
            let key = keys::of(Command::Capture);
            let words = format!(
                "What was typed stays in the capture line until this file is closed: {key} opens it"
            );
            session.say(&words, Vec::new());
        }
    }

    fn forecast(&mut self, session: &Session, pace: Pace) -> Forecast {
        let asked = ForecastKey {
            text: self.text.clone(),
            pace,
            revision: session.history().revision(),
            selection: session.selection().clone(),
            variant: session.selection().variant.clone(),
        };
        if let Some((known, forecast)) = &self.forecast
            && *known == asked
        {
            return forecast.clone();
        }
        let forecast = session.forecast(&self.text, pace);
        self.forecast = Some((asked, forecast.clone()));
        forecast
    }

    fn say(&mut self, words: String, revision: u64) -> String {
        let text = std::mem::take(&mut self.text);
        if self.said.len() == MOST_SAID {
            self.said.remove(0);
        }
        self.said.push(Said {
            text: text.clone(),
            words,
            done: LineDone::Waiting(revision),
        });
        self.completed = None;
        text
    }
}

/// The dialog over the window, while something pasted waits for a yes.
pub fn dialog_ui(ui: &mut Ui, session: &Session, capture: &mut Capture, actions: &mut Vec<Action>) {
    dialog::dialog_ui(ui, session, &mut capture.dialog, actions);
    bring::bring_ui(ui, session, &mut capture.bring, actions);
}

/// Keys of the line that are no text.
#[derive(Default)]
struct Pressed {
    enter: Option<Pace>,
    tab: bool,
    escape: bool,
    up: bool,
    undo: bool,
    redo: bool,
    pasted: Option<String>,
}

fn line_id() -> Id {
    Id::unique("capture line")
}

/// The capture line, while it is open.
pub fn capture_ui(
    ui: &mut Ui,
    session: &mut Session,
    capture: &mut Capture,
    canvas: &Canvas,
    actions: &mut Vec<Action>,
) {
    if !capture.is_open {
        return;
    }
    let revision = session.history().revision();
    if let Some(said) = capture.said.last_mut() {
        said.done.settle(revision);
    }
    if let Some(taken) = &mut capture.taken_back {
        taken.done.settle(revision);
    }
    keep_keyboard(ui, session, capture, canvas);
    let frame = Frame::new()
        .fill(look::ink(ui, Ink::Panel))
        .inner_margin(Margin {
            left: 12,
            right: 12,
            top: 10,
            bottom: 4,
        });
    Panel::bottom("capture")
        .exact_size(size::CAPTURE)
        .frame(frame)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
            let pressed = pressed(ui, &capture.text);
            let pace = pace_held(ui);
            let forecast = capture.forecast(session, pace);
            if field_ui(ui, capture, &forecast) {
                capture.close(session);
            }
            below_ui(ui, session, capture, forecast);
            act(session, capture, pressed, actions);
        });
}

/// The line has the keyboard unless a field, a question or a choice on the canvas wants it.
fn keep_keyboard(ui: &Ui, session: &Session, capture: &mut Capture, canvas: &Canvas) {
    let wanted = std::mem::take(&mut capture.wants_focus);
    let busy = session.editing().is_some()
        || session.is_filling()
        || session.question().is_some()
        || canvas.is_choosing()
        || capture.is_asking()
        || ui.input(|input| input.pointer.any_down());
    if wanted || canvas::has_keyboard(ui) && !busy {
        ui.memory_mut(|memory| memory.request_focus(line_id()));
    }
}

fn pace_held(ui: &Ui) -> Pace {
    let held = ui.input(|input| input.modifiers);
    match (held.command, held.shift) {
        (true, false) => Pace::Next,
        (false, true) => Pace::Same,
        _ => Pace::On,
    }
}

/// Takes the keys that the field must not see.
fn pressed(ui: &Ui, text: &str) -> Pressed {
    if !ui.memory(|memory| memory.has_focus(line_id())) {
        return Pressed::default();
    }
    let is_empty = text.is_empty();
    ui.input_mut(|input| {
        let enter = [
            (Modifiers::NONE, Pace::On),
            (Modifiers::SHIFT, Pace::Same),
            (Modifiers::COMMAND, Pace::Next),
        ];
        let enter = enter.into_iter().find_map(|(held, pace)| {
            let key = input.events.iter().position(|event| {
                matches!(event, egui::Event::Key { key: Key::Enter, pressed: true, modifiers, .. }
                    if modifiers.matches_exact(held))
            })?;
            input.events.remove(key);
            Some(pace)
        });
        let many = |text: &str| text.trim().contains('\n') || text.trim().contains('\t');
        let pasted = input
            .events
            .iter()
            .position(|event| matches!(event, egui::Event::Paste(text) if many(text)));
        let pasted = pasted.map(|place| input.events.remove(place));
        Pressed {
            enter,
            tab: input.consume_key(Modifiers::NONE, Key::Tab),
            escape: input.consume_key(Modifiers::NONE, Key::Escape),
            up: is_empty && input.consume_key(Modifiers::NONE, Key::ArrowUp),
            redo: is_empty
                && (input.consume_key(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z)
                    || input.consume_key(Modifiers::COMMAND, Key::Y)),
            undo: is_empty && input.consume_key(Modifiers::COMMAND, Key::Z),
            pasted: match pasted {
                Some(egui::Event::Paste(text)) => Some(text),
                _ => None,
            },
        }
    })
}

fn act(session: &mut Session, capture: &mut Capture, pressed: Pressed, actions: &mut Vec<Action>) {
    let revision = session.history().revision();
    if let Some(pace) = pressed.enter {
        let forecast = capture.forecast(session, pace);
        if forecast.is_ready {
            capture.taken_back = None;
            let text = capture.say(forecast.words, revision);
            actions.push(Action::Capture(text, pace));
        }
    }
    if pressed.tab {
        complete(session, capture);
    }
    if pressed.escape {
        let taken = capture.taken_back.take();
        let is_untouched =
            |taken: &Said| taken.done.is_last(revision) && taken.text == capture.text;
        match taken.filter(is_untouched) {
            // It was taken back by the up arrow alone, and goes where it was.
            Some(taken) => {
                actions.push(Action::Command(Command::Redo));
                capture.text.clear();
                capture.said.push(Said {
                    done: LineDone::Waiting(revision),
                    ..taken
                });
            }
            None => capture.close(session),
        }
    }
    if pressed.undo {
        actions.push(Action::Command(Command::Undo));
    }
    if pressed.redo {
        actions.push(Action::Command(Command::Redo));
    }
    if pressed.up
        && let Some(said) = capture.said.pop()
    {
        // What is about to be said better is taken back, unless something else was done since.
        capture.text.clone_from(&said.text);
        capture.is_put = true;
        if said.done.is_last(revision) {
            actions.push(Action::Command(Command::Undo));
            capture.taken_back = Some(Said {
                done: LineDone::Waiting(revision),
                ..said
            });
        }
    }
    capture.pasted = pressed.pasted;
}

/// Tab completes the lane that is being named; again, the next one that would fit.
fn complete(session: &Session, capture: &mut Capture) {
    let (head, number) = match &capture.completed {
        Some((head, number, made)) if *made == capture.text => (head.clone(), number + 1),
        _ => (capture.text.clone(), 0),
    };
    let (signs, typed) = head.split_at(line::beginning(&head));
    let signs = match signs.trim() {
        "" => String::new(),
        signs => format!("{signs} "),
    };
    if line::leads_back(&head) {
        let titles = session.titles_for(typed);
        let Some(title) = titles.get(number % titles.len().max(1)) else {
            return;
        };
        capture.text = format!("{signs}{title}");
        capture.completed = Some((head, number, capture.text.clone()));
        capture.is_put = true;
        return;
    }
    if let Some((said, rest)) = typed.split_once(':') {
        // A slip in a name that is typed already.
        if let Some(lane) = session.meant(said.trim()) {
            capture.text = format!("{signs}{lane}:{rest}");
            capture.is_put = true;
        }
        return;
    }
    let lanes = session.completions(typed.trim());
    let Some(lane) = lanes.get(number % lanes.len().max(1)) else {
        return;
    };
    capture.text = format!("{signs}{lane}: ");
    capture.completed = Some((head, number, capture.text.clone()));
    capture.is_put = true;
}

/// The field and the button beside it that closes the line; says whether it was pressed.
fn field_ui(ui: &mut Ui, capture: &mut Capture, forecast: &Forecast) -> bool {
    let id = line_id();
    let height = 32.0;
    ui.horizontal(|ui| {
        let color = look::ink(ui, Ink::TextMuted);
        let label = RichText::new("Capture")
            .font(look::semibold(13.0))
            .color(color);
        ui.add_sized(vec2(56.0, height), Label::new(label).selectable(false));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let border = if has_focus {
            Ink::Accent
        } else {
            Ink::FieldBorder
        };
        let frame = Frame::new()
            .fill(look::ink(ui, Ink::Field))
            .stroke(egui::Stroke::new(1.0, look::ink(ui, border)))
            .corner_radius(size::CONTROL_RADIUS as u8)
            .inner_margin(Margin::symmetric(10, 6));
        let is_put = std::mem::take(&mut capture.is_put);
        let is_selected = std::mem::take(&mut capture.is_selected);
        if is_put || is_selected {
            let end = capture.text.chars().count();
            begin_text(ui, id, if is_selected { 0 } else { end }..end);
        }
        let before = capture.text.clone();
        let parts = &forecast.parts;
        let mut layouter = |ui: &Ui, text: &dyn egui::TextBuffer, _: f32| {
            // In the frame of a keystroke the parts are those of the text before it.
            let known = if text.as_str() == before {
                &parts[..]
            } else {
                &[]
            };
            let job = job(ui, text.as_str(), known);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let field = TextEdit::singleline(&mut capture.text)
            .id(id)
            .frame(frame)
            .lock_focus(true)
            .desired_width(ui.available_width() - 40.0)
            .hint_text("Lane: what happens 1m10 !")
            .layouter(&mut layouter);
        let response = ui.add(field);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label("Capture line"));
        if capture.text != before {
            ui.ctx().request_repaint();
        }
        icon_button_ui(ui, Icon::Close, "Close the capture line")
    })
    .inner
}

/// The text with what was understood set apart.
fn job(ui: &Ui, text: &str, parts: &[(std::ops::Range<usize>, LinePart)]) -> egui::text::LayoutJob {
    let mut job = egui::text::LayoutJob::default();
    let format = |ink: Ink, strong: bool| egui::TextFormat {
        font_id: if strong {
            look::semibold(13.0)
        } else {
            egui::FontId::proportional(13.0)
        },
        color: look::ink(ui, ink),
        ..egui::TextFormat::default()
    };
    let mut at = 0;
    for (range, part) in parts {
        let (ink, strong) = match part {
            LinePart::Title => (Ink::Text, false),
            LinePart::Name | LinePart::Phase => (Ink::Text, true),
            LinePart::Way
            | LinePart::Condition
            | LinePart::Time
            | LinePart::Wait
            | LinePart::Channel
            | LinePart::System => (Ink::AccentText, true),
            LinePart::Pain => (Ink::Pain, true),
            LinePart::Ai => (Ink::AiText, true),
        };
        if let (Some(between), Some(said)) = (text.get(at..range.start), text.get(range.clone())) {
            job.append(between, 0.0, format(Ink::Text, false));
            job.append(said, 0.0, format(ink, strong));
            at = range.end;
        }
    }
    job.append(
        text.get(at..).unwrap_or_default(),
        0.0,
        format(Ink::Text, false),
    );
    job
}

/// Below the field: what the line would become, or what the last one became; at the right the keys.
fn below_ui(ui: &mut Ui, session: &Session, capture: &Capture, forecast: Forecast) {
    let small = |text: &str, ink: egui::Color32| RichText::new(text).size(12.0).color(ink);
    let muted = look::ink(ui, Ink::TextMuted);
    let is_empty = capture.text.trim().is_empty();
    ui.horizontal(|ui| {
        ui.add_space(64.0);
        let now = session.history().revision();
        let mut said = capture.said.iter().rev();
        let last = said.find(|said| said.done.stands(now));
        let (words, ink) = match (is_empty, forecast.warning, last) {
            (true, _, Some(said)) => (format!("Made: {}", said.words), Ink::TextMuted),
            (true, _, None) => {
                let lanes = crate::session::capture::lane_names(session.blueprint());
                (format!("Lanes: {}", lanes.join(", ")), Ink::TextMuted)
            }
            (false, Some(warning), _) => {
                (format!("{warning} {}", forecast.words), Ink::WarningText)
            }
            (false, None, _) => (forecast.words, Ink::Text),
        };
        // What the line becomes comes first; the keys are said as far as there is room beside it.
        let last = if capture.said.is_empty() { "" } else { "↑ last line · " };
        let keys: Vec<String> = if is_empty {
            vec![
                format!("{last}# Phase · > next moment · + same · < other way (<? either, <& both) · [when] · ^ back to · / apart · @channel · =system · ! pain · Esc closes"),
                format!("{last}# Phase · > next · + same · < other way · [when] · ^ back to · @channel · =system · ! pain · F1 all · Esc closes"),
                format!("{last}< other way · [when] · ^ back to · ! pain · F1 all · Esc closes"),
                format!("{last}# Phase · ! pain · F1 all · Esc closes"),
                "Esc closes".to_owned(),
            ]
        } else {
            let completes = match line::leads_back(&capture.text) {
                true => "Tab completes the title",
                false => "Tab completes the lane",
            };
            vec![
                format!("Enter adds it · Shift+Enter in the same moment · Ctrl+Enter in the next · {completes}"),
                "Enter adds it · Shift+Enter same moment · Ctrl+Enter next".to_owned(),
                "Enter adds it".to_owned(),
            ]
        };
        let font = egui::FontId::proportional(12.0);
        let width = |text: &str| {
            let layout = |fonts: &mut egui::epaint::FontsView<'_>| {
                fonts.layout_no_wrap(text.to_owned(), font.clone(), muted).size().x
            };
            ui.fonts_mut(layout)
        };
        let room = ui.available_width();
        let words_width = width(&words).min(room);
        let keys = keys.iter().find(|keys| width(keys) + words_width + 24.0 < room);
        let left = match keys {
            Some(keys) => room - width(keys) - 24.0,
            None => room,
        };
        let color = look::ink(ui, ink);
        let label = ui
            .scope(|ui| {
                ui.set_max_width(left);
                ui.add(Label::new(small(&words, color)).truncate())
            })
            .inner;
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
        label.on_hover_text(&words);
        if let Some(keys) = keys {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add(Label::new(small(keys, muted)).selectable(false));
            });
        }
    });
}
