//! Which two variants are compared, how they are laid out, and what differs between them.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use super::{Selection, Session, Target};
use crate::{
    model::{Blueprint, StepId, Variant, VariantId},
    patch::{self, Change, ChangeKind, Comparison},
    scene::Show,
};

/// Above this many lanes two variants are laid over each other, unless somebody chose otherwise.
const MANY_LANES: usize = 6;
/// Below this height of the canvas, in points, two variants above each other would both be cut off.
const LOW: f32 = 720.0;

/// What differs between the two variants compared.
#[derive(Debug)]
pub struct Changes {
    /// By id.
    pub comparison: Arc<Comparison>,
    blueprint: Arc<Blueprint>,
    pair: (VariantId, VariantId),
    list: OnceLock<Vec<Change>>,
    counts: OnceLock<BTreeMap<ChangeKind, usize>>,
}

impl Changes {
    /// In words, in reading order: found when somebody asks first.
    pub fn list(&self) -> &[Change] {
        let (first, second) = &self.pair;
        self.list
            .get_or_init(|| patch::changes(&self.blueprint, first, second))
    }

    /// How many steps differ in this way, as [`Comparison::count`] says.
    pub fn count(&self, kind: ChangeKind) -> usize {
        let counts = self.counts.get_or_init(|| {
            let kinds = ChangeKind::ALL.iter();
            kinds
                .map(|kind| (*kind, self.comparison.count(*kind)))
                .collect()
        });
        counts.get(&kind).copied().unwrap_or(0)
    }
}

/// How two variants are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareAs {
    /// The first above the second.
    Stacked,
    /// Both in one grid.
    Overlay,
}

/// What a session remembers of comparing.
#[derive(Debug, Default)]
pub(super) struct Comparing {
    /// The two variants somebody chose last.
    pair: Option<(VariantId, VariantId)>,
    /// How somebody chose to see them.
    chosen: Option<CompareAs>,
    /// How high the canvas is, in points, if there is one.
    room: Option<f32>,
}

impl Session {
    /// The two variants that are compared, or that Compare would set against each other.
    pub fn pair(&self) -> (Option<&VariantId>, Option<&VariantId>) {
        let chosen = self.view.show.pair();
        let remembered = || {
            let (first, second) = self.comparing.pair.as_ref()?;
            let there = |id| self.blueprint.variant(id).is_some();
            (there(first) && there(second)).then_some((first, second))
        };
        if let Some((first, second)) = chosen.or_else(remembered) {
            return (Some(first), Some(second));
        }
        let first = self.blueprint.variants.first().map(|variant| &variant.id);
        (first, self.other.as_ref())
    }

    /// What differs between the two variants compared; `None` while one variant is shown.
    pub fn changes(&self) -> Option<&Arc<Changes>> {
        self.changes.as_ref()
    }

    /// How two variants are compared: as somebody chose, or as there is room.
    pub fn compare_as(&self) -> CompareAs {
        let is_low = self.comparing.room.is_some_and(|room| room < LOW);
        let by_room = if is_low || self.blueprint.lanes.len() > MANY_LANES {
            CompareAs::Overlay
        } else {
            CompareAs::Stacked
        };
        self.comparing.chosen.unwrap_or(by_room)
    }

    /// Says how high the canvas is, in points: two variants above each other need room.
    pub fn note_room(&mut self, height: f32) {
        self.comparing.room = Some(height);
    }

    /// How a comparison of these two variants is shown.
    pub fn comparison_of(&self, first: &VariantId, second: &VariantId) -> Show {
        let (first, second) = (first.clone(), second.clone());
        match self.compare_as() {
            CompareAs::Stacked => Show::Compare(first, second),
            CompareAs::Overlay => Show::Overlay(first, second),
        }
    }

