//! Copy, cut and paste: steps with the connectors between them and what they name, as a small blueprint.
//!
//! The text on the clipboard is a file like any other, with the lanes, phases and records that its steps need, so
//! another document, another program or a person can use it. Pasted into the document it comes from, steps stand to
//! each other as they stood; what was cut comes back as the same steps ([`moved`]). Into another document they are
//! brought by a plan that a person sees first ([`bring`]).

pub mod bring;
mod moved;
mod older;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use ron::value::RawValue;
use serde::{Deserialize, Serialize};

use super::{Effect, Selection, Session};
use crate::{
    edit::{Edit, Refusal},
    model::{
        self, AiUse, AiUseId, Blueprint, Connector, ConnectorId, Ext, Gone, Kind, LaneId, MomentId,
        Names, PainId, Phase, Place, Record, Ref, Register as _, Status, Step, StepId, Variant,
        VariantId, Visit, Within,
    },
};

pub(super) use moved::CutSteps;
use settle::{
    forget_own_hand_over, forget_unknown, in_two_passes, listed, lowest_ranks, settle_down,
};

/// Steps on the clipboard, with what they need in order to be understood elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// One variant with the steps and the connectors between them; the lanes in which they stand, the phases with the
    /// moments from the first to the last of them, and the records of other registers that they name.
    blueprint: Blueprint,
    slip: Slip,
}

/// What goes with a fragment and is no part of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Slip {
    /// The session in which it was copied.
    of: String,
    /// Which cut it was, if it was one.
    cut: String,
    /// The titles of steps, and the words of pains, that are named and not brought along.
    outside: BTreeMap<String, String>,
}

/// Under which key of `ext` the slip stands.
const SLIP: &str = "frontstage-clipboard";

impl Fragment {
    /// Reads text from the clipboard; `None` when it holds no steps of a blueprint.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        let mut blueprint = if text.starts_with("Blueprint") {
            crate::format::read(text.as_bytes()).ok()?.blueprint
        } else if text.starts_with("Fragment") {
            older::read(text)?
        } else {
            return None;
        };
        // What nobody could say of the place there, nobody can say here; what was said comes along.
        for comment in blueprint.comments.values_mut() {
            if matches!(comment.at, Place::Unknown(_)) {
                std::sync::Arc::make_mut(comment).at = Place::default();
            }
        }
        let slip = blueprint.ext.remove(SLIP);
        let slip = slip.and_then(|slip| crate::format::read_value(slip.get_ron()).ok());
        let has_steps = blueprint.variants.first()?.steps.iter().next().is_some();
        has_steps.then(|| Self {
            blueprint,
            slip: slip.unwrap_or_default(),
        })
    }

    /// As a file has it, with what only a clipboard needs.
    pub fn text(&self) -> String {
        let mut blueprint = self.blueprint.clone();
        let slip = crate::format::write_value(&self.slip);
        if let Ok(slip) = RawValue::from_boxed_ron(slip.into()) {
            blueprint.ext.insert(SLIP.to_owned(), slip);
        }
        crate::format::write(&blueprint)
    }

    /// The steps and their connectors.
    fn variant(&self) -> &Variant {
        // Both ways in which one is made see to it that there is one.
        &self.blueprint.variants[0]
    }

    /// Whether its steps were taken away when they were copied.
    pub fn is_cut(&self) -> bool {
        !self.slip.cut.is_empty()
    }

    /// How many steps it holds.
    pub fn steps(&self) -> usize {
        self.variant().steps.len()
    }

    /// The titles of its steps, in the order of the board.
    pub fn titles(&self) -> Vec<String> {
        let steps = model::Places::of(&self.blueprint).steps(self.variant());
        let titles = steps.into_iter().map(|(_, step)| step.called().to_owned());
        titles.collect()
    }
}

/// Whether a text is what [`Session::copy`] made.
pub(super) fn holds_steps(text: &str) -> bool {
    Fragment::read(text).is_some()
}

/// The records of a kind that are named, taken over from one document into another.
struct TakeNamed<'a> {
    from: &'a Blueprint,
    into: &'a mut Blueprint,
    names: &'a BTreeSet<(Kind, String)>,
}

impl Visit for TakeNamed<'_> {
    type Out = ();

    fn kind<T: Record>(self) {
        for (id, record) in T::all(self.from).entries() {
            if self.names.contains(&(T::KIND, id.to_string())) {
                T::all_mut(self.into).put(id, std::sync::Arc::clone(record), None);
            }
        }
    }
}

