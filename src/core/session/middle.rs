//! Into the middle: a step between the two ends of an arrow, and the cell in which its card goes.
//!
//! Knows no pointer: what was pointed at comes as a cell.

mod taken_out;

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use taken_out::{TakenOut, taken_out};

use super::{
    Action, Effect, Selection, Session, connect::handing_over, reshape::ways::say_too,
    title::NewStep, title::put_step,
};
use crate::{
    edit::{Edit, Refusal, cell},
    model::{
        Blueprint, Connector, ConnectorId, ConnectorKind, Key, LaneId, Moment, MomentId, PhaseId,
        Share, Step, StepId, Variant, VariantId,
    },
    scene::WireId,
};

/// The middle of an arrow, into which a step is put.
#[derive(Clone, Debug, PartialEq)]
pub struct Middle {
    /// Whose arrow it is.
    pub variant: VariantId,
    /// The connector or hand-over.
    pub wire: WireId,
    /// The cell that was pointed at: the card goes there if it is free and lies between the two ends, else in its
    /// lane.
    pub cell: Option<(LaneId, MomentId)>,
}

/// Where the card of a step in the middle goes.
struct Spot {
    lane: LaneId,
    moment: MomentId,
    /// Above which card of the cell; below all when `None`.
    at: Option<usize>,
    /// The moment is to be made: in which phase, and at which place.
    in_new: Option<(PhaseId, usize)>,
}

/// An arrow with a step in its middle.
#[derive(Default)]
struct Halves {
    connectors: Vec<(ConnectorId, Connector)>,
    /// The AI touchpoint that hands over to the step now.
    handed_by: Option<StepId>,
    /// What both halves make superfluous.
    /// The arrow that goes, and the one that says what it said.
    gone: Option<(ConnectorId, ConnectorId)>,
}

impl Session {
    /// The one arrow that is selected, with no step beside it.
    pub(super) fn selected_wire(&self) -> Option<&WireId> {
        let selection = &self.selection;
        let mut wires = selection.wires().iter();
        let wire = wires.next().filter(|_| selection.steps().is_empty())?;
        wires.next().is_none().then_some(wire)
    }

    /// Opens a new step in the middle of the arrow that is selected.
    pub(super) fn insert_step(&mut self) -> Result<(), Refusal> {
        let wire = self.selected_wire().cloned();
        let wire = wire.ok_or(Refusal::Rule(NO_WIRE))?;
        let variant = self.selection.variant.clone();
        let cell = None;
        self.open_in(&Middle {
            variant,
            wire,
            cell,
        })
    }

    /// Opens the title of a new step in the middle of an arrow.
    fn open_in(&mut self, middle: &Middle) -> Result<(), Refusal> {
        let (blueprint, variant) = (Arc::clone(&self.blueprint), &middle.variant);
        let held = held(&blueprint, variant)?;
        let step = self.fresh_step_id("new");
        let spot = spot(&blueprint, held, middle, None)?;
        let halves = halves(held, &middle.wire, &step, self.fresh_connector_id())?;
        let (lane, moment) = (spot.lane, spot.moment);
        let mut draft = NewStep::in_cell(variant.clone(), step, lane, moment);
        draft.at = spot.at;
        if let Some((phase, at)) = spot.in_new {
            let moment = self.fresh_moment();
            draft.moment = moment.id.clone();
            draft.new_moment = Some((phase, moment, at));
        }
        draft.connectors = halves.connectors;
        draft.handed_by = halves.handed_by;
        self.open_draft(draft)
    }