    /// Compares the other way than now, and from now on.
    pub(super) fn other_comparison(&mut self) {
        let shown = match &self.view.show {
            Show::One(_) => self.compare_as(),
            Show::Compare(..) => CompareAs::Stacked,
            Show::Overlay(..) => CompareAs::Overlay,
        };
        self.comparing.chosen = Some(match shown {
            CompareAs::Stacked => CompareAs::Overlay,
            CompareAs::Overlay => CompareAs::Stacked,
        });
        self.compare();
    }

    /// Remembers what is looked at, for the next comparison.
    pub(super) fn remember_look(&mut self, show: &Show) {
        let first = self.blueprint.variants.first().map(|variant| &variant.id);
        let looked_at = match show {
            Show::One(id) | Show::Compare(_, id) | Show::Overlay(_, id) => id,
        };
        match show.pair() {
            Some((a, b)) => self.comparing.pair = Some((a.clone(), b.clone())),
            None => {
                let pair = &mut self.comparing.pair;
                let is_of_pair =
                    |(a, b): &mut (VariantId, VariantId)| looked_at == a || looked_at == b;
                pair.take_if(|pair| !is_of_pair(pair));
            }
        }
        if first != Some(looked_at) && self.blueprint.variant(looked_at).is_some() {
            self.other = Some(looked_at.clone());
        }
    }

    pub(super) fn compare_pair(&self) -> Option<Arc<Changes>> {
        let (first, second) = self.view.show.pair()?;
        // While a new step is typed the scene shows more than the document holds.
        let drawn = Arc::ptr_eq(&self.shown, &self.blueprint).then(|| self.scene.comparison());
        let comparison = match drawn.flatten() {
            Some(comparison) => Arc::clone(comparison),
            None => Arc::new(patch::diff_variants(&self.blueprint, first, second)),
        };
        Some(Arc::new(Changes {
            comparison,
            blueprint: Arc::clone(&self.blueprint),
            pair: (first.clone(), second.clone()),
            list: OnceLock::new(),
            counts: OnceLock::new(),
        }))
    }

    /// The variant into whose pane `variant` was laid; `variant` itself unless it lies under another.
    pub(super) fn above<'a>(&'a self, variant: &'a VariantId) -> &'a VariantId {
        match &self.view.show {
            Show::Overlay(first, second) if first == variant => second,
            _ => variant,
        }
    }

    /// Whether what is selected is only in the variant under an overlay: it is seen, but nothing
    /// leads on from it.
    pub fn is_underneath(&self) -> bool {
        self.above(&self.selection.variant) != &self.selection.variant
    }

    /// What two variants have in common is selected in the upper one of an overlay.
    pub(super) fn settled(&self, mut selection: Selection) -> Selection {
        let above = self.above(&selection.variant).clone();
        let is_gone = self.blueprint.variant(&above).is_none();
        if above == selection.variant || is_gone {
            return selection;
        }
        if let Target::Items { steps, wires, .. } = &selection.target {
            let there = Selection::items(&above, steps.iter().cloned(), wires.iter().cloned());
            let there = there.still_in(&self.blueprint);
            if there.steps() != steps || there.wires() != wires {
                return selection;
            }
        }
        selection.variant = above;
        selection
    }

    /// The cards of a cell, topmost first, each with its variant: in an overlay those of both.
    pub(super) fn cards_in(
        &self,
        variant: &VariantId,
        (lane, moment): (&crate::model::LaneId, &crate::model::MomentId),
    ) -> Vec<(VariantId, StepId)> {
        let held = |id| self.blueprint.variant(id).map(|(_, held)| &**held);
        let under = match &self.view.show {
            Show::Overlay(first, second) if second == variant => held(first),
            _ => None,
        };
        let Some(upper) = held(variant) else {
            return Vec::new();
        };
        let nothing = Variant::default();
        let pair = (under.unwrap_or(&nothing), upper);
        patch::overlaid_cell(pair, |step| step.cell() == Some((lane, moment)))
            .into_iter()
            .map(|(held, id)| (held.id.clone(), id.clone()))
            .collect()
    }
}
