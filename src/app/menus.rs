//! The bar at the top: menus made from the command table, the file's name, and the variant switch.

mod switch;

use std::collections::BTreeSet;

use egui::{Align, Layout, RichText, Ui, containers::menu::SubMenuButton, vec2};

use super::{keys, look, palette, widgets::icon_text};
use crate::{
    scene::{Icon, Ink, size},
    session::{Action, COMMANDS, Command, Menu, Session},
};
pub(super) use switch::{segment_ui, segments_ui};

/// How wide a menu is: the longest command and its shortcut on one line.
const MENU_WIDTH: f32 = 368.0;
/// Height of a row of a menu.
const ROW: f32 = 28.0;
/// The column of the ticks.
const TICK: egui::Vec2 = vec2(16.0, 16.0);

/// The bar at the top. `title` is the file's name, `on` the commands whose entries bear a tick.
pub fn top_bar_ui(
    ui: &mut Ui,
    session: Option<&Session>,
    (title, on): (&str, &BTreeSet<Command>),
    actions: &mut Vec<Action>,
    palette: impl FnOnce(&mut Ui),
) {
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
        if let Some(session) = session {
            ui.add_space(TITLE_GAP);
            let short = shorten(title, plan.title);
            let name = RichText::new(&short).font(look::semibold(13.0));
            let name = ui.add(egui::Label::new(name).extend());
            if short != title {
                name.on_hover_text(title);
            }
            dot_ui(ui, session);
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
fn dot_ui(ui: &mut Ui, session: &Session) {
    let (rect, response) = ui.allocate_exact_size(vec2(DOT, DOT), egui::Sense::hover());
    if session.is_dirty() {
        let ink = look::ink(ui, Ink::TextMuted);
        ui.painter().circle_filled(rect.center(), 3.0, ink);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, "Not saved yet"));
        response.on_hover_text("Not saved yet");
    }
}

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
type State<'a> = (Option<&'a Session>, &'a BTreeSet<Command>);

fn menu_ui(ui: &mut Ui, menu: Menu, state: State<'_>, actions: &mut Vec<Action>) {
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
fn one_menu_ui(ui: &mut Ui, state: State<'_>, actions: &mut Vec<Action>) {
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

fn entries_ui(ui: &mut Ui, menu: Menu, state: State<'_>, actions: &mut Vec<Action>) {
    let commands = COMMANDS.iter().filter(|info| info.menu == menu);
    let commands: Vec<Command> = commands.map(|info| info.command).collect();
    let mut last = None;
    for part in commands.chunk_by(|a, b| part(*a).is_some() && part(*a) == part(*b)) {
        let Some(first) = part.first().copied() else {
            continue;
        };
        if last.is_some_and(|last| last != section(first)) {
            ui.separator();
        }
        last = Some(section(first));
        part_ui(ui, part, state, actions);
    }
}

/// Commands that follow each other: as rows, or behind one row if they are a part of the menu with a name.
fn part_ui(ui: &mut Ui, commands: &[Command], state: State<'_>, actions: &mut Vec<Action>) {
    let name = commands.first().and_then(|command| part(*command));
    match name {
        Some(name) => sub_menu_ui(ui, name, |ui| {
            rows_ui(ui, (commands, short_name), state, actions);
        }),
        None => rows_ui(ui, (commands, whole_name), state, actions),
    }
}

fn rows_ui(
    ui: &mut Ui,
    (commands, name): (&[Command], fn(Command) -> &'static str),
    (session, on): State<'_>,
    actions: &mut Vec<Action>,
) {
    for command in commands.iter().copied() {
        let enabled = match session {
            Some(session) => session.can(command),
            None => command.info().without_document,
        };
        let tick = match session.and_then(|session| command.is_on(session)) {
            Some(true) => Tick::On,
            _ if on.contains(&command) => Tick::On,
            _ => Tick::Off,
        };
        if entry_ui(ui, (command, name(command)), enabled, tick) {
            actions.push(Action::Command(command));
        }
    }
}

/// Commands as a menu of the right mouse button: in groups, those that belong to a part behind its name.
pub(super) fn groups_ui(
    ui: &mut Ui,
    groups: &[&[Command]],
    session: &Session,
    actions: &mut Vec<Action>,
) {
    let on = BTreeSet::new();
    menu_body_ui(ui, |ui| {
        for (index, group) in groups.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            for part in group.chunk_by(|a, b| part(*a).is_some() && part(*a) == part(*b)) {
                // Two rows more are sooner read than a row that opens others.
                match part {
                    [_] | [_, _] => {
                        rows_ui(ui, (part, whole_name), (Some(session), &on), actions);
                    }
                    _ => part_ui(ui, part, (Some(session), &on), actions),
                }
            }
        }
    });
}

/// The part of its menu in which a command stands: every menu fits a window of 720 points at once.
fn part(command: Command) -> Option<&'static str> {
    use Command as C;
    Some(match command {
        C::CopyPicture | C::CopyPhasePicture | C::CopyBoardPicture => "Copy as a picture",
        C::MoveLeft | C::MoveRight | C::MoveUp | C::MoveDown => "Move",
        C::ChangeList | C::AllChanges | C::NextChange | C::PreviousChange => "Changes",
        C::ZoomIn | C::ZoomOut | C::ZoomFull | C::ZoomFit | C::ZoomSelection => "Zoom",
        C::FoldLane | C::FoldMoments | C::UnfoldAll => "Fold",
        C::RowFeeling | C::RowTime | C::RowChannel | C::RowSystems => ROWS,
        C::RowOwner | C::RowControls | C::RowPains => ROWS,
        C::ThemeSystem | C::ThemeLight | C::ThemeDark => "Colours",
        C::ScaleNormal | C::ScaleLarger | C::ScaleLarge | C::ScaleLargest => SCALE,
        C::SplitEither | C::SplitBoth => "Ways out",
        _ => return None,
    })
}

const ROWS: &str = "Rows under the lanes";
const SCALE: &str = "Size of the interface";

/// What a command is called where nothing stands before it.
fn whole_name(command: Command) -> &'static str {
    command.info().name
}