    /// Puts a step that is there, of this variant or of `source`, into the middle of an arrow.
    pub(super) fn put_into(
        &mut self,
        middle: &Middle,
        (source, step): (&VariantId, &StepId),
    ) -> Result<(), Refusal> {
        self.check_editable()?;
        let mut edits = Vec::new();
        let mut carried = (*self.blueprint).clone();
        if *source != middle.variant {
            let carry = Edit::CarryOver {
                from: source.clone(),
                to: middle.variant.clone(),
                steps: vec![step.clone()],
            };
            carry.apply(&mut carried)?;
            edits.push(carry);
        }
        let taken_out = match *source == middle.variant {
            true => taken_out(held(&carried, source)?, (source, step), &middle.wire),
            false => TakenOut::default(),
        };
        Edit::All(taken_out.edits.clone()).apply(&mut carried)?;
        edits.extend(taken_out.edits);
        edits.extend(self.middle_moves(&carried, middle, step)?);
        let selection = Selection::step(&middle.variant, step);
        self.edit(&Edit::All(edits), Some(selection))?;
        self.effects.push(Effect::Reveal);
        if let Some((from, to)) = taken_out.joined {
            let title = |id: &StepId| {
                let step = self.blueprint.step(source, id);
                step.map_or_else(String::new, |step| step.called().to_owned())
            };
            self.say_undo(&format!("“{}” leads to “{}” now", title(&from), title(&to)));
        }
        // Who brings ways of its own may lead on twice now.
        self.question = self.split_question(&middle.variant, step, None);
        Ok(())
    }

    /// What puts `step`, which stands in `blueprint`, into the middle of an arrow.
    fn middle_moves(
        &mut self,
        blueprint: &Blueprint,
        middle: &Middle,
        step: &StepId,
    ) -> Result<Vec<Edit>, Refusal> {
        let variant = &middle.variant;
        let held = held(blueprint, variant)?;
        let mut spot = spot(blueprint, held, middle, Some(step))?;
        let halves = halves(held, &middle.wire, step, self.fresh_connector_id())?;
        let mut edits = Vec::new();
        if let Some((phase, at)) = spot.in_new {
            let moment = self.fresh_moment();
            spot.moment = moment.id.clone();
            let at = Some(at);
            edits.push(Edit::PutMoment { phase, moment, at });
        }
        edits.push(Edit::PlaceSteps {
            variant: variant.clone(),
            steps: vec![step.clone()],
            lane: spot.lane,
            moment: spot.moment,
            at: spot.at,
        });
        if let Some((owner, touchpoint)) = halves
            .handed_by
            .and_then(|id| Some((id.clone(), held.steps.get(&id)?)))
        {
            edits.push(put_step(variant, &owner, handing_over(touchpoint, step)));
        }
        let connectors = halves.connectors.into_iter();
        edits.extend(connectors.map(|(id, connector)| Edit::PutConnector {
            variant: variant.clone(),
            id,
            connector,
        }));
        if let Some((gone, there)) = halves.gone {
            edits.push(Edit::Redirect {
                from: Key::Connector(variant.clone(), gone.clone()),
                to: Key::Connector(variant.clone(), there),
            });
            edits.push(Edit::DeleteConnectors {
                variant: variant.clone(),
                connectors: vec![gone],
            });
        }
        Ok(edits)
    }

    /// The answer In between: the step that was just made goes into the middle of a way that was there, as if it had
    /// been made there. Its making is taken back for it, so that one undo takes back all of it.
    pub(super) fn put_between(
        &mut self,
        variant: &VariantId,
        id: &StepId,
        way: &ConnectorId,
    ) -> Result<(), Refusal> {
        let made = self.blueprint.step(variant, id);
        let made = (**made.ok_or_else(|| Refusal::Missing("the step".to_owned()))?).clone();
        self.undo()?;
        let middle = Middle {
            variant: variant.clone(),
            wire: WireId::Connector(way.clone()),
            cell: made.lane.clone().zip(made.moment.clone()),
        };
        let again = self.make_between(&middle, id, made);
        if again.is_err() {
            self.redo()?;
        }
        again
    }

    fn make_between(&mut self, middle: &Middle, id: &StepId, made: Step) -> Result<(), Refusal> {
        // Where it goes is found out once it is there; it is in no cell until then.
        let waiting = Step {
            lane: None,
            moment: None,
            ..made
        };
        let put = put_step(&middle.variant, id, waiting);
        let mut with_step = (*self.blueprint).clone();
        put.apply(&mut with_step)?;
        let mut edits = vec![put];
        edits.extend(self.middle_moves(&with_step, middle, id)?);
        let selection = Selection::step(&middle.variant, id);
        self.edit(&Edit::All(edits), Some(selection))?;
        self.effects.push(Effect::Reveal);
        Ok(())
    }

