//! Which changes are looked at: by kind, by lane, and by whom they concern.

use std::collections::BTreeSet;

use super::{Change, ChangeKind, Subject};
use crate::model::{Blueprint, LaneId, RoleId, Step, StepId, Variant};

/// Whom a step concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A role that works on it or reviews what AI does there.
    Role(RoleId),
    /// Who answers for it, by name.
    Owner(String),
    /// Whoever acts in its lane.
    Lane(LaneId),
}

impl Who {
    /// Every role that works in one of the variants, in the order of the blueprint; then who else answers
    /// for a step, by name.
    pub fn in_either(blueprint: &Blueprint, pair: (&Variant, &Variant)) -> Vec<Self> {
        let steps = || pair.0.steps.values().chain(pair.1.steps.values());
        let works = |who: &Self| steps().any(|step| who.is_of(step));
        let roles = blueprint
            .roles
            .iter()
            .map(|role| Self::Role(role.id.clone()));
        let is_role = |name: &str| blueprint.roles.iter().any(|role| role.name == name);
        let owners = steps().map(|step| step.owner.trim());
        let owners: BTreeSet<&str> = owners
            .filter(|name| !name.is_empty() && !is_role(name))
            .collect();
        let owners = owners.into_iter().map(|name| Self::Owner(name.to_owned()));
        roles.filter(works).chain(owners).collect()
    }

    /// What they are called.
    pub fn name(&self, blueprint: &Blueprint) -> String {
        match self {
            Self::Role(id) => blueprint
                .role(id)
                .map_or_else(|| id.to_string(), |(_, role)| role.name.clone()),
            Self::Owner(name) => name.clone(),
            Self::Lane(id) => blueprint
                .lane(id)
                .map_or_else(|| id.to_string(), |(_, lane)| lane.name.clone()),
        }
    }

    /// Whether they have something to do with `step`.
    pub fn is_of(&self, step: &Step) -> bool {
        match self {
            Self::Role(id) => {
                let reviewer = step
                    .ai
                    .as_deref()
                    .and_then(|ai| ai.oversight.as_ref()?.role.as_ref());
                step.workers.iter().any(|worker| worker.role == *id) || reviewer == Some(id)
            }
            Self::Owner(name) => step.owner.trim() == name,
            Self::Lane(id) => step.lane.as_ref() == Some(id),
        }
    }

    /// Whether the blueprint still knows them.
    fn is_in(&self, blueprint: &Blueprint) -> bool {
        match self {
            Self::Role(id) => blueprint.role(id).is_some(),
            Self::Owner(_) => true,
            Self::Lane(id) => blueprint.lane(id).is_some(),
        }
    }
}

/// Which changes are looked at. The default looks at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeFilter {
    /// Any of these kinds; all of them when it is empty.
    pub kinds: BTreeSet<ChangeKind>,
    /// In this lane, before or after.
    pub lane: Option<LaneId>,
    /// Of concern to them, before or after.
    pub who: Option<Who>,
}

impl ChangeFilter {
    /// Whether it looks at everything.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// What of it `blueprint` still knows.
    #[must_use]
    pub fn still_in(&self, blueprint: &Blueprint) -> Self {
        Self {
            kinds: self.kinds.clone(),
            lane: self.lane.clone().filter(|id| blueprint.lane(id).is_some()),
            who: self.who.clone().filter(|who| who.is_in(blueprint)),
        }
    }

    /// Whether it looks at `change`, which is one from the first of the pair to the second. A connector
    /// is where its ends are.
    pub fn takes(&self, (first, second): (&Variant, &Variant), change: &Change) -> bool {
        let kinds = &self.kinds;
        if !kinds.is_empty() && !kinds.iter().any(|kind| kind.is_of(&change.kinds)) {
            return false;
        }
        if self.lane.is_none() && self.who.is_none() {
            return true;
        }
        let states = |id: &StepId| {
            let both = [first.steps.get(id), second.steps.get(id)];
            both.into_iter().flatten()
        };
        let steps: Vec<_> = match &change.subject {
            Subject::Step(id) => states(id).collect(),
            Subject::Connector(id) => {
                let both = [first.connectors.get(id), second.connectors.get(id)];
                let ends = both.into_iter().flatten().flat_map(|c| [&c.from, &c.to]);
                ends.flat_map(states).collect()
            }
        };
        let any = |who: &Who| steps.iter().any(|step| who.is_of(step));
        let lane = self.lane.clone().map(Who::Lane);
        lane.as_ref().is_none_or(any) && self.who.as_ref().is_none_or(any)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        model::{Connector, Lane, Moment, Phase, Role, Touchpoint, Worker},
        patch::changes,
    };

