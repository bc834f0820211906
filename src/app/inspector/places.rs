//! Places and references in words, and the pick lists of them.

use std::collections::BTreeMap;

use crate::model::{
    AiUse, Blueprint, Fields, Key, LaneId, Moment, MomentId, Pain, PainId, Phase, Places, Record,
    RoleId, Step, StepId, Touchpoint, Variant, VariantId, Visit,
};
use crate::session::Session;

/// What a reference says that was not given.
pub(super) const NONE: &str = "Not known";

/// The label of a field, from its record's table.
pub(super) fn label<T: Fields>(name: &'static str) -> &'static str {
    let field = T::field(name);
    debug_assert!(field.is_some(), "no field is called {name}");
    field.map_or(name, |field| field.label)
}

/// The label of a step's field.
pub(super) fn of_step(name: &'static str) -> &'static str {
    label::<Step>(name)
}

/// The label of a touchpoint's field.
pub(super) fn of_ai(name: &'static str) -> &'static str {
    label::<Touchpoint>(name)
}

/// The label of the field with a record's name.
pub(super) fn name_label(key: &Key) -> &'static str {
    struct LabelOfName;

    impl Visit for LabelOfName {
        type Out = &'static str;

        fn kind<T: Record>(self) -> &'static str {
            label::<T>(T::KIND.name_field())
        }
    }

    match key.in_register() {
        Some((kind, _)) => kind.visit(LabelOfName),
        None => label::<Variant>("name"),
    }
}

/// The label of a field of an AI use.
pub(super) fn of_use(name: &'static str) -> &'static str {
    label::<AiUse>(name)
}

/// A moment in words.
pub(super) fn moment_words(phase: &Phase, moment: &Moment) -> String {
    let place = phase.moments.iter().position(|m| m.id == moment.id);
    crate::model::moment_words(phase, place.unwrap_or(0))
}

/// The moment called `id` in words.
pub(super) fn moment_named(blueprint: &Blueprint, id: &MomentId) -> String {
    let found = blueprint.moment(id);
    found.map_or_else(
        || missing(id.as_str()),
        |(_, phase, moment)| moment_words(phase, moment),
    )
}

/// The lane called `id` in words.
pub(super) fn lane_named(blueprint: &Blueprint, id: &LaneId) -> String {
    let lane = blueprint.lane(id);
    lane.map_or_else(|| missing(id.as_str()), |(_, lane)| lane.name.clone())
}

/// The role called `id` in words.
pub(super) fn role_named(blueprint: &Blueprint, id: &RoleId) -> String {
    let role = blueprint.role(id);
    role.map_or_else(|| missing(id.as_str()), |(_, role)| role.name.clone())
}

/// The step called `id` in words.
pub(super) fn step_named(blueprint: &Blueprint, variant: &VariantId, id: &StepId) -> String {
    let step = blueprint.step(variant, id);
    step.map_or_else(|| missing(id.as_str()), |step| step.called().to_owned())
}

/// A reference to nothing.
pub(super) fn missing(id: &str) -> String {
    format!("{id} (not there)")
}

/// The steps of a variant to pick from. Steps with the same title say their lane too.
pub(super) fn step_choices(blueprint: &Blueprint, variant: &Variant) -> Vec<(StepId, String)> {
    let steps = Places::of(blueprint).steps(variant);
    let mut titles: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, step) in &steps {
        *titles.entry(step.called()).or_default() += 1;
    }
    let words = |step: &Step| {
        let title = step.called();
        let is_double = titles.get(title).is_some_and(|count| *count > 1);
        match &step.lane {
            Some(lane) if is_double => format!("{title}, {}", lane_named(blueprint, lane)),
            _ => title.to_owned(),
        }
    };
    let steps = steps.iter();
    steps
        .map(|(id, step)| ((*id).clone(), words(step)))
        .collect()
}

/// The pain called `id`, with the first step that has it.
pub(super) fn pain<'s>(
    session: &'s Session,
    id: &PainId,
) -> Option<(&'s Pain, &'s Step, &'s Variant)> {
    let blueprint = session.blueprint();
    let held = session.index().with_pain(id).filter_map(|(variant, step)| {
        let (place, variant) = blueprint.variant(variant)?;
        Some((place, variant, variant.steps.get(step)?))
    });
    let (_, variant, step) = held.min_by_key(|(place, ..)| *place)?;
    let pain = step.pains.iter().find(|pain| pain.id == *id)?;
    Some((pain, step, variant))
}