/// Where steps come into a variant, and what their references become there.
struct Arrival<'a> {
    /// The variant they come into.
    variant: &'a VariantId,
    /// The cell of each; without one it waits in the tray, in the lane it may have.
    cells: BTreeMap<StepId, (Option<LaneId>, Option<MomentId>)>,
    /// The new ids of records that they name; empty within one document, where those stay.
    records: BTreeMap<(Kind, String), String>,
    /// Whether they come from another document: what they name there is not what has the same id here.
    is_from_elsewhere: bool,
}

/// What steps become where they arrive.
struct Arrived {
    edits: Vec<Edit>,
    /// Their ids.
    steps: Vec<StepId>,
    /// What they named and is not here.
    left_out: BTreeSet<String>,
}

impl Session {
    pub(super) fn copy(&mut self) {
        if let Some(fragment) = self.fragment() {
            self.effects.push(Effect::CopySteps(Box::new(fragment)));
        }
    }

    pub(super) fn cut(&mut self) -> Result<(), Refusal> {
        let Some(mut fragment) = self.fragment() else {
            return self.delete();
        };
        fragment.slip.cut = self.ids.fresh::<()>("cut", |_| false).to_string();
        let cut = CutSteps {
            mark: fragment.slip.cut.clone(),
            variant: self.selection.variant.clone(),
            steps: fragment.variant().steps.keys().cloned().collect(),
            before: std::sync::Arc::clone(&self.blueprint),
        };
        let label = format!("Cut {}", self.steps_called(&cut.variant, cut.steps.iter()));
        let revision = self.history.revision();
        self.delete()?;
        self.name_since(revision, &label);
        self.cut = Some(cut);
        self.effects.push(Effect::CopySteps(Box::new(fragment)));
        Ok(())
    }

    /// The steps selected, the connectors between them, and what they name.
    fn fragment(&mut self) -> Option<Fragment> {
        let blueprint = std::sync::Arc::clone(&self.blueprint);
        let (_, held) = blueprint.variant(&self.selection.variant)?;
        let mut variant = Variant {
            id: held.id.clone(),
            name: held.name.clone(),
            ..Variant::default()
        };
        let mut named = BTreeSet::new();
        let mut columns = BTreeSet::new();
        let mut outside = BTreeMap::new();
        let selected = self.selected_steps();
        let names = Names::of(&blueprint, held);
        for (id, step) in &selected {
            model::refs(&**step, &mut |name| match name {
                Ref::Record(kind, id) => {
                    named.insert((kind, id.to_owned()));
                }
                Ref::Step(_, id) => {
                    let title = names.step(id).map(|step| step.called().to_owned());
                    outside.extend(title.map(|title| (id.to_string(), title)));
                }
                Ref::Pain(id) => {
                    let pain = blueprint.pains().find(|pain| pain.id == *id);
                    outside.extend(pain.map(|pain| (id.to_string(), pain.text.clone())));
                }
                Ref::Moment(_) | Ref::Source(_) | Ref::Variant(_) | Ref::Connector(..) => {}
            });
            if let Some(of) = blueprint.ai_use(id).filter(|_| step.ai.is_some()) {
                named.insert((Kind::AiUse, id.to_string()));
                model::refs(&**of, &mut |name| {
                    if let Ref::Record(kind, id) = name {
                        named.insert((kind, id.to_owned()));
                    }
                });
            }
            let moment = step.moment.as_ref();
            columns.extend(moment.and_then(|id| Some(blueprint.moment(id)?.0)));
            variant
                .steps
                .insert(id.clone(), std::sync::Arc::clone(step));
        }
        if selected.is_empty() {
            return None;
        }
        outside.retain(|id, _| !variant.steps.contains_key(&StepId::from(id.as_str())));
        for (id, connector) in &held.connectors {
            let ends = [&connector.from, &connector.to];
            if ends.iter().all(|end| variant.steps.contains_key(*end)) {
                let connector = std::sync::Arc::clone(connector);
                variant.connectors.insert(id.clone(), connector);
            }
        }
        let mut small = Blueprint {
            title: "Steps".to_owned(),
            currency: blueprint.currency.clone(),
            variants: vec![std::sync::Arc::new(variant)],
            phases: phases_between(&blueprint, &columns),
            ..Blueprint::default()
        };
        for kind in Kind::ALL {
            kind.visit(TakeNamed {
                from: &blueprint,
                into: &mut small,
                names: &named,
            });
        }
        let slip = Slip {
            of: self.mark(),
            cut: String::new(),
            outside,
        };
        Some(Fragment {
            blueprint: small,
            slip,
        })
    }

