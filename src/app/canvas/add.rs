//! The buttons on the headers that add a phase, a moment or a lane. They stay on screen wherever one pans, and each says
//! what it adds.

use egui::{Button, Pos2, Rect, RichText, Ui, pos2, vec2};

use super::{Sheet, headers::pinned};
use crate::{
    app::{look, menus::name_it},
    model::Key,
    scene::{Ink, Pane},
    session::{Action, Command, Selection, Session, Target},
};

/// A target to hit keeps its size where the header has room for it.
const HEIGHT: f32 = 24.0;
/// In a header lower than this there are no buttons; the menus add all the same.
const LEAST: f32 = 14.0;
/// What the button that adds a phase says.
const PHASE: &str = "+ Phase";
/// Between a button and what stands beside it.
const GAP: f32 = 4.0;

/// The buttons of a pane: after the last phase, under the last lane, and in the phase that is under the pointer or
/// selected.
pub(super) fn add_ui(
    ui: &mut Ui,
    session: &Session,
    pane: &Pane,
    sheet: &Sheet,
    actions: &mut Vec<Action>,
) {
    if !are_shown(session, sheet) {
        return;
    }
    let header = pinned(sheet, pane);
    let left = sheet.area.left() + sheet.camera.strip();
    let columns = Rect::from_min_max(pos2(left, header.top()), header.max).intersect(sheet.area);
    let mut adds = Adds {
        pane,
        sheet,
        header,
        columns,
        actions,
    };
    let scene = session.scene();
    let is = |other: Option<&Pane>| other.is_some_and(|other| std::ptr::eq(other, pane));
    // Lanes and phases are the same in all panes: one place to add one is enough.
    let mut right = columns.right();
    if is(scene.panes.first()) {
        right = adds.phase_ui(ui).unwrap_or(right);
    }
    adds.moment_ui(ui, session, right);
    if is(scene.panes.last()) {
        adds.lane_ui(ui);
    }
}

fn are_shown(session: &Session, sheet: &Sheet) -> bool {
    !session.is_read_only() && sheet.camera.zoom >= 0.3
}

/// How much room the headers of a pane leave at the right edge for the button that adds a phase.
pub(super) fn room_at_right(ui: &Ui, session: &Session, pane: &Pane, sheet: &Sheet) -> f32 {
    let is_first = session.scene().panes.first();
    let is_first = is_first.is_some_and(|first| std::ptr::eq(first, pane));
    let wide = width(ui, PHASE) + 2.0 * GAP;
    let last = pane.phases.last().map(|last| sheet.to_screen * last.rect);
    let reaches = last.is_some_and(|last| last.right() + wide > sheet.area.right());
    match is_first && reaches && are_shown(session, sheet) {
        true => wide,
        false => 0.0,
    }
}

struct Adds<'a> {
    pane: &'a Pane,
    sheet: &'a Sheet,
    header: Rect,
    columns: Rect,
    actions: &'a mut Vec<Action>,
}

