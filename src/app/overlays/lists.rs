//! Lists beside and over the canvas while one works on: what changed, and what was done.

use egui::{Id, Panel, Pos2, Rect, RichText, Ui, Vec2, vec2};

use super::Overlays;
use crate::{
    app::{
        look,
        widgets::{badge_ui, icon_button_ui, muted_ui, to_others_ui},
    },
    format::PlainCells,
    model::plural,
    patch::{Change, ChangeKind, Subject, counts_in_words},
    scene::{Icon, Ink, WireId},
    session::{Action, Selection, Session},
    store::settings::ListSide,
};

/// How the lines of the list of changes lay when they were drawn last.
#[derive(Default)]
pub(super) struct ChangeLines {
    /// The change that was selected; when it is another one it is brought into view.
    here: Option<usize>,
    /// The height of each line that was drawn: those out of view are not laid out again.
    heights: Vec<Option<f32>>,
    /// How many lines follow below what is in view.
    below: usize,
}

/// The height of a line of the list of changes that was not drawn yet: its badges and title, and its details.
fn likely_height(change: &Change) -> f32 {
    change.details.iter().fold(36.0, |height, _| height + 18.0)
}

/// How much of a line may be out of view before it counts as one that follows.
const CUT: f32 = 8.0;

/// Space below a line of the list of changes.
const GAP: f32 = 2.0;

/// A list with its title, that can be moved, resized and closed. Says what it covers.
fn list_ui(
    ui: &Ui,
    (id, title, open): (&str, &str, &mut bool),
    area: Rect,
    (at, wanted): (Pos2, Vec2),
    content: impl FnOnce(&mut Ui),
) -> Option<Rect> {
    let shown = egui::Window::new(title)
        .id(Id::unique(id))
        .title_bar(false)
        .frame(look::dialog_frame(ui).inner_margin(16))
        .default_pos(at)
        .default_size(wanted)
        .min_size(vec2(240.0, 160.0))
        .constrain_to(area)
        .show(ui.ctx(), |ui| {
            ui.horizontal(|ui| {
                let heading = RichText::new(title).font(look::semibold(15.0));
                ui.add(egui::Label::new(heading).selectable(false));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if icon_button_ui(ui, Icon::Close, "Close the list") {
                        *open = false;
                    }
                });
            });
            ui.add_space(6.0);
            content(ui);
        });
    shown.map(|shown| shown.response.rect)
}

/// The list of changes as cells, as far as the filter leaves them.
pub(crate) fn change_cells(session: &Session) -> Option<PlainCells> {
    let changes = session.changes()?;
    let rows = changes.taken().map(|change| {
        let kinds: Vec<&str> = ChangeKind::all_of(&change.kinds)
            .map(ChangeKind::word)
            .collect();
        let what = match change.subject {
            Subject::Step(_) => "Step",
            Subject::Connector(_) => "Connector",
        };
        vec![
            kinds.join(", "),
            what.to_owned(),
            change.title.clone(),
            change.details.join("\n"),
        ]
    });
    Some(PlainCells {
        name: "Changes".to_owned(),
        heads: ["Change", "What", "Name", "Details"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    })
}

/// How wide the list of changes is beside the board: at first, at least.
const WIDTH: (f32, f32) = (340.0, 260.0);
/// How high it is below the board: at first, at least.
const HEIGHT: (f32, f32) = (220.0, 150.0);
/// The line below the list that says how much follows.
const FOOT: f32 = 24.0;

/// Where the list of changes stands in so much room: beside the board no more than half is taken from it.
fn side_in(room: Vec2, wanted: ListSide) -> ListSide {
    match room.x < 2.0 * WIDTH.1 {
        true => ListSide::Bottom,
        false => wanted,
    }
}

/// What changed between the two variants, in words, beside the board; a click goes there. Says where the person wants
/// the list from now on.
pub fn changes_ui(
    ui: &mut Ui,
    session: &Session,
    overlays: &mut Overlays,
    wanted: ListSide,
    actions: &mut Vec<Action>,
) -> Option<ListSide> {
    let changes = session.changes().cloned()?;
    let room = ui.available_size_before_wrap();
    let side = side_in(room, wanted);
    let (panel, (first, least), most) = match side {
        ListSide::Right => (Panel::right("changes at the right"), WIDTH, room.x / 2.0),
        ListSide::Left => (Panel::left("changes at the left"), WIDTH, room.x / 2.0),
        ListSide::Bottom => (Panel::bottom("changes below"), HEIGHT, room.y / 2.0),
    };
    let frame = egui::Frame::new()
        .fill(look::ink(ui, Ink::Panel))
        .inner_margin(egui::Margin::symmetric(12, 8));
    let mut moved = None;
    let taken: Vec<&Change> = changes.taken().collect();
    panel
        .resizable(true)
        .default_size(first.min(most))
        .size_range(least.min(most)..=most)
        .frame(frame)
        .show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            let title = title_of(session);
            let count = plural(taken.len(), "change", "changes");
            moved = head_ui(ui, (&title, &count), side, &mut overlays.changes, actions);
            let counts = counts_in_words(changes.counted());
            // Below the board every line counts, and the bar says it.
            if side != ListSide::Bottom && !counts.is_empty() {
                muted_ui(ui, &counts);
            }
            let height = (ui.available_height() - FOOT).max(0.0);
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .max_height(height)
                .min_scrolled_height(height)
                .show(ui, |ui| {
                    if changes.list().is_empty() {
                        ui.label("The two variants do not differ.");
                    } else if taken.is_empty() {
                        ui.label("The filter leaves no change.");
                    }
                    lines_ui(ui, session, &taken, &mut overlays.lines, actions);
                });
            let below = overlays.lines.below;
            if below > 0 {
                muted_ui(ui, &format!("↓ {below} more below"));
            }
        });
    moved
}

