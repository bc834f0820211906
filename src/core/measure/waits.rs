//! Waiting for people: in the queue of a role, and until somebody of it is there.
//!
//! Both are added to the customer's time where they arise: at a wait whose queue it is, or along the way into the role.

use std::collections::BTreeMap;

use super::{
    Figure, WEEKS_A_MONTH,
    case::Case,
    flow::said,
    hours::closed_wait,
    inputs::{Inputs, Term},
    queue::CallLine,
    solve::Rewards,
};
use crate::model::{Hours, OpenHours, Role, RoleId, Written};

impl Case<'_, '_> {
    /// Ways by which an AI touchpoint hands cases over to a role.
    fn hand_overs<'a>(&'a self, role: &'a RoleId) -> impl Iterator<Item = (usize, usize)> + 'a {
        let flow = &self.solver.flow;
        let nodes = (0..flow.nodes.len()).filter(|node| flow.is_reached[*node]);
        nodes.filter_map(move |node| {
            let (_, step) = flow.nodes[node]
                .step
                .filter(|_| !flow.nodes[node].is_behind)?;
            let to = *flow.of_step.get(step.hand_over()?.to.as_ref()?)?;
            let (_, other) = flow.nodes[to].step?;
            let works = other.workers.iter().any(|worker| worker.role == *role);
            works.then_some((node, to))
        })
    }

    /// Waits in the queue of a role, node by node.
    fn queue_waits<'a>(&'a self, role: &'a RoleId) -> impl Iterator<Item = usize> + 'a {
        let flow = &self.solver.flow;
        (0..flow.nodes.len()).filter(move |node| {
            let step = flow.nodes[*node]
                .step
                .filter(|_| !flow.nodes[*node].is_bare());
            flow.is_reached[*node]
                && step.is_some_and(|(_, step)| step.queue_of.as_ref() == Some(role))
        })
    }

    /// Mean seconds of waiting for each role, where that is known: who waits is said by the waits in its queue, else by what
    /// AI hands over to it.
    pub(super) fn queues(&self, inputs: &Inputs<'_>, cases: &Figure) -> BTreeMap<RoleId, f64> {
        let mut queues = BTreeMap::new();
        for (id, term) in &inputs.work {
            let Some(role) = self.solver.flow.role(id) else {
                continue;
            };
            if let Some(seconds) = self.queue(role, term, cases) {
                queues.insert((*id).clone(), seconds);
            }
        }
        queues
    }

    fn queue(&self, role: &Role, work: &Term, cases: &Figure) -> Option<f64> {
        let mut entering = Term::new(self.solver.flow.nodes.len());
        for node in self.queue_waits(&role.id) {
            entering.rewards.at[node] += self.solver.flow.nodes[node].happens;
        }
        if entering.rewards.at.iter().all(|runs| *runs == 0.0) {
            for way in self.hand_overs(&role.id) {
                entering.rewards.along.insert(way, 1.0);
            }
        }
        let entries = self
            .figure(&entering)
            .exact()
            .filter(|entries| *entries > 0.0)?;
        let handled = self.figure(work).exact().filter(|work| *work > 0.0)?;
        let open = role.open.as_ref().and_then(Written::known)?;
        let (days, hours) = (open.days_a_week(), f64::from(open.minutes_a_week()) / 60.0);
        if days == 0 || hours == 0.0 {
            return None;
        }
        let busiest = role.busiest_hour.and_then(said)?;
        let arrivals = cases.exact()? * entries * busiest / (f64::from(days) * WEEKS_A_MONTH);
        let at_once = role.at_once.map_or(1.0, |at_once| at_once.0);
        let people = match role.on_duty {
            Some(people) => people.0,
            None => {
                let there = 1.0 - role.shrinkage.and_then(said)?;
                role.people?.0 * role.hours_per_week?.0 * there / hours
            }
        };
        let patience = role.patience.as_ref().and_then(Written::known);
        let line = CallLine {
            arrivals,
            service: handled / entries / 3600.0,
            servers: people.floor() * at_once,
            patience: patience.map(|time| time.mean(Hours(24.0)) / 3_600_000.0),
        };
        line.waiting().map(|waiting| waiting.wait * 3600.0)
    }

