//! Where a drag of cards or of a connector ends, and the edit that makes.

use super::{Carry, ConnectorEnd, Hit, hit, hit::cell_at};
use crate::{
    edit::{Edit, place_each},
    model::{ConnectorId, LaneId, MomentId, StepId, VariantId},
    scene::{Card, Pos2, Scene, WireId},
    session::{Action, Middle, NewStep, Selection, Session, tray::place},
};

pub(super) fn drop_cards(
    session: &Session,
    source: &VariantId,
    lead: &StepId,
    to: Pos2,
    as_what: Carry,
) -> Vec<Action> {
    if as_what == Carry::Cards
        && session.selection().steps().len() == 1
        && let Some(middle) = middle_at(session, lead, to)
    {
        return vec![Action::PutInto(middle, source.clone(), lead.clone())];
    }
    let Some((variant, lane, moment, at)) = place_at(session, to) else {
        return Vec::new();
    };
    if as_what == Carry::Copies {
        return vec![
            Action::Command(crate::session::Command::Copy),
            Action::Select(Selection::in_cell(&variant, &lane, &moment)),
            Action::PasteCopied,
        ];
    }
    let steps: Vec<StepId> = session.selection().steps().iter().cloned().collect();
    let edit = if let [_] = steps[..] {
        Edit::PlaceSteps {
            variant: variant.clone(),
            steps: steps.clone(),
            lane,
            moment,
            at,
        }
    } else {
        let Some(edit) = move_together(session, source, &variant, lead, (&lane, &moment)) else {
            return Vec::new();
        };
        edit
    };
    if variant != *source {
        // Dragged into the other pane of Compare: carried over with the same id, then put in its cell.
        let carry = Edit::CarryOver {
            from: source.clone(),
            to: variant.clone(),
            steps: steps.clone(),
        };
        let selection = Selection::items(&variant, steps, []);
        return vec![Action::EditThen(Edit::All(vec![carry, edit]), selection)];
    }
    vec![Action::Edit(edit)]
}

/// A step of the tray lands in a cell of its own variant.
pub(super) fn drop_from_tray(
    session: &Session,
    source: &VariantId,
    step: &StepId,
    to: Pos2,
) -> Vec<Action> {
    if let Some(middle) = middle_at(session, step, to).filter(|middle| middle.variant == *source) {
        return vec![Action::PutInto(middle, source.clone(), step.clone())];
    }
    match place_at(session, to) {
        Some((variant, lane, moment, at)) if variant == *source => {
            vec![place(source, step, (lane, moment), at)]
        }
        _ => Vec::new(),
    }
}

/// What is at a place for cards that are let go there: connectors that run through a cell are not in the way.
pub(super) fn hit_for_card(scene: &Scene, to: Pos2) -> Hit {
    match hit(scene, to) {
        Hit::Wire { variant, .. } | Hit::WireEnd { variant, .. } => {
            // In an overlay a connector of the variant underneath lies over cells of the other.
            let mut panes = scene.panes.iter();
            let pane = panes.find(|pane| pane.rect.y_range().contains(to.y));
            pane.map_or(Hit::Pane { variant }, |pane| cell_at(pane, to))
        }
        other => other,
    }
}

/// The arrow on which a card is let go, and the cell there. The card's own arrows are none: who moves a card a little
/// crosses them.
fn middle_at(session: &Session, step: &StepId, to: Pos2) -> Option<Middle> {
    let scene = session.scene();
    let (Hit::Wire { variant, wire } | Hit::WireEnd { variant, wire, .. }) = hit(scene, to) else {
        return None;
    };
    // What is only in the variant underneath stays as it is.
    let pane = scene.panes.iter().find(|pane| pane.variant == variant)?;
    let line = pane.wires.get(&wire)?;
    if line.from == step || line.to == step {
        return None;
    }
    let cell = match cell_at(pane, to) {
        Hit::Cell { lane, moment, .. } => Some((lane, moment)),
        _ => None,
    };
    Some(Middle {
        variant,
        wire,
        cell,
    })
}

/// The line of the arrow into whose middle a card goes that is let go at a place.
pub(super) fn line_under(session: &Session, step: &StepId, to: Pos2) -> Option<Vec<Pos2>> {
    let middle = middle_at(session, step, to)?;
    let pane = session.scene().pane(&middle.variant)?;
    Some(pane.wires.get(&middle.wire)?.points.to_vec())
}

