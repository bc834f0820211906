//! The steps and connectors of a variant in the order of their ids, with what was found out about each.
//!
//! Brought up to date in place: who differs is found in the maps of records, and only they are looked up and
//! measured. What loops over all of them need stands side by side in lists, not behind a pointer.

mod arrows;
mod splice;

use std::{collections::BTreeSet, sync::Arc};

use arrows::JoinedArrow;
use splice::{ListShift, splice};

use super::{
    TextMeasure, Vec2,
    board::Board,
    card::{CardForm, Face},
    route::Slot,
};
use crate::{
    model::{AiUse, AiUseId, LaneKind, Records, Status, Step, StepId, Variant},
    patch::{ChangeKind, Comparison, Touched, is_stand_in},
};

/// The steps and connectors of a variant.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    /// What it was made from, to find what differs in the next one.
    variant: Arc<Variant>,
    /// The AI uses of which its cards say how far they have come.
    uses: Records<AiUseId, AiUse>,
    /// Every step, by id.
    pub(super) steps: Vec<Member>,
    /// Every arrow: connectors by id, then hand-overs by step. Some have no card at an end.
    pub(super) arrows: Vec<JoinedArrow>,
    /// How many of them are connectors.
    connectors: usize,
    /// Whether any is another one, or stands elsewhere, than before it was brought up to date.
    pub(super) has_other_arrows: bool,
}

/// A step and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: StepId,
    /// Compared by pointer; held, so that no other step can take its address.
    pub(super) step: Arc<Step>,
    pub(super) rank: i64,
    is_ai: bool,
    /// How far its AI has come, if it has any.
    status: Status,
    /// Where it stands; none if it has no card.
    pub(super) place: Option<CardPlace>,
    pub(super) changes: BTreeSet<ChangeKind>,
    /// Whether it stands for a step that moved away, in an overlay.
    pub(super) is_stand_in: bool,
    face: Option<Arc<Face>>,
    /// For which lane the face was made.
    kind: LaneKind,
    /// Of the face.
    pub(super) size: Vec2,
    /// How wide the badges of the face are; 0 if it has none.
    pub(super) crown: f32,
}

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CardPlace {
    pub(super) lane: usize,
    pub(super) slot: Slot,
}

impl Member {
    fn new(
        board: &Board<'_>,
        (id, step): (&StepId, &Arc<Step>),
        changes: Option<&BTreeSet<ChangeKind>>,
    ) -> Self {
        Self {
            id: id.clone(),
            step: Arc::clone(step),
            rank: step.rank,
            is_ai: step.ai.is_some(),
            status: board.blueprint.ai_status(id),
            place: place(board, step),
            is_stand_in: changes.is_some_and(is_stand_in),
            changes: changes.cloned().unwrap_or_default(),
            face: None,
            kind: LaneKind::Custom,
            size: Vec2::ZERO,
            crown: 0.0,
        }
    }

    /// Place and face of its card, if it has one.
    pub(super) fn card(&self) -> Option<(CardPlace, &Arc<Face>)> {
        Some((self.place?, self.face.as_ref()?))
    }

    /// Gives the card a face, `width` points wide in a lane of kind `lane`, unless it has that one.
    pub(super) fn face(
        &mut self,
        lane: LaneKind,
        (width, form): (f32, CardForm),
        text: &TextMeasure,
    ) {
        if self.face.is_some() && self.kind == lane && self.size.x == width {
            return;
        }
        let face = Face::new(
            (&self.step, self.status),
            lane,
            &self.changes,
            (width, form),
            text,
        );
        self.kind = lane;
        self.size = face.size();
        self.crown = face.crown_width();
        self.face = Some(Arc::new(face));
    }

    /// The first column of its card, if it has one.
    fn column(&self) -> Option<usize> {
        Some(self.place?.slot.column)
    }

    /// Whether the step itself came or went from one variant to the other.
    fn is_one_sided(&self) -> bool {
        self.changes.iter().any(is_one_sided)
    }
}

/// How a variant differs from the one it is compared with; empty where it is compared with none.
#[derive(Clone, Copy)]
pub(super) struct Contrast<'a> {
    pub(super) comparison: &'a Comparison,
    /// What may differ in `comparison` from the last time.
    pub(super) touched: &'a Touched,
}

impl<'a> Contrast<'a> {
    pub(super) fn new(comparison: &'a Comparison, touched: &'a Touched) -> Self {
        Self {
            comparison,
            touched,
        }
    }
}

/// Whether the lanes and moments are those of the old cast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BoardChange {
    /// Who is the same stands where they stood.
    Same,
    /// Everyone has to find their place again.
    Other,
}

/// Whether the cards of a cell have to be stacked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stacks {
    /// Nobody came, went or moved.
    Same,
    /// Somebody did.
    Other,
}

