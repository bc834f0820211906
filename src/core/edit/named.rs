//! The ids an edit brings: none is empty, which the reader would take for one that is missing, and none has a `/`,
//! which parts the names of a path.

use super::{Edit, Refusal};
use crate::model::{Id, Keyed, Step, Variant};

/// Refuses an edit that brings an empty id or one with a `/`.
pub(super) fn check_ids(edit: &Edit) -> Result<(), Refusal> {
    let are_sound = match edit {
        Edit::SetHead(head) => head.sources.iter().all(|source| is_sound(&source.id)),
        Edit::Put { record, .. } => {
            let (_, id) = record.in_register();
            let moments = match record {
                Keyed::Phase(_, phase) => &phase.moments[..],
                _ => &[],
            };
            is_name(id) && moments.iter().all(|moment| is_sound(&moment.id))
        }
        Edit::PutMoment { moment, .. } => is_sound(&moment.id),
        Edit::PutVariant { variant, .. } => of_variant(variant),
        Edit::PutStep { id, step, .. } => is_sound(id) && of_step(step),
        Edit::PutConnector { id, .. } => is_sound(id),
        _ => true,
    };
    if are_sound {
        return Ok(());
    }
    Err(Refusal::Rule(
        "An id has at least one letter, and no “/” in it.",
    ))
}

fn is_sound<T>(id: &Id<T>) -> bool {
    is_name(id.as_str())
}

fn is_name(id: &str) -> bool {
    !id.is_empty() && !id.contains('/')
}

fn of_variant(variant: &Variant) -> bool {
    let mut steps = variant.steps.iter();
    is_sound(&variant.id)
        && steps.all(|(id, step)| is_sound(id) && of_step(step))
        && variant.connectors.keys().all(is_sound)
}

fn of_step(step: &Step) -> bool {
    step.pains.iter().all(|pain| is_sound(&pain.id))
        && step.controls.iter().all(|control| is_sound(&control.id))
}
