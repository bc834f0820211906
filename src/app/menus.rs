//! The bar at the top: menus made from the command table, the file's name, and the variant switch.

mod switch;

use std::collections::BTreeSet;

use egui::{Align, Layout, RichText, Ui, containers::menu::SubMenuButton, vec2};

use super::{files::FileState, keys, look, palette, widgets::icon_text};
use crate::{
    scene::{Icon, Ink, size},
    session::{Action, COMMANDS, Command, CommandInfo, Group, Menu, Part, SETTINGS, Session},
};
pub(super) use switch::{segment_ui, segments_ui};

/// How wide a menu is: the longest command and its shortcut on one line.
const MENU_WIDTH: f32 = 368.0;
/// Height of a row of a menu.
const ROW: f32 = 28.0;
/// The column of the ticks.
const TICK: egui::Vec2 = vec2(16.0, 16.0);

/// What the bar at the top says of the open document's file.
pub struct FileLabel {
    /// Its name.
    pub name: String,
    /// How the document stands to it.
    pub state: FileState,
}

/// The bar at the top: the open document with its file, if there is one, and `on` for the commands whose entries
/// bear a tick.
pub fn top_bar_ui(
    ui: &mut Ui,
    open: Option<(&Session, &FileLabel)>,
    on: &BTreeSet<Command>,
    actions: &mut Vec<Action>,
    palette: impl FnOnce(&mut Ui),
) {
    let session = open.map(|(session, _)| session);
    let title = open.map_or("", |(_, file)| &file.name);
    let plan = Plan::of(ui, session, title);
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        logo_ui(ui, plan.name);
        ui.add_space(4.0);
        match plan.menus {
            Menus::Bar => {
                ui.scope(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    for menu in Menu::ALL {
                        menu_ui(ui, *menu, (session, on), actions);
                    }
                });
            }
            Menus::One => one_menu_ui(ui, (session, on), actions),
        }
        if let Some((session, file)) = open {
            ui.add_space(TITLE_GAP);
            let short = shorten(title, plan.title);
            let name = RichText::new(&short).font(look::semibold(13.0));
            let name = ui.add(egui::Label::new(name).extend().sense(egui::Sense::click()));
            let tip = match short == title {
                true => NAME_TIP.to_owned(),
                false => format!("{title}\n{NAME_TIP}"),
            };
            let name = name.on_hover_cursor(egui::CursorIcon::PointingHand);
            if name.on_hover_text(tip).clicked() {
                actions.push(Action::AskTitle);
            }
            dot_ui(ui, file.state);
            match plan.switch {
                Switch::Segments => switch::switch_ui(ui, session, on, actions),
                Switch::List => switch::list_ui(ui, session, actions),
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(4.0);
            palette(ui);
        });
    });
}

/// Says that there are changes which are not saved. Its place is kept while there are none, so that nothing
/// moves at the first of them.
fn dot_ui(ui: &mut Ui, state: FileState) {
    let (rect, response) = ui.allocate_exact_size(vec2(DOT, DOT), egui::Sense::hover());
    if state.is_unsaved() {
        let ink = look::ink(ui, Ink::TextMuted);
        ui.painter().circle_filled(rect.center(), 3.0, ink);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, "Not saved yet"));
        response.on_hover_text("Not saved yet");
    }
}

/// What a click on the name does.
const NAME_TIP: &str = "Click to give the blueprint its title";

/// Room for the dot of what is not saved.
const DOT: f32 = 12.0;
/// Space before the file's name.
const TITLE_GAP: f32 = 12.0;

