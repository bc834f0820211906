//! What a patch does, in a few words: the name of an undo step.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use super::{Contents, ListPatch, Patch, Swap, compare::quoted};
use crate::model::{Blueprint, Connector, Moment, Phase, Record, Step, Touchpoint, changed_fields};

/// What `patch` does, as the name of a step of the history: `Move “Agent answers”`.
pub fn label(patch: &Patch) -> String {
    if let Some(swap) = &patch.variants {
        return list_label("variant", swap, |v| &v.name);
    }
    if let Some(phases) = &patch.phases
        && patch.lanes.is_none()
        && phases_label(phases) == MORE_MOMENTS
        && adds_steps(patch)
    {
        // The moment was made for the step.
        return contents_label(&patch.contents.values().collect::<Vec<_>>());
    }
    let lists = [
        list(&patch.lanes, "lane", |lane| &lane.name),
        patch.phases.as_ref().map(phases_label),
        list(&patch.roles, "role", |role| &role.name),
        list(&patch.ai_systems, "AI system", |system| &system.name),
    ];
    if let Some(label) = lists.into_iter().flatten().next() {
        return label;
    }
    if !patch.contents.is_empty() {
        return contents_label(&patch.contents.values().collect::<Vec<_>>());
    }
    if let Some(swap) = &patch.head {
        return head_label(&swap.before, &swap.after);
    }
    "Change comments".to_owned()
}

/// The name of a change that makes moments.
const MORE_MOMENTS: &str = "Add moment";

fn adds_steps(patch: &Patch) -> bool {
    let steps = patch.contents.values().flat_map(|held| held.steps.values());
    let mut came = steps.filter(|swap| swap.before.is_none());
    came.next().is_some()
}

fn list<T: Record + PartialEq>(
    patch: &ListPatch<T>,
    noun: &str,
    name: fn(&T) -> &str,
) -> Option<String> {
    patch.as_ref().map(|swap| list_label(noun, swap, name))
}

fn list_label<T: Record + PartialEq>(
    noun: &str,
    swap: &Swap<Vec<Arc<T>>>,
    name: impl Fn(&T) -> &str,
) -> String {
    let ids = |list: &[Arc<T>]| list.iter().map(|r| r.id().clone()).collect::<BTreeSet<_>>();
    let (old, new) = (ids(&swap.before), ids(&swap.after));
    let of = |list: &[Arc<T>], other: &BTreeSet<_>, verb: &str| {
        let mut gone = list.iter().filter(|record| !other.contains(record.id()));
        let first = gone.next()?;
        Some(match gone.count() {
            0 => format!("{verb} {noun} “{}”", name(first)),
            more => format!("{verb} {} {noun}s", more + 1),
        })
    };
    if let Some(label) = of(&swap.after, &old, "Add").or_else(|| of(&swap.before, &new, "Delete")) {
        return label;
    }
    let mut differing = swap.after.iter().filter_map(|new| {
        let old = swap.before.iter().find(|old| old.id() == new.id())?;
        (old != new).then_some((old, new))
    });
    match differing.next() {
        None => format!("Reorder {noun}s"),
        Some((old, new)) if name(old) != name(new) => {
            format!("Rename {noun} “{}” to “{}”", name(old), name(new))
        }
        Some((_, new)) => format!("Change {noun} “{}”", name(new)),
    }
}

fn phases_label(swap: &Swap<Vec<Arc<Phase>>>) -> String {
    let ids = |list: &[Arc<Phase>]| -> Vec<_> { list.iter().map(|p| p.id.clone()).collect() };
    if ids(&swap.before) != ids(&swap.after) {
        return list_label("phase", swap, |phase| &phase.name);
    }
    let moments = |list: &'_ [Arc<Phase>]| -> Vec<Vec<_>> {
        let ids = |phase: &Arc<Phase>| phase.moments.iter().map(|m| m.id.clone()).collect();
        list.iter().map(ids).collect()
    };
    let (old, new) = (moments(&swap.before), moments(&swap.after));
    if old != new {
        let count = |phases: &[Vec<_>]| phases.iter().map(Vec::len).sum::<usize>();
        return match count(&new).cmp(&count(&old)) {
            Ordering::Greater => MORE_MOMENTS,
            Ordering::Less => "Delete moment",
            Ordering::Equal => "Move moment",
        }
        .to_owned();
    }
    let all = |list: &[Arc<Phase>]| -> Vec<Moment> {
        let moments = list.iter().flat_map(|phase| &phase.moments);
        moments.cloned().collect()
    };
    let (old, new) = (all(&swap.before), all(&swap.after));
    match old.iter().zip(&new).find(|(old, new)| old.name != new.name) {
        Some((old, new)) if old.name.is_empty() => format!("Name moment “{}”", new.name),
        Some((old, new)) => format!("Rename moment “{}” to “{}”", old.name, new.name),
        None => list_label("phase", swap, |phase| &phase.name),
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
    let changed = [
        ("title", before.title != after.title),
        ("scenario", before.scenario != after.scenario),
        ("persona", before.persona != after.persona),
        ("summary", before.summary != after.summary),
        ("currency", before.currency != after.currency),
        ("rows", before.rows != after.rows),
        ("sources", before.sources != after.sources),
    ];
    let mut names = changed
        .iter()
        .filter(|(_, changed)| *changed)
        .map(|(name, _)| *name);
    match (names.next(), names.next()) {
        (Some(name), None) => format!("Change the blueprint's {name}"),
        _ => "Change the blueprint".to_owned(),
    }
}

fn join_labels(labels: impl Iterator<Item = &'static str>) -> String {
    let labels: Vec<String> = labels.map(in_a_sentence).collect();
    if labels.len() > 2 {
        return format!("{} fields", labels.len());
    }
    labels.join(" and ")
}

/// A label without its capital letter, but for names such as `AI`.
fn in_a_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
