//! Lanes, phases and moments dragged to another place.

use crate::{
    edit::Edit,
    model::{Key, MomentId, PhaseId, VariantId},
    scene::{Pos2, Rect},
    session::{Action, Session, Target},
};

/// The place in the list of lanes, phases or moments that `to` points at, and where its line is drawn.
fn slot(session: &Session, what: &Target, variant: &VariantId, to: Pos2) -> Option<(usize, Rect)> {
    let pane = session.scene().pane(variant)?;
    let body = pane.rect;
    let level = |y: f32| Rect::from_x_y_ranges(body.x_range(), y - 1.5..=y + 1.5);
    let upright = |x: f32| Rect::from_x_y_ranges(x - 1.5..=x + 1.5, body.y_range());
    match what {
        Target::Record(Key::Lane(_)) => {
            let place = pane
                .lanes
                .iter()
                .filter(|lane| lane.rect.center().y < to.y)
                .count();
            let y = pane.lanes.get(place).map(|lane| lane.rect.top());
            let y = y.or(pane.lanes.last().map(|lane| lane.rect.bottom()))?;
            Some((place, level(y)))
        }
        Target::Record(Key::Phase(_)) => {
            let place = pane
                .phases
                .iter()
                .filter(|p| p.rect.center().x < to.x)
                .count();
            let x = pane.phases.get(place).map(|phase| phase.rect.left() - 8.0);
            let x = x.or(pane.phases.last().map(|phase| phase.rect.right() + 8.0))?;
            Some((place, upright(x)))
        }
        Target::Record(Key::Moment(_)) => {
            let place = pane
                .columns
                .iter()
                .filter(|c| c.rect.center().x < to.x)
                .count();
            let next = pane.columns.get(place);
            let x = next.map(|column| column.rect.left() - 8.0);
            let x = x.or(pane.columns.last().map(|column| column.rect.right() + 8.0))?;
            // Columns of empty moments may be folded away: the place counts them too.
            let moments = session.blueprint().moments();
            let place = match next {
                Some(next) => session.blueprint().moment(&next.id)?.0,
                None => moments.count(),
            };
            Some((place, upright(x)))
        }
        _ => None,
    }
}

pub(super) fn insert_line(
    session: &Session,
    what: &Target,
    variant: &VariantId,
    to: Pos2,
) -> Option<Rect> {
    slot(session, what, variant, to).map(|(_, line)| line)
}

pub(super) fn reorder(
    session: &Session,
    what: &Target,
    variant: &VariantId,
    to: Pos2,
) -> Option<Action> {
    let (place, _) = slot(session, what, variant, to)?;
    let blueprint = session.blueprint();
    // Places count after the record was taken out.
    let less = |here: usize| if here < place { place - 1 } else { place };
    Some(Action::Edit(match what {
        Target::Record(Key::Lane(lane)) => Edit::Move {
            key: Key::Lane(lane.clone()),
            to: less(blueprint.lane(lane)?.0),
        },
        Target::Record(Key::Phase(phase)) => Edit::Move {
            key: Key::Phase(phase.clone()),
            to: less(blueprint.phase(phase)?.0),
        },
        Target::Record(Key::Moment(moment)) => move_moment(session, moment, place)?,
        _ => return None,
    }))
}

/// A moment dropped before the column `place` joins the phase of the nearer neighbour: that of the column
/// before it, unless it comes from the right or there is none.
fn move_moment(session: &Session, moment: &MomentId, place: usize) -> Option<Edit> {
    let blueprint = session.blueprint();
    let columns: Vec<(&PhaseId, &MomentId)> = blueprint
        .moments()
        .map(|(phase, m)| (&phase.id, &m.id))
        .collect();
    let here = columns.iter().position(|(_, id)| *id == moment)?;
    let (phase, after) = if place > here {
        let (phase, before) = columns.get(place.checked_sub(1)?)?;
        (*phase, Some(*before))
    } else {
        let (phase, _) = columns.get(place)?;
        let before = place.checked_sub(1).and_then(|i| columns.get(i));
        (
            *phase,
            before
                .filter(|(other, _)| other == phase)
                .map(|(_, id)| *id),
        )
    };
    let (_, held) = blueprint.phase(phase)?;
    let rest: Vec<&MomentId> = held
        .moments
        .iter()
        .map(|m| &m.id)
        .filter(|id| *id != moment)
        .collect();
    let to = match after {
        Some(after) if after != moment => rest.iter().position(|id| *id == after)? + 1,
        Some(_) => return None,
        None => 0,
    };
    Some(Edit::MoveMoment {
        moment: moment.clone(),
        phase: phase.clone(),
        to,
    })
}
