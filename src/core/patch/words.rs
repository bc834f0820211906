//! What a patch does, in a few words: the name of an undo step.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use super::{Contents, ListPatch, Patch, Swap, compare::quoted};
use crate::model::{
    Blueprint, Connector, Keyed, Kind, Moment, Phase, Record as _, Step, Touchpoint, Variant,
    changed_fields, in_a_sentence,
};

/// What `patch` does, as the name of a step of the history: `Move “Agent answers”`.
pub fn label(patch: &Patch) -> String {
    if let Some(label) = variants_label(&patch.variants) {
        return label;
    }
    let kinds = || Kind::ALL.iter().copied();
    let mut touched = kinds().filter(|kind| patch.touches(*kind));
    if touched.next() == Some(Kind::Phase)
        && phases_label(patch) == MORE_MOMENTS
        && adds_steps(patch)
    {
        // The moment was made for the step.
        return contents_label(&patch.contents.values().collect::<Vec<_>>());
    }
    // A comment whose place went is no more than a consequence.
    let is_said = |kind: &Kind| *kind != Kind::Comment;
    if let Some(label) = kinds()
        .filter(is_said)
        .find_map(|kind| register_label(kind, patch))
    {
        return label;
    }
    if !patch.contents.is_empty() {
        return contents_label(&patch.contents.values().collect::<Vec<_>>());
    }
    if let Some(swap) = &patch.head {
        return head_label(&swap.before, &swap.after);
    }
    register_label(Kind::Comment, patch).unwrap_or_else(|| "Change nothing".to_owned())
}

/// The name of a change that makes moments.
const MORE_MOMENTS: &str = "Add moment";

fn adds_steps(patch: &Patch) -> bool {
    let steps = patch.contents.values().flat_map(|held| held.steps.values());
    let mut came = steps.filter(|swap| swap.before.is_none());
    came.next().is_some()
}

/// A record of a list on both sides of a change, by what it is called.
type Names<'p> = Swap<Option<&'p str>>;

fn register_label(kind: Kind, patch: &Patch) -> Option<String> {
    if !patch.touches(kind) {
        return None;
    }
    let changed = patch.records(kind).map(|swap| Swap {
        before: swap.before.as_ref().map(Keyed::name),
        after: swap.after.as_ref().map(Keyed::name),
    });
    let changed: Vec<Names<'_>> = changed.collect();
    let comes_or_goes = |swap: &Names<'_>| swap.before.is_none() || swap.after.is_none();
    if kind == Kind::Phase
        && !changed.iter().any(comes_or_goes)
        && !patch.orders.contains_key(&kind)
    {
        return Some(phases_label(patch));
    }
    Some(names_label((kind.noun(), kind.plural()), &changed))
}

fn variants_label(patch: &ListPatch<Variant>) -> Option<String> {
    fn name(side: Option<&Arc<Variant>>) -> Option<&str> {
        side.map(|variant| &*variant.name)
    }
    if patch.is_empty() {
        return None;
    }
    let changed = patch.records.values().map(|swap| Swap {
        before: name(swap.before.as_ref()),
        after: name(swap.after.as_ref()),
    });
    Some(names_label(
        ("variant", "variants"),
        &changed.collect::<Vec<_>>(),
    ))
}

