//! The command field: every command by name, with its menu and its shortcut. Where the bar has no room for
//! it, a button stands there, and the field comes over the bar when it is asked for.

use egui::{Align2, Area, AtomExt as _, Id, Key, Modifiers, Order, RichText, TextEdit, Ui, vec2};

use super::{keys, look, widgets::icon_text};
use crate::{
    scene::{Icon, Ink},
    session::{Action, COMMANDS, Command, CommandInfo, Selection, Session},
};

/// What is typed, and which line is chosen.
#[derive(Default)]
pub struct Palette {
    text: String,
    chosen: usize,
    wants_focus: bool,
    /// Where the list was shown in the last frame.
    list: Option<egui::Rect>,
}

/// A line of the list.
enum PaletteLine<'a> {
    Command(&'static CommandInfo),
    Step(Selection, &'a str),
}

impl Palette {
    /// Gives the field the keyboard.
    pub fn open(&mut self) {
        self.wants_focus = true;
    }

    /// Whether the pointer is over the list: a click there takes the keyboard from the field. A list that is
    /// gone is not pointed at, whatever stands in its place now.
    fn is_pointed_at(&self, ui: &Ui) -> bool {
        let at = ui.ctx().pointer_hover_pos();
        at.zip(self.list)
            .is_some_and(|(at, list)| list.contains(at))
    }
}

/// The widest that the field gets.
const MOST: f32 = 288.0;
/// Narrower than this the field is a button.
pub const LEAST: f32 = 184.0;
/// Width of the button in its place.
pub const BUTTON: f32 = 36.0;
/// Width of the list.
const LIST: f32 = 420.0;

/// The field at the right of the top bar, and its list while it has the keyboard.
pub fn palette_ui(
    ui: &mut Ui,
    session: Option<&Session>,
    palette: &mut Palette,
    actions: &mut Vec<Action>,
) {
    let id = Id::unique("command field");
    let room = ui.available_width() - 8.0;
    if room >= LEAST {
        field_ui(ui, MOST.min(room), session, palette, actions);
        return;
    }
    let button = egui::Button::new(icon_text(Icon::Search, 16.0)).min_size(vec2(BUTTON, 28.0));
    let response = ui.add(button);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Search"));
    if response
        .on_hover_text(keys::tip(Command::Palette.info().name, Command::Palette))
        .clicked()
    {
        palette.open();
    }
    let is_used = ui.memory(|memory| memory.has_focus(id)) || palette.is_pointed_at(ui);
    if !palette.wants_focus && !is_used {
        palette.text.clear();
        palette.list = None;
        return;
    }
    let screen = ui.ctx().content_rect();
    let width = (LIST - 8.0).min(screen.width() - 16.0);
    Area::new(id.with("over the bar"))
        .order(Order::Foreground)
        .fixed_pos(screen.right_top() + vec2(-8.0, 6.0))
        .pivot(Align2::RIGHT_TOP)
        .show(ui.ctx(), |ui| {
            field_ui(ui, width, session, palette, actions);
        });
}

fn field_ui(
    ui: &mut Ui,
    width: f32,
    session: Option<&Session>,
    palette: &mut Palette,
    actions: &mut Vec<Action>,
) {
    let id = Id::unique("command field");
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
        .hint_text(match width < 240.0 {
            true => "Search",
            false => "Search or run a command",
        })
        .background_color(look::ink(ui, Ink::Chip));
    let response = ui.add(field);
    if palette.text.is_empty() {
        let font = egui::FontId::proportional(11.0);
        let at = response.rect.right_center() - vec2(10.0, 0.0);
        let ink = look::ink(ui, Ink::TextMuted);
        ui.painter().text(
            at,
            Align2::RIGHT_CENTER,
            keys::of(Command::Palette),
            font,
            ink,
        );
    }
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
    let clicking_list = palette.is_pointed_at(ui);
    palette.list = None;
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
    let list = Area::new(popup)
        .order(Order::Foreground)
        .fixed_pos(response.rect.right_bottom() + vec2(0.0, 4.0))
        .pivot(Align2::RIGHT_TOP)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(LIST.min(ui.ctx().content_rect().width() - 32.0));
                ui.spacing_mut().item_spacing.y = 0.0;
                let most = (ui.ctx().content_rect().height() - 140.0).clamp(120.0, 420.0);
                egui::ScrollArea::vertical()
                    .max_height(most)
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
                            let text = RichText::new("No command or step of that name.");
                            let text = text.color(look::ink(ui, Ink::TextMuted));
                            egui::Frame::new().inner_margin(8).show(ui, |ui| {
                                ui.set_width(ui.available_width());
                                ui.label(text);
                            });
                        }
                    });
            });
        });
    palette.list = Some(list.response.rect);
    let chosen = run.and_then(|place| lines.into_iter().nth(place));
    let chosen = chosen.filter(|line| match line {
        PaletteLine::Command(info) => info.can(session).is_ok(),
        PaletteLine::Step(..) => true,
    });
    if let Some(line) = chosen {
        actions.push(match line {
            PaletteLine::Command(info) => Action::Command(info.command),
            PaletteLine::Step(selection, _) => Action::Reveal(selection),
        });
        palette.text.clear();
        palette.list = None;
        ui.memory_mut(|memory| memory.surrender_focus(id));
    }
}

