//! The start screen: recovered work, recent files, templates and examples as pictures.
//!
//! Shows what [`Files`] knows and tells it what was chosen; opens nothing by itself.

mod card;

use std::{collections::BTreeMap, path::PathBuf, time::SystemTime};

use egui::{
    Align, Button, Frame, Label, Layout, Margin, Rect, RichText, ScrollArea, Sense, Stroke, Ui,
    UiBuilder, vec2,
};

use super::{
    files::{Files, age},
    keys, look,
};
use crate::{
    scene::{Icon, Ink},
    session::{Command, FileCommand, Session},
    store::Shown,
    templates::{TEMPLATES, Template, TemplateKind},
};
use card::{CardPicture, card_ui, line_of};

/// What the start screen keeps between frames: the pictures.
#[derive(Default)]
pub struct Start {
    pictures: BTreeMap<&'static str, CardPicture>,
    /// Somebody moved the pointer since the screen came: what it happens to lie on is not meant before.
    is_pointed: bool,
}

/// What was chosen.
enum Chosen {
    Start(&'static Template),
    Open(PathBuf),
    Browse,
    Recover(PathBuf),
    Forget(PathBuf, String),
    ForgetRecent(PathBuf),
}

/// Widest that the screen gets; beyond it, lines are too long to read.
const WIDEST: f32 = 1600.0;
/// Width of the column with the recent files.
const SIDE: f32 = 300.0;
/// Below this width the columns stand below each other.
const TWO_COLUMNS: f32 = 860.0;
/// Space between columns, and around.
const AIR: f32 = 32.0;
/// Space between cards.
const GAP: f32 = 16.0;

/// The start screen, in all of the space there is.
pub fn start_ui(ui: &mut Ui, start: &mut Start, files: &mut Files, session: &mut Option<Session>) {
    start.make_a_picture(ui, files);
    start.is_pointed |= ui.input(|input| input.pointer.delta() != egui::Vec2::ZERO);
    let area = ui.available_rect_before_wrap();
    ui.painter()
        .rect_filled(area, 0.0, look::ink(ui, Ink::Canvas));
    let mut chosen = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (area.width() - 2.0 * AIR).min(WIDEST);
        let left = area.left() + (area.width() - width) / 2.0;
        let top = ui.cursor().top() + AIR;
        let place = Rect::from_min_size(egui::pos2(left, top), vec2(width, 0.0));
        ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
            ui.set_width(width);
            if width < TWO_COLUMNS {
                chosen = head_ui(ui).or(chosen.take());
                chosen = leftovers_ui(ui, files).or(chosen.take());
                chosen = cards_ui(ui, start, area.height()).or(chosen.take());
                chosen = recent_ui(ui, files).or(chosen.take());
            } else {
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.x = AIR;
                    column_ui(ui, SIDE, |ui| {
                        chosen = head_ui(ui).or(chosen.take());
                        chosen = recent_ui(ui, files).or(chosen.take());
                    });
                    column_ui(ui, width - SIDE - AIR, |ui| {
                        chosen = leftovers_ui(ui, files).or(chosen.take());
                        chosen = cards_ui(ui, start, area.height()).or(chosen.take());
                    });
                });
            }
        });
        ui.add_space(AIR / 2.0);
    });
    if chosen.is_some() {
        start.is_pointed = false;
    }
    match chosen {
        None => {}
        Some(Chosen::Start(template)) => files.start(template, session),
        Some(Chosen::Open(path)) => files.open(&path, session),
        Some(Chosen::Browse) => files.command(FileCommand::Open, session),
        Some(Chosen::Recover(file)) => files.recover(&file, session),
        Some(Chosen::Forget(file, title)) => files.ask_to_forget(&file, &title),
        Some(Chosen::ForgetRecent(path)) => files.forget_recent(&path),
    }
}

impl Start {
    /// Lays out one picture a frame, so that the screen is there at once and fills within a few frames.
    fn make_a_picture(&mut self, ui: &Ui, files: &Files) {
        let missing = |template: &&Template| !self.pictures.contains_key(template.name);
        let mut missing = TEMPLATES.iter().filter(missing);
        let Some(template) = missing.next() else {
            return;
        };
        if missing.next().is_some() {
            ui.ctx().request_repaint();
        }
        let picture = CardPicture::of(template, files.text());
        self.pictures.insert(template.name, picture);
    }
}

fn column_ui(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(8.0, 4.0);
        content(ui);
    });
}

