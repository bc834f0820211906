//! Which two variants are compared, how they are laid out, and what differs between them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use super::{Action, Command, Selection, Session, Target};
use crate::{
    model::{Blueprint, StepId, Variant, VariantId},
    patch::{self, Change, ChangeFilter, ChangeKind, Comparison, Subject},
    scene::{Show, size},
};

/// Above this many lanes two variants are laid over each other where nobody knows how much room there is, unless
/// somebody chose otherwise.
const MANY_LANES: usize = 6;
/// Two variants stand above each other where both are seen whole at this zoom.
const BOTH_ZOOM: f32 = 0.6;

/// What differs between the two variants compared.
#[derive(Clone, Debug)]
pub struct Changes {
    /// By id.
    pub comparison: Arc<Comparison>,
    /// What the filter leaves out.
    pub left_out: BTreeSet<Subject>,
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
        let counts = self
            .counts
            .get_or_init(|| self.comparison.counts().collect());
        counts.get(&kind).copied().unwrap_or(0)
    }

    /// How many steps differ in each way, in the order they are listed.
    pub fn counted(&self) -> impl Iterator<Item = (ChangeKind, usize)> {
        let kinds = ChangeKind::ALL.iter();
        kinds.map(|kind| (*kind, self.count(*kind)))
    }

    /// The changes that are looked at, in reading order.
    pub fn taken(&self) -> impl Iterator<Item = &Change> {
        let all = self.list().iter();
        all.filter(|change| !self.left_out.contains(&change.subject))
    }

    /// How many steps differ, and how many of these are looked at.
    pub fn steps(&self) -> (usize, usize) {
        let is_step = |subject: &&Subject| matches!(subject, Subject::Step(_));
        let all = self.comparison.steps.len();
        (all, all - self.left_out.iter().filter(is_step).count())
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

impl CompareAs {
    fn show(self, first: &VariantId, second: &VariantId) -> Show {
        let (first, second) = (first.clone(), second.clone());
        match self {
            Self::Stacked => Show::Compare(first, second),
            Self::Overlay => Show::Overlay(first, second),
        }
    }
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
    /// Which changes are looked at.
    filter: ChangeFilter,
}

impl Comparing {
    /// Forgets what the blueprint does not know any more.
    pub(super) fn forget_gone(&mut self, blueprint: &Blueprint) {
        self.filter = self.filter.still_in(blueprint);
    }
}

impl Session {
    /// The two variants that are compared, or that Compare would set against each other.
    pub fn pair(&self) -> (Option<&VariantId>, Option<&VariantId>) {
        let chosen = self.lens.show.pair();
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

    /// How two variants are compared: as they are shown now, as somebody chose, or as there is room.
    pub fn compare_as(&self) -> CompareAs {
        match &self.lens.show {
            Show::Compare(..) => return CompareAs::Stacked,
            Show::Overlay(..) => return CompareAs::Overlay,
            Show::One(_) => {}
        }
        let is_tight = match self.comparing.room {
            Some(room) => room < self.height_of_both() * BOTH_ZOOM,
            None => self.blueprint.lanes.len() > MANY_LANES,
        };
        let by_room = if is_tight {
            CompareAs::Overlay
        } else {
            CompareAs::Stacked
        };
        self.comparing.chosen.unwrap_or(by_room)
    }

    /// About how high two variants above each other are, rows included: twice the one that is shown. The other one
    /// is not laid out for a question that is asked in every frame.
    fn height_of_both(&self) -> f32 {
        let pane = self.scene.panes.first();
        pane.map_or(0.0, |pane| 2.0 * (pane.rect.height() + size::TITLE_STRIP))
    }

    /// Says how high the canvas is, in points: two variants above each other need room.
    pub fn note_room(&mut self, height: f32) {
        self.comparing.room = Some(height);
    }

    /// How a comparison of these two variants is shown.
    pub fn comparison_of(&self, first: &VariantId, second: &VariantId) -> Show {
        self.compare_as().show(first, second)
    }

    /// Compares the other way than now, and from now on.
    pub(super) fn other_comparison(&mut self) {
        self.compare_in(match self.compare_as() {
            CompareAs::Stacked => CompareAs::Overlay,
            CompareAs::Overlay => CompareAs::Stacked,
        });
    }

    pub(super) fn compare_in(&mut self, way: CompareAs) {
        self.comparing.chosen = Some(way);
        if let (Some(first), Some(second)) = self.pair() {
            let show = way.show(first, second);
            self.show_what(show);
        }
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
        let (first, second) = self.lens.show.pair()?;
        // While a new step is typed the scene shows more than the document holds.
        let drawn = Arc::ptr_eq(&self.shown, &self.blueprint).then(|| self.scene.comparison());
        let comparison = match drawn.flatten() {
            Some(comparison) => Arc::clone(comparison),
            None => Arc::new(patch::diff_variants(&self.blueprint, first, second)),
        };
        let mut changes = Changes {
            comparison,
            left_out: BTreeSet::new(),
            blueprint: Arc::clone(&self.blueprint),
            pair: (first.clone(), second.clone()),
            list: OnceLock::new(),
            counts: OnceLock::new(),
        };
        changes.left_out = self.left_out(&changes);
        Some(Arc::new(changes))
    }

    /// Which changes are looked at: those of the list, on the canvas, and on the way from change to change.
    pub fn filter(&self) -> &ChangeFilter {
        &self.comparing.filter
    }

    pub(super) fn set_filter(&mut self, filter: ChangeFilter) {
        self.comparing.filter = filter;
        self.refilter();
    }

    /// Filters the changes that are known anew.
    fn refilter(&mut self) {
        let Some(changes) = &self.changes else {
            return;
        };
        let left_out = self.left_out(changes);
        if let Some(changes) = &mut self.changes {
            Arc::make_mut(changes).left_out = left_out;
        }
    }

    /// Says why there is no change to go to.
    pub(super) fn say_no_change(&mut self) {
        if self
            .changes
            .as_ref()
            .is_some_and(|changes| changes.list().is_empty())
        {
            self.say("The two variants do not differ.", Vec::new());
            return;
        }
        let all = (
            "Show all changes".to_owned(),
            Action::Command(Command::AllChanges),
        );
        self.say("The filter leaves no change.", vec![all]);
    }

    /// The pair of variants compared.
    pub fn compared(&self) -> Option<(&Arc<Variant>, &Arc<Variant>)> {
        let (first, second) = self.lens.show.pair()?;
        let held = |id| self.blueprint.variant(id).map(|(_, held)| held);
        held(first).zip(held(second))
    }

    fn left_out(&self, changes: &Changes) -> BTreeSet<Subject> {
        let filter = &self.comparing.filter;
        let Some((first, second)) = self.compared().filter(|_| !filter.is_open()) else {
            return BTreeSet::new();
        };
        let left_out = changes
            .list()
            .iter()
            .filter(|change| !filter.takes((first, second), change));
        left_out.map(|change| change.subject.clone()).collect()
    }

    /// The variant into whose pane `variant` was laid; `variant` itself unless it lies under another.
    pub(super) fn above<'a>(&'a self, variant: &'a VariantId) -> &'a VariantId {
        match &self.lens.show {
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
        let under = match &self.lens.show {
            Show::Overlay(first, second) if second == variant => Some(first),
            _ => None,
        };
        // What both have stands where the upper one has it.
        let is_upper = |id: &StepId| self.blueprint.step(variant, id).is_some();
        let cards_of = |held: &VariantId| {
            let cards = self.index().cell(held, (lane, moment));
            let cards = cards.filter(|id| held == variant || !is_upper(id));
            let cards = cards.filter_map(|id| {
                let rank = self.blueprint.step(held, id)?.rank;
                Some((rank, id.clone(), held.clone()))
            });
            cards.collect::<Vec<_>>()
        };
        let mut cards = cards_of(variant);
        cards.extend(under.map(cards_of).unwrap_or_default());
        cards.sort();
        let cards = cards.into_iter();
        cards.map(|(_, id, held)| (held, id)).collect()
    }
}