fn line_ui(
    ui: &mut Ui,
    session: Option<&Session>,
    line: &PaletteLine<'_>,
    chosen: bool,
) -> egui::Response {
    let (name, place, keys, can) = match line {
        PaletteLine::Command(info) => (
            info.name,
            info.menu.name(),
            info.keys.first().copied().unwrap_or(""),
            info.can(session),
        ),
        PaletteLine::Step(_, title) => (*title, "Step", "", Ok(())),
    };
    // Why something is not possible says more than in which menu it is.
    let (ink, beside) = match can {
        Ok(()) => (Ink::Text, place),
        Err(why) => (Ink::TextMuted, why),
    };
    let fill = if chosen {
        Ink::SelectedFill
    } else {
        Ink::Popup
    };
    let muted = look::ink(ui, Ink::TextMuted);
    let keys = RichText::new(keys::shown(keys)).color(muted);
    let name_shown = RichText::new(name).color(look::ink(ui, ink));
    let beside = RichText::new(beside).small().color(muted);
    let response = ui.add_enabled(
        can.is_ok(),
        egui::Button::new((name_shown, beside.atom_shrink(true)))
            .shortcut_text(keys)
            .truncate()
            .fill(look::ink(ui, fill))
            .stroke(egui::Stroke::NONE)
            .min_size(vec2(ui.available_width(), 28.0)),
    );
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(name);
        if let Err(why) = can {
            node.set_description(why);
        }
    });
    match can {
        Ok(()) => response,
        Err(why) => response.on_disabled_hover_text(why),
    }
}

/// Words that say nothing about what is looked for: “export to PDF”.
const EMPTY_WORDS: &[&str] = &["a", "an", "as", "into", "of", "the", "to"];

/// How a command answers what is typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Words of its name begin so.
    Named,
    /// It is known for such words.
    Meant,
    /// They stand somewhere within its name.
    Within,
}

/// The commands that answer every word typed, of equal ones those first that can run; then steps of that title.
fn lines<'a>(session: Option<&'a Session>, text: &str) -> Vec<PaletteLine<'a>> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    let begin = |said: &str, words: &[&str]| {
        let begins = |word: &&str| said.split_whitespace().any(|known| known.starts_with(word));
        words.iter().all(begins)
    };
    let telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !EMPTY_WORDS.contains(word))
        .collect();
    let fit = |info: &CommandInfo| {
        let name = info.name.to_lowercase();
        if begin(&name, &words) {
            Some(Fit::Named)
        } else if !telling.is_empty() && begin(&format!("{name} {}", info.also), &telling) {
            Some(Fit::Meant)
        } else {
            fits(&name).then_some(Fit::Within)
        }
    };
    let found = COMMANDS.iter().filter_map(|info| Some((fit(info)?, info)));
    let mut commands: Vec<(Fit, &CommandInfo)> = found.collect();
    commands.sort_by_key(|(fit, info)| (*fit, info.can(session).is_err()));
    let commands = commands.into_iter().map(|(_, info)| info);
    let mut lines: Vec<PaletteLine<'_>> = commands.map(PaletteLine::Command).collect();
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
                PaletteLine::Step(Selection::step(&held.id, id), step.title.as_str())
            }));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_first(typed: &str, expected: Command) {
        let lines = lines(None, typed);
        let Some(PaletteLine::Command(info)) = lines.first() else {
            panic!("nothing is found for {typed}");
        };
        assert_eq!(info.command, expected, "{typed}");
    }

    #[test]
    fn commands_are_found_by_the_words_of_other_tools() {
        check_first("print", Command::Export);
        check_first("export to PDF", Command::Export);
        check_first("swimlane", Command::AddLane);
        check_first("dark mode", Command::ThemeDark);
        check_first("slideshow", Command::Present);
        // Its name comes before what else it is known for.
        check_first("find", Command::Find);
        assert!(lines(None, "swimlane of zebras").is_empty());
    }
}
