//! The keys of the outline: arrows walk rows and columns, Left and Right fold, Enter edits.

use egui::{InputState, Key, Modifiers, Ui};

use super::{OutlineView, ROW, cell::Column, editor::Editor};
use crate::{
    app::canvas::{Canvas, canvas_id},
    model::LaneId,
    session::{Action, Command, OutlineRow, Selection, Session, Target},
};

impl OutlineView {
    /// Takes the keys that mean something here, before the shortcuts do. To be asked only while the outline
    /// has the keyboard.
    pub fn keys(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        self.update(session);
        let last = self.outline.rows.len().saturating_sub(1);
        let here = self.current(session);
        let row = here.unwrap_or(self.row.min(last));
        let page = ((self.height / ROW) as usize).saturating_sub(1).max(1);
        let pressed = |modifiers, key| {
            ui.input_mut(|input: &mut InputState| input.consume_key(modifiers, key))
        };
        let plain = |key| pressed(Modifiers::NONE, key);
        let alt = |key| pressed(Modifiers::ALT, key);
        let shift = |key| pressed(Modifiers::SHIFT, key);
        if alt(Key::ArrowUp) {
            actions.push(Action::Command(self.earlier(row)));
        } else if alt(Key::ArrowDown) {
            actions.push(Action::Command(self.later(row)));
        } else if shift(Key::ArrowDown) {
            self.extend(session, row, 1, actions);
        } else if shift(Key::ArrowUp) {
            self.extend(session, row, -1, actions);
        } else if plain(Key::ArrowDown) {
            let to = if here.is_some() { row + 1 } else { row };
            self.go(session, to, actions);
        } else if plain(Key::ArrowUp) {
            self.go(session, row.saturating_sub(1), actions);
        } else if plain(Key::PageDown) {
            self.go(session, row + page, actions);
        } else if plain(Key::PageUp) {
            self.go(session, row.saturating_sub(page), actions);
        } else if plain(Key::Home) {
            self.go(session, 0, actions);
        } else if plain(Key::End) {
            self.go(session, last, actions);
        } else if plain(Key::ArrowLeft) {
            self.left(session, row, actions);
        } else if plain(Key::ArrowRight) {
            self.right(session, row, actions);
        } else if plain(Key::Enter) {
            edit(session, self, row, actions);
        } else if pressed(Modifiers::SHIFT, Key::Tab) {
            self.tab(session, row, -1, actions);
        } else if plain(Key::Tab) {
            self.tab(session, row, 1, actions);
        } else if plain(Key::Insert) {
            self.insert(session, row, actions);
        } else if plain(Key::Delete) || plain(Key::Backspace) {
            self.delete(session, row, actions);
        }
    }

    fn go(&mut self, session: &Session, row: usize, actions: &mut Vec<Action>) {
        let row = row.min(self.outline.rows.len().saturating_sub(1));
        let Some(target) = self.outline.rows.get(row) else {
            return;
        };
        self.row = row;
        self.anchor = Some(target.clone());
        let variant = &session.selection().variant;
        let selection = target.selection(variant);
        let nothing = || Selection::of(variant, Target::Blueprint);
        actions.push(Action::Select(selection.unwrap_or_else(nothing)));
    }

    /// Takes the next step below or above into the range, or the last one out of it.
    fn extend(&mut self, session: &Session, row: usize, by: isize, actions: &mut Vec<Action>) {
        let mut next = row;
        while let Some(place) = next.checked_add_signed(by)
            && place < self.outline.rows.len()
        {
            next = place;
            if self.is_step(next) {
                self.extend_to(session, next, actions);
                return;
            }
        }
    }

    /// Selects the steps from where the range begins to `row`, those of the variant of `row`.
    pub(super) fn extend_to(&mut self, session: &Session, row: usize, actions: &mut Vec<Action>) {
        let rows = &self.outline.rows;
        let anchor = self.anchor.as_ref();
        let begin = anchor.and_then(|anchor| rows.iter().position(|other| other == anchor));
        let begin = begin.or_else(|| self.current(session)).unwrap_or(row);
        let range = rows
            .get(begin.min(row)..=begin.max(row))
            .unwrap_or_default();
        let Some(OutlineRow::Step(variant, lead)) = rows.get(row) else {
            return;
        };
        let steps = range.iter().filter_map(|other| match other {
            OutlineRow::Step(of, step) if of == variant => Some(step.clone()),
            _ => None,
        });
        let selection = Selection::items(variant, steps, []).led_by(Some(lead));
        self.anchor = rows.get(begin).cloned();
        self.row = row;
        actions.push(Action::Select(selection));
    }

    fn is_step(&self, row: usize) -> bool {
        matches!(self.outline.rows.get(row), Some(OutlineRow::Step(..)))
    }

    fn left(&mut self, session: &Session, row: usize, actions: &mut Vec<Action>) {
        if self.is_step(row) && self.column != Column::Step {
            self.column = beside(self.column, -1).unwrap_or_default();
            return;
        }
        let Some(own) = self.outline.rows.get(row).cloned() else {
            return;
        };
        if !self.is_step(row) && !self.folded.contains(&own) {
            self.folded.insert(own);
            return;
        }
        // To what it lies under.
        let depth = own.depth(self.grouping);
        let above = self.outline.rows.iter().take(row);
        let parent = above
            .rev()
            .position(|other| other.depth(self.grouping) < depth);
        if let Some(up) = parent {
            self.go(session, row - 1 - up, actions);
        }
    }

    fn right(&mut self, session: &Session, row: usize, actions: &mut Vec<Action>) {
        if self.is_step(row) {
            self.column = beside(self.column, 1).unwrap_or(self.column);
        } else if let Some(own) = self.outline.rows.get(row).cloned()
            && !self.folded.remove(&own)
        {
            self.go(session, row + 1, actions);
        }
    }