fn head_ui(ui: &mut Ui) -> Option<Chosen> {
    ui.label(RichText::new("Frontstage").font(look::semibold(28.0)));
    let line = "Draws how a service runs today, and how it will run once AI joins it.";
    muted_ui(ui, line);
    ui.add_space(16.0);
    let ink = look::ink(ui, Ink::OnAccent);
    let icon = RichText::new(Icon::Open.glyph()).font(look::icon_font(15.0));
    let text = RichText::new("Open…").font(look::medium(13.0));
    let open = Button::new((icon.color(ink), text.color(ink)))
        .shortcut_text(RichText::new(keys::of(Command::Open)).size(11.0).color(ink))
        .fill(look::ink(ui, Ink::Accent))
        .min_size(vec2(ui.available_width().min(SIDE), 36.0));
    let open = ui.add(open);
    open.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, "Open…"));
    let clicked = open.clicked();
    ui.add_space(4.0);
    muted_ui(ui, "Or drop a file anywhere in this window.");
    ui.add_space(20.0);
    clicked.then_some(Chosen::Browse)
}

fn heading_ui(ui: &mut Ui, text: &str) {
    let heading = ui.label(RichText::new(text).font(look::semibold(15.0)));
    ui.ctx().accesskit_node_builder(heading.id, |node| {
        node.set_role(egui::accesskit::Role::Heading);
    });
    ui.add_space(6.0);
}

fn muted_ui(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).color(look::ink(ui, Ink::TextMuted));
    ui.add(Label::new(text).wrap());
}

fn recent_ui(ui: &mut Ui, files: &Files) -> Option<Chosen> {
    let recent = &files.settings().recent;
    if recent.is_empty() {
        return None;
    }
    let mut chosen = None;
    heading_ui(ui, "Recent files");
    let now = SystemTime::now();
    for path in recent {
        let name = path
            .file_name()
            .unwrap_or(path.as_os_str())
            .to_string_lossy();
        let folder = path
            .parent()
            .map(|folder| Shown(folder).to_string())
            .unwrap_or_default();
        let missing = files.is_missing(path);
        let (width, height) = (ui.available_width(), 44.0);
        let (rect, row) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        row.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::Button, true, name.as_ref());
            // The folder is painted, not a label of its own: a screen reader meets each row once.
            let missing = if missing { "Missing: " } else { "" };
            info.current_text_value = Some(format!("{missing}{folder}"));
            info
        });
        let hot = row.hovered() || row.has_focus();
        if hot {
            ui.painter()
                .rect_filled(rect, 6.0, look::ink(ui, Ink::Hover));
        }
        let (title_ink, folder_ink) = match missing {
            true => (Ink::TextFaint, Ink::TextFaint),
            false => (Ink::Text, Ink::TextMuted),
        };
        let at = rect.min + vec2(8.0, 6.0);
        let width = width - 44.0;
        let title = line_of(ui, &name, look::medium(13.0), title_ink, (width, 1));
        ui.painter().galley(at, title, look::ink(ui, title_ink));
        let below = match (missing, files.last_change(path)) {
            (true, _) => format!("Missing: {folder}"),
            (false, Some(time)) => format!("{} · {folder}", age(time, now)),
            (false, None) => folder,
        };
        let below = line_of(
            ui,
            &below,
            egui::FontId::proportional(11.0),
            folder_ink,
            (width, 1),
        );
        ui.painter()
            .galley(at + vec2(0.0, 18.0), below, look::ink(ui, folder_ink));
        let cross = Rect::from_center_size(
            egui::pos2(rect.right() - 16.0, rect.center().y),
            vec2(24.0, 24.0),
        );
        let id = row.id.with("remove");
        let remove = ui.interact(cross, id, Sense::click());
        remove.widget_info(|| {
            let label = format!("Remove {name} from the list");
            egui::WidgetInfo::labeled(egui::Role::Button, true, label)
        });
        if hot || missing || remove.hovered() || remove.has_focus() {
            ui.painter().text(
                cross.center(),
                egui::Align2::CENTER_CENTER,
                Icon::Close.glyph(),
                look::icon_font(13.0),
                look::ink(ui, Ink::TextMuted),
            );
        }
        if remove.on_hover_text("Remove from the list").clicked() {
            chosen = Some(Chosen::ForgetRecent(path.clone()));
        } else if row.on_hover_text(Shown(path).to_string()).clicked() {
            chosen = Some(Chosen::Open(path.clone()));
        }
    }
    ui.add_space(16.0);
    chosen
}