/// What the bar has room for.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Plan {
    name: Wordmark,
    /// The most letters of the file's name.
    title: usize,
    menus: Menus,
    switch: Switch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wordmark {
    Shown,
    SignOnly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Menus {
    Bar,
    One,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Switch {
    Segments,
    List,
}

impl Plan {
    /// The fullest bar that fits: the switch goes last, because it says what one looks at.
    fn of(ui: &Ui, session: Option<&Session>, title: &str) -> Self {
        use {Menus as M, Switch as S, Wordmark as W};
        let plans = [
            (W::Shown, 40, M::Bar, S::Segments, 288.0),
            (W::Shown, 28, M::Bar, S::Segments, palette::LEAST),
            (W::SignOnly, 28, M::Bar, S::Segments, palette::LEAST),
            (W::SignOnly, 20, M::Bar, S::Segments, palette::BUTTON),
            (W::SignOnly, 14, M::Bar, S::Segments, palette::BUTTON),
            (W::SignOnly, 20, M::One, S::Segments, palette::BUTTON),
            (W::SignOnly, 14, M::One, S::Segments, palette::BUTTON),
            (W::SignOnly, 20, M::One, S::List, palette::BUTTON),
        ];
        let gap = ui.spacing().item_spacing.x;
        let width = |text: &str, font: egui::FontId| {
            let color = look::ink(ui, Ink::Text);
            let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, color));
            galley.size().x + gap
        };
        let menu = |menu: &Menu| {
            let pad = 2.0 * ui.spacing().button_padding.x;
            width(menu.name(), egui::FontId::proportional(13.0)) - gap + pad
        };
        let bar: f32 = Menu::ALL.iter().map(menu).sum::<f32>() + gap;
        let segments = session.map_or(0.0, |session| switch::width(ui, session) + gap);
        let word = width("Frontstage", look::semibold(14.0));
        let fits = |(name, letters, menus, switch, palette): (W, usize, M, S, f32)| {
            let mut wide = 44.0 + palette;
            if name == W::Shown {
                wide += word;
            }
            wide += match menus {
                M::Bar => bar,
                M::One => 40.0,
            };
            if session.is_some() {
                wide += TITLE_GAP + DOT + 2.0 * gap;
                wide += width(&shorten(title, letters), look::semibold(13.0));
                wide += match switch {
                    S::Segments => segments,
                    S::List => switch::list_width(),
                };
            }
            wide <= ui.available_width()
        };
        let last = plans[plans.len() - 1];
        let found = plans.into_iter().find(|plan| fits(*plan)).unwrap_or(last);
        Self {
            name: found.0,
            title: found.1,
            menus: found.2,
            switch: found.3,
        }
    }
}

fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{start}…")
}

fn logo_ui(ui: &mut Ui, name: Wordmark) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), egui::Sense::hover());
    let ink = look::ink(ui, Ink::Text);
    let stroke = egui::Stroke::new(1.5, ink);
    ui.painter()
        .rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Inside);
    let half = egui::Rect::from_min_max(rect.min, rect.center_bottom());
    ui.painter().rect_filled(half, 2.0, ink);
    if name == Wordmark::Shown {
        ui.label(RichText::new("Frontstage").font(look::semibold(14.0)));
    }
}

/// The document, and the commands whose entries bear a tick.
pub(super) type MenuState<'a> = (Option<&'a Session>, &'a BTreeSet<Command>);

fn menu_ui(ui: &mut Ui, menu: Menu, state: MenuState<'_>, actions: &mut Vec<Action>) {
    let button = egui::Button::new(menu_name(ui, menu.name())).frame_when_inactive(false);
    let alone = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let asked = menu_key(menu)
        .is_some_and(|key| ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, key)))
        || Menu::ALL.first() == Some(&menu) && alone(egui::Key::F10);
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        menu_body_ui(ui, |ui| entries_ui(ui, menu, state, actions));
    });
    let name = menu.name();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    if asked {
        egui::Popup::open_id(ui.ctx(), egui::Popup::default_response_id(&response));
        // Arrows walk the entries from here.
        response.request_focus();
    }
}

