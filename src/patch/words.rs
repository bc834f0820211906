//! What a patch does, in a few words: the name of an undo step.

use std::{collections::BTreeSet, sync::Arc};

use super::{Contents, ListPatch, MapPatch, Patch, Swap, compare::title_of};
use crate::model::{
    Blueprint, CONNECTOR_FIELDS, Record, STEP_FIELDS, Step, TOUCHPOINT_FIELDS, changed_fields,
};

/// What `patch` does, as the name of a step of the history: `Move “Agent answers”`.
pub fn label(patch: &Patch) -> String {
    if let Some(swap) = &patch.variants {
        return list_label("variant", swap, |v| &v.name);
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
    if let Some(contents) = patch.contents.values().next() {
        return contents_label(contents);
    }
    if let Some(swap) = &patch.head {
        return head_label(&swap.before, &swap.after);
    }
    "Change comments".to_owned()
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

fn phases_label(swap: &Swap<Vec<Arc<crate::model::Phase>>>) -> String {
    let moments = |list: &[Arc<crate::model::Phase>]| -> Vec<crate::model::MomentId> {
        let all = list.iter().flat_map(|phase| &phase.moments);
        all.map(|moment| moment.id.clone()).collect()
    };
    let same_phases = (swap.before.iter().map(|p| p.id())).eq(swap.after.iter().map(|p| p.id()));
    let (old, new) = (moments(&swap.before), moments(&swap.after));
    if same_phases && old != new {
        return match new.len().cmp(&old.len()) {
            std::cmp::Ordering::Greater => "Add moment",
            std::cmp::Ordering::Less => "Delete moment",
            std::cmp::Ordering::Equal => "Move moment",
        }
        .to_owned();
    }
    list_label("phase", swap, |phase| &phase.name)
}

fn contents_label(contents: &Contents) -> String {
    let gone = |swap: &&Swap<Option<Arc<Step>>>| swap.after.is_none();
    let came = |swap: &&Swap<Option<Arc<Step>>>| swap.before.is_none();
    for (verb, side) in [
        (
            "Add",
            contents
                .steps
                .values()
                .filter(came)
                .filter_map(|s| s.after.as_ref())
                .collect::<Vec<_>>(),
        ),
        (
            "Delete",
            contents
                .steps
                .values()
                .filter(gone)
                .filter_map(|s| s.before.as_ref())
                .collect(),
        ),
    ] {
        match side[..] {
            [] => {}
            [step] => return format!("{verb} {}", quoted(step)),
            _ => return format!("{verb} {} steps", side.len()),
        }
    }
    let changed: Vec<(&Step, &Step)> = contents
        .steps
        .values()
        .filter_map(|swap| Some((&**swap.before.as_ref()?, &**swap.after.as_ref()?)))
        .collect();
    if let Some(label) = steps_label(&changed) {
        return label;
    }
    if !contents.connectors.is_empty() {
        return connectors_label(&contents.connectors);
    }
    "Say why a step was removed".to_owned()
}

fn steps_label(changed: &[(&Step, &Step)]) -> Option<String> {
    let (before, after) = changed.first()?;
    let names: BTreeSet<&str> = changed
        .iter()
        .flat_map(|(a, b)| changed_fields(STEP_FIELDS, a, b))
        .map(|field| field.name)
        .collect();
    let whom = match changed.len() {
        1 => quoted(after),
        many => format!("{many} steps"),
    };
    if names
        .iter()
        .all(|name| matches!(*name, "lane" | "moment" | "rank"))
    {
        return Some(format!("Move {whom}"));
    }
    if names.len() == 1 && changed.len() == 1 {
        return Some(match (names.first().copied(), &before.ai, &after.ai) {
            (Some("title"), ..) => format!("Rename {} to {}", quoted(before), quoted(after)),
            (Some("ai"), None, _) => format!("Make {whom} an AI touchpoint"),
            (Some("ai"), _, None) => format!("Take AI out of {whom}"),
            (Some("ai"), Some(old), Some(new)) => {
                let fields = changed_fields(TOUCHPOINT_FIELDS, old, new);
                format!(
                    "Change {} of {whom}",
                    join_labels(fields.iter().map(|f| f.label))
                )
            }
            _ => {
                let fields = changed_fields(STEP_FIELDS, before, after);
                format!(
                    "Change {} of {whom}",
                    join_labels(fields.iter().map(|f| f.label))
                )
            }
        });
    }
    Some(format!("Change {whom}"))
}

fn connectors_label(
    connectors: &MapPatch<crate::model::ConnectorId, crate::model::Connector>,
) -> String {
    let count = connectors.len();
    let swaps = || connectors.values();
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
            let fields = changed_fields(CONNECTOR_FIELDS, old, new);
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
    let labels: Vec<String> = labels.map(str::to_lowercase).collect();
    if labels.len() > 2 {
        return format!("{} fields", labels.len());
    }
    labels.join(" and ")
}

fn quoted(step: &Step) -> String {
    let title = title_of(step);
    if step.title.is_empty() {
        title
    } else {
        format!("“{title}”")
    }
}
