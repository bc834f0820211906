//! The bar at the bottom: saved or not, both variants in one line, what changed, zoom.

use egui::{Align, Label, Layout, RichText, TextFormat, Ui, text::LayoutJob};

use super::{
    canvas::Canvas,
    checks::counts,
    figures::{Age, FiguresNow},
    keys, look,
    menus::name_it,
};
use crate::{
    measure::{FigureLine, LineLength, SavedLine, SavedSense},
    model::{Variant, plural},
    patch::counts_in_words,
    scene::Ink,
    session::{Action, Changes, Command, Session},
};

/// The bar at the bottom. `saved` says how the document stands to its file.
pub fn status_ui(
    ui: &mut Ui,
    session: &Session,
    (canvas, figures): (&Canvas, Option<FiguresNow<'_>>),
    saved: &str,
    actions: &mut Vec<Action>,
) {
    // What stands at the right has its room first; what is told beside it is cut where it ends.
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.add_space(4.0);
        let mut button = |ui: &mut Ui, sign: &str, name: &str, command: Command| {
            let button = egui::Button::new(small(sign)).frame_when_inactive(false);
            let response = ui.add(button.min_size(egui::vec2(24.0, 24.0)));
            name_it(ui, &response, name);
            if response.on_hover_text(keys::tip(name, command)).clicked() {
                actions.push(Action::Command(command));
            }
        };
        button(ui, "+", "Zoom in", Command::ZoomIn);
        button(
            ui,
            &percent(canvas.zoom()),
            "Zoom to 100 %",
            Command::ZoomFull,
        );
        button(ui, "−", "Zoom out", Command::ZoomOut);
        button(ui, "Fit", "Zoom to fit", Command::ZoomFit);
        ui.add_space(8.0);
        if let Some(found) = figures.map(|figures| counts(figures.findings))
            && !found.is_empty()
        {
            let words = small(&found).color(look::ink(ui, Ink::TextMuted));
            let label = ui.add(
                Label::new(words)
                    .selectable(false)
                    .sense(egui::Sense::click()),
            );
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_role(egui::accesskit::Role::Label);
                node.set_label("Findings");
                node.set_value(found);
            });
            let label = label.on_hover_cursor(egui::CursorIcon::PointingHand);
            let tip = keys::tip("Checks", Command::ShowChecks);
            if label.on_hover_text(tip).clicked() {
                actions.push(Action::Command(Command::ShowChecks));
            }
            ui.add_space(8.0);
        }
        let count = session.selection().steps().len();
        if count > 1 {
            let muted = look::ink(ui, Ink::TextMuted);
            ui.label(small(&format!("{count} selected")).color(muted));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            told_ui(ui, session, (saved, figures), actions);
        });
    });
}

fn small(text: &str) -> RichText {
    RichText::new(text).size(12.0)
}

/// Saved or not, both variants, and what changed.
fn told_ui(
    ui: &mut Ui,
    session: &Session,
    (saved, figures): (&str, Option<FiguresNow<'_>>),
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing.x = GAP;
    let muted = look::ink(ui, Ink::TextMuted);
    ui.add_space(4.0);
    let saved = ui.add(Label::new(small(saved).color(muted)).truncate());
    ui.ctx().accesskit_node_builder(saved.id, |node| {
        node.set_live(egui::accesskit::Live::Polite);
    });
    let changes = session.changes().map(|changes| changes_words(changes));
    let room = changes.as_ref().map_or(0.0, |words| {
        let words = job(ui, [(words.as_str(), Look::Words(Ink::AccentText))]);
        GAP + width(ui, &words).min(ui.available_width() * 0.4)
    });
    let counted: Vec<Counted> = told(session)
        .map(|variant| Counted::of(session, variant, figures))
        .collect();
    figures_ui(ui, &counted, figures.map(|figures| figures.age), room);
    if let Some(text) = changes {
        let words = small(&text).color(look::ink(ui, Ink::AccentText));
        let button = egui::Button::new(words).frame(false).truncate();
        if ui
            .add(button)
            .on_hover_text(keys::tip("List of changes", Command::ChangeList))
            .clicked()
        {
            actions.push(Action::Command(Command::ChangeList));
        }
    }
}

/// Space between what is told.
const GAP: f32 = 16.0;

/// What the bar tells of a variant.
struct Counted {
    name: String,
    /// Its figures, or while none is known what is counted of it.
    line: FigureLine,
    saved: Option<SavedLine>,
    steps: String,
}

impl Counted {
    fn of(session: &Session, variant: &Variant, figures: Option<FiguresNow<'_>>) -> Self {
        let tally = session.tally(&variant.id);
        let mut steps = plural(tally.steps, "step", "steps");
        if tally.touchpoints > 0 {
            steps += &format!(", {} AI", tally.touchpoints);
        }
        let numbers = figures.map(|figures| figures.numbers);
        let line = numbers.and_then(|numbers| Some(numbers.line(numbers.variant(&variant.id)?)));
        let saved = numbers.and_then(|numbers| numbers.difference(&variant.id)?.saved_line());
        Self {
            name: variant.name.clone(),
            line: line.unwrap_or_default(),
            saved,
            steps,
        }
    }

    fn words(&self, length: LineLength) -> String {
        match self.line.is_empty() {
            true => self.steps.clone(),
            false => self.line.words(length),
        }
    }
}

/// A part of the line.
#[derive(Clone, Copy)]
enum Look {
    Name,
    Words(Ink),
}

/// Words in a line.
fn job<'a>(ui: &Ui, parts: impl IntoIterator<Item = (&'a str, Look)>) -> LayoutJob {
    let mut job = LayoutJob::default();
    for (text, look) in parts {
        let (font, ink) = match look {
            Look::Name => (look::medium(12.0), Ink::Text),
            Look::Words(ink) => (egui::FontId::proportional(12.0), ink),
        };
        job.append(text, 0.0, TextFormat::simple(font, look::ink(ui, ink)));
    }
    job
}