/// All menus behind one button, where there is no room for them side by side.
fn one_menu_ui(ui: &mut Ui, state: MenuState<'_>, actions: &mut Vec<Action>) {
    let button = egui::Button::new(icon_text(Icon::Menu, 16.0)).frame(false);
    let asked = ui.input_mut(|input| {
        let letters = Menu::ALL.iter().filter_map(|menu| menu_key(*menu));
        let mut letters = letters.collect::<Vec<_>>().into_iter();
        letters.any(|key| input.consume_key(egui::Modifiers::ALT, key))
            || input.consume_key(egui::Modifiers::NONE, egui::Key::F10)
    });
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        menu_body_ui(ui, |ui| {
            for menu in Menu::ALL {
                sub_menu_ui(ui, menu.name(), |ui| entries_ui(ui, *menu, state, actions));
            }
        });
    });
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Menu"));
    if asked {
        egui::Popup::open_id(ui.ctx(), egui::Popup::default_response_id(&response));
        response.request_focus();
    }
}

/// What every menu has: one width and one height of its rows, so that a menu of the bar, a part of it and a
/// menu of the right mouse button are of one make. Rows that find no place in a low window scroll.
pub(super) fn menu_body_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.set_width(MENU_WIDTH);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = ROW;
    ui.spacing_mut().button_padding.x = 6.0;
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
    let most = ui.ctx().content_rect().height() - size::TOP_BAR - 24.0;
    egui::ScrollArea::vertical()
        .max_height(most)
        .min_scrolled_height(most)
        .show(ui, content);
}

/// A part of a menu, behind a row of its own.
fn sub_menu_ui(ui: &mut Ui, name: &str, content: impl FnOnce(&mut Ui)) {
    let gap = egui::Atom::custom(egui::IdSalt::new("tick"), TICK);
    let button = egui::Button::new((gap, name))
        .frame_when_inactive(false)
        .right_text(SubMenuButton::arrow_atom(Some(look::ink(
            ui,
            Ink::TextMuted,
        ))))
        .min_size(vec2(ui.available_width(), ROW));
    let (response, _) = SubMenuButton::from_button(button).ui(ui, |ui| menu_body_ui(ui, content));
    let name = name.to_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
}

/// The letter that opens a menu with Alt.
fn menu_key(menu: Menu) -> Option<egui::Key> {
    egui::Key::from_name(menu.name().get(..1)?)
}

/// A menu's name, its letter underlined while Alt is held.
fn menu_name(ui: &Ui, name: &str) -> egui::text::LayoutJob {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let plain = egui::TextFormat::simple(font, look::ink(ui, Ink::Text));
    let mut first = plain.clone();
    if ui.input(|input| input.modifiers.alt) {
        first.underline = egui::Stroke::new(1.0, look::ink(ui, Ink::Text));
    }
    let (letter, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
    let mut job = egui::text::LayoutJob::default();
    job.append(letter, 0.0, first);
    job.append(rest, 0.0, plain);
    job
}

fn entries_ui(ui: &mut Ui, menu: Menu, state: MenuState<'_>, actions: &mut Vec<Action>) {
    let commands: Vec<&CommandInfo> = COMMANDS.iter().filter(|info| info.menu == menu).collect();
    let mut last = None;
    for group in commands.chunk_by(|a, b| a.group == b.group) {
        let Some(Group { section, part }) = group.first().map(|info| info.group) else {
            continue;
        };
        if last.is_some_and(|last| last != section) {
            ui.separator();
        }
        last = Some(section);
        match part {
            Some(part) => part_ui(ui, part, group, state, actions),
            None => rows_ui(ui, group, Naming::Whole, state, actions),
        }
    }
}

/// Commands behind one row of a menu.
fn part_ui(
    ui: &mut Ui,
    part: Part,
    commands: &[&CommandInfo],
    state: MenuState<'_>,
    actions: &mut Vec<Action>,
) {
    sub_menu_ui(ui, part.name, |ui| {
        rows_ui(ui, commands, Naming::InPart, state, actions);
    });
}

/// How much of its name a command needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Naming {
    /// All of it.
    Whole,
    /// What the name of its part does not say.
    InPart,
}