    /// What tells this session from all others, on the clipboard.
    fn mark(&mut self) -> String {
        if self.mark.is_empty() {
            self.mark = self.ids.fresh::<()>("session", |_| false).to_string();
        }
        self.mark.clone()
    }

    /// The steps on the clipboard, if they come from another document and are to be seen first.
    pub fn from_elsewhere(&self, text: &str) -> Option<Fragment> {
        let fragment = Fragment::read(text)?;
        (fragment.slip.of != self.mark || self.mark.is_empty()).then_some(fragment)
    }

    pub(super) fn paste(&mut self, text: &str) -> Result<(), Refusal> {
        let fragment = Fragment::read(text).ok_or(Refusal::Rule(
            "The clipboard holds no steps of a blueprint.",
        ))?;
        self.paste_fragment(&fragment)
    }

    /// Puts steps of this document in, the first at the cell selected.
    pub(super) fn paste_fragment(&mut self, fragment: &Fragment) -> Result<(), Refusal> {
        let place = self
            .place()
            .ok_or(Refusal::Rule("Select a cell to paste into."))?;
        let cells = self.beside_each_other(fragment, &place)?;
        let cut = self.cut.take_if(|cut| cut.mark == fragment.slip.cut);
        if let Some(cut) = cut
            && cut.variant == place.0
            && let Some(arrived) = cut.bring_back(&self.blueprint, &cells)?
        {
            return self.take_in(&place.0, arrived, "Paste");
        }
        let arrived = self.arrive(
            &std::sync::Arc::clone(&self.blueprint),
            fragment,
            &Arrival {
                variant: &place.0,
                cells,
                records: BTreeMap::new(),
                is_from_elsewhere: false,
            },
        )?;
        self.take_in(&place.0, arrived, "Paste")
    }

    /// Doubles the steps selected, each into the cell to its right, or below where there is none.
    pub(super) fn duplicate(&mut self) -> Result<(), Refusal> {
        let nothing = || Refusal::Rule("Select steps in cells first.");
        let fragment = self.fragment().ok_or_else(nothing)?;
        let steps = self.selected_steps();
        let columns = steps.iter().filter_map(|(_, step)| {
            let (column, ..) = self.blueprint.moment(step.moment.as_ref()?)?;
            Some(column)
        });
        let rows = steps.iter().filter_map(|(_, step)| {
            let (row, _) = self.blueprint.lane(step.lane.as_ref()?)?;
            Some(row)
        });
        let (Some(column), Some(row)) = (columns.min(), rows.min()) else {
            return Err(nothing());
        };
        let last = self.blueprint.moments().count().saturating_sub(1);
        let moment = self.blueprint.moments().nth((column + 1).min(last));
        let (Some((_, moment)), Some(lane)) = (moment, self.blueprint.lanes.get(row)) else {
            return Err(nothing());
        };
        let variant = self.selection.variant.clone();
        let place = (variant.clone(), lane.id.clone(), moment.id.clone());
        let arrived = self.arrive(
            &std::sync::Arc::clone(&self.blueprint),
            &fragment,
            &Arrival {
                variant: &variant,
                cells: self.beside_each_other(&fragment, &place)?,
                records: BTreeMap::new(),
                is_from_elsewhere: false,
            },
        )?;
        self.take_in(&variant, arrived, "Duplicate")
    }

