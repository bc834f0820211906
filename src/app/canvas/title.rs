//! A name typed in place: over the card, header or label that it belongs to.

use egui::{Id, Key, Modifiers, Pos2, Rect, TextEdit, Ui, UiBuilder, vec2};

use super::{Sheet, canvas_id, draw::text_size, headers};
use crate::{
    app::{look, widgets::begin_text},
    model,
    scene::{Ink, WireId, size},
    session::{Action, Editing, Selection, Session, Target},
};

/// The border of the field, in points of the window.
const RING: f32 = 2.0;

/// The text being typed.
#[derive(Default)]
pub(super) struct TitleEditor {
    text: String,
    /// What the text belongs to; something else begins anew.
    of: Option<Editing>,
    first: Option<String>,
    /// How many characters stand before the caret.
    caret: usize,
    /// The field is shown on a card of the tray, and not on the canvas.
    in_tray: bool,
}

impl TitleEditor {
    /// The next name begins with what was typed on the cell.
    pub(super) fn begin_with(&mut self, typed: String) {
        self.first = Some(typed);
    }
}

impl super::Canvas {
    /// The name being typed, if any.
    pub fn open_title(&self) -> Option<&str> {
        self.title.of.as_ref().map(|_| self.title.text.as_str())
    }

    /// What stands before the caret in the title of a step that was being typed until now.
    pub(in crate::app) fn before_caret(&self) -> Option<String> {
        let of = self.title.of.as_ref().filter(|of| is_step(of));
        of.map(|_| self.title.text.chars().take(self.title.caret).collect())
    }

    /// What is typed in place and not yet taken over: the name of its field, and the text.
    pub fn open_draft(&self) -> Option<(&str, &str)> {
        let old = match self.title.of.as_ref() {
            Some(Editing::Name(_, old)) => old,
            Some(Editing::New(_)) => "",
            None => return self.filling.open_draft(),
        };
        (self.title.text != old).then_some(("Title", &self.title.text))
    }
}

/// Shows the field over what is named, on the canvas.
pub(super) fn title_ui(
    ui: &mut Ui,
    session: &Session,
    editor: &mut TitleEditor,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    if editor.in_tray {
        return;
    }
    let place = session.editing().and_then(|of| place(session, sheet, of));
    let zoom = sheet.camera.zoom.clamp(0.7, 2.0);
    let back = canvas_id();
    in_place_ui(
        ui,
        session,
        editor,
        TitlePlace {
            named: place,
            area: sheet.area,
            zoom,
        },
        back,
        actions,
    );
}

impl super::Canvas {
    /// Shows the field at `place`, in a view that takes the canvas's place, which is `area`.
    pub fn title_at_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        place: Option<Rect>,
        area: Rect,
        actions: &mut Vec<Action>,
    ) {
        if self.title.in_tray {
            return;
        }
        // A connector has no row of its own there: nobody would see whose label is typed.
        let place = place.filter(|_| !session.editing().is_some_and(is_label));
        let place = TitlePlace {
            named: place,
            area,
            zoom: 1.0,
        };
        in_place_ui(ui, session, &mut self.title, place, canvas_id(), actions);
    }

    /// Shows the field at `place`, on a card of the tray, which is `area`; `card` has the keyboard afterwards.
    pub(in crate::app) fn title_in_tray_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        (place, area): (Rect, Rect),
        card: Id,
        actions: &mut Vec<Action>,
    ) {
        self.title.in_tray = true;
        let place = TitlePlace {
            named: Some(place),
            area,
            zoom: 1.0,
        };
        in_place_ui(ui, session, &mut self.title, place, card, actions);
    }

    /// The tray is about to be shown: so far it names no card.
    pub(in crate::app) fn title_left_tray(&mut self) {
        self.title.in_tray = false;
    }
}

/// Where the field of a title stands, in points of the window.
struct TitlePlace {
    /// What is named; none if it is not on screen.
    named: Option<Rect>,
    /// The field stays in this.
    area: Rect,
    /// How many times as large as at 100 % the text is.
    zoom: f32,
}