/// What a command is called where the name of its part stands before it.
fn short_name(command: Command) -> &'static str {
    let name = command.info().name;
    let part = match part(command) {
        Some(ROWS) => "Row: ",
        Some(SCALE) => "Interface at ",
        Some("Ways out") => "Ways out: ",
        _ => return name,
    };
    name.strip_prefix(part).unwrap_or(name)
}

/// Commands of one menu that belong together.
fn section(command: Command) -> u8 {
    use Command as C;
    match command {
        C::Save | C::SaveAs | C::Reload | C::Export => 1,
        C::StartScreen | C::Quit => 2,
        C::Cut
        | C::Copy
        | C::CopyPicture
        | C::CopyPhasePicture
        | C::CopyBoardPicture
        | C::Paste
        | C::Duplicate
        | C::Delete => 1,
        C::SelectAll | C::SelectBlueprint | C::Rename | C::NextConnector => 2,
        C::Find | C::FindNext | C::FindPrevious => 2,
        C::MoveLeft | C::MoveRight | C::MoveUp | C::MoveDown | C::PlaceStep | C::ToTray => 3,
        C::ShowTable | C::ShowRole => 1,
        C::ChangeList | C::AllChanges | C::NextChange | C::PreviousChange => 1,
        C::ZoomIn | C::ZoomOut | C::ZoomFull | C::ZoomFit | C::ZoomSelection => 2,
        C::OverviewMap | C::Outline => 2,
        C::FoldLane | C::FoldMoments | C::UnfoldAll => 3,
        C::RowFeeling | C::RowTime | C::RowChannel | C::RowSystems => 3,
        C::RowOwner | C::RowControls | C::RowPains => 3,
        C::Present | C::PresentHere => 4,
        C::NextPane | C::ToggleInspector | C::Tray => 6,
        C::ThemeSystem | C::ThemeLight | C::ThemeDark | C::ReducedMotion => 5,
        C::ScaleNormal | C::ScaleLarger | C::ScaleLarge | C::ScaleLargest => 5,
        C::Connect | C::MakeAi | C::AddPain | C::SplitEither | C::SplitBoth => 1,
        C::AddLane | C::AddPhase | C::AddMoment | C::AddRole | C::AddAiSystem => 2,
        C::AddVariant | C::CarryOver | C::StartSecond => 3,
        _ => 0,
    }
}

/// Whether what an entry names is the case now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tick {
    On,
    Off,
}

/// A command that needs no document as a line of a menu, ticked if it is in `on`; says whether it was clicked.
pub fn switch_entry_ui(ui: &mut Ui, command: Command, on: &BTreeSet<Command>) -> bool {
    let tick = if on.contains(&command) {
        Tick::On
    } else {
        Tick::Off
    };
    entry_ui(ui, (command, whole_name(command)), true, tick)
}

/// Gives the keyboard to the first entry of the menu that is about to open; arrows walk on from there.
pub(super) fn focus_first_entry(ctx: &egui::Context) {
    ctx.data_mut(|data| data.insert_temp(first_entry(), true));
}

fn first_entry() -> egui::Id {
    egui::Id::unique("first entry")
}

/// A row of a menu: a column for the tick, the command's name, and its keys at the right.
fn entry_ui(
    ui: &mut Ui,
    (command, name): (Command, &'static str),
    enabled: bool,
    tick: Tick,
) -> bool {
    let info = command.info();
    let gap = egui::Atom::custom(egui::IdSalt::new("tick"), TICK);
    let mut button = egui::Button::new((gap, name)).frame_when_inactive(false);
    if let Some(keys) = info.keys.first() {
        let keys = RichText::new(keys::shown(keys)).color(look::ink(ui, Ink::TextMuted));
        button = button.shortcut_text(keys);
    }
    let button = button.min_size(vec2(ui.available_width(), ROW));
    let response = ui.add_enabled(enabled, button);
    let is_ready = response.enabled() && !ui.is_sizing_pass();
    if is_ready && ui.data_mut(|data| data.remove_temp::<bool>(first_entry())) == Some(true) {
        response.request_focus();
    }
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_label(info.name);
        if tick == Tick::On {
            node.set_toggled(egui::accesskit::Toggled::True);
        }
    });
    if tick == Tick::On {
        let left = response.rect.left_center() + vec2(ui.spacing().button_padding.x, 0.0);
        ui.painter().text(
            left,
            egui::Align2::LEFT_CENTER,
            Icon::Check.glyph(),
            look::icon_font(14.0),
            look::ink(ui, Ink::AccentText),
        );
    }
    let clicked = response.clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// Gives a button without words a name for screen readers.
pub fn name_it(ui: &Ui, response: &egui::Response, name: &str) {
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
}
