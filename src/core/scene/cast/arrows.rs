//! The arrows of a cast: between which steps they run, and how they look.

use std::{collections::BTreeSet, sync::Arc};

use super::{Cast, Contrast, Member, News, is_one_sided, splice};
use crate::{
    model::{Connector, ConnectorId, Step, StepId, Variant},
    patch::{ChangeKind, Comparison},
    scene::{
        TextMeasure, Vec2, WireId,
        wire::{Arrow, ArrowKey, Course, Ends},
    },
};

/// An arrow, and its ends as places in the list of steps.
#[derive(Clone, Debug)]
pub(in crate::scene) struct JoinedArrow {
    from: u32,
    to: u32,
    /// Room that its label needs.
    pub(in crate::scene) label: Option<Vec2>,
    pub(in crate::scene) arrow: Arc<Arrow>,
    /// What it was made from, compared by pointer and held.
    source: ArrowSource,
    key: ArrowKey,
}

/// The place of an end that is no step.
const NOBODY: u32 = u32::MAX;

#[derive(Clone, Debug)]
enum ArrowSource {
    Connector(ConnectorId, Arc<Connector>),
    /// From a step to another.
    HandOver(Arc<Step>, [StepId; 2]),
}

impl ArrowSource {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Connector(_, a), Self::Connector(_, b)) => Arc::ptr_eq(a, b),
            (Self::HandOver(a, _), Self::HandOver(b, _)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// The steps it joins.
    fn ends(&self) -> (&StepId, &StepId) {
        match self {
            Self::Connector(_, connector) => (&connector.from, &connector.to),
            Self::HandOver(_, [from, to]) => (from, to),
        }
    }

    fn arrow(&self, key: &ArrowKey, text: &TextMeasure) -> Arrow {
        match self {
            Self::Connector(id, connector) => Arrow::connector(id.clone(), connector, key, text),
            Self::HandOver(step, [from, to]) => Arrow::hand_over(from, to.clone(), step, key, text),
        }
    }
}

impl JoinedArrow {
    /// The places of its ends in the list of steps; beyond its end where there is no such step.
    pub(in crate::scene) fn ends(&self) -> (usize, usize) {
        let end = |end: u32| {
            if end == NOBODY {
                usize::MAX
            } else {
                end as usize
            }
        };
        (end(self.from), end(self.to))
    }
}

impl Cast {
    /// Joins the steps by all arrows of the variant.
    pub(super) fn join_all(&mut self, comparison: &Comparison, text: &TextMeasure) {
        let joiner = Joiner {
            steps: &self.steps,
            comparison,
            text,
        };
        let connectors = self.variant.connectors.iter();
        let connectors = connectors.map(|(id, connector)| joiner.connector(id, connector));
        let hand_overs = self.steps.iter().filter_map(|m| joiner.hand_over(m));
        self.arrows = connectors.chain(hand_overs).collect();
        self.has_other_arrows = true;
        self.connectors = self.variant.connectors.len();
    }

    /// Follows the steps at the arrows' ends: where they stand now, and how they look.
    pub(super) fn follow(&mut self, news: &News, text: &TextMeasure) {
        if news.shift.is_none() && news.turned.is_empty() {
            return;
        }
        self.has_other_arrows = true;
        let mut turned = vec![false; self.steps.len()];
        for at in &news.turned {
            turned[*at] = true;
        }
        let steps = &self.steps;
        for joined in &mut self.arrows {
            let mut is_stale = false;
            if let Some(shift) = &news.shift {
                let mut shifted = |end: &mut u32, id: fn(&Arrow) -> &StepId| {
                    let to = shift.of(*end as usize).map(|to| to as u32);
                    *end = to.unwrap_or_else(|| {
                        is_stale = true;
                        find(steps, id(&joined.arrow))
                    });
                };
                shifted(&mut joined.from, |arrow| &arrow.from);
                shifted(&mut joined.to, |arrow| &arrow.to);
            }
            let is_turned = |end: u32| turned.get(end as usize) == Some(&true);
            if is_stale || is_turned(joined.from) || is_turned(joined.to) {
                joined.look_again(steps, text);
            }
        }
    }

