//! The keys of the outline that its table does not know: they add, move and delete steps.

use egui::{Key, Modifiers, Ui};

use super::{OutlineView, columns, did_rows};
use crate::{
    app::{
        canvas::{Canvas, canvas_id},
        widgets::{Table, TableState},
    },
    model::LaneId,
    session::{Action, Command, OutlineRow, Selection, Session},
};

impl OutlineView {
    /// Takes the keys that mean something here, before the shortcuts do. To be asked only while the outline
    /// has the keyboard.
    pub fn keys(&mut self, ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
        self.update(session);
        let (table, state) = self.table(session, &[]);
        let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        let row = state.row_here(&table);
        // Up in the outline is a moment earlier; of lanes, the lane above.
        let is_lane = matches!(row, Some(OutlineRow::Lane(_)));
        if pressed(Modifiers::ALT, Key::ArrowUp) {
            let earlier = if is_lane {
                Command::MoveUp
            } else {
                Command::MoveLeft
            };
            actions.push(Action::Command(earlier));
        } else if pressed(Modifiers::ALT, Key::ArrowDown) {
            let later = if is_lane {
                Command::MoveDown
            } else {
                Command::MoveRight
            };
            actions.push(Action::Command(later));
        } else if pressed(Modifiers::NONE, Key::Insert) {
            state.put_column(columns::STEP);
            insert(session, state, &table, actions);
        } else if pressed(Modifiers::NONE, Key::Delete) || pressed(Modifiers::NONE, Key::Backspace)
        {
            delete(session, state, &table, actions);
        } else {
            let did = state.keys(ui, &table, actions);
            did_rows(session, did, actions);
        }
    }
}

type OutlineState = TableState<OutlineRow>;

/// After a step a new one, connected; in a moment, phase or lane a new one.
fn insert(
    session: &Session,
    state: &OutlineState,
    table: &Table<'_, OutlineRow>,
    actions: &mut Vec<Action>,
) {
    let blueprint = session.blueprint();
    let first_lane = || blueprint.lanes.first().map(|lane| lane.id.clone());
    let first_moment = || {
        let mut moments = blueprint.moments();
        moments.next().map(|(_, moment)| moment.id.clone())
    };
    let lane_above = || {
        let step = state.above(table).filter_map(|row| match row {
            OutlineRow::Step(variant, id) => blueprint.step(variant, id),
            _ => None,
        });
        step.filter_map(|step| step.lane.clone()).next()
    };
    let cell: Option<(LaneId, _)> = match state.row_here(table) {
        Some(OutlineRow::Step(..)) => {
            actions.push(Action::Command(Command::StepRight));
            return;
        }
        Some(OutlineRow::Way(..)) => {
            actions.push(Action::Command(Command::InsertStep));
            return;
        }
        Some(OutlineRow::Moment(id)) => lane_above().or_else(first_lane).zip(Some(id.clone())),
        Some(OutlineRow::Phase(id)) => {
            let phase = blueprint.phase(id);
            let moment = phase.and_then(|(_, phase)| phase.moments.first());
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
fn delete(
    session: &Session,
    state: &OutlineState,
    table: &Table<'_, OutlineRow>,
    actions: &mut Vec<Action>,
) {
    actions.push(Action::Command(Command::Delete));
    let is_step = matches!(state.row_here(table), Some(OutlineRow::Step(..)));
    if !is_step || session.is_read_only() {
        return;
    }
    let next = state.beside(table, |row| !row.is_selected(session.selection()));
    let variant = &session.selection().variant;
    if let Some(selection) = next.and_then(|next| next.selection(variant)) {
        actions.push(Action::Select(selection));
    }
}

/// While a title is typed here, Tab takes it over and goes to the next cell.
pub(super) fn tab_in_title(
    ui: &Ui,
    canvas: &Canvas,
    state: &mut OutlineState,
    actions: &mut Vec<Action>,
) {
    let Some(text) = canvas.open_title().map(str::to_owned) else {
        return;
    };
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab)) {
        state.put_column(columns::PLACE);
        actions.push(Action::CommitTitle(text));
        ui.memory_mut(|memory| memory.request_focus(canvas_id()));
    }
}