/// The cell at a place, and where in its stack a card dropped there comes: above or below the card that is there.
fn place_at(session: &Session, to: Pos2) -> Option<(VariantId, LaneId, MomentId, Option<usize>)> {
    match hit_for_card(session.scene(), to) {
        Hit::Cell {
            variant,
            lane,
            moment,
        } => Some((variant, lane, moment, None)),
        Hit::Card { variant, step } | Hit::Handle { variant, step, .. } => {
            let (variant, lane, moment, at) = beside_card(session, &variant, &step, to)?;
            Some((variant, lane, moment, Some(at)))
        }
        _ => None,
    }
}

/// Where a card lands that is dropped on another: above its middle or below. Dropped on one of the
/// variant under an overlay, it lands in the upper variant.
fn beside_card(
    session: &Session,
    variant: &VariantId,
    step: &StepId,
    to: Pos2,
) -> Option<(VariantId, LaneId, MomentId, usize)> {
    let pane = session.scene().pane(variant)?;
    let card = pane.cards.get(step)?;
    let (_, held) = session.blueprint().variant(&pane.variant)?;
    let on = session.blueprint().step(variant, step)?;
    let (lane, moment) = on.cell()?;
    let moving = session.selection().steps();
    let others = session.index().cell(&pane.variant, (lane, moment));
    let others = others.filter(|id| *id == step || !moving.contains(*id));
    let rank = |id: &StepId| held.steps.get(id).map(|step| step.rank);
    let above = others.filter(|id| (rank(id), *id) < (Some(on.rank), step));
    let place = above.count();
    if pane.variant != *variant {
        // The card it was dropped on is no neighbour there.
        return Some((pane.variant.clone(), lane.clone(), moment.clone(), place));
    }
    let below = usize::from(to.y > card.rect.center().y && !moving.contains(step));
    let variant = variant.clone();
    Some((variant, lane.clone(), moment.clone(), place + below))
}

/// Several cards keep their places to each other; the one that was taken lands in the cell.
fn move_together(
    session: &Session,
    source: &VariantId,
    variant: &VariantId,
    lead: &StepId,
    (lane, moment): (&LaneId, &MomentId),
) -> Option<Edit> {
    let blueprint = session.blueprint();
    let (_, held) = blueprint.variant(source)?;
    let moments: Vec<&MomentId> = blueprint.moments().map(|(_, m)| &m.id).collect();
    let place_of = |id: &StepId| {
        let (lane, moment) = held.steps.get(id)?.cell()?;
        let (row, _) = blueprint.lane(lane)?;
        let column = moments.iter().position(|m| *m == moment)?;
        Some((row, column))
    };
    let (lead_row, lead_column) = place_of(lead)?;
    let (row, _) = blueprint.lane(lane)?;
    let column = moments.iter().position(|m| *m == moment)?;
    let mut placed = Vec::new();
    for id in session.selection().steps() {
        let Some((old_row, old_column)) = place_of(id) else {
            continue;
        };
        let row = (row + old_row)
            .saturating_sub(lead_row)
            .min(blueprint.lanes.len() - 1);
        let column = (column + old_column)
            .saturating_sub(lead_column)
            .min(moments.len() - 1);
        let lane = blueprint.lanes[row].id.clone();
        placed.push((id.clone(), lane, moments[column].clone()));
    }
    Some(place_each(held, variant, placed, None))
}

/// Where the end of a connector lands.
pub(super) enum Landing {
    /// On a step: its card, or beside it in its cell.
    Step(StepId),
    /// In an empty cell.
    Cell(LaneId, MomentId),
}