/// The title of the list of changes.
fn title_of(session: &Session) -> String {
    let (first, second) = session.pair();
    let name = |id: Option<&crate::model::VariantId>| {
        let variant = id.and_then(|id| session.blueprint().variant(id));
        variant.map_or_else(String::new, |(_, variant)| variant.name.clone())
    };
    format!("Changes from {} to {}", name(first), name(second))
}

/// The title of the list of changes and its buttons; says where it is moved.
fn head_ui(
    ui: &mut Ui,
    (title, count): (&str, &str),
    side: ListSide,
    open: &mut bool,
    actions: &mut Vec<Action>,
) -> Option<ListSide> {
    let mut moved = None;
    let from_right = egui::Layout::right_to_left(egui::Align::Center);
    let heading = |ui: &mut Ui| {
        let heading = RichText::new(title).font(look::semibold(15.0));
        ui.add(egui::Label::new(heading).selectable(false).truncate());
    };
    let mut buttons = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (other, icon, name) in [
            (
                ListSide::Right,
                Icon::MoveRight,
                "Put the list at the right",
            ),
            (ListSide::Bottom, Icon::MoveDown, "Put the list below"),
            (ListSide::Left, Icon::MoveLeft, "Put the list at the left"),
        ] {
            if other != side && icon_button_ui(ui, icon, name) {
                moved = Some(other);
            }
        }
        to_others_ui(ui, actions);
    };
    // Below the board every line counts.
    let is_one_row = side == ListSide::Bottom;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 24.0), from_right, |ui| {
        if icon_button_ui(ui, Icon::Close, "Close the list") {
            *open = false;
        }
        if is_one_row {
            buttons(ui);
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            heading(ui);
            if is_one_row {
                muted_ui(ui, count);
            }
        });
    });
    if !is_one_row {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), 24.0), from_right, |ui| {
            buttons(ui);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                muted_ui(ui, count);
            });
        });
    }
    ui.add_space(4.0);
    moved
}

fn lines_ui(
    ui: &mut Ui,
    session: &Session,
    changes: &[&Change],
    lines: &mut ChangeLines,
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing.y = GAP;
    lines.heights.resize(changes.len(), None);
    let before = lines.here.take();
    lines.below = 0;
    let end = ui.clip_rect().bottom();
    for (place, change) in changes.iter().enumerate() {
        let selection = match &change.subject {
            Subject::Step(id) => Selection::step(&change.variant, id),
            Subject::Connector(id) => {
                Selection::wire(&change.variant, &WireId::Connector(id.clone()))
            }
        };
        let is_here = *session.selection() == selection;
        let known = lines.heights[place];
        let size = vec2(
            ui.available_width(),
            known.unwrap_or_else(|| likely_height(change)),
        );
        let rect = Rect::from_min_size(ui.cursor().min, size);
        // The last line may lack no more than the space below its words.
        lines.below += usize::from(rect.bottom() > end + CUT);
        if ui.is_rect_visible(rect) {
            let response = change_ui(ui, change, is_here);
            lines.heights[place] = Some(response.rect.height());
            if response.clicked() {
                actions.push(Action::Reveal(selection));
            }
        } else {
            ui.allocate_space(size);
        }
        if is_here {
            lines.here = Some(place);
            if before != Some(place) {
                ui.scroll_to_rect(rect, None);
            }
        }
    }
}

fn change_ui(ui: &mut Ui, change: &Change, here: bool) -> egui::Response {
    let fill = if here { Ink::SelectedFill } else { Ink::Panel };
    let frame = egui::Frame::new()
        .fill(look::ink(ui, fill))
        .corner_radius(6)
        .inner_margin(6);
    let inner = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            for kind in ChangeKind::all_of(&change.kinds) {
                badge_ui(ui, kind);
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
pub(super) fn history_ui(
    ui: &mut Ui,
    area: Rect,
    session: &Session,
    overlays: &mut Overlays,
    actions: &mut Vec<Action>,
) -> Option<Rect> {
    let mut open = true;
    let covered = list_ui(
        ui,
        ("history", "History", &mut open),
        area,
        (area.left_top() + vec2(160.0, 56.0), vec2(320.0, 360.0)),
        |ui| {
            let (labels, done) = session.history().labels();
            let oldest = match session.history().forgotten() {
                0 => "As opened".to_owned(),
                gone => format!(
                    "{} not kept: too much to hold",
                    plural(gone, "earlier step", "earlier steps")
                ),
            };
            let line = ui.spacing().interact_size.y;
            egui::ScrollArea::vertical()
                .auto_shrink(false)
                .stick_to_bottom(true)
                .show_rows(ui, line, labels.len() + 1, |ui, range| {
                    for place in range {
                        let label = place.checked_sub(1).and_then(|at| labels.get(at));
                        let ink = if place > done {
                            Ink::TextFaint
                        } else {
                            Ink::Text
                        };
                        let text = RichText::new(*label.unwrap_or(&&*oldest));
                        let text = text.color(look::ink(ui, ink));
                        // A row high: what is longer is told to the pointer.
                        let line = egui::Button::selectable(place == done, text).truncate();
                        if ui.add(line).clicked() {
                            actions.push(Action::GoToHistory(place));
                        }
                    }
                });
        },
    );
    overlays.history = open;
    covered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_the_board_the_list_takes_no_more_than_half() {
        let wide = vec2(1000.0, 600.0);
        assert_eq!(side_in(wide, ListSide::Left), ListSide::Left);
        assert_eq!(side_in(wide, ListSide::Bottom), ListSide::Bottom);
        assert_eq!(
            side_in(vec2(480.0, 600.0), ListSide::Right),
            ListSide::Bottom
        );
    }
}
