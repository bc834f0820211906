//! The steps and connectors of a variant in the order of their ids, with what was found out about each.
//!
//! Made anew from one blueprint to the next by walking along the old one: a record that is the same is
//! taken over with all that is known of it, so that ids are looked up only for records that differ.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    TextMeasure, WireId,
    board::Board,
    card::Face,
    route::Slot,
    wire::{Arrow, ArrowKey, Ends},
};
use crate::{
    model::{Connector, LaneKind, Step, StepId, Variant},
    patch::{ChangeKind, Comparison, is_stand_in},
};

/// The steps and connectors of a variant.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    /// Every step, by id.
    pub(super) steps: Vec<Member>,
    /// Every arrow: connectors by id, then hand-overs by step. Some have no card at an end.
    pub(super) arrows: Vec<Joined>,
}

/// A step and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: StepId,
    /// Compared by pointer; held, so that no other step can take its address.
    pub(super) step: Arc<Step>,
    pub(super) rank: i64,
    is_ai: bool,
    /// Where it stands; none if it has no card.
    pub(super) place: Option<Place>,
    pub(super) changes: BTreeSet<ChangeKind>,
    face: Option<(LaneKind, f32, Arc<Face>)>,
}

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) lane: usize,
    pub(super) slot: Slot,
}

/// An arrow, and its ends as places in the list of steps.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    /// What it was made from, compared by pointer and held.
    source: Source,
    from: Option<usize>,
    to: Option<usize>,
    key: ArrowKey,
    pub(super) arrow: Arc<Arrow>,
}

#[derive(Clone, Debug)]
enum Source {
    Connector(Arc<Connector>),
    HandOver(Arc<Step>),
}

impl Source {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Connector(a), Self::Connector(b)) => Arc::ptr_eq(a, b),
            (Self::HandOver(a), Self::HandOver(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Member {
    /// Place and face of its card, if it has one.
    pub(super) fn card(&self) -> Option<(Place, &Arc<Face>)> {
        let (.., face) = self.face.as_ref()?;
        Some((self.place?, face))
    }

    /// The face of the card, `width` points wide in a lane of kind `lane`: the one it had, or a new one.
    pub(super) fn face(&mut self, lane: LaneKind, width: f32, text: &TextMeasure) {
        let had = self.face.take();
        let had = had.filter(|(kind, across, _)| *kind == lane && *across == width);
        self.face = had.or_else(|| {
            let face = Face::new(&self.step, lane, &self.changes, width, text);
            Some((lane, width, Arc::new(face)))
        });
    }
}

impl Joined {
    /// The places of its ends in the list of steps; beyond its end where there is no such step.
    pub(super) fn ends(&self) -> (usize, usize) {
        let end = |end: Option<usize>| end.unwrap_or(usize::MAX);
        (end(self.from), end(self.to))
    }
}

/// Whether the lanes and moments are those of the old cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Who is the same stands where they stood.
    Same,
    /// Everyone has to find their place again.
    Other,
}

impl Cast {
    /// Who stands where in `variant` on `board`.
    pub(super) fn new(
        board: &Board<'_>,
        (variant, comparison): (&Variant, &Comparison),
        text: &TextMeasure,
        (old, ground): (Self, Ground),
    ) -> Self {
        let (steps, moved) = gather(board, variant, comparison, (old.steps, ground));
        let arrows = Joiner {
            steps: &steps,
            moved: moved.as_deref(),
            comparison,
            text,
        }
        .all(variant, old.arrows);
        Self { steps, arrows }
    }

    /// The steps that have a card, by id, with its place and face.
    pub(super) fn placed(&self) -> impl Iterator<Item = (&Member, Place, &Arc<Face>)> {
        let members = self.steps.iter();
        members.filter_map(|member| {
            let (place, face) = member.card()?;
            Some((member, place, face))
        })
    }
}

/// Walks along the old steps. Says too where each of them stands now, unless all stand where they stood.
fn gather(
    board: &Board<'_>,
    variant: &Variant,
    comparison: &Comparison,
    (old, ground): (Vec<Member>, Ground),
) -> (Vec<Member>, Option<Vec<Option<usize>>>) {
    let count = old.len();
    let mut moved: Vec<Option<usize>> = Vec::with_capacity(count);
    let mut stays = count == variant.steps.len();
    let mut old = old.into_iter().peekable();
    let mut differing = comparison.steps.iter().peekable();
    let mut steps = Vec::with_capacity(variant.steps.len());
    for (id, step) in &variant.steps {
        let is_here = |member: &Member| Arc::ptr_eq(&member.step, step) && member.id == *id;
        let known = old.next_if(is_here).or_else(|| {
            while old.next_if(|member| member.id < *id).is_some() {
                moved.push(None);
            }
            old.next_if(|member| member.id == *id)
        });
        match &known {
            Some(_) => moved.push(Some(steps.len())),
            None => stays = false,
        }
        while differing.next_if(|(other, _)| *other < id).is_some() {}
        let changes = differing.next_if(|(other, _)| *other == id);
        let changes = changes.map(|(_, changes)| changes);
        let is_same = |changes: &BTreeSet<ChangeKind>, known: &Member| {
            Arc::ptr_eq(&known.step, step) && known.changes == *changes
        };
        let none = BTreeSet::new();
        let member = match known {
            Some(known) if is_same(changes.unwrap_or(&none), &known) => Member {
                place: match ground {
                    Ground::Same => known.place,
                    Ground::Other => place(board, step),
                },
                ..known
            },
            _ => Member {
                id: id.clone(),
                step: Arc::clone(step),
                rank: step.rank,
                is_ai: step.ai.is_some(),
                place: place(board, step),
                changes: changes.cloned().unwrap_or_default(),
                face: None,
            },
        };
        steps.push(member);
    }
    moved.resize(count, None);
    (steps, (!stays).then_some(moved))
}

/// The cell of a step that has a card; the row is found when all are known.
fn place(board: &Board<'_>, step: &Step) -> Option<Place> {
    let (lane, column, span) = board.cell(step)?;
    let slot = Slot {
        row: 0,
        column,
        span,
    };
    (!board.is_folded(lane)).then_some(Place { lane, slot })
}

/// Walks along the old arrows.
struct Joiner<'a> {
    steps: &'a [Member],
    /// Where the steps of the old list stand now; none if nobody came or went.
    moved: Option<&'a [Option<usize>]>,
    comparison: &'a Comparison,
    text: &'a TextMeasure,
}