    /// Adds the waits for roles that nobody drew as a step: they stand at the hand-overs.
    pub(super) fn add_queues(&self, inputs: &mut Inputs<'_>, queues: &BTreeMap<RoleId, f64>) {
        for (role, seconds) in queues {
            if self.queue_waits(role).next().is_some() {
                continue;
            }
            for way in self.hand_overs(role) {
                for term in [&mut inputs.path, &mut inputs.waits] {
                    *term.rewards.along.entry(way).or_default() += seconds;
                }
            }
        }
    }

    /// Ways into a role at whose start somebody else, or a system, may be there when the role is not.
    fn entries_of<'a>(
        &'a self,
        role: &'a RoleId,
    ) -> impl Iterator<Item = ((usize, usize), OpenHours)> + 'a {
        let flow = &self.solver.flow;
        let nodes = (1..flow.nodes.len()).filter(|node| flow.is_reached[*node]);
        nodes.flat_map(move |node| {
            flow.after(node).filter_map(move |to| {
                let target = &flow.nodes[to];
                let (_, other) = target.step.filter(|_| !target.is_bare())?;
                let works = other.workers.iter().any(|worker| worker.role == *role);
                works.then_some(())?;
                Some(((node, to), self.sender(node, role)?))
            })
        })
    }

    /// When cases leave a step; `None` where they leave it while the role is there, or when it is the customer who comes.
    fn sender(&self, node: usize, role: &RoleId) -> Option<OpenHours> {
        let flow = &self.solver.flow;
        let (_, step) = flow.nodes[node].step?;
        let known =
            |open: &Option<Written<OpenHours>>| open.as_ref().and_then(Written::known).cloned();
        if let Some(ai) = step.ai.as_deref().filter(|_| step.workers.is_empty()) {
            let system = ai
                .system
                .as_ref()
                .and_then(|id| flow.blueprint.ai_systems.get(id));
            return Some(
                system
                    .and_then(|system| known(&system.open))
                    .unwrap_or(OpenHours::Always),
            );
        }
        let workers = step.workers.iter().filter(|worker| worker.role != *role);
        let mut senders = workers.filter_map(|worker| known(&flow.role(&worker.role)?.open));
        senders.next()
    }

    /// Mean seconds that an entry waits until the role is there.
    pub(super) fn closed_hours(&self, role: &RoleId) -> Option<f64> {
        let open = self
            .solver
            .flow
            .role(role)?
            .open
            .as_ref()
            .and_then(Written::known)?;
        let (mut runs, mut waited) = (0.0, 0.0);
        for (way, sender) in self.entries_of(role) {
            let mut rewards = Rewards::none(self.solver.flow.nodes.len());
            rewards.along.insert(way, 1.0);
            let bounds = self.solver.bounds(&rewards);
            let count = Some(bounds.low).filter(|low| bounds.high == Some(*low))?;
            runs += count;
            waited += count * closed_wait(&sender, open)?;
        }
        (runs > 0.0).then(|| waited / runs)
    }

    pub(super) fn add_closed_hours(&self, inputs: &mut Inputs<'_>) {
        let roles: Vec<RoleId> = inputs.work.keys().map(|role| (*role).clone()).collect();
        for role in roles {
            let open = self
                .solver
                .flow
                .role(&role)
                .and_then(|role| role.open.as_ref());
            let Some(open) = open.and_then(Written::known) else {
                continue;
            };
            for (way, sender) in self.entries_of(&role) {
                if let Some(seconds) = closed_wait(&sender, open) {
                    for term in [&mut inputs.path, &mut inputs.waits] {
                        *term.rewards.along.entry(way).or_default() += seconds;
                    }
                }
            }
        }
    }
}