/// The field; `back` has the keyboard afterwards.
fn in_place_ui(
    ui: &mut Ui,
    session: &Session,
    editor: &mut TitleEditor,
    TitlePlace { named, area, zoom }: TitlePlace,
    back: Id,
    actions: &mut Vec<Action>,
) {
    let Some(editing) = session.editing() else {
        editor.of = None;
        editor.first = None;
        return;
    };
    let begins = editor.of.as_ref() != Some(editing);
    if begins {
        editor.text = match (editing, editor.first.take()) {
            (Editing::New(_), Some(first)) => first,
            (Editing::New(_), None) => String::new(),
            (Editing::Name(_, name), _) => name.clone(),
        };
        editor.of = Some(editing.clone());
    }
    let id = Id::unique("title in place");
    let Some(place) = named else {
        // What is named is no longer on screen: another variant is shown.
        actions.push(Action::CommitTitle(editor.text.clone()));
        return;
    };
    if begins {
        begin(ui, id, editing, &editor.text);
    }
    // Tab belongs to the flow of steps here, before the focus moves on.
    let (enter, tab, escape) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::Enter),
            input.consume_key(Modifiers::NONE, Key::Tab),
            input.consume_key(Modifiers::NONE, Key::Escape),
        )
    });
    // No area of its own: an area hides its first frame, in which the field would lose the keyboard.
    // A lane's name has the width of its header, beside which the first card stands.
    let least = match editing {
        _ if is_lane(editing) => 88.0,
        _ => size::CARD_WIDTH * zoom.min(0.85),
    };
    let room = vec2(place.width().max(least), place.height().max(32.0));
    let most = (area.max - room).max(area.min);
    let place = Rect::from_min_size(place.min.clamp(area.min, most), room);
    // On a card the words begin where its title does.
    let pad = match is_step(editing) {
        true => vec2(size::CARD_PAD_X, size::CARD_PAD_Y - 1.0) * zoom.min(1.0),
        false => vec2(8.0, 6.0),
    };
    let output = ui
        .scope_builder(UiBuilder::new().max_rect(place), |ui| {
            // A border outside of it would take room of its own.
            let border = ui.painter().add(egui::Shape::Noop);
            let frame = egui::Frame::new().inner_margin(egui::Margin::from(pad));
            let shown = frame.show(ui, |ui| {
                ui.set_width(place.width() - 2.0 * pad.x);
                ui.set_min_height(place.height() - 2.0 * pad.y);
                TextEdit::multiline(&mut editor.text)
                    .id(id)
                    .frame(egui::Frame::NONE)
                    .font(egui::FontId::proportional(text_size(13.0 * zoom)))
                    .desired_rows(1)
                    .desired_width(f32::INFINITY)
                    .hint_text(hint(session, editing))
                    .lock_focus(true)
                    .show(ui)
            });
            // The card grows with its title; what is selected has a ring, which lies under this one.
            let (fill, ink) = (look::ink(ui, Ink::Card), look::ink(ui, Ink::Accent));
            let ring = egui::epaint::RectShape::new(
                shown.response.rect.expand(3.0 * zoom),
                8.0 * zoom,
                fill,
                egui::Stroke::new(RING, ink),
                egui::StrokeKind::Inside,
            );
            ui.painter().set(border, ring);
            shown.inner
        })
        .inner;
    if let Some(range) = output.cursor_range {
        editor.caret = range.primary.index.into();
    }
    let response = &output.response;
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label("Title in place"));
    marks_ui(ui, response.rect, &session.title_marks(&editor.text));
    let text = editor.text.clone();
    let goes_on = match is_label(editing) {
        true => enter || tab,
        false => tab && is_step(editing),
    };
    let done = if escape {
        Some(Action::CancelTitle)
    } else if goes_on {
        Some(Action::CommitTitleAndGoOn(text))
    } else if enter || tab || response.lost_focus() || clicked_elsewhere(ui, response.rect) {
        Some(Action::CommitTitle(text))
    } else {
        None
    };
    if let Some(action) = done {
        actions.push(action);
        ui.memory_mut(|memory| memory.request_focus(back));
    }
}

/// Below a step's title: the time, wait and pains that are understood in it.
fn marks_ui(ui: &Ui, title: Rect, marks: &[String]) {
    if marks.is_empty() {
        return;
    }
    let painter = ui.painter();
    let ink = look::ink(ui, Ink::AccentText);
    let galley = painter.layout_no_wrap(marks.join(" · "), look::medium(11.0), ink);
    let place = Rect::from_min_size(
        title.left_bottom() + vec2(0.0, size::GRID * 3.0),
        galley.size() + vec2(16.0, 6.0),
    );
    let stroke = egui::Stroke::new(1.0, look::ink(ui, Ink::Hairline));
    let fill = look::ink(ui, Ink::Popup);
    painter.rect(place, 6.0, fill, stroke, egui::StrokeKind::Inside);
    painter.galley(place.min + vec2(8.0, 3.0), galley, ink);
}

/// Gives the field the keyboard before it is shown, so that no key is lost. A name that is there is selected.
fn begin(ui: &Ui, id: Id, editing: &Editing, text: &str) {
    let end = text.chars().count();
    let start = match editing {
        Editing::New(_) => end,
        Editing::Name(..) => 0,
    };
    begin_text(ui, id, start..end);
}