    /// The cells of steps that stand to each other as they stood, the first at `place`. What does not fit at the edge
    /// stands at the edge.
    fn beside_each_other(
        &self,
        fragment: &Fragment,
        (_, lane, moment): &(VariantId, LaneId, MomentId),
    ) -> Result<BTreeMap<StepId, (Option<LaneId>, Option<MomentId>)>, Refusal> {
        let blueprint = &self.blueprint;
        let missing = || Refusal::Missing("the cell".to_owned());
        let (row, _) = blueprint.lane(lane).ok_or_else(missing)?;
        let (column, ..) = blueprint.moment(moment).ok_or_else(missing)?;
        let moments: Vec<&MomentId> = blueprint.moments().map(|(_, m)| &m.id).collect();
        let small = &fragment.blueprint;
        // A lane or moment that went since stands where it stood among those that were copied.
        let row_of = |step: &Step| {
            let id = step.lane.as_ref()?;
            let place = blueprint.lane(id).or_else(|| small.lane(id));
            place.map(|(row, _)| row)
        };
        let column_of = |step: &Step| {
            let id = step.moment.as_ref()?;
            let place = blueprint.moment(id).or_else(|| small.moment(id));
            place.map(|(column, ..)| column)
        };
        let steps = &fragment.variant().steps;
        let first_row = steps.values().filter_map(|step| row_of(step)).min();
        let first_column = steps.values().filter_map(|step| column_of(step)).min();
        let shifted = |from: usize, place: Option<usize>, first: Option<usize>, most: usize| {
            let by = place.unwrap_or(0).saturating_sub(first.unwrap_or(0));
            from.saturating_add(by).min(most.saturating_sub(1))
        };
        let cells = steps.iter().map(|(id, step)| {
            let row = shifted(row, row_of(step), first_row, blueprint.lanes.len());
            let column = shifted(column, column_of(step), first_column, moments.len());
            let lane = blueprint.lanes.get(row).map(|lane| lane.id.clone());
            let moment = moments.get(column).map(|moment| (*moment).clone());
            (id.clone(), (lane, moment))
        });
        Ok(cells.collect())
    }