    /// The answers with which a step that was just made, with a connector, goes into ways that were there on its
    /// side already.
    pub(super) fn between_answers(
        &self,
        variant: &VariantId,
        (step, connector): (&StepId, &ConnectorId),
    ) -> Vec<(String, Action)> {
        /// How many ways are offered: the digits of a question end somewhere.
        const MOST: usize = 3;
        let Some((_, held)) = self.blueprint.variant(variant) else {
            return Vec::new();
        };
        let Some(made) = held.connectors.get(connector) else {
            return Vec::new();
        };
        let grid = Grid::of(&self.blueprint, held);
        let leads_here = made.to != *step;
        let (pivot, ways) = match leads_here {
            true => (&made.to, self.index().connectors_in(&at(variant, &made.to))),
            false => (
                &made.from,
                self.index().connectors_out(&at(variant, &made.from)),
            ),
        };
        let others = ways.filter(|id| *id != connector).filter_map(|id| {
            let way = held.connectors.get(id)?;
            let far = if leads_here { &way.from } else { &way.to };
            let is_there = way.kind == ConnectorKind::Flow && grid.is_beside(pivot, step, far);
            is_there.then_some((id, far))
        });
        let answers = others.take(MOST).map(|(id, far)| {
            let title = held.steps.get(far).map_or("", |step| step.called());
            let side = if leads_here { "after" } else { "before" };
            let answer = Action::PutBetween {
                variant: variant.clone(),
                step: step.clone(),
                way: id.clone(),
            };
            let title = super::delete::shortened(title);
            (format!("In between, {side} “{title}”"), answer)
        });
        answers.collect()
    }

    fn fresh_moment(&mut self) -> Moment {
        Moment {
            id: self.fresh_id("m", |blueprint, id| blueprint.moment(id).is_some()),
            ..Moment::default()
        }
    }
}

/// Why nothing is inserted.
pub(super) const NO_WIRE: &str = "Select one connector first: the step goes between its two ends.";

fn at(variant: &VariantId, step: &StepId) -> super::StepAt {
    (variant.clone(), step.clone())
}

fn held<'b>(blueprint: &'b Blueprint, variant: &VariantId) -> Result<&'b Variant, Refusal> {
    let found = blueprint.variant(variant).map(|(_, held)| &**held);
    found.ok_or_else(|| Refusal::Missing("the variant".to_owned()))
}

/// The two steps that an arrow joins.
fn ends<'v>(held: &'v Variant, wire: &'v WireId) -> Result<(&'v StepId, &'v StepId), Refusal> {
    let found = match wire {
        WireId::Connector(id) => held.connectors.get(id).map(|c| (&c.from, &c.to)),
        WireId::HandOver(id) => held.steps.get(id).and_then(|step| {
            let to = step.hand_over()?.to.as_ref()?;
            Some((id, to))
        }),
    };
    found.ok_or_else(|| Refusal::Missing("the connector".to_owned()))
}

/// An arrow with `step` in its middle. The first half is the arrow that was there: out of an Either its label and its
/// share say when it is taken, which is decided at its start, whatever comes on the way. The second half is new and
/// says nothing but how one goes on; news stay news, and what went both ways does so on the whole way.
fn halves(
    held: &Variant,
    wire: &WireId,
    step: &StepId,
    fresh: ConnectorId,
) -> Result<Halves, Refusal> {
    let (from, to) = ends(held, wire)?;
    if step == from || step == to {
        return Err(Refusal::Rule("The step is an end of that connector."));
    }
    let first = match wire {
        WireId::Connector(id) => held.connectors.get(id).map(|connector| (id, connector)),
        WireId::HandOver(_) => None,
    };
    let kind = first.map_or(ConnectorKind::Flow, |(_, first)| first.kind);
    let is_joined = |from: &StepId, to: &StepId| {
        let mut all = held.connectors.values();
        all.any(|c| c.from == *from && c.to == *to && c.kind == kind)
    };
    let second = Connector {
        from: step.clone(),
        to: to.clone(),
        kind,
        two_way: first.and_then(|(_, first)| first.two_way),
        ..Connector::default()
    };
    let goes_on = is_joined(step, to);
    let mut halves = Halves::default();
    if !goes_on {
        halves.connectors.push((fresh, second));
    }
    let Some((id, first)) = first else {
        halves.handed_by = Some(from.clone());
        return Ok(halves);
    };
    let there = held
        .connectors
        .iter()
        .find(|(_, c)| c.from == *from && c.to == *step && c.kind == kind);
    match there {
        None => {
            let leads_to = Connector {
                to: step.clone(),
                ..(**first).clone()
            };
            halves.connectors.push((id.clone(), leads_to));
        }
        // The first half is there already, and says from now on what the arrow said too.
        Some((there, way)) => {
            let mut way = (**way).clone();
            say_too(&mut way, first);
            way.share = match (way.share, first.share) {
                (Some(one), Some(two)) => Some(Share((one.0 + two.0).min(1.0))),
                (one, two) => one.or(two),
            };
            halves.connectors.push((there.clone(), way));
            halves.gone = Some((id.clone(), there.clone()));
        }
    }
    Ok(halves)
}

