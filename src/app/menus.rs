//! The bar at the top: menus made from the command table, the file's name, and the variant switch.

use std::collections::BTreeSet;

use egui::{Align, Layout, RichText, Ui, vec2};

use super::{keys, look};
use crate::{
    model::VariantId,
    scene::{Icon, Ink, Show, size},
    session::{Action, COMMANDS, Command, Menu, Selection, Session, Target},
};

/// How wide a menu is: the longest command and its shortcut on one line.
const MENU_WIDTH: f32 = 352.0;

/// The bar at the top. `title` is the file's name, `on` the commands whose entries bear a tick.
pub fn top_bar_ui(
    ui: &mut Ui,
    session: Option<&Session>,
    (title, on): (&str, &BTreeSet<Command>),
    actions: &mut Vec<Action>,
    palette: impl FnOnce(&mut Ui),
) {
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        logo_ui(ui);
        ui.add_space(4.0);
        for menu in Menu::ALL {
            menu_ui(ui, *menu, (session, on), actions);
        }
        if let Some(session) = session {
            ui.add_space(12.0);
            let short = shorten(title, if ui.available_width() < 800.0 { 20 } else { 40 });
            ui.add(egui::Label::new(RichText::new(short).font(look::semibold(13.0))).truncate())
                .on_hover_text(title);
            if session.is_dirty() {
                ui.label(RichText::new("•").color(look::ink(ui, Ink::TextMuted)))
                    .on_hover_text("Not saved yet");
            }
            ui.add_space(8.0);
            switch_ui(ui, session, actions);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(4.0);
            palette(ui);
        });
    });
}

fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{start}…")
}

fn logo_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), egui::Sense::hover());
    let ink = look::ink(ui, Ink::Text);
    let stroke = egui::Stroke::new(1.5, ink);
    ui.painter()
        .rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Inside);
    let half = egui::Rect::from_min_max(rect.min, rect.center_bottom());
    ui.painter().rect_filled(half, 2.0, ink);
    ui.label(RichText::new("Frontstage").font(look::semibold(14.0)));
}

/// The document, and the commands whose entries bear a tick.
type State<'a> = (Option<&'a Session>, &'a BTreeSet<Command>);

fn menu_ui(ui: &mut Ui, menu: Menu, state: State<'_>, actions: &mut Vec<Action>) {
    let button = egui::Button::new(menu_name(ui, menu.name())).frame(false);
    let asked = menu_key(menu)
        .is_some_and(|key| ui.input_mut(|input| input.consume_key(egui::Modifiers::ALT, key)));
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ui.set_width(MENU_WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        let most = ui.ctx().content_rect().height() - size::TOP_BAR - 24.0;
        egui::ScrollArea::vertical()
            .max_height(most)
            .min_scrolled_height(most)
            .show(ui, |ui| {
                entries_ui(ui, menu, state, actions);
            });
    });
    let name = menu.name();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    if asked {
        egui::Popup::open_id(ui.ctx(), egui::Popup::default_response_id(&response));
        // Arrows walk the entries from here.
        response.request_focus();
    }
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