/// Where the end of a connector of `variant` lands that is let go at `to`.
pub(super) fn landing(scene: &Scene, source: &VariantId, to: Pos2) -> Option<Landing> {
    if let Hit::Card { variant, step } | Hit::Handle { variant, step, .. } = hit(scene, to) {
        return (variant == *source).then_some(Landing::Step(step));
    }
    // Connectors that run through a cell are not in the way.
    let pane = scene.pane(source)?;
    let on = cell_at(pane, to);
    let cell = super::cell_rect(scene, &on)?;
    let Hit::Cell { lane, moment, .. } = on else {
        return None;
    };
    let cards = pane.cards_in(cell);
    let own = cards.filter(|(_, card)| card.variant == *source && cell.intersects(card.rect));
    let near = |(_, card): &(&StepId, &Card)| card.rect.distance_to_pos(to);
    let nearest = own.min_by(|a, b| near(a).total_cmp(&near(b)));
    Some(match nearest {
        Some((step, _)) => Landing::Step(step.clone()),
        None => Landing::Cell(lane, moment),
    })
}

pub(super) fn connect(
    session: &mut Session,
    variant: VariantId,
    from: StepId,
    to: Pos2,
) -> Vec<Action> {
    match landing(session.scene(), &variant, to) {
        Some(Landing::Step(to)) if to != from => vec![Action::Connect { variant, from, to }],
        Some(Landing::Cell(lane, moment)) => {
            vec![connect_new(session, variant, from, (lane, moment))]
        }
        _ => Vec::new(),
    }
}

/// A new step in an empty cell, to which a connector leads.
pub fn connect_new(
    session: &mut Session,
    variant: VariantId,
    from: StepId,
    (lane, moment): (LaneId, MomentId),
) -> Action {
    let id = session.fresh_step_id("new");
    let connector = crate::model::Connector {
        from,
        to: id.clone(),
        ..crate::model::Connector::default()
    };
    let mut step = NewStep::in_cell(variant, id, lane, moment);
    step.connectors = vec![(session.fresh_connector_id(), connector)];
    Action::Draft(step)
}

/// The connector with one end at a new step in an empty cell.
fn rejoin_new(
    session: &mut Session,
    variant: &VariantId,
    (wire, end): (&WireId, ConnectorEnd),
    (lane, moment): (LaneId, MomentId),
) -> Option<Action> {
    let WireId::Connector(id) = wire else {
        return None;
    };
    let (_, held) = session.blueprint().variant(variant)?;
    let mut connector = (**held.connectors.get(id)?).clone();
    let step = session.fresh_step_id("new");
    match end {
        ConnectorEnd::Start => connector.from = step.clone(),
        ConnectorEnd::End => connector.to = step.clone(),
    }
    let mut draft = NewStep::in_cell(variant.clone(), step, lane, moment);
    draft.connectors = vec![(id.clone(), connector)];
    Some(Action::Draft(draft))
}

pub(super) fn rejoin(
    session: &mut Session,
    variant: &VariantId,
    wire: &WireId,
    end: ConnectorEnd,
    to: Pos2,
) -> Vec<Action> {
    let step = match landing(session.scene(), variant, to) {
        Some(Landing::Step(step)) => step,
        Some(Landing::Cell(lane, moment)) => {
            let action = rejoin_new(session, variant, (wire, end), (lane, moment));
            return action.into_iter().collect();
        }
        None => return Vec::new(),
    };
    let Some((_, held)) = session.blueprint().variant(variant) else {
        return Vec::new();
    };
    match wire {
        WireId::Connector(id) => rejoin_connector(held, variant, id, end, step),
        WireId::HandOver(owner) => {
            let Some(mut changed) = held.steps.get(owner).map(|step| (**step).clone()) else {
                return Vec::new();
            };
            if end == ConnectorEnd::End
                && let Some(hand_over) = changed.ai.as_mut().and_then(|ai| ai.hand_over.as_mut())
            {
                hand_over.to = Some(step);
                return vec![Action::Edit(Edit::PutStep {
                    variant: variant.clone(),
                    id: owner.clone(),
                    step: Box::new(changed),
                })];
            }
            Vec::new()
        }
    }
}

fn rejoin_connector(
    held: &crate::model::Variant,
    variant: &VariantId,
    id: &ConnectorId,
    end: ConnectorEnd,
    step: StepId,
) -> Vec<Action> {
    let Some(mut connector) = held
        .connectors
        .get(id)
        .map(|connector| (**connector).clone())
    else {
        return Vec::new();
    };
    match end {
        ConnectorEnd::Start => connector.from = step,
        ConnectorEnd::End => connector.to = step,
    }
    vec![Action::Edit(Edit::PutConnector {
        variant: variant.clone(),
        id: id.clone(),
        connector,
    })]
}
