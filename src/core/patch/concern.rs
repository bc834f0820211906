//! What changes for somebody: the steps that go, come and change for a role, an owner or a lane.
//! Connectors are left out: they concern whoever has the steps at their ends.

use std::{collections::BTreeMap, sync::Arc};

use super::{Change, Subject, Who, changes, compare::quoted};
use crate::model::{Blueprint, Places, Step, StepId, Variant, VariantId};

/// What changes for somebody from one variant to another, in the order of the journey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Concern {
    /// Steps they have no more.
    pub gone: Vec<ConcernLine>,
    /// Steps they have now.
    pub new: Vec<ConcernLine>,
    /// Steps they keep, done in another way.
    pub changed: Vec<ConcernLine>,
    /// How many steps they keep as they are.
    pub same: usize,
}

/// A step that goes, comes or changes for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct ConcernLine {
    /// The step, by its id in either variant.
    pub step: StepId,
    /// The variant in which it is to be looked at.
    pub variant: VariantId,
    /// Its title in that variant, or words that say it has none.
    pub title: String,
    /// The name of its phase; empty in the tray.
    pub phase: String,
    /// Their time at it before, in words, where it is known.
    pub before: Option<String>,
    /// Their time at it after, in words, where it is known.
    pub after: Option<String>,
    /// What is different, a sentence each.
    pub details: Vec<String>,
}

/// What changes for `who` from the variant `first` to `second`; nothing when one of them does not exist.
pub fn concern(blueprint: &Blueprint, first: &VariantId, second: &VariantId, who: &Who) -> Concern {
    let mut concern = Concern::default();
    let (Some((_, a)), Some((_, b))) = (blueprint.variant(first), blueprint.variant(second)) else {
        return concern;
    };
    let changes = changes(blueprint, first, second);
    let by_step: BTreeMap<&StepId, &Change> = changes
        .iter()
        .filter_map(|change| match &change.subject {
            Subject::Step(id) => Some((id, change)),
            Subject::Connector(_) => None,
        })
        .collect();
    let theirs = |held: &Variant, id: &StepId| held.steps.get(id).is_some_and(|s| who.is_of(s));
    for id in in_order(blueprint, &[Arc::clone(a), Arc::clone(b)]) {
        let (had, has) = (theirs(a, id), theirs(b, id));
        if !had && !has {
            continue;
        }
        let (before, after) = (a.steps.get(id), b.steps.get(id));
        let change = by_step.get(id);
        let Some(step) = (if has { after } else { before }) else {
            continue;
        };
        let mut details = change.map_or_else(Vec::new, |change| change.details.clone());
        let list = match (had, has) {
            (true, true) if change.is_none() => {
                concern.same += 1;
                continue;
            }
            (true, true) => &mut concern.changed,
            (true, false) => {
                if after.is_some() {
                    details.insert(0, handed_on(blueprint, id, after.map(|s| &**s)));
                }
                details.extend(replaced_by(id, b));
                &mut concern.gone
            }
            _ => {
                if before.is_some() {
                    let taken = who_does(blueprint, before.map(|s| &**s));
                    details.insert(0, format!("Taken over from {taken}"));
                }
                &mut concern.new
            }
        };
        let phase = step.moment.as_ref().and_then(|m| blueprint.moment(m));
        list.push(ConcernLine {
            step: id.clone(),
            variant: if has { second } else { first }.clone(),
            title: super::compare::title_of(step),
            phase: phase.map_or_else(String::new, |(_, phase, _)| phase.name.clone()),
            before: before.filter(|_| had).and_then(|step| time_of(who, step)),
            after: after.filter(|_| has).and_then(|step| time_of(who, step)),
            details,
        });
    }
    concern
}

/// The steps of all `variants` as one reads a blueprint: the tray last. A step stands where
/// the last variant that has it has it.
pub(super) fn in_order<'v>(blueprint: &Blueprint, variants: &'v [Arc<Variant>]) -> Vec<&'v StepId> {
    let steps = variants.iter().flat_map(|variant| &variant.steps);
    let last: BTreeMap<&StepId, &Arc<Step>> = steps.collect();
    let places = Places::of(blueprint);
    let mut steps: Vec<_> = last.into_iter().collect();
    steps.sort_by_cached_key(|(_, step)| places.turn(step));
    steps.into_iter().map(|(id, _)| id).collect()
}

/// Who does a step that somebody has no more.
fn handed_on(blueprint: &Blueprint, id: &StepId, step: Option<&Step>) -> String {
    match step.and_then(|step| step.ai.as_deref()) {
        Some(_) => format!("Done by AI now: {}", blueprint.ai_status(id).words()),
        None => format!("Done by {} now", who_does(blueprint, step)),
    }
}

/// The roles that work on a step, or its lane where nobody gave any.
fn who_does(blueprint: &Blueprint, step: Option<&Step>) -> String {
    let Some(step) = step else {
        return "nobody".to_owned();
    };
    let names: Vec<String> = step
        .workers
        .iter()
        .map(|worker| Who::Role(worker.role.clone()).name(blueprint))
        .collect();
    if names.is_empty() {
        let lane = step
            .lane
            .clone()
            .map(|lane| Who::Lane(lane).name(blueprint));
        return lane.unwrap_or_else(|| "nobody yet".to_owned());
    }
    names.join(", ")
}