fn leftovers_ui(ui: &mut Ui, files: &Files) -> Option<Chosen> {
    let leftovers = files.leftovers();
    if leftovers.work.is_empty() && leftovers.damaged.is_empty() {
        return None;
    }
    let mut chosen = None;
    heading_ui(ui, "Recovered work");
    muted_ui(ui, "Frontstage ended before this was saved.");
    ui.add_space(4.0);
    let now = SystemTime::now();
    for work in &leftovers.work {
        let file = &work.recovered.file;
        let title = work.title();
        let head = format!("{title}, {}", work.age(now));
        let acts = leftover_ui(ui, &head, &work.difference, Some("Open recovered"));
        chosen = match acts {
            Some(Act::Open) => Some(Chosen::Recover(file.clone())),
            Some(Act::Discard) => Some(Chosen::Forget(file.clone(), title)),
            None => chosen,
        };
    }
    for damaged in &leftovers.damaged {
        let title = "A damaged recovery file";
        if leftover_ui(ui, title, &damaged.why, None).is_some() {
            chosen = Some(Chosen::Forget(damaged.file.clone(), title.to_owned()));
        }
    }
    ui.add_space(20.0);
    chosen
}

#[derive(Clone, Copy)]
enum Act {
    Open,
    Discard,
}

fn leftover_ui(ui: &mut Ui, title: &str, text: &str, open: Option<&str>) -> Option<Act> {
    let mut act = None;
    let frame = Frame::new()
        .fill(look::ink(ui, Ink::Card))
        .stroke(Stroke::new(1.0, look::ink(ui, Ink::Changed)))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(14, 10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let buttons = 220.0;
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - buttons).max(160.0));
                let title = RichText::new(title).font(look::semibold(13.0));
                ui.add(Label::new(title).wrap());
                muted_ui(ui, text);
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui
                    .add(Button::new("Discard").min_size(vec2(72.0, 32.0)))
                    .clicked()
                {
                    act = Some(Act::Discard);
                }
                if let Some(open) = open {
                    let text = RichText::new(open).font(look::medium(13.0));
                    let button = Button::new(text.color(look::ink(ui, Ink::OnAccent)))
                        .fill(look::ink(ui, Ink::Accent))
                        .min_size(vec2(120.0, 32.0));
                    if ui.add(button).clicked() {
                        act = Some(Act::Open);
                    }
                }
            });
        });
    });
    ui.add_space(6.0);
    act
}

fn cards_ui(ui: &mut Ui, start: &Start, height: f32) -> Option<Chosen> {
    let of = |kind: TemplateKind| {
        TEMPLATES
            .iter()
            .filter(move |template| template.kind == kind)
    };
    let templates: Vec<_> = of(TemplateKind::Template).collect();
    let examples: Vec<_> = of(TemplateKind::Example).collect();
    let mut chosen = None;
    heading_ui(ui, "New blueprint");
    chosen = grid_ui(ui, start, &templates, (80.0, 1)).or(chosen);
    if !examples.is_empty() {
        ui.add_space(16.0);
        heading_ui(ui, "Examples");
        // Two rows of examples fit below the templates in most windows.
        let picture = ((height - 464.0) / 2.0).clamp(96.0, 260.0);
        chosen = grid_ui(ui, start, &examples, (picture, 2)).or(chosen);
    }
    chosen
}

/// Cards side by side, as many as fit: the height of their pictures, and how many lines of words they have.
fn grid_ui(
    ui: &mut Ui,
    start: &Start,
    templates: &[&'static Template],
    (picture_height, lines): (f32, usize),
) -> Option<Chosen> {
    const NARROWEST: f32 = 300.0;
    let width = ui.available_width();
    let columns = ((width + GAP) / (NARROWEST + GAP)).floor().clamp(1.0, 2.0);
    let card = (width - GAP * (columns - 1.0)) / columns;
    let mut chosen = None;
    for row in templates.chunks(columns as usize) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for template in row {
                let picture = start.pictures.get(template.name);
                let size = vec2(card, picture_height);
                let look = (lines, start.is_pointed);
                if card_ui(ui, template, picture, size, look).clicked() {
                    chosen = Some(Chosen::Start(template));
                }
            }
        });
        ui.add_space(GAP - 4.0);
    }
    chosen
}
