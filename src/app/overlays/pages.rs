//! Pages over the window: the keyboard, and what the app is.

use egui::{Id, Modal, RichText, TextEdit, Ui, vec2};

use super::Overlays;
use crate::{
    app::{
        canvas::canvas_id,
        keys, look,
        widgets::{
            Keystroke, Message, Name, TextField, begin_text, icon_button_ui, label_ui, muted_ui,
            text_button_ui, text_field_ui,
        },
    },
    scene::{Icon, Ink},
    session::{COMMANDS, Menu},
};

/// A page with its title, over the dimmed window; Esc and a click beside it close it.
fn page_ui(
    ui: &Ui,
    (id, title, open): (&str, &str, &mut bool),
    width: f32,
    content: impl FnOnce(&mut Ui),
) {
    if !*open {
        return;
    }
    let screen = ui.ctx().content_rect();
    let response = Modal::new(Id::unique(id))
        .frame(look::dialog_frame(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(width.min(screen.width() - 64.0));
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(egui::accesskit::Role::Dialog);
                node.set_label(title);
            });
            ui.horizontal(|ui| {
                let heading = RichText::new(title).font(look::semibold(15.0));
                ui.add(egui::Label::new(heading).selectable(false));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if icon_button_ui(ui, Icon::Close, "Close the page") {
                        *open = false;
                    }
                });
            });
            ui.add_space(8.0);
            content(ui);
        });
    let again =
        |input: &mut egui::InputState| input.consume_key(egui::Modifiers::NONE, egui::Key::F1);
    if response.should_close() || ui.input_mut(again) {
        *open = false;
    }
}

/// Keys that belong together.
struct KeyGroup {
    name: &'static str,
    rows: Vec<(&'static str, String)>,
}

/// The menus with the keys of their commands, and what keys do on the canvas, as far as `wanted` is in it.
fn groups(wanted: &str) -> Vec<KeyGroup> {
    let menus = Menu::ALL.iter().map(|menu| {
        let commands = COMMANDS.iter();
        let commands = commands.filter(|info| info.menu == *menu && !info.keys.is_empty());
        let rows = commands.map(|info| {
            let keys: Vec<String> = info.keys.iter().map(|k| keys::shown(k)).collect();
            (info.name, keys.join(", "))
        });
        KeyGroup {
            name: menu.name(),
            rows: rows.collect(),
        }
    });
    let told = |name, rows: &[(&'static str, &'static str)]| KeyGroup {
        name,
        rows: rows
            .iter()
            .map(|(what, keys)| (*what, (*keys).to_owned()))
            .collect(),
    };
    let others = [
        told("On the canvas", CANVAS_KEYS),
        told("In the capture line", CAPTURE_SIGNS),
    ];
    let wanted = wanted.to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let mut groups: Vec<KeyGroup> = menus.chain(others).collect();
    for group in &mut groups {
        group.rows.retain(|(what, keys)| {
            let line = format!("{what} {keys}").to_lowercase();
            words.iter().all(|word| line.contains(word))
        });
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// The keyboard page, made from the command table, in as many columns as there is room for.
pub fn keyboard_ui(ui: &mut Ui, overlays: &mut Overlays) {
    let mut open = overlays.keyboard;
    let was_open = ui.data(|data| data.get_temp(Id::unique("keyboard was open"))) == Some(true);
    ui.data_mut(|data| data.insert_temp(Id::unique("keyboard was open"), open));
    let screen = ui.ctx().content_rect();
    let wanted = &mut overlays.key_wanted;
    page_ui(ui, ("keyboard", "Keyboard", &mut open), 1160.0, |ui| {
        let field = TextEdit::singleline(wanted)
            .hint_text("Find a command or a key")
            .margin(vec2(10.0, 5.0))
            .desired_width(280.0);
        let field = ui.add(field);
        ui.ctx()
            .accesskit_node_builder(field.id, |node| node.set_label("Find a key"));
        if !was_open {
            field.request_focus();
        }
        ui.add_space(4.0);
        let groups = groups(wanted);
        let height = (screen.height() - 176.0).clamp(120.0, 620.0);
        ui.spacing_mut().scroll = egui::style::ScrollStyle::solid();
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .max_height(height)
            .min_scrolled_height(height)
            .show(ui, |ui| {
                if groups.is_empty() {
                    ui.label("No key of that name.");
                    return;
                }
                ui.spacing_mut().interact_size.y = ROW;
                let room = ui.available_width() - 8.0;
                let columns = (room / KEYS_COLUMN).floor().clamp(1.0, 3.0) as usize;
                let width = (room - COLUMN_GAP * (columns as f32 - 1.0)) / columns as f32;
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing = vec2(COLUMN_GAP, 0.0);
                    for column in spread(&groups, columns) {
                        ui.vertical(|ui| {
                            ui.set_width(width);
                            for group in column {
                                group_ui(ui, group);
                            }
                        });
                    }
                });
            });
    });
    if !open {
        overlays.key_wanted.clear();
    }
    overlays.keyboard = open;
}

/// Room that a command's name and its keys need side by side.
const KEYS_COLUMN: f32 = 340.0;
const COLUMN_GAP: f32 = 40.0;
const ROW: f32 = 20.0;

/// The groups in columns of about the same height, in order.
fn spread(groups: &[KeyGroup], columns: usize) -> Vec<Vec<&KeyGroup>> {
    let height = |group: &KeyGroup| group.rows.len() + 2;
    let all: usize = groups.iter().map(height).sum();
    let mut spread: Vec<Vec<&KeyGroup>> = vec![Vec::new()];
    let mut done = 0;
    for group in groups {
        let middle = done + height(group) / 2;
        if middle * columns >= all * spread.len() && spread.len() < columns {
            spread.push(Vec::new());
        }
        if let Some(last) = spread.last_mut() {
            last.push(group);
        }
        done += height(group);
    }
    spread
}

fn group_ui(ui: &mut Ui, group: &KeyGroup) {
    ui.label(RichText::new(group.name).font(look::semibold(13.0)));
    ui.add_space(4.0);
    let muted = look::ink(ui, Ink::TextMuted);
    for (what, keys) in &group.rows {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(RichText::new(keys).size(12.0).color(muted));
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(*what).truncate());
                });
            });
        });
    }
    ui.add_space(14.0);
}