    /// Agent reads and answers in Before; in After the bot reads, and the agent's answer changed.
    fn service() -> Blueprint {
        let step = |lane: &str, title: &str, role: &str| {
            let mut step = Step::new(lane.into(), "m".into(), title);
            step.workers = vec![Worker {
                role: role.into(),
                work: None,
            }];
            Arc::new(step)
        };
        let joined = |from: &str, to: &str| {
            Arc::new(Connector {
                from: from.into(),
                to: to.into(),
                ..Connector::default()
            })
        };
        let reads = step("agents", "Reads", "agent");
        let answers = step("agents", "Answers", "agent");
        let before = Variant {
            id: "before".into(),
            steps: [
                ("reads".into(), reads),
                ("answers".into(), Arc::clone(&answers)),
            ]
            .into(),
            connectors: [("c".into(), joined("reads", "answers"))].into(),
            ..Variant::default()
        };
        let mut bot = Step::new("bots".into(), "m".into(), "Sorts");
        bot.ai = Some(Box::new(Touchpoint::default()));
        bot.owner = "Head of Service".into();
        let mut shorter = (*answers).clone();
        shorter.description = "With a draft".into();
        let after = Variant {
            id: "after".into(),
            steps: [
                ("bot".into(), Arc::new(bot)),
                ("answers".into(), Arc::new(shorter)),
            ]
            .into(),
            connectors: [("d".into(), joined("bot", "answers"))].into(),
            ..Variant::default()
        };
        let lane = |id: &str| {
            Arc::new(Lane {
                id: id.into(),
                name: id.to_owned(),
                ..Lane::default()
            })
        };
        Blueprint {
            lanes: vec![lane("agents"), lane("bots")],
            phases: vec![Arc::new(Phase {
                moments: vec![Moment {
                    id: "m".into(),
                    ..Moment::default()
                }],
                ..Phase::default()
            })],
            roles: ["agent", "idle"]
                .map(|id| {
                    Arc::new(Role {
                        id: id.into(),
                        name: id.to_owned(),
                        ..Role::default()
                    })
                })
                .into(),
            variants: vec![Arc::new(before), Arc::new(after)],
            ..Blueprint::default()
        }
    }

    fn check_taken(filter: &ChangeFilter, titles: &[&str]) {
        let blueprint = service();
        let pair = (&*blueprint.variants[0], &*blueprint.variants[1]);
        let list = changes(&blueprint, &"before".into(), &"after".into());
        let taken = list.iter().filter(|change| filter.takes(pair, change));
        let taken: Vec<&str> = taken.map(|change| change.title.as_str()).collect();
        assert_eq!(taken, titles, "{filter:?}");
    }

    #[test]
    fn a_filter_takes_what_it_says() {
        let all = [
            "Answers",
            "Reads",
            "Sorts",
            "Reads → Answers",
            "Sorts → Answers",
        ];
        check_taken(&ChangeFilter::default(), &all);
        let kinds = |kinds: &[ChangeKind]| ChangeFilter {
            kinds: kinds.iter().copied().collect(),
            ..ChangeFilter::default()
        };
        check_taken(&kinds(&[ChangeKind::Added]), &["Sorts", "Sorts → Answers"]);
        check_taken(&kinds(&[ChangeKind::Ai]), &["Sorts"]);
        check_taken(
            &kinds(&[ChangeKind::Removed, ChangeKind::Changed]),
            &["Answers", "Reads", "Reads → Answers"],
        );
        check_taken(&kinds(&[ChangeKind::Moved]), &[]);
        let lane = ChangeFilter {
            lane: Some("bots".into()),
            ..ChangeFilter::default()
        };
        check_taken(&lane, &["Sorts", "Sorts → Answers"]);
        let who = |who| ChangeFilter {
            who: Some(who),
            ..ChangeFilter::default()
        };
        check_taken(
            &who(Who::Role("agent".into())),
            &["Answers", "Reads", "Reads → Answers", "Sorts → Answers"],
        );
        check_taken(
            &who(Who::Owner("Head of Service".into())),
            &["Sorts", "Sorts → Answers"],
        );
    }

    #[test]
    fn only_who_has_something_to_do_is_offered() {
        let blueprint = service();
        let pair = (&*blueprint.variants[0], &*blueprint.variants[1]);
        let names: Vec<String> = Who::in_either(&blueprint, pair)
            .iter()
            .map(|who| who.name(&blueprint))
            .collect();
        assert_eq!(names, ["agent", "Head of Service"]);
    }

    #[test]
    fn what_is_gone_from_the_blueprint_filters_nothing() {
        let filter = ChangeFilter {
            kinds: [ChangeKind::Added].into(),
            lane: Some("nowhere".into()),
            who: Some(Who::Role("nobody".into())),
        };
        let left = filter.still_in(&service());
        assert_eq!(left.kinds, filter.kinds);
        assert_eq!((left.lane, left.who), (None, None));
    }
}