impl Joiner<'_> {
    fn all(&self, variant: &Variant, old: Vec<Joined>) -> Vec<Joined> {
        let mut arrows = Vec::with_capacity(old.len() + 1);
        let mut old = old.into_iter().peekable();
        let mut differing = self.comparison.connectors.iter().peekable();
        for (id, connector) in &variant.connectors {
            while differing.next_if(|(other, _)| *other < id).is_some() {}
            let changes = differing.next_if(|(other, _)| *other == id);
            let changes = changes.map(|(_, changes)| changes.clone());
            let source = Source::Connector(Arc::clone(connector));
            let is_here = |joined: &Joined| {
                let is_it = matches!(&joined.arrow.id, WireId::Connector(own) if own == id);
                is_it && joined.source.is(&source)
            };
            let known = old.next_if(is_here).or_else(|| {
                let before = |joined: &Joined| match &joined.arrow.id {
                    WireId::Connector(other) => other < id,
                    WireId::HandOver(_) => false,
                };
                while old.next_if(before).is_some() {}
                old.next_if(is_here)
            });
            let (from, to) = self.ends((&connector.from, &connector.to), known.as_ref());
            let key = ArrowKey {
                changes: changes.unwrap_or_default(),
                from_ai: from.is_some_and(|from| self.steps[from].is_ai),
                ends: self.differ(from, to),
            };
            let make = |key: &ArrowKey| Arrow::connector(id.clone(), connector, key, self.text);
            arrows.push(joined(known, source, (from, to), key, make));
        }
        for member in self.steps {
            if !member.is_ai || is_stand_in(&member.changes) {
                continue;
            }
            let Some(to) = member
                .step
                .hand_over()
                .and_then(|hand_over| hand_over.to.as_ref())
            else {
                continue;
            };
            let source = Source::HandOver(Arc::clone(&member.step));
            let is_here = |joined: &Joined| {
                let is_it = matches!(&joined.arrow.id, WireId::HandOver(id) if *id == member.id);
                is_it && joined.source.is(&source)
            };
            let known = old.next_if(is_here).or_else(|| {
                let before = |joined: &Joined| match &joined.arrow.id {
                    WireId::Connector(_) => true,
                    WireId::HandOver(id) => *id < member.id,
                };
                while old.next_if(before).is_some() {}
                old.next_if(is_here)
            });
            let ends = self.ends((&member.id, to), known.as_ref());
            let one_sided = member.changes.iter().copied().filter(is_one_sided);
            let key = ArrowKey {
                changes: one_sided.collect(),
                from_ai: true,
                ends: self.differ(ends.0, ends.1),
            };
            let make = |key: &ArrowKey| {
                Arrow::hand_over(&member.id, to.clone(), &member.step, key, self.text)
            };
            arrows.push(joined(known, source, ends, key, make));
        }
        arrows
    }

    /// The places of an arrow's ends, which `known` may know from before.
    fn ends(
        &self,
        (from, to): (&StepId, &StepId),
        known: Option<&Joined>,
    ) -> (Option<usize>, Option<usize>) {
        let old = known.map_or((None, None), |known| (known.from, known.to));
        (self.find(from, old.0), self.find(to, old.1))
    }

    /// The place of the step `id`, which had the place `old`.
    fn find(&self, id: &StepId, old: Option<usize>) -> Option<usize> {
        let known = match (self.moved, old) {
            (None, known) => known,
            (Some(moved), Some(old)) => moved.get(old).copied().flatten(),
            (Some(_), None) => None,
        };
        known.or_else(|| self.steps.binary_search_by(|member| member.id.cmp(id)).ok())
    }

    /// Whether a card at an end is itself added or removed.
    fn differ(&self, from: Option<usize>, to: Option<usize>) -> Ends {
        let ends = [from, to].into_iter().flatten();
        let mut changes = ends.flat_map(|end| &self.steps[end].changes);
        if changes.any(is_one_sided) {
            Ends::Differ
        } else {
            Ends::Stay
        }
    }
}

fn is_one_sided(change: &ChangeKind) -> bool {
    matches!(change, ChangeKind::Added | ChangeKind::Removed)
}

/// The arrow of `source`: the one that was `known`, if all that it was made from is the same.
fn joined(
    known: Option<Joined>,
    source: Source,
    (from, to): (Option<usize>, Option<usize>),
    key: ArrowKey,
    make: impl FnOnce(&ArrowKey) -> Arrow,
) -> Joined {
    match known {
        Some(known) if known.key == key => Joined { from, to, ..known },
        _ => Joined {
            arrow: Arc::new(make(&key)),
            source,
            from,
            to,
            key,
        },
    }
}