    /// To the next cell that can be typed in, over the ends of rows.
    fn tab(&mut self, session: &Session, row: usize, by: isize, actions: &mut Vec<Action>) {
        const TYPED: [Column; 5] = [
            Column::Step,
            Column::Place,
            Column::Work,
            Column::Wait,
            Column::After,
        ];
        let here = TYPED.iter().position(|column| *column == self.column);
        let next = here.and_then(|here| TYPED.get(here.checked_add_signed(by)?));
        if let Some(next) = next.filter(|_| self.is_step(row)) {
            self.column = *next;
            return;
        }
        let steps = |row: &usize| self.is_step(*row);
        let to = if by > 0 {
            (row + 1..self.outline.rows.len()).find(steps)
        } else {
            (0..row).rev().find(steps)
        };
        if let Some(to) = to {
            self.column = if by > 0 { Column::Step } else { Column::After };
            self.go(session, to, actions);
        }
    }

    /// Up in the outline is a moment earlier; of lanes, the lane above.
    fn earlier(&self, row: usize) -> Command {
        match self.outline.rows.get(row) {
            Some(OutlineRow::Lane(_)) => Command::MoveUp,
            _ => Command::MoveLeft,
        }
    }

    fn later(&self, row: usize) -> Command {
        match self.outline.rows.get(row) {
            Some(OutlineRow::Lane(_)) => Command::MoveDown,
            _ => Command::MoveRight,
        }
    }

    /// After a step a new one, connected; in a moment, phase or lane a new one.
    fn insert(&mut self, session: &Session, row: usize, actions: &mut Vec<Action>) {
        self.column = Column::Step;
        let blueprint = session.blueprint();
        let first_lane = || blueprint.lanes.first().map(|lane| lane.id.clone());
        let first_moment = || {
            blueprint
                .moments()
                .next()
                .map(|(_, moment)| moment.id.clone())
        };
        let lane_above = || {
            let above = self.outline.rows.iter().take(row).rev();
            let step = above.filter_map(|row| match row {
                OutlineRow::Step(variant, id) => blueprint.step(variant, id),
                _ => None,
            });
            step.filter_map(|step| step.lane.clone()).next()
        };
        let cell: Option<(LaneId, _)> = match self.outline.rows.get(row) {
            Some(OutlineRow::Step(..)) => {
                actions.push(Action::Command(Command::StepRight));
                return;
            }
            Some(OutlineRow::Moment(id)) => lane_above().or_else(first_lane).zip(Some(id.clone())),
            Some(OutlineRow::Phase(id)) => {
                let moment = blueprint
                    .phase(id)
                    .and_then(|(_, phase)| phase.moments.first());
                first_lane().zip(moment.map(|moment| moment.id.clone()))
            }
            Some(OutlineRow::Lane(id)) => Some(id.clone()).zip(first_moment()),
            Some(OutlineRow::Tray) | None => first_lane().zip(first_moment()),
        };
        if let Some((lane, moment)) = cell {
            let variant = &session.selection().variant;
            let selection = Selection::in_cell(variant, &lane, &moment);
            actions.push(Action::Select(selection));
            actions.push(Action::Command(Command::NewStep));
        }
    }

    /// Deletes what is selected; of steps, the next row is selected then.
    fn delete(&mut self, session: &Session, row: usize, actions: &mut Vec<Action>) {
        actions.push(Action::Command(Command::Delete));
        if !self.is_step(row) || session.is_read_only() {
            return;
        }
        let stays = |other: &&OutlineRow| !other.is_selected(session.selection());
        let (above, below) = self.outline.rows.split_at(row);
        let next = below.iter().find(stays);
        let next = next.or_else(|| above.iter().rev().find(stays));
        let variant = &session.selection().variant;
        if let Some(selection) = next.and_then(|next| next.selection(variant)) {
            actions.push(Action::Select(selection));
        }
    }
}

fn beside(column: Column, by: isize) -> Option<Column> {
    let here = Column::ALL.iter().position(|other| *other == column)?;
    Column::ALL.get(here.checked_add_signed(by)?).copied()
}

/// Folds what lies under a row, or opens it.
pub(super) fn fold(view: &mut OutlineView, row: &OutlineRow) {
    if !view.folded.remove(row) {
        view.folded.insert(row.clone());
    }
}

/// Opens the cell for typing: names in place, times as text, lanes and steps to pick.
pub(super) fn edit(
    session: &Session,
    view: &mut OutlineView,
    row: usize,
    actions: &mut Vec<Action>,
) {
    let Some(target) = view.outline.rows.get(row).cloned() else {
        return;
    };
    let OutlineRow::Step(variant, id) = &target else {
        match target.selection(&session.selection().variant) {
            Some(selection) => actions.push(Action::Rename(selection)),
            None => fold(view, &target),
        }
        return;
    };
    match view.column {
        Column::Step => actions.push(Action::Rename(Selection::step(variant, id))),
        Column::Ai => actions.push(Action::Command(Command::MakeAi)),
        Column::Pains => actions.push(Action::Command(Command::AddPain)),
        _ if session.is_read_only() => {}
        _ => view.editor = Editor::open(session, view, variant, id),
    }
}

/// While a title is typed here, Tab takes it over and goes to the next cell.
pub(super) fn tab_in_title(
    ui: &Ui,
    canvas: &Canvas,
    view: &mut OutlineView,
    actions: &mut Vec<Action>,
) {
    let Some(text) = canvas.open_title().map(str::to_owned) else {
        return;
    };
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab)) {
        view.column = Column::Place;
        actions.push(Action::CommitTitle(text));
        ui.memory_mut(|memory| memory.request_focus(canvas_id()));
    }
}