    /// What the steps of a fragment become in `board`. A step keeps its id where it is free.
    fn arrive(
        &mut self,
        board: &Blueprint,
        fragment: &Fragment,
        arrival: &Arrival<'_>,
    ) -> Result<Arrived, Refusal> {
        let missing = || Refusal::Missing("the variant".to_owned());
        let (_, held) = board.variant(arrival.variant).ok_or_else(missing)?;
        let from = fragment.variant();
        let elsewhere = arrival.is_from_elsewhere;
        let is_taken = |id: &StepId| match elsewhere {
            true => board.variants.iter().any(|v| v.steps.contains_key(id)),
            false => held.steps.contains_key(id),
        };
        let mut ids: BTreeMap<StepId, StepId> = BTreeMap::new();
        let mut made = BTreeSet::new();
        for (old, step) in &from.steps {
            let mut id = old.clone();
            while is_taken(&id) || !made.insert(id.clone()) {
                id = self.fresh_step_id(&step.title);
            }
            ids.insert(old.clone(), id);
        }
        let known: BTreeSet<&PainId> = board.pains().map(|pain| &pain.id).collect();
        let mut pains: BTreeMap<PainId, PainId> = BTreeMap::new();
        let mut made_pains = BTreeSet::new();
        for (old, step) in &from.steps {
            let is_same = !elsewhere && ids[old] == *old;
            for pain in &step.pains {
                if pains.contains_key(&pain.id) {
                    continue;
                }
                let mut id = pain.id.clone();
                // The same step in another variant has the same pains.
                while !is_same && known.contains(&id) || !made_pains.insert(id.clone()) {
                    id = self.ids.fresh(&pain.text, |_| false);
                }
                pains.insert(pain.id.clone(), id);
            }
        }
        let first = board.variants.first();
        let is_known = |name: Ref<'_>| match name {
            Ref::Record(Kind::Lane, _) | Ref::Moment(_) => true,
            Ref::Step(Within::Variant, id) if from.steps.contains_key(id) => true,
            Ref::Pain(id) if pains.contains_key(id) => true,
            Ref::Record(kind, id) if elsewhere => {
                arrival.records.contains_key(&(kind, id.to_owned()))
            }
            _ if elsewhere => false,
            Ref::Step(Within::First, id) => first.is_some_and(|first| first.steps.contains_key(id)),
            other => Names::of(board, held).has(other),
        };
        let renamed = |name: Ref<'_>| match name {
            Ref::Step(Within::Variant, id) => ids.get(id).map(ToString::to_string),
            Ref::Pain(id) => pains.get(id).map(ToString::to_string),
            Ref::Record(kind, id) => arrival.records.get(&(kind, id.to_owned())).cloned(),
            _ => None,
        };
        let mut left_out = BTreeSet::new();
        let mut ranks = lowest_ranks(held);
        let mut order: Vec<_> = from.steps.iter().collect();
        order.sort_by_key(|(id, step)| (step.rank, (*id).clone()));
        let mut full = Vec::new();
        for (old, step) in order {
            let mut new = (**step).clone();
            forget_own_hand_over(old, &mut new, &mut left_out);
            forget_unknown(&mut new, &is_known, &fragment.slip, &mut left_out);
            model::rename(&mut new, &renamed);
            for pain in &mut new.pains {
                if let Some(id) = pains.get(&pain.id) {
                    pain.id.clone_from(id);
                }
            }
            new.span = new.span.max(1);
            let cell = arrival.cells.get(old).cloned().unwrap_or_default();
            settle_down(&mut new, cell, &mut ranks);
            full.push((ids[old].clone(), new));
        }
        let mut edits: Vec<Edit> = Vec::new();
        for (old, new) in &ids {
            let of = fragment.blueprint.ai_use(old);
            let Some(of) = of.filter(|_| board.ai_use(new).is_none()) else {
                continue;
            };
            let mut of = new_use(of);
            let is_missing = |name: Ref<'_>| !is_known(name);
            model::forget(&mut of, &Gone::new(&is_missing));
            model::rename(&mut of, &renamed);
            edits.push(Edit::put(AiUseId::new(new.as_str()), of, None));
        }
        edits.extend(in_two_passes(arrival.variant, full));
        let mut joined = BTreeSet::new();
        let is_taken = |id: &ConnectorId| match elsewhere {
            true => board.variants.iter().any(|v| v.connectors.contains_key(id)),
            false => held.connectors.contains_key(id),
        };
        for (old, connector) in &from.connectors {
            let (Some(from), Some(to)) = (ids.get(&connector.from), ids.get(&connector.to)) else {
                continue;
            };
            // A file may join two steps twice, or a step with itself; an edit does not.
            if from == to || !joined.insert((from, to, connector.kind)) {
                continue;
            }
            let is_free = *from == connector.from && *to == connector.to && !is_taken(old);
            edits.push(Edit::PutConnector {
                variant: arrival.variant.clone(),
                id: match is_free {
                    true => old.clone(),
                    false => self.fresh_connector_id(),
                },
                connector: Connector {
                    from: from.clone(),
                    to: to.clone(),
                    ..(**connector).clone()
                },
            });
        }
        Ok(Arrived {
            edits,
            steps: ids.into_values().collect(),
            left_out,
        })
    }

    /// Makes the change, which the history calls by `verb`, selects what came, and says what could not come.
    fn take_in(
        &mut self,
        variant: &VariantId,
        arrived: Arrived,
        verb: &str,
    ) -> Result<(), Refusal> {
        let Arrived {
            edits,
            steps,
            left_out,
        } = arrived;
        let selection = Selection::items(variant, steps, []);
        let revision = self.history.revision();
        self.edit(&Edit::All(edits), Some(selection))?;
        let called = self.steps_called(variant, self.selection.steps().iter());
        self.name_since(revision, &format!("{verb} {called}"));
        self.effects.push(Effect::Reveal);
        if !left_out.is_empty() {
            let text = format!("Left out, because it is not here: {}.", listed(&left_out));
            self.say(&text, Vec::new());
        }
        Ok(())
    }
}

/// The use of a step that is another one now: who answers for it, its data and its rules are those of the first, and
/// nobody tried, approved or numbered it yet.
fn new_use(of: &AiUse) -> AiUse {
    AiUse {
        status: Status::Idea,
        status_on: None,
        next_review: None,
        inventory: String::new(),
        evidence: Vec::new(),
        ext: Ext::new(),
        ..of.clone()
    }
}

/// The phases that have columns from the first to the last of `columns`, with those alone.
fn phases_between(blueprint: &Blueprint, columns: &BTreeSet<usize>) -> Vec<std::sync::Arc<Phase>> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
        return Vec::new();
    };
    let mut column = 0;
    let mut phases = Vec::new();
    for phase in &blueprint.phases {
        let mut kept = (**phase).clone();
        kept.moments.retain(|_| {
            column += 1;
            (*first..=*last).contains(&(column - 1))
        });
        if !kept.moments.is_empty() {
            phases.push(std::sync::Arc::new(kept));
        }
    }
    phases
}