    /// Looks again at the connectors that differ, and at the hand-overs of the steps `stale`.
    pub(super) fn join_again(
        &mut self,
        old: &Variant,
        differences: Contrast<'_>,
        stale: &BTreeSet<StepId>,
        text: &TextMeasure,
    ) {
        let differing = old.connectors.differences(&self.variant.connectors);
        let differing = differing.map(|(id, ..)| id.clone());
        let touched = differences.touched.connectors.iter().cloned();
        let connectors: BTreeSet<ConnectorId> = differing.chain(touched).collect();
        let joiner = Joiner {
            steps: &self.steps,
            comparison: differences.comparison,
            text,
        };
        let (mut gone, mut came) = (Vec::new(), Vec::new());
        let mut is_other = false;
        let mut put = |place: Result<usize, usize>,
                       new: Option<JoinedArrow>,
                       list: &mut [JoinedArrow]| match (place, new) {
            (Err(_), None) => {}
            (Ok(at), None) => gone.push(at),
            (Err(at), Some(new)) => came.push((at, new)),
            (Ok(at), Some(new)) if list[at].is_made_as(&new) => {}
            (Ok(at), Some(new)) => {
                list[at] = new;
                is_other = true;
            }
        };
        for id in &connectors {
            let own = &self.arrows[..self.connectors];
            let place = own.binary_search_by(|joined| match &joined.arrow.id {
                WireId::Connector(other) => other.cmp(id),
                WireId::HandOver(_) => std::cmp::Ordering::Greater,
            });
            let entry = self.variant.connectors.get_key_value(id);
            let new = entry.map(|(id, connector)| joiner.connector(id, connector));
            put(place, new, &mut self.arrows);
        }
        for id in stale {
            let own = &self.arrows[self.connectors..];
            let place = own.binary_search_by(|joined| match &joined.arrow.id {
                WireId::HandOver(other) => other.cmp(id),
                WireId::Connector(_) => std::cmp::Ordering::Less,
            });
            let place = match place {
                Ok(at) => Ok(self.connectors + at),
                Err(at) => Err(self.connectors + at),
            };
            let member = self.steps.binary_search_by(|member| member.id.cmp(id));
            let member = member.ok().map(|at| &self.steps[at]);
            let new = member.and_then(|member| joiner.hand_over(member));
            put(place, new, &mut self.arrows);
        }
        self.has_other_arrows |= is_other || !gone.is_empty() || !came.is_empty();
        splice(&mut self.arrows, &gone, came);
        self.connectors = self.variant.connectors.len();
    }
}

/// Makes arrows between steps.
struct Joiner<'a> {
    steps: &'a [Member],
    comparison: &'a Comparison,
    text: &'a TextMeasure,
}

impl Joiner<'_> {
    fn connector(&self, id: &ConnectorId, connector: &Arc<Connector>) -> JoinedArrow {
        let changes = self.comparison.connectors.get(id);
        let source = ArrowSource::Connector(id.clone(), Arc::clone(connector));
        self.joined(source, changes.cloned().unwrap_or_default())
    }

    /// The hand-over of a step that has one. What stands for a step that moved away hands nothing over.
    fn hand_over(&self, member: &Member) -> Option<JoinedArrow> {
        if !member.is_ai || member.is_stand_in {
            return None;
        }
        let to = member.step.hand_over()?.to.as_ref()?;
        let changes = member.changes.iter().copied().filter(is_one_sided);
        let source =
            ArrowSource::HandOver(Arc::clone(&member.step), [member.id.clone(), to.clone()]);
        Some(self.joined(source, changes.collect()))
    }

    fn joined(&self, source: ArrowSource, changes: BTreeSet<ChangeKind>) -> JoinedArrow {
        let (from, to) = source.ends();
        let (from, to) = (find(self.steps, from), find(self.steps, to));
        let key = key(self.steps, (from, to), &source, changes);
        let arrow = source.arrow(&key, self.text);
        JoinedArrow {
            from,
            to,
            label: arrow.label_size(),
            arrow: Arc::new(arrow),
            source,
            key,
        }
    }
}

impl JoinedArrow {
    /// Whether it was made from what `other` was made from.
    fn is_made_as(&self, other: &Self) -> bool {
        let is_same = self.source.is(&other.source) && self.key == other.key;
        is_same && (self.from, self.to) == (other.from, other.to)
    }

    /// Makes the arrow again if the steps at its ends give it another look.
    fn look_again(&mut self, steps: &[Member], text: &TextMeasure) {
        let changes = self.key.changes.clone();
        let key = key(steps, (self.from, self.to), &self.source, changes);
        if key != self.key {
            let arrow = self.source.arrow(&key, text);
            self.label = arrow.label_size();
            self.arrow = Arc::new(arrow);
            self.key = key;
        }
    }
}

/// The place of the step `id`.
fn find(steps: &[Member], id: &StepId) -> u32 {
    let place = steps.binary_search_by(|member| member.id.cmp(id));
    place.map_or(NOBODY, |place| place as u32)
}

fn key(
    steps: &[Member],
    (from, to): (u32, u32),
    source: &ArrowSource,
    changes: BTreeSet<ChangeKind>,
) -> ArrowKey {
    let member = |end: u32| steps.get(end as usize);
    let mut ends = [from, to].into_iter().filter_map(member);
    ArrowKey {
        changes,
        from_ai: match source {
            ArrowSource::Connector(..) => member(from).is_some_and(|from| from.is_ai),
            ArrowSource::HandOver(..) => true,
        },
        course: match (member(from), member(to)) {
            (Some(from), Some(to)) => Course::between(from.column(), to.column()),
            _ => Course::On,
        },
        ends: if ends.any(Member::is_one_sided) {
            Ends::Differ
        } else {
            Ends::Stay
        },
    }
}
