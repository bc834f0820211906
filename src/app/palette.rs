//! The command field: every command by name, with its shortcut.

use egui::{Align2, Area, Id, Key, Modifiers, Order, RichText, TextEdit, Ui, vec2};

use super::{keys, look};
use crate::{
    scene::Ink,
    session::{Action, COMMANDS, CommandInfo, Selection, Session},
};

/// What is typed, and which line is chosen.
#[derive(Default)]
pub struct Palette {
    text: String,
    chosen: usize,
    wants_focus: bool,
}

/// A line of the list.
enum Line<'a> {
    Command(&'static CommandInfo),
    Step(Selection, &'a str),
}

impl Palette {
    /// Gives the field the keyboard.
    pub fn open(&mut self) {
        self.wants_focus = true;
    }
}

/// The field at the right of the top bar, and its list while it has the keyboard.
pub fn palette_ui(
    ui: &mut Ui,
    session: Option<&Session>,
    palette: &mut Palette,
    actions: &mut Vec<Action>,
) {
    let id = Id::unique("command field");
    let width = 288.0_f32.min(ui.available_width() - 8.0);
    if width < 80.0 {
        return;
    }
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let (down, up, enter, escape) = if has_focus {
        ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::ArrowDown),
                input.consume_key(Modifiers::NONE, Key::ArrowUp),
                input.consume_key(Modifiers::NONE, Key::Enter),
                input.consume_key(Modifiers::NONE, Key::Escape),
            )
        })
    } else {
        (false, false, false, false)
    };
    let before = palette.text.clone();
    let field = TextEdit::singleline(&mut palette.text)
        .id(id)
        .desired_width(width - 20.0)
        .margin(vec2(10.0, 5.0))
        .hint_text("Search or run a command   Ctrl+K")
        .background_color(look::ink(ui, Ink::Chip));
    let response = ui.add(field);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Command"));
    if std::mem::take(&mut palette.wants_focus) {
        response.request_focus();
        palette.chosen = 0;
    }
    if palette.text != before {
        palette.chosen = 0;
    }
    let popup = id.with("list");
    let clicking_list = ui.ctx().pointer_hover_pos().is_some_and(|at| {
        ui.memory(|memory| memory.area_rect(popup))
            .is_some_and(|rect| rect.contains(at))
    });
    if !has_focus && !clicking_list {
        if !palette.text.is_empty() && !response.has_focus() {
            palette.text.clear();
        }
        return;
    }
    if escape {
        palette.text.clear();
        response.surrender_focus();
        return;
    }
    let lines = lines(session, &palette.text);
    if down {
        palette.chosen = (palette.chosen + 1).min(lines.len().saturating_sub(1));
    }
    if up {
        palette.chosen = palette.chosen.saturating_sub(1);
    }
    let mut run = enter.then_some(palette.chosen);
    Area::new(popup)
        .order(Order::Foreground)
        .fixed_pos(response.rect.right_bottom() + vec2(0.0, 4.0))
        .pivot(Align2::RIGHT_TOP)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(380.0);
                egui::ScrollArea::vertical()
                    .max_height(420.0)
                    .show(ui, |ui| {
                        for (place, line) in lines.iter().enumerate() {
                            let response = line_ui(ui, session, line, place == palette.chosen);
                            if place == palette.chosen && (down || up) {
                                response.scroll_to_me(None);
                            }
                            if response.clicked() {
                                run = Some(place);
                            }
                        }
                        if lines.is_empty() {
                            ui.label("No command or step of that name.");
                        }
                    });
            });
        });
    let chosen = run.and_then(|place| lines.into_iter().nth(place));
    let chosen = chosen.filter(|line| match line {
        Line::Command(info) => can(session, info),
        Line::Step(..) => true,
    });
    if let Some(line) = chosen {
        actions.push(match line {
            Line::Command(info) => Action::Command(info.command),
            Line::Step(selection, _) => Action::Reveal(selection),
        });
        palette.text.clear();
        ui.memory_mut(|memory| memory.surrender_focus(id));
    }
}

fn line_ui(
    ui: &mut Ui,
    session: Option<&Session>,
    line: &Line<'_>,
    chosen: bool,
) -> egui::Response {
    let (name, keys, enabled) = match line {
        Line::Command(info) => (
            info.name,
            info.keys.first().copied().unwrap_or(""),
            can(session, info),
        ),
        Line::Step(_, title) => (*title, "Step", true),
    };
    let ink = if enabled { Ink::Text } else { Ink::TextMuted };
    let fill = if chosen {
        Ink::SelectedFill
    } else {
        Ink::Popup
    };
    let keys = RichText::new(keys::shown(keys)).color(look::ink(ui, Ink::TextMuted));
    ui.add_enabled(
        enabled,
        egui::Button::new(RichText::new(name).color(look::ink(ui, ink)))
            .shortcut_text(keys)
            .fill(look::ink(ui, fill))
            .stroke(egui::Stroke::NONE)
            .min_size(vec2(ui.available_width(), 28.0)),
    )
}

fn can(session: Option<&Session>, info: &CommandInfo) -> bool {
    match session {
        Some(session) => (info.enabled)(session),
        None => info.without_document,
    }
}

/// The commands whose name holds every word typed, those that can run first; then steps of that title.
fn lines<'a>(session: Option<&'a Session>, text: &str) -> Vec<Line<'a>> {
    let words: Vec<String> = text
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    let mut commands: Vec<&CommandInfo> = COMMANDS.iter().filter(|info| fits(info.name)).collect();
    commands.sort_by_key(|info| !can(session, info));
    let mut lines: Vec<Line<'_>> = commands.into_iter().map(Line::Command).collect();
    if let Some(session) = session
        && !words.is_empty()
    {
        for pane in &session.scene().panes {
            let shown = std::iter::once(&pane.variant).chain(&pane.under);
            let shown = shown.filter_map(|id| session.blueprint().variant(id));
            let steps = shown.flat_map(|(_, held)| held.steps.iter().map(move |s| (held, s)));
            // What both variants of an overlay have is found in the upper one.
            let is_there = |id| pane.cards.get(id).map(|card| &card.variant);
            let found = steps.filter(|(held, (id, step))| {
                fits(&step.title) && is_there(id).unwrap_or(&pane.variant) == &held.id
            });
            lines.extend(found.take(12).map(|(held, (id, step))| {
                Line::Step(Selection::step(&held.id, id), step.title.as_str())
            }));
        }
    }
    lines
}