fn is_lane(editing: &Editing) -> bool {
    matches!(editing, Editing::Name(selection, _) if matches!(selection.target, Target::Record(model::Key::Lane(_))))
}

fn is_label(editing: &Editing) -> bool {
    matches!(editing, Editing::Name(selection, _) if selection.lead().is_none() && !selection.wires().is_empty())
}

fn is_step(editing: &Editing) -> bool {
    match editing {
        Editing::New(_) => true,
        Editing::Name(selection, _) => selection.lead().is_some(),
    }
}

fn clicked_elsewhere(ui: &Ui, rect: Rect) -> bool {
    ui.input(|input| {
        input.pointer.any_pressed()
            && input
                .pointer
                .press_origin()
                .is_some_and(|at| !rect.expand(8.0).contains(at))
    })
}

fn hint(session: &Session, editing: &Editing) -> &'static str {
    match editing {
        Editing::New(_) => "What happens here?",
        Editing::Name(selection, _) if is_label(editing) => {
            let wires = selection.wires().iter();
            let mut ways = wires.filter_map(|wire| session.split_at(&selection.variant, wire));
            match ways.next() {
                Some(model::Split::Either) => "When is it taken?",
                _ => "Label",
            }
        }
        Editing::Name(..) => "Name",
    }
}

/// Where the name stands on screen.
fn place(session: &Session, sheet: &Sheet, editing: &Editing) -> Option<Rect> {
    let scene = session.scene();
    let (variant, selection) = match editing {
        Editing::New(step) => {
            let card = scene.pane(&step.variant)?.cards.get(&step.id)?;
            return Some(sheet.to_screen * card.rect);
        }
        Editing::Name(selection, _) => (&selection.variant, selection),
    };
    let pane = scene.pane(variant).or(scene.panes.first())?;
    let header = headers::pinned(sheet, pane);
    let by = header.top() - (sheet.to_screen * pane.rect).top();
    let strip = sheet.camera.strip();
    match &selection.target {
        Target::Items { .. } => items_place(sheet, pane, selection),
        Target::Record(model::Key::Lane(id)) => {
            let band = pane.lanes.iter().find(|band| band.id == *id)?;
            let rect = sheet.to_screen * band.rect;
            Some(Rect::from_min_size(
                Pos2::new(
                    sheet.area.left() + size::LANE_BAR + size::LANE_TEXT - 8.0,
                    rect.top() + 4.0,
                ),
                vec2(strip - size::LANE_BAR - size::LANE_TEXT + 4.0, 32.0),
            ))
        }
        Target::Record(model::Key::Phase(id)) => {
            let phase = pane.phases.iter().find(|phase| phase.id == *id)?;
            Some((sheet.to_screen * phase.rect).translate(vec2(0.0, by)))
        }
        Target::Record(model::Key::Moment(id)) => {
            let column = pane.columns.iter().find(|column| column.id == *id)?;
            let rect = sheet.to_screen * column.rect;
            Some(Rect::from_min_size(
                Pos2::new(rect.left(), header.bottom() - 28.0),
                vec2(rect.width(), 28.0),
            ))
        }
        _ => Some(Rect::from_min_size(
            sheet.area.min + vec2(16.0, 16.0),
            vec2(240.0, 32.0),
        )),
    }
}

fn items_place(sheet: &Sheet, pane: &crate::scene::Pane, selection: &Selection) -> Option<Rect> {
    if let Some(step) = selection.lead() {
        return Some(sheet.to_screen * pane.cards.get(step)?.rect);
    }
    let wire: &WireId = selection.wires().first()?;
    let wire = pane.wires.get(wire)?;
    let size = vec2(160.0, 32.0);
    if let Some(label) = wire.label_rect {
        return Some(Rect::from_center_size(
            sheet.to_screen * label.center(),
            size,
        ));
    }
    // Beside the line, so that one sees which it is: above one that lies, right of one that stands.
    let [start, end] = longest_leg(&wire.points)?;
    let at = sheet.to_screen * start.lerp(end, 0.5);
    let beside = match start.y == end.y {
        true => vec2(-size.x / 2.0, -size.y - LABEL_GAP),
        false => vec2(LABEL_GAP, -size.y / 2.0),
    };
    Some(Rect::from_min_size(at + beside, size))
}

/// Between a line and the field of its label, in points of the window.
const LABEL_GAP: f32 = 14.0;

/// A line's longest leg: where its label would stand.
fn longest_leg(points: &[Pos2]) -> Option<[Pos2; 2]> {
    let legs = points.windows(2).map(|leg| [leg[0], leg[1]]);
    legs.max_by(|a, b| {
        let length = |leg: &[Pos2; 2]| leg[0].distance_sq(leg[1]);
        length(a).total_cmp(&length(b))
    })
}