impl Adds<'_> {
    /// Where something of the pane's header stands while the pane scrolls under it.
    fn in_header(&self, rect: Rect) -> Rect {
        let by = self.header.top() - (self.sheet.to_screen * self.pane.rect).top();
        (self.sheet.to_screen * rect).translate(vec2(0.0, by))
    }

    /// The middle of a button beside `rect` in the header, whose cards and lanes it never covers.
    fn middle(&self, rect: Rect) -> f32 {
        let half = self.height() / 2.0;
        let lowest = self.columns.bottom() - half;
        let highest = (self.columns.top() + half).min(lowest);
        rect.center().y.clamp(highest, lowest)
    }

    /// How high the buttons are: low headers have low ones.
    fn height(&self) -> f32 {
        HEIGHT.min(self.header.height())
    }

    /// After the last phase, or at the right edge while that is beyond it, where the headers leave it room; says
    /// where the button begins.
    fn phase_ui(&mut self, ui: &mut Ui) -> Option<f32> {
        let last = self.pane.phases.last()?;
        let rect = self.in_header(last.rect);
        let width = width(ui, PHASE);
        let most = self.columns.right() - width - GAP;
        let at = pos2((rect.right() + 2.0 * GAP).min(most), self.middle(rect));
        let target = Target::Record(Key::Phase(last.id.clone()));
        let shown = self.button_ui(
            ui,
            (at, self.height()),
            (PHASE, width),
            Command::AddPhase,
            &target,
        );
        shown.map(|place| place.left())
    }

    /// At the end of a phase, or as far right as it is seen.
    fn moment_ui(&mut self, ui: &mut Ui, session: &Session, right: f32) {
        let pointer = ui.ctx().pointer_hover_pos();
        let pointer = pointer.filter(|at| self.columns.contains(*at) && at.x < right);
        let pane = self.pane;
        for phase in &pane.phases {
            let rect = self.in_header(phase.rect);
            let target = Target::Record(Key::Phase(phase.id.clone()));
            let is_selected =
                session.selection().target == target && session.selection().variant == pane.variant;
            if !is_selected && !pointer.is_some_and(|at| rect.contains(at)) {
                continue;
            }
            let shown = rect.intersect(self.columns);
            if !shown.is_positive() {
                continue;
            }
            let end = shown.right().min(right) - GAP;
            // The middle of a header selects the phase, whatever stands at its end.
            let height = self.height();
            let fits = |width: f32| end - width > shown.center().x + GAP;
            let long = width(ui, "+ Moment");
            let words = match (fits(long), fits(height)) {
                (true, _) => ("+ Moment", long),
                (_, true) => ("+", height),
                _ => continue,
            };
            let at = pos2(end - words.1, self.middle(rect));
            self.button_ui(ui, (at, height), words, Command::AddMoment, &target);
        }
    }

    /// Under the board, or above the lane names while its foot is out of sight: it covers none of them.
    fn lane_ui(&mut self, ui: &mut Ui) {
        let Some(last) = self.pane.lanes.last() else {
            return;
        };
        let area = self.sheet.area;
        let right = area.left() + self.sheet.camera.strip();
        let long = width(ui, "+ Lane");
        let words = match right - area.left() > long + 2.0 * GAP {
            true => ("+ Lane", long),
            false => ("+", self.height()),
        };
        let foot = (self.sheet.to_screen * self.pane.rect).bottom();
        let under = foot + GAP + HEIGHT / 2.0;
        let (y, height) = match under + HEIGHT / 2.0 + GAP <= area.bottom() {
            true => (under, HEIGHT),
            false => (self.header.bottom() - self.height() / 2.0, self.height()),
        };
        let at = pos2(right - words.1 - GAP, y);
        let target = Target::Record(Key::Lane(last.id.clone()));
        self.button_ui(ui, (at, height), words, Command::AddLane, &target);
    }

    /// A button so high whose left side has its middle at `at`: adds something beside `near`.
    fn button_ui(
        &mut self,
        ui: &mut Ui,
        (at, height): (Pos2, f32),
        (words, width): (&str, f32),
        command: Command,
        near: &Target,
    ) -> Option<Rect> {
        if height < LEAST {
            return None;
        }
        let place = Rect::from_min_size(at - vec2(0.0, height / 2.0), vec2(width, height));
        let inside = self.sheet.area;
        if !inside.contains_rect(place.shrink(2.0)) || place.left() < inside.left() {
            return None;
        }
        let size = ui
            .text_style_height(&egui::TextStyle::Button)
            .min(height - 3.0);
        let words = RichText::new(words).color(self.sheet.ink(Ink::TextMuted));
        let words = match height < HEIGHT {
            true => words.size(size * 0.8),
            false => words,
        };
        let button = Button::new(words)
            .fill(self.sheet.ink(Ink::Button))
            .corner_radius(6)
            .small();
        let name = command.info().name;
        let id = (self.pane.variant.as_str(), command, format!("{near:?}"));
        let response = ui
            .push_id(id, |ui| ui.put(place, button))
            .inner
            .on_hover_text(name);
        name_it(ui, &response, name);
        if response.clicked() {
            let selection = Selection::of(&self.pane.variant, near.clone());
            self.actions.push(Action::Select(selection));
            self.actions.push(Action::Command(command));
        }
        Some(place)
    }
}

/// How wide a button of these words is.
fn width(ui: &Ui, words: &str) -> f32 {
    let font = egui::TextStyle::Button.resolve(ui.style());
    let ink = look::ink(ui, Ink::Text);
    let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(words.to_owned(), font, ink));
    (galley.size().x + 16.0).ceil()
}
