//! When commands can run, and in words why not.

use super::{Can, NO_STEP};
use crate::{
    model::Key,
    scene::MomentsShown,
    session::{Session, Target, middle::NO_WIRE, reshape::TOO_FEW},
};

/// `Ok` if it `holds`, else what is missing.
fn needs(holds: impl FnOnce() -> bool, missing: &'static str) -> Can {
    if holds() { Ok(()) } else { Err(missing) }
}

const NOTHING: &str = "Select something first.";

/// The document may be changed.
pub(super) fn edit(session: &Session) -> Can {
    needs(
        || !session.is_read_only(),
        "This blueprint is open for reading only.",
    )
}

pub(super) fn undo(session: &Session) -> Can {
    edit(session)?;
    let label = session.history().undo_label();
    needs(|| label.is_some(), "There is nothing to undo.")
}

pub(super) fn redo(session: &Session) -> Can {
    edit(session)?;
    let label = session.history().redo_label();
    needs(|| label.is_some(), "There is nothing to redo.")
}

/// There is a file.
pub(super) fn reload(session: &Session) -> Can {
    let path = session.path();
    needs(|| path.is_some(), "It was not saved yet: there is no file.")
}

/// Steps are selected.
pub(super) fn have_steps(session: &Session) -> Can {
    needs(|| !session.selection().steps().is_empty(), NO_STEP)
}

/// Steps are selected that may be changed.
pub(super) fn edit_steps(session: &Session) -> Can {
    edit(session)?;
    have_steps(session)
}

/// One step is selected that may be changed.
pub(super) fn one_step(session: &Session) -> Can {
    lead_on(session)?;
    needs(
        || session.selection().steps().len() == 1,
        "Select one step alone.",
    )
}

/// Several steps are selected that may be changed.
pub(super) fn merge(session: &Session) -> Can {
    edit(session)?;
    needs(|| session.selection().steps().len() > 1, TOO_FEW)?;
    lead_on(session)
}

/// There is a step from which something can lead on.
pub(super) fn lead_on(session: &Session) -> Can {
    edit(session)?;
    needs(|| session.selection().lead().is_some(), NO_STEP)?;
    needs(
        || !session.is_underneath(),
        "The step is in the variant underneath: show that one first.",
    )
}

/// One connector is selected, into which a step can go.
pub(super) fn insert(session: &Session) -> Can {
    edit(session)?;
    needs(|| session.selected_wire().is_some(), NO_WIRE)?;
    needs(
        || !session.is_underneath(),
        "The connector is in the variant underneath: show that one first.",
    )
}

/// What is copied to After comes from Before: the other way round it would overwrite today's service.
pub(super) fn carry_over(session: &Session) -> Can {
    edit_steps(session)?;
    let first = session.blueprint().variants.first();
    needs(
        || first.is_some_and(|first| first.id == session.selection().variant),
        "What is copied to After comes from Before: select a step there.",
    )
}

/// A selected step stands in a cell.
pub(super) fn to_tray(session: &Session) -> Can {
    edit_steps(session)?;
    let steps = session.selected_steps();
    let blueprint = session.blueprint();
    needs(
        || {
            steps
                .iter()
                .any(|(_, step)| blueprint.cell_of(step).is_some())
        },
        "What is selected waits in the tray already.",
    )
}

/// Something is selected that is drawn.
pub(super) fn have_target(session: &Session) -> Can {
    match session.selection().target {
        Target::Blueprint | Target::Cell { .. } => Err(NOTHING),
        Target::Items { .. } | Target::Record(_) => Ok(()),
    }
}

/// Something with a name is selected.
pub(super) fn edit_target(session: &Session) -> Can {
    edit(session)?;
    needs(
        || session.selection().cell().is_none(),
        "A cell is selected, and no step: click a card.",
    )?;
    have_target(session)
}

/// Something is selected that has a place among others.
pub(super) fn move_target(session: &Session) -> Can {
    edit(session)?;
    match session.selection().cell() {
        Some(_) => Ok(()),
        None => have_target(session),
    }
}

pub(super) fn next_connector(session: &Session) -> Can {
    let selection = session.selection();
    needs(
        || selection.lead().is_some() || !selection.wires().is_empty(),
        "Select a step or a connector first.",
    )
}

pub(super) fn have_variants(session: &Session) -> Can {
    needs(
        || session.blueprint().variants.len() > 1,
        "There is one variant only: start After first.",
    )
}

pub(super) fn compare(session: &Session) -> Can {
    needs(
        || session.show().pair().is_some(),
        "Compare two variants first.",
    )
}

pub(super) fn all_changes(session: &Session) -> Can {
    compare(session)?;
    needs(
        || !session.filter().is_open(),
        "All changes are shown already.",
    )
}

/// Something is selected that stands in a lane.
pub(super) fn have_lane(session: &Session) -> Can {
    needs(
        || session.lane_here().is_some(),
        "Select a lane, or a step in it, first.",
    )
}

/// Something is selected that stands in a phase.
pub(super) fn have_phase(session: &Session) -> Can {
    let target = &session.selection().target;
    needs(
        || {
            matches!(target, Target::Record(Key::Phase(_) | Key::Moment(_)))
                || session.place().is_some()
        },
        "Select a phase, or something in it, first.",
    )
}

pub(super) fn unfold(session: &Session) -> Can {
    let lens = session.lens();
    needs(
        || !lens.folded.is_empty() || lens.moments == MomentsShown::Used,
        "Nothing is folded.",
    )
}

/// There is a step to show.
pub(super) fn present(session: &Session) -> Can {
    let mut variants = session.blueprint().variants.iter();
    needs(
        || variants.any(|variant| !variant.steps.is_empty()),
        "No step is drawn yet.",
    )
}

/// There is a cell for a new step.
pub(super) fn new_step(session: &Session) -> Can {
    edit(session)?;
    needs(|| session.place().is_some(), "Select a cell first.")
}