impl Cast {
    /// Whether it knows nobody yet.
    fn is_new(&self) -> bool {
        self.steps.is_empty() && self.arrows.is_empty()
    }

    /// Makes it the cast of `variant` on `board`.
    pub(super) fn update(
        &mut self,
        board: &Board<'_>,
        variant: &Arc<Variant>,
        differences: Contrast<'_>,
        text: &TextMeasure,
        ground: BoardChange,
    ) -> Stacks {
        let Contrast {
            comparison,
            touched,
        } = differences;
        let old = std::mem::replace(&mut self.variant, Arc::clone(variant));
        let uses = board.blueprint.ai_uses.clone();
        let old_uses = std::mem::replace(&mut self.uses, uses);
        self.has_other_arrows = false;
        if self.is_new() {
            let steps = variant.steps.iter().map(|(id, step)| {
                let changes = comparison.steps.get(id);
                Member::new(board, (id, step), changes)
            });
            self.steps = steps.collect();
            self.join_all(comparison, text);
            return Stacks::Other;
        }
        let differing = old.steps.differences(&variant.steps);
        let differing = differing.map(|(id, ..)| id.clone());
        let of_uses = old_uses.differences(&self.uses);
        let of_uses = of_uses.map(|(id, ..)| StepId::new(id.as_str()));
        let stale = differing.chain(touched.steps.iter().cloned());
        let stale: BTreeSet<StepId> = stale.chain(of_uses).collect();
        let mut news = self.renew(board, comparison, &stale);
        if ground == BoardChange::Other {
            for (at, member) in self.steps.iter_mut().enumerate() {
                let column = member.column();
                member.place = place(board, &member.step);
                if member.column() != column {
                    news.turned.push(at);
                }
            }
            news.stacks = Stacks::Other;
        }
        self.follow(&news, text);
        self.join_again(&old, differences, &stale, text);
        news.stacks
    }

    /// Looks at the steps `stale` again.
    fn renew(
        &mut self,
        board: &Board<'_>,
        comparison: &Comparison,
        stale: &BTreeSet<StepId>,
    ) -> News {
        let mut news = News {
            stacks: Stacks::Same,
            turned: Vec::new(),
            shift: None,
        };
        let (mut gone, mut came) = (Vec::new(), Vec::new());
        for id in stale {
            let place = self.steps.binary_search_by(|member| member.id.cmp(id));
            let entry = self.variant.steps.get_key_value(id);
            let changes = comparison.steps.get(id);
            match (place, entry) {
                (Err(_), None) => {}
                (Ok(at), None) => gone.push(at),
                (Err(at), Some(entry)) => came.push((at, Member::new(board, entry, changes))),
                (Ok(at), Some((_, step))) => {
                    let old = &mut self.steps[at];
                    let is_same = |changes: &BTreeSet<_>| *changes == old.changes;
                    let is_same = changes.map_or(old.changes.is_empty(), is_same);
                    let status = board.blueprint.ai_status(id);
                    if is_same && old.status == status && Arc::ptr_eq(&old.step, step) {
                        continue;
                    }
                    let mut new = Member::new(board, (&old.id, step), changes);
                    let cell = |member: &Member| {
                        let place = member.place?;
                        Some((place.lane, place.slot.column, place.slot.span))
                    };
                    if cell(&new) == cell(old) && new.rank == old.rank {
                        new.place = old.place;
                    } else {
                        news.stacks = Stacks::Other;
                    }
                    let is_elsewhere = new.column() != old.column();
                    if is_elsewhere
                        || new.is_ai != old.is_ai
                        || new.is_one_sided() != old.is_one_sided()
                    {
                        news.turned.push(at);
                    }
                    *old = new;
                }
            }
        }
        if !gone.is_empty() || !came.is_empty() {
            news.stacks = Stacks::Other;
            let shift = ListShift::new(self.steps.len(), &gone, came.iter().map(|(at, _)| *at));
            news.turned = news.turned.iter().filter_map(|at| shift.of(*at)).collect();
            news.shift = Some(shift);
            splice(&mut self.steps, &gone, came);
        }
        news
    }
}

/// What became of the steps.
struct News {
    stacks: Stacks,
    /// Those that give their arrows another look.
    turned: Vec<usize>,
    /// Where each of the old ones stands now; none if nobody came or went.
    shift: Option<ListShift>,
}

/// The cell of a step that has a card; the row is found when all are known.
fn place(board: &Board<'_>, step: &Step) -> Option<CardPlace> {
    let (lane, column, span) = board.cell(step)?;
    let slot = Slot {
        row: 0,
        column,
        span,
    };
    (!board.is_folded(lane)).then_some(CardPlace { lane, slot })
}

fn is_one_sided(change: &ChangeKind) -> bool {
    matches!(change, ChangeKind::Added | ChangeKind::Removed)
}
