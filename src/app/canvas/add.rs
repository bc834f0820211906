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

/// A target to hit keeps its size.
const HEIGHT: f32 = 24.0;
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
    if session.is_read_only() || sheet.camera.zoom < 0.3 {
        return;
    }
    let header = pinned(sheet, pane);
    let left = sheet.area.left() + sheet.camera.strip();
    let columns = Rect::from_min_max(pos2(left, header.top()), header.max).intersect(sheet.area);
    // Low headers have no room for a whole button: it reaches below them.
    let columns = columns.with_max_y(columns.bottom().max(columns.top() + HEIGHT));
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

    fn middle(&self, rect: Rect) -> f32 {
        rect.center().y.max(self.columns.top() + HEIGHT / 2.0)
    }

    /// After the last phase, or at the right edge while that is beyond it; says where the button begins.
    fn phase_ui(&mut self, ui: &mut Ui) -> Option<f32> {
        let last = self.pane.phases.last()?;
        let rect = self.in_header(last.rect);
        let width = width(ui, "+ Phase");
        let most = self.columns.right() - width - GAP;
        let at = pos2((rect.right() + 2.0 * GAP).min(most), self.middle(rect));
        let target = Target::Record(Key::Phase(last.id.clone()));
        let shown = self.button_ui(ui, at, ("+ Phase", width), Command::AddPhase, &target);
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
            let fits = |width: f32| end - width > shown.center().x + GAP;
            let long = width(ui, "+ Moment");
            let words = match (fits(long), fits(HEIGHT)) {
                (true, _) => ("+ Moment", long),
                (_, true) => ("+", HEIGHT),
                _ => continue,
            };
            let at = pos2(end - words.1, self.middle(rect));
            self.button_ui(ui, at, words, Command::AddMoment, &target);
        }
    }

    /// On the last lane's foot, where the lane will come, or at the foot of the canvas while that is below it; at the
    /// left stands the name of what follows.
    fn lane_ui(&mut self, ui: &mut Ui) {
        let Some(last) = self.pane.lanes.last() else {
            return;
        };
        let area = self.sheet.area;
        let strip = Rect::from_min_max(
            pos2(area.left(), self.header.bottom()),
            pos2(area.left() + self.sheet.camera.strip(), area.bottom()),
        );
        let foot = (self.sheet.to_screen * last.rect).bottom();
        let long = width(ui, "+ Lane");
        let words = match strip.width() > long + 2.0 * GAP {
            true => ("+ Lane", long),
            false => ("+", HEIGHT),
        };
        let half = HEIGHT / 2.0;
        let lowest = strip.bottom() - half - GAP;
        let y = foot.min(lowest).max(strip.top() + half + GAP);
        let at = pos2(strip.right() - words.1 - GAP, y);
        let target = Target::Record(Key::Lane(last.id.clone()));
        self.button_ui(ui, at, words, Command::AddLane, &target);
    }

    /// A button whose left side has its middle at `at`: adds something beside `near`.
    fn button_ui(
        &mut self,
        ui: &mut Ui,
        at: Pos2,
        (words, width): (&str, f32),
        command: Command,
        near: &Target,
    ) -> Option<Rect> {
        let place = Rect::from_min_size(at - vec2(0.0, HEIGHT / 2.0), vec2(width, HEIGHT));
        let inside = self.sheet.area;
        if !inside.contains_rect(place.shrink(2.0)) || place.left() < inside.left() {
            return None;
        }
        let words = RichText::new(words).color(self.sheet.ink(Ink::TextMuted));
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