fn width(ui: &Ui, job: &LayoutJob) -> f32 {
    ui.fonts_mut(|fonts| fonts.layout_job(job.clone())).size().x
}

/// The figures of the variants in one line, which gets shorter where there is little room. Older ones than those of the
/// document are faint.
fn figures_ui(ui: &mut Ui, counted: &[Counted], age: Option<Age>, room: f32) {
    let plain = if age == Some(Age::Stale) {
        Ink::TextFaint
    } else {
        Ink::TextMuted
    };
    let line = |length: LineLength, says_saved: bool| {
        let mut parts: Vec<(String, Look)> = Vec::new();
        for (place, one) in counted.iter().enumerate() {
            let gap = if place > 0 { "     " } else { "" };
            parts.push((format!("{gap}{} ", one.name), Look::Name));
            parts.push((one.words(length), Look::Words(plain)));
            if let Some(saved) = one.saved.as_ref().filter(|_| says_saved) {
                let ink = match saved.sense {
                    _ if age == Some(Age::Stale) => plain,
                    SavedSense::Less => Ink::SuccessText,
                    SavedSense::More => Ink::WarningText,
                    SavedSense::Open => plain,
                };
                parts.push((format!("  {}", saved.words), Look::Words(ink)));
            }
        }
        parts
    };
    let lengths = [
        (LineLength::Whole, true),
        (LineLength::Whole, false),
        (LineLength::Short, false),
        (LineLength::Shortest, false),
    ];
    let most = ui.available_width() - room;
    let laid_out = |ui: &Ui, parts: &[(String, Look)]| {
        job(ui, parts.iter().map(|(text, look)| (text.as_str(), *look)))
    };
    let mut lines = lengths.iter().map(|(length, saved)| line(*length, *saved));
    let whole = laid_out(ui, &lines.next().unwrap_or_default());
    let mut shown = whole.clone();
    for shorter in lines {
        if width(ui, &shown) <= most {
            break;
        }
        shown = laid_out(ui, &shorter);
    }
    let said = whole.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_whole = shown == whole;
    let response = ui
        .scope(|ui| {
            ui.set_max_width(most.max(0.0));
            ui.add(Label::new(shown).truncate())
        })
        .inner;
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label("Figures");
        node.set_value(said.as_str());
    });
    let tip = match age {
        Some(Age::Stale) => "Being counted anew",
        _ if is_whole => return,
        _ => &said,
    };
    response.on_hover_text(tip);
}

/// The variants of which the bar tells: all where they have room, else the first and those shown.
fn told(session: &Session) -> impl Iterator<Item = &Variant> {
    const MOST: usize = 3;
    let variants = &session.blueprint().variants;
    let all = variants.len() <= MOST;
    let is_told = move |place: usize, variant: &Variant| {
        all || place == 0 || session.show().variants().any(|id| *id == variant.id)
    };
    let told = variants.iter().enumerate();
    told.filter_map(move |(place, v)| is_told(place, v).then_some(&**v))
}

/// How much differs, each kind that there is.
fn changes_words(changes: &Changes) -> String {
    let words = counts_in_words(changes.counted());
    let mut words: Vec<String> = Some(words).into_iter().filter(|w| !w.is_empty()).collect();
    let wires = changes.comparison.connectors.len();
    if wires > 0 {
        words.push(plural(wires, "connector", "connectors"));
    }
    if words.is_empty() {
        return "No changes".to_owned();
    }
    words.join("  ")
}

/// A zoom in percent; below two it has a decimal, so that it never reads as nothing.
fn percent(zoom: f32) -> String {
    let percent = zoom * 100.0;
    if percent < 2.0 {
        format!("{percent:.1} %")
    } else {
        format!("{percent:.0} %")
    }
}
