//! The arrows of a pane. Which there are stands in a list; where each runs is worked out when somebody asks, from the
//! lines on which its route lies, so that a column that gets wider moves thousands of arrows without touching one.

use std::{fmt, sync::Arc};

use super::{Wire, WireId, index::StretchIndex, memory::Routing, route::RoutePlan, wire::Arrow};
use crate::{model::VariantId, patch::ChangeKind};

/// The arrows of a pane whose two ends have cards, in the order of their ids.
#[derive(Clone, Default)]
pub struct Wires {
    /// The place of each among the nets of the plan, and how it looks.
    rows: Vec<(u32, Arc<Arrow>)>,
    plan: Arc<RoutePlan>,
    variant: VariantId,
    /// In an overlay: whose those are that were removed.
    under: Option<VariantId>,
    /// Finds those on some lines of the columns.
    index: StretchIndex,
}

impl Wires {
    /// Lets go of the plan, so that it can be changed where it is.
    pub(super) fn let_go(&mut self) {
        self.plan = Arc::default();
    }

    /// The list of those of `arrows`, one for each net, that were routed.
    pub(super) fn updated<'a>(
        mut self,
        arrows: impl Iterator<Item = &'a Arc<Arrow>> + Clone,
        routing: &Routing,
        (variant, under): (&VariantId, Option<&VariantId>),
    ) -> Self {
        let plan = &routing.plan;
        let routed = (0..).zip(arrows);
        let routed = routed.filter(|(net, _)| plan.is_routed(*net as usize));
        let is_same = |((net, arrow), (own, had)): ((u32, &Arc<Arrow>), &(u32, Arc<Arrow>))| {
            net == *own && Arc::ptr_eq(arrow, had)
        };
        let mut rows = self.rows.iter();
        let mut is_known = || {
            let mut routed = routed.clone();
            routed.all(|new| rows.next().is_some_and(|row| is_same((new, row))))
                && rows.next().is_none()
        };
        let is_kept = routing.is_kept && !self.rows.is_empty();
        let is_known = is_kept || is_known();
        if !is_known {
            self.rows = routed
                .map(|(net, arrow)| (net, Arc::clone(arrow)))
                .collect();
        }
        if !is_known || routing.is_planned_anew || plan.has_labels() {
            let extents = self.rows.iter().map(|(net, _)| plan.extent(*net as usize));
            self.index = StretchIndex::of_lines(extents);
        }
        self.plan = Arc::clone(plan);
        self.variant = variant.clone();
        self.under = under.cloned();
        self
    }

    /// The places in the list of all that have something on one of these lines of the columns, and of some others.
    pub(super) fn on_lines(&self, lines: (u32, u32)) -> Vec<u32> {
        self.index.find_lines(lines)
    }

    /// What stands at a place of the list.
    pub(super) fn at(&self, place: usize) -> (&WireId, Wire<'_>) {
        let (net, arrow) = &self.rows[place];
        let is_removed = arrow.changes.contains(&ChangeKind::Removed);
        let under = self.under.as_ref().filter(|_| is_removed);
        let owner = under.unwrap_or(&self.variant);
        (
            &arrow.id,
            arrow.along(owner, self.plan.route(*net as usize)),
        )
    }

    /// The arrow `id`.
    pub fn get(&self, id: &WireId) -> Option<Wire<'_>> {
        Some(self.at(self.position(id)?).1)
    }

    /// Whether there is an arrow `id`.
    pub fn contains_key(&self, id: &WireId) -> bool {
        self.position(id).is_some()
    }

    fn position(&self, id: &WireId) -> Option<usize> {
        let place = self.rows.binary_search_by(|(_, arrow)| arrow.id.cmp(id));
        place.ok()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (&WireId, Wire<'_>)> {
        (0..self.rows.len()).map(|place| self.at(place))
    }

    /// Their ids, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &WireId> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(_, arrow)| &arrow.id)
    }

    /// All of them, in the order of their ids.
    pub fn values(&self) -> impl Iterator<Item = Wire<'_>> {
        self.iter().map(|(_, wire)| wire)
    }
}

impl PartialEq for Wires {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Wires {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