fn rows_ui(
    ui: &mut Ui,
    commands: &[&CommandInfo],
    naming: Naming,
    state: MenuState<'_>,
    actions: &mut Vec<Action>,
) {
    for info in commands {
        let name = match naming {
            Naming::Whole => info.called(state.0),
            Naming::InPart => info.short_name(),
        };
        entry_ui(ui, info, name, state, actions);
    }
}

/// Commands as a menu of the right mouse button: in groups, those that belong to a part behind its name.
pub(super) fn groups_ui(
    ui: &mut Ui,
    groups: &[&[Command]],
    session: &Session,
    actions: &mut Vec<Action>,
) {
    let on = session.switched_on();
    let state = (Some(session), &on);
    menu_body_ui(ui, |ui| {
        for (index, group) in groups.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            let commands: Vec<&CommandInfo> = group.iter().map(|command| command.info()).collect();
            for commands in commands.chunk_by(|a, b| a.group == b.group) {
                let part = commands.first().and_then(|info| info.group.part);
                match part {
                    // Two rows more are sooner read than a row that opens others.
                    Some(part) if commands.len() > 2 => {
                        part_ui(ui, part, commands, state, actions);
                    }
                    _ => rows_ui(ui, commands, Naming::Whole, state, actions),
                }
            }
        }
    });
}

/// The commands of the settings as a menu, those that belong together between lines.
pub(super) fn settings_ui(ui: &mut Ui, state: MenuState<'_>, actions: &mut Vec<Action>) {
    let of_settings = |info: &&CommandInfo| info.group.section == SETTINGS;
    let commands: Vec<&CommandInfo> = COMMANDS.iter().filter(of_settings).collect();
    for (place, group) in commands.chunk_by(|a, b| a.group == b.group).enumerate() {
        if place > 0 {
            ui.separator();
        }
        rows_ui(ui, group, Naming::Whole, state, actions);
    }
}

/// Gives the keyboard to the first entry of the menu that is about to open; arrows walk on from there.
pub(super) fn focus_first_entry(ctx: &egui::Context) {
    ctx.data_mut(|data| data.insert_temp(first_entry(), true));
}

fn first_entry() -> egui::Id {
    egui::Id::unique("first entry")
}

/// A row of a menu: a column for the tick, the command's name, and its keys at the right. Where it cannot run
/// now, a tip says why.
fn entry_ui(
    ui: &mut Ui,
    info: &CommandInfo,
    name: &str,
    (session, on): MenuState<'_>,
    actions: &mut Vec<Action>,
) {
    let can = info.can(session);
    let is_on = on.contains(&info.command);
    let gap = egui::Atom::custom(egui::IdSalt::new("tick"), TICK);
    let mut button = egui::Button::new((gap, name)).frame_when_inactive(false);
    if let Some(keys) = info.keys.first() {
        let keys = RichText::new(keys::shown(keys)).color(look::ink(ui, Ink::TextMuted));
        button = button.shortcut_text(keys);
    }
    let button = button.min_size(vec2(ui.available_width(), ROW));
    let mut response = ui.add_enabled(can.is_ok(), button);
    let is_ready = response.enabled() && !ui.is_sizing_pass();
    if is_ready && ui.data_mut(|data| data.remove_temp::<bool>(first_entry())) == Some(true) {
        response.request_focus();
    }
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(info.called(session));
        if is_on {
            node.set_toggled(egui::accesskit::Toggled::True);
        }
        if let Err(why) = can {
            node.set_description(why);
        }
    });
    if let Err(why) = can {
        response = response.on_disabled_hover_text(why);
    }
    if is_on {
        let left = response.rect.left_center() + vec2(ui.spacing().button_padding.x, 0.0);
        ui.painter().text(
            left,
            egui::Align2::LEFT_CENTER,
            Icon::Check.glyph(),
            look::icon_font(14.0),
            look::ink(ui, Ink::AccentText),
        );
    }
    if response.clicked() {
        ui.close();
        actions.push(Action::Command(info.command));
    }
}

/// Gives a button without words a name for screen readers.
pub fn name_it(ui: &Ui, response: &egui::Response, name: &str) {
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
}