/// Rows and columns of a variant, and which of its cells a card covers.
struct Grid<'b> {
    blueprint: &'b Blueprint,
    held: &'b Variant,
    columns: Vec<&'b MomentId>,
}

/// Where a card stands: its row, and the columns it covers.
struct CardPlace {
    row: usize,
    columns: Range<usize>,
}

impl<'b> Grid<'b> {
    fn of(blueprint: &'b Blueprint, held: &'b Variant) -> Self {
        Self {
            blueprint,
            held,
            columns: blueprint.moments().map(|(_, moment)| &moment.id).collect(),
        }
    }

    fn place(&self, step: &StepId) -> Option<CardPlace> {
        self.place_of(self.held.steps.get(step)?)
    }

    fn place_of(&self, step: &Step) -> Option<CardPlace> {
        let (lane, moment) = self.blueprint.cell_of(step)?;
        let (row, _) = self.blueprint.lane(lane)?;
        let first = self.columns.iter().position(|id| *id == moment)?;
        let wide = usize::try_from(step.span.max(1)).unwrap_or(usize::MAX);
        let end = first.saturating_add(wide).min(self.columns.len());
        Some(CardPlace {
            row,
            columns: first..end,
        })
    }

    /// The cells in which a card stands, or into which one reaches; without that of `moving`.
    fn taken(&self, moving: Option<&StepId>) -> BTreeSet<(usize, usize)> {
        let steps = self.held.steps.iter();
        let others = steps.filter(|(id, _)| Some(*id) != moving);
        let places = others.filter_map(|(_, step)| self.place_of(step));
        places
            .flat_map(|place| place.columns.map(move |column| (place.row, column)))
            .collect()
    }

    /// Whether `far` lies on the side of `pivot` on which `step` does: to the right or left of it, or else above or
    /// below.
    fn is_beside(&self, pivot: &StepId, step: &StepId, far: &StepId) -> bool {
        let places = (self.place(pivot), self.place(step), self.place(far));
        let (Some(pivot), Some(step), Some(far)) = places else {
            return false;
        };
        let across = |place: &CardPlace| place.columns.start.cmp(&pivot.columns.start);
        let down = |place: &CardPlace| place.row.cmp(&pivot.row);
        match across(&step) {
            std::cmp::Ordering::Equal => down(&step).is_ne() && down(&step) == down(&far),
            side => side == across(&far),
        }
    }

    fn lane(&self, row: usize) -> LaneId {
        self.blueprint.lanes[row].id.clone()
    }

    /// A free cell.
    fn free(&self, row: usize, column: usize) -> Spot {
        Spot {
            lane: self.lane(row),
            moment: self.columns[column].clone(),
            at: None,
            in_new: None,
        }
    }

    /// A cell of a moment that is to be made before or after another.
    fn in_new(&self, row: usize, column: usize, after: usize) -> Result<Spot, Refusal> {
        let beside = self.columns[column];
        let found = self.blueprint.moment(beside);
        let (_, phase, _) = found.ok_or_else(|| Refusal::Missing("the moment".to_owned()))?;
        let place = phase.moments.iter().position(|m| m.id == *beside);
        Ok(Spot {
            in_new: Some((phase.id.clone(), place.unwrap_or(0) + after)),
            ..self.free(row, column)
        })
    }
}