/// The steps that say they take the place of one that is gone.
fn replaced_by(id: &StepId, second: &Variant) -> Option<String> {
    let steps = second.steps.values();
    let names: Vec<String> = steps
        .filter(|step| step.replaces.contains(id))
        .map(|step| quoted(step))
        .collect();
    (!names.is_empty()).then(|| format!("Replaced by {}", names.join(", ")))
}

/// The time that somebody spends on a step: a role its own, others the step's.
fn time_of(who: &Who, step: &Step) -> Option<String> {
    let own = |work: &Option<_>| work.as_ref().map(ToString::to_string);
    match who {
        Who::Role(id) => match step.workers.iter().find(|worker| worker.role == *id) {
            Some(worker) => own(&worker.work),
            None => step
                .ai
                .as_ref()
                .and_then(|ai| own(&ai.oversight.as_ref()?.time)),
        },
        Who::Owner(_) | Who::Lane(_) => match &*step.workers {
            [] => own(&step.work),
            [only] => own(&only.work),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lane, Moment, Phase, Role, Touchpoint, Worker};

    fn blueprint() -> Blueprint {
        let step = |moment: &str, title: &str, role: &str, work: &str| {
            let mut step = Step::new("desk".into(), moment.into(), title);
            step.workers = vec![Worker {
                role: role.into(),
                work: work.parse().ok().map(crate::model::Written::Known),
            }];
            step
        };
        let reads = step("m1", "Reads", "agent", "1m");
        let files = step("m2", "Files", "agent", "30s");
        let answers = step("m3", "Answers", "agent", "2m");
        let checks = step("m1", "Checks", "clerk", "1m");
        let mut shorter = answers.clone();
        shorter.workers[0].work = "50s".parse().ok().map(crate::model::Written::Known);
        let mut sorts = Step::new("desk".into(), "m1".into(), "Sorts");
        sorts.ai = Some(Box::new(Touchpoint::default()));
        sorts.replaces = vec!["reads".into()];
        let mut taken = checks.clone();
        taken.workers[0].role = "agent".into();
        let variant = |id: &str, steps: Vec<(&str, Step)>| {
            let steps = steps.into_iter();
            Arc::new(Variant {
                id: id.into(),
                name: id.to_owned(),
                steps: steps
                    .map(|(id, step)| (id.into(), Arc::new(step)))
                    .collect(),
                ..Variant::default()
            })
        };
        let moment = |id: &str| Moment {
            id: id.into(),
            ..Moment::default()
        };
        let role = |id: &str| {
            Arc::new(Role {
                id: id.into(),
                name: id.to_owned(),
                ..Role::default()
            })
        };
        Blueprint {
            lanes: vec![Arc::new(Lane {
                id: "desk".into(),
                name: "Desk".to_owned(),
                ..Lane::default()
            })],
            phases: vec![Arc::new(Phase {
                id: "p".into(),
                name: "Ask".to_owned(),
                moments: vec![moment("m1"), moment("m2"), moment("m3")],
                ..Phase::default()
            })],
            roles: vec![role("agent"), role("clerk")],
            variants: vec![
                variant(
                    "before",
                    vec![
                        ("reads", reads),
                        ("files", files.clone()),
                        ("answers", answers),
                        ("checks", checks),
                    ],
                ),
                variant(
                    "after",
                    vec![
                        ("sorts", sorts),
                        ("files", files),
                        ("answers", shorter),
                        ("checks", taken),
                    ],
                ),
            ],
            ..Blueprint::default()
        }
    }

    fn check_concern(
        who: &Who,
        gone: &[&str],
        new: &[&str],
        changed: &[&str],
        same: usize,
    ) -> Concern {
        let concern = concern(&blueprint(), &"before".into(), &"after".into(), who);
        let titles = |lines: &[ConcernLine]| -> Vec<String> {
            lines.iter().map(|line| line.title.clone()).collect()
        };
        assert_eq!(titles(&concern.gone), gone, "gone for {who:?}");
        assert_eq!(titles(&concern.new), new, "new for {who:?}");
        assert_eq!(titles(&concern.changed), changed, "changed for {who:?}");
        assert_eq!(concern.same, same, "the same for {who:?}");
        concern
    }

    #[test]
    fn steps_go_come_and_change_for_a_role() {
        let agent = Who::Role("agent".into());
        let concern = check_concern(&agent, &["Reads"], &["Checks"], &["Answers"], 1);
        assert_eq!(
            concern.gone[0].details,
            ["No reason given", "Replaced by “Sorts”"]
        );
        assert_eq!(concern.gone[0].before.as_deref(), Some("1m"));
        assert_eq!(concern.new[0].details[0], "Taken over from clerk");
        let answers = &concern.changed[0];
        let times = (answers.before.as_deref(), answers.after.as_deref());
        assert_eq!(times, (Some("2m"), Some("50s")));
        assert_eq!(answers.phase, "Ask");
        let clerk = check_concern(&Who::Role("clerk".into()), &["Checks"], &[], &[], 0);
        assert_eq!(clerk.gone[0].details[0], "Done by agent now");
    }

    #[test]
    fn a_lane_stands_for_whoever_acts_in_it() {
        let lane = Who::Lane("desk".into());
        check_concern(&lane, &["Reads"], &["Sorts"], &["Checks", "Answers"], 1);
    }
}