fn entries_ui(ui: &mut Ui, menu: Menu, (session, on): State<'_>, actions: &mut Vec<Action>) {
    let mut last = None;
    for info in COMMANDS.iter().filter(|info| info.menu == menu) {
        let group = section(info.command);
        if last.is_some_and(|last| last != group) {
            ui.separator();
        }
        last = Some(group);
        let enabled = match session {
            Some(session) => (info.enabled)(session),
            None => info.without_document,
        };
        let tick = match session.and_then(|session| info.command.is_on(session)) {
            Some(true) => Tick::On,
            _ if on.contains(&info.command) => Tick::On,
            _ => Tick::Off,
        };
        if entry_ui(ui, info.command, enabled, tick) {
            actions.push(Action::Command(info.command));
        }
    }
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
        C::ShowTable
        | C::ShowRole
        | C::ChangeList
        | C::AllChanges
        | C::NextChange
        | C::PreviousChange => 1,
        C::ZoomIn | C::ZoomOut | C::ZoomFull | C::ZoomFit | C::ZoomSelection => 2,
        C::OverviewMap | C::Outline => 2,
        C::FoldLane | C::FoldMoments | C::UnfoldAll => 3,
        C::RowFeeling | C::RowTime | C::RowChannel | C::RowSystems => 7,
        C::RowOwner | C::RowControls | C::RowPains => 7,
        C::Present | C::PresentHere => 4,
        C::NextPane | C::ToggleInspector | C::Tray => 6,
        C::ThemeSystem | C::ThemeLight | C::ThemeDark | C::ReducedMotion => 5,
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

/// A command as a line of a menu; says whether it was clicked.
pub fn command_button_ui(ui: &mut Ui, command: Command, session: &Session) -> bool {
    let tick = match command.is_on(session) {
        Some(true) => Tick::On,
        _ => Tick::Off,
    };
    entry_ui(ui, command, session.can(command), tick)
}

/// A command that needs no document as a line of a menu, ticked if it is in `on`; says whether it was clicked.
pub fn switch_entry_ui(ui: &mut Ui, command: Command, on: &BTreeSet<Command>) -> bool {
    let tick = if on.contains(&command) {
        Tick::On
    } else {
        Tick::Off
    };
    entry_ui(ui, command, true, tick)
}

fn entry_ui(ui: &mut Ui, command: Command, enabled: bool, tick: Tick) -> bool {
    let info = command.info();
    let mut button = match tick {
        Tick::On => {
            let check = RichText::new(Icon::Check.glyph()).font(look::icon_font(13.0));
            egui::Button::new((info.name, check.color(look::ink(ui, Ink::AccentText))))
        }
        Tick::Off => egui::Button::new(info.name),
    }
    .frame_when_inactive(false);
    if let Some(keys) = info.keys.first() {
        let keys = RichText::new(keys::shown(keys)).color(look::ink(ui, Ink::TextMuted));
        button = button.shortcut_text(keys);
    }
    let button = button.min_size(vec2(ui.available_width(), 26.0));
    let response = ui.add_enabled(enabled, button);
    if tick == Tick::On {
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_label(info.name);
            node.set_toggled(egui::accesskit::Toggled::True);
        });
    }
    let clicked = response.clicked();
    if clicked {
        ui.close();
    }
    clicked
}

/// Before | Compare | After | + : which variant is shown.
fn switch_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let blueprint = session.blueprint();
    let comparing = session.show().pair().is_some();
    let frame = egui::Frame::new()
        .fill(look::ink(ui, Ink::Chip))
        .corner_radius(8)
        .inner_margin(2);
    frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().interact_size.y = 24.0;
        ui.set_max_height(24.0);
        for (place, variant) in blueprint.variants.iter().enumerate() {
            let shown = *session.show() == Show::One(variant.id.clone());
            let keys = match place {
                0 => "Ctrl+1",
                1 if blueprint.variants.len() == 2 => "Ctrl+3",
                _ => "",
            };
            let response = segment_ui(ui, &variant.name, shown, keys);
            if response.clicked() {
                actions.push(show(session, &variant.id));
            }
            if response.double_clicked() {
                let target = Target::Variant(variant.id.clone());
                actions.push(Action::Select(Selection::of(&variant.id, target)));
            }
            if place == 0
                && blueprint.variants.len() > 1
                && segment_ui(ui, "Compare", comparing, "Ctrl+2").clicked()
            {
                actions.push(Action::Command(Command::ShowCompare));
            }
        }
        let add = ui
            .add_enabled(
                !session.is_read_only(),
                egui::Button::new("+")
                    .frame(false)
                    .min_size(vec2(26.0, 24.0)),
            )
            .on_hover_text("Add a variant: a copy of the one shown");
        name_it(ui, &add, "Add a variant");
        if add.clicked() {
            actions.push(Action::Command(Command::AddVariant));
        }
    });
}

fn show(session: &Session, variant: &VariantId) -> Action {
    let target = session.selection().target.clone();
    Action::ShowAndSelect(Show::One(variant.clone()), Selection::of(variant, target))
}

/// One of several views, of which one is shown.
pub(super) fn segment_ui(ui: &mut Ui, name: &str, shown: bool, keys: &str) -> egui::Response {
    let fill = if shown { Ink::Panel } else { Ink::Chip };
    let ink = if shown { Ink::Text } else { Ink::TextMuted };
    let text = RichText::new(name).color(look::ink(ui, ink));
    let text = if shown {
        text.font(look::medium(13.0))
    } else {
        text
    };
    let button = egui::Button::new(text)
        .fill(look::ink(ui, fill))
        .stroke(egui::Stroke::NONE)
        .corner_radius(6)
        .min_size(vec2(56.0, 24.0));
    let response = ui.add(button);
    let name = name.to_owned();
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, shown, &name));
    if keys.is_empty() {
        response
    } else {
        response.on_hover_text(keys)
    }
}

/// Gives a button without words a name for screen readers.
pub fn name_it(ui: &Ui, response: &egui::Response, name: &str) {
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
}