/// Where the card of a step in the middle of an arrow goes: into a free cell between its ends, in the lane that was
/// pointed at or, where none was, in that of its start or else of its end; where there is none, into a new moment
/// beside its start. In one moment the card stands in the stack of the start, on the side of the end, or in the lane
/// that was pointed at.
fn spot(
    blueprint: &Blueprint,
    held: &Variant,
    middle: &Middle,
    moving: Option<&StepId>,
) -> Result<Spot, Refusal> {
    let (from, to) = ends(held, &middle.wire)?;
    let grid = Grid::of(blueprint, held);
    let (start, end) = match (grid.place(from), grid.place(to)) {
        (Some(start), Some(end)) => (start, end),
        // One end waits in the tray: beside the other.
        (Some(start), None) => return grid.in_new(start.row, start.columns.end - 1, 1),
        (None, Some(end)) => return grid.in_new(end.row, end.columns.start, 0),
        (None, None) => {
            return Err(Refusal::Rule(
                "Both ends wait in the tray: put one of them into a cell first.",
            ));
        }
    };
    let forward = start.columns.start <= end.columns.start;
    let (left, right) = if forward {
        (&start.columns, &end.columns)
    } else {
        (&end.columns, &start.columns)
    };
    let pointed = middle.cell.as_ref().and_then(|(lane, moment)| {
        let (row, _) = blueprint.lane(lane)?;
        let column = grid.columns.iter().position(|id| *id == moment)?;
        Some((row, column))
    });
    if right.start < left.end {
        return Ok(match pointed {
            Some((row, _)) if row != start.row => in_lane(&grid, row, to, (&start, &end), moving),
            _ => in_stack(&grid, from, to, (&start, &end), moving),
        });
    }
    let taken = grid.taken(moving);
    let mut columns: Vec<usize> = (left.end..right.start).collect();
    if !forward {
        columns.reverse();
    }
    let rows = match pointed {
        Some((row, column)) => {
            // The nearest column first.
            columns.sort_by_key(|other| other.abs_diff(column));
            vec![row]
        }
        None => vec![start.row, end.row],
    };
    let row = rows[0];
    let cells = columns
        .into_iter()
        .flat_map(|column| rows.iter().map(move |row| (*row, column)));
    match { cells }.find(|cell| !taken.contains(cell)) {
        Some((row, column)) => Ok(grid.free(row, column)),
        None if forward => grid.in_new(row, start.columns.end - 1, 1),
        None => grid.in_new(row, start.columns.start, 0),
    }
}

/// In a lane that was pointed at, where both ends stand in one moment: in the stack of the end on the side of the start,
/// else below what stands there.
fn in_lane(
    grid: &Grid<'_>,
    row: usize,
    to: &StepId,
    (start, end): (&CardPlace, &CardPlace),
    moving: Option<&StepId>,
) -> Spot {
    let mut spot = grid.free(row, start.columns.start.max(end.columns.start));
    if row == end.row {
        let cards = cell(grid.held, &spot.lane, &spot.moment);
        let stack = cards.iter().map(|(id, _)| *id);
        let place = { stack }
            .filter(|id| Some(*id) != moving)
            .position(|id| id == to);
        let below = usize::from(start.row > end.row);
        spot.at = place.map(|place| place + below);
    }
    spot
}

/// Between two cards of one moment.
fn in_stack(
    grid: &Grid<'_>,
    from: &StepId,
    to: &StepId,
    (start, end): (&CardPlace, &CardPlace),
    moving: Option<&StepId>,
) -> Spot {
    let mut spot = grid.free(start.row, start.columns.start);
    let cards = cell(grid.held, &spot.lane, &spot.moment);
    let mut cards = cards.iter().map(|(id, _)| *id);
    let is_other = |id: &&StepId| Some(*id) != moving;
    let stack: Vec<&StepId> = cards.by_ref().filter(is_other).collect();
    let place = |step: &StepId| stack.iter().position(|id| *id == step);
    let first = place(from).unwrap_or(0);
    spot.at = Some(match place(to) {
        Some(last) => first.max(last),
        None if end.row < start.row => first,
        None => first + 1,
    });
    spot
}