const CANVAS_KEYS: &[(&str, &str)] = &[
    ("Go to the next cell or card", "Arrows"),
    (
        "Select the next card too, or give the last one back",
        "Shift and an arrow",
    ),
    ("Begin a step in an empty cell", "Type its title"),
    ("While typing a title: take it over", "Enter"),
    ("While typing a title: and go on, connected", "Tab"),
    ("Select nothing, or stop what was begun", "Esc"),
    ("Move what is shown", "Wheel, or Space and drag"),
    ("Zoom", "Ctrl and wheel, or pinch"),
    ("Copy instead of move", "Alt and drag"),
    ("To a group of an AI touchpoint's fields", "Alt+1 to Alt+8"),
    ("Take what a field suggests", "Down, Enter"),
    ("Open a menu", "Alt and its letter, F10"),
    ("Open the menu of what is selected", "Shift+F10"),
];

/// What can be said in the capture line, each with what is typed.
const CAPTURE_SIGNS: &[(&str, &str)] = &[
    ("A step in a lane, with its time", "Agent: Reads it 5m"),
    ("A wait after it", "wait 2d"),
    ("A pain; alone, of the last step", "! nobody picks up"),
    ("An AI touchpoint", "@ai"),
    ("Its channel", "@phone, @\"live chat\""),
    ("Systems it uses", "=CRM, =\"Case tool\""),
    ("In the next moment, in the same", "> …, + …"),
    ("Another way out of the step before", "< …"),
    ("One of the ways is taken, all are", "<? …, <& …"),
    ("A step with several ways out", "Decides <?"),
    ("When the way to it is taken", "[rejected 30 %] …"),
    ("A way back to a step that is there", "^ Reads it"),
    ("Not connected", "/ …"),
    ("A new phase", "# Settle"),
    ("Taken as it stands", "\"Ask: why? 5m\""),
];

/// The page about the app.
pub fn about_ui(ui: &mut Ui, overlays: &mut Overlays) {
    let mut open = overlays.about;
    page_ui(ui, ("about", "About Frontstage", &mut open), 400.0, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        let version = concat!("Frontstage ", env!("CARGO_PKG_VERSION"));
        ui.label(RichText::new(version).font(look::semibold(13.0)));
        ui.label(
            "Draws service blueprints before and after AI joins a service, and says what changed. It \
             works offline; a blueprint is one file that you can read.",
        );
        let muted = look::ink(ui, Ink::TextMuted);
        let licences = "MIT or Apache-2.0. Inter by the Inter Project Authors (OFL 1.1), icons by Lucide (ISC).";
        ui.label(RichText::new(licences).color(muted));
    });
    overlays.about = open;
}

const YOUR_NAME: &str = "Your name";
const YOUR_FUNCTION: &str = "Your function";

/// What the user says of themself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct You {
    /// What they are called.
    pub name: String,
    /// What they are in the team.
    pub function: String,
}

/// The page about the user; gives what was typed when it is closed. Esc drops it.
pub fn about_you_ui(ui: &mut Ui, overlays: &mut Overlays) -> Option<You> {
    let mut you = overlays.you.take()?;
    let (mut open, mut is_dropped) = (true, false);
    page_ui(ui, ("you", "You", &mut open), 400.0, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let id = |label: &str| Id::unique(("you", label));
        let focused = ui.memory(egui::Memory::focused);
        if focused.is_none_or(|focused| focused == canvas_id()) {
            begin_text(ui, id(YOUR_NAME), 0..you.name.chars().count());
        }
        let is_typing = [YOUR_NAME, YOUR_FUNCTION]
            .map(|label| Some(id(label)))
            .contains(&focused);
        let is_done = is_typing && ui.input(|input| input.key_pressed(egui::Key::Enter));
        muted_ui(
            ui,
            "Stands as the author where you write a reply. It is kept on this machine, and comes into a blueprint \
             only with what you write.",
        );
        let fields = [
            (YOUR_NAME, "Ana Pop", &mut you.name),
            (YOUR_FUNCTION, "Risk officer", &mut you.function),
        ];
        for (label, hint, text) in fields {
            let name = Name::from(label);
            let field = TextField {
                id: id(label),
                label: label_ui(ui, &name).id,
                text,
                rows: 1,
                hint,
                unit: "",
                message: Message::None,
            };
            match text_field_ui(ui, &field) {
                Keystroke::None => {}
                Keystroke::Typed(typed) => *text = typed,
                Keystroke::Discarded => is_dropped = true,
            }
        }
        ui.add_space(4.0);
        if text_button_ui(ui, None, "Done", Ink::AccentText) || is_done {
            ui.close();
        }
    });
    if is_dropped {
        return None;
    }
    if open {
        overlays.you = Some(you);
        return None;
    }
    Some(You {
        name: you.name.trim().to_owned(),
        function: you.function.trim().to_owned(),
    })
}