/// What came, else what went, else what was called otherwise, else what changed.
fn names_label((noun, several): (&str, &str), changed: &[Names<'_>]) -> String {
    let came = changed.iter().filter(|swap| swap.before.is_none());
    let gone = changed.iter().filter(|swap| swap.after.is_none());
    let sides: [(&str, Vec<&str>); 2] = [
        ("Add", came.filter_map(|swap| swap.after).collect()),
        ("Delete", gone.filter_map(|swap| swap.before).collect()),
    ];
    for (verb, names) in sides {
        match names[..] {
            [] => {}
            [name] => return format!("{verb} {}", called(noun, name)),
            _ => return format!("{verb} {} {several}", names.len()),
        }
    }
    let mut pairs = changed
        .iter()
        .filter_map(|swap| swap.before.zip(swap.after));
    match pairs.next() {
        None => format!("Reorder {several}"),
        Some((old, new)) if old != new => format!("Rename {} to “{new}”", called(noun, old)),
        Some((_, new)) => format!("Change {}", called(noun, new)),
    }
}

fn called(noun: &str, name: &str) -> String {
    if name.is_empty() {
        return noun.to_owned();
    }
    format!("{noun} “{name}”")
}

/// What happened to the moments of the phases, or to the phases where nothing did.
fn phases_label(patch: &Patch) -> String {
    let phases = |side: fn(&Swap<Option<Keyed>>) -> &Option<Keyed>| -> Vec<&Phase> {
        let swaps = patch.records(Kind::Phase);
        let records = swaps.filter_map(|swap| side(swap).as_ref());
        records
            .filter_map(Phase::record_in)
            .map(|phase| &**phase)
            .collect()
    };
    let (before, after) = (phases(|swap| &swap.before), phases(|swap| &swap.after));
    let moments = |list: &[&Phase]| -> Vec<Vec<_>> {
        let ids = |phase: &&Phase| phase.moments.iter().map(|m| m.id.clone()).collect();
        list.iter().map(ids).collect()
    };
    let (old, new) = (moments(&before), moments(&after));
    if old != new {
        let count = |phases: &[Vec<_>]| phases.iter().map(Vec::len).sum::<usize>();
        return match count(&new).cmp(&count(&old)) {
            Ordering::Greater => MORE_MOMENTS,
            Ordering::Less => "Delete moment",
            Ordering::Equal => "Move moment",
        }
        .to_owned();
    }
    let all = |list: &[&Phase]| -> Vec<Moment> {
        let moments = list.iter().flat_map(|phase| &phase.moments);
        moments.cloned().collect()
    };
    let (old, new) = (all(&before), all(&after));
    match old.iter().zip(&new).find(|(old, new)| old.name != new.name) {
        Some((old, new)) if old.name.is_empty() => format!("Name moment “{}”", new.name),
        Some((old, new)) => format!("Rename moment “{}” to “{}”", old.name, new.name),
        None => {
            let pairs = before.iter().zip(&after).map(|(old, new)| Swap {
                before: Some(&*old.name),
                after: Some(&*new.name),
            });
            names_label(("phase", "phases"), &pairs.collect::<Vec<_>>())
        }
    }
}

/// What comes and goes says more than what changes with it: a deleted step clears references elsewhere.
fn contents_label(all: &[&Contents]) -> String {
    let swaps = || all.iter().flat_map(|contents| contents.steps.values());
    let came = swaps().filter(|swap| swap.before.is_none());
    let gone = swaps().filter(|swap| swap.after.is_none());
    let sides: [(&str, Vec<&Arc<Step>>); 2] = [
        ("Add", came.filter_map(|swap| swap.after.as_ref()).collect()),
        (
            "Delete",
            gone.filter_map(|swap| swap.before.as_ref()).collect(),
        ),
    ];
    for (verb, steps) in &sides {
        match steps[..] {
            [] => {}
            [step] => return format!("{verb} {}", quoted(step)),
            _ => return format!("{verb} {} steps", steps.len()),
        }
    }
    let changed: Vec<(&Step, &Step)> = swaps()
        .filter_map(|swap| Some((&**swap.before.as_ref()?, &**swap.after.as_ref()?)))
        .collect();
    if let Some(label) = steps_label(&changed) {
        return label;
    }
    let connectors: Vec<_> = all
        .iter()
        .flat_map(|contents| contents.connectors.values())
        .collect();
    if !connectors.is_empty() {
        return connectors_label(&connectors);
    }
    "Say why a step was removed".to_owned()
}

fn steps_label(changed: &[(&Step, &Step)]) -> Option<String> {
    let (before, after) = changed.first()?;
    let names: BTreeSet<&str> = changed
        .iter()
        .flat_map(|(a, b)| changed_fields::<Step>(a, b))
        .map(|field| field.name)
        .collect();
    let is_place = |name: &&str| matches!(*name, "lane" | "moment" | "rank");
    if !names.is_empty() && names.iter().all(is_place) {
        // Cards that only make room do not count as moved.
        let another_cell = |(a, b): &&(&Step, &Step)| a.cell() != b.cell();
        let moved: Vec<_> = changed.iter().filter(another_cell).collect();
        return Some(match (&moved[..], changed) {
            ([(_, step)], _) | ([], [(_, step)]) => format!("Move {}", quoted(step)),
            ([], _) => "Reorder a cell".to_owned(),
            (several, _) => format!("Move {} steps", several.len()),
        });
    }
    let whom = match changed.len() {
        1 => quoted(after),
        many => format!("{many} steps"),
    };
    if names.len() == 1 && changed.len() == 1 {
        return Some(match (names.first().copied(), &before.ai, &after.ai) {
            (Some("title"), ..) => format!("Rename {} to {}", quoted(before), quoted(after)),
            (Some("ai"), None, _) => format!("Make {whom} an AI touchpoint"),
            (Some("ai"), _, None) => format!("Take AI out of {whom}"),
            (Some("ai"), Some(old), Some(new)) => {
                let fields = changed_fields::<Touchpoint>(old, new);
                format!(
                    "Change {} of {whom}",
                    join_labels(fields.iter().map(|f| f.label))
                )
            }
            _ => {
                let fields = changed_fields::<Step>(before, after);
                format!(
                    "Change {} of {whom}",
                    join_labels(fields.iter().map(|f| f.label))
                )
            }
        });
    }
    Some(format!("Change {whom}"))
}

fn connectors_label(connectors: &[&Swap<Option<Arc<Connector>>>]) -> String {
    let count = connectors.len();
    let swaps = || connectors.iter();
    let noun = if count == 1 {
        "connector".to_owned()
    } else {
        format!("{count} connectors")
    };
    if swaps().all(|swap| swap.before.is_none()) {
        return if count == 1 {
            "Connect".to_owned()
        } else {
            format!("Add {noun}")
        };
    }
    if swaps().all(|swap| swap.after.is_none()) {
        return format!("Delete {noun}");
    }
    match swaps().find_map(|swap| swap.before.as_ref().zip(swap.after.as_ref())) {
        Some((old, new)) if count == 1 => {
            let fields = changed_fields::<Connector>(old, new);
            format!(
                "Change {} of a connector",
                join_labels(fields.iter().map(|f| f.label))
            )
        }
        _ => format!("Change {noun}"),
    }
}

fn head_label(before: &Blueprint, after: &Blueprint) -> String {
    let changed = changed_fields::<Blueprint>(before, after).into_iter();
    let mut names = changed.map(|field| in_a_sentence(field.label));
    match (names.next(), names.next()) {
        (Some(name), None) => format!("Change the blueprint's {name}"),
        _ => "Change the blueprint".to_owned(),
    }
}

fn join_labels(labels: impl Iterator<Item = &'static str>) -> String {
    // What is half a sentence itself would be lost in one.
    let said = |label: &str| match label.split(' ').count() {
        0..=3 => in_a_sentence(label),
        _ => format!("“{label}”"),
    };
    let labels: Vec<String> = labels.map(said).collect();
    if labels.len() > 2 {
        return format!("{} fields", labels.len());
    }
    labels.join(" and ")
}
