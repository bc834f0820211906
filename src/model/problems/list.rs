//! Goes through a document in the order of the file and lists its problems.

use std::{collections::HashSet, fmt::Write as _, sync::Arc};

use super::{Problem, Trouble};
use crate::model::{
    Blueprint, Comment, Connector, Count, Date, Hours, Id, Money, Place, Record, Removed, Share,
    Step, Time, Touchpoint, Variant, Written,
};

const SHARE: &str = "a share from 0 to 1";
const NOT_NEGATIVE: &str = "0 or more";
const RANKED: &str = "1 to 5";
const A_TIME: &str = "time: write 40s, 4m 30s, 2h, 3d or 1wd";
const A_DATE: &str = "date: write 2026-01-31";

/// Every problem of `blueprint`.
pub(super) fn problems(blueprint: &Blueprint) -> Vec<Problem> {
    let mut lister = Lister {
        known: Known::of(blueprint),
        path: String::new(),
        found: Vec::new(),
    };
    lister.blueprint(blueprint);
    lister.found
}

/// The ids that references may name.
struct Known<'b> {
    lanes: HashSet<&'b str>,
    moments: HashSet<&'b str>,
    roles: HashSet<&'b str>,
    ai_systems: HashSet<&'b str>,
    variants: HashSet<&'b str>,
    pains: HashSet<&'b str>,
    /// The steps of the variant at hand. Connectors look in here for their ends: in a large document that is
    /// many times faster than walking down the sorted map for each.
    steps: HashSet<&'b str>,
    first: Option<&'b Variant>,
}

impl<'b> Known<'b> {
    fn of(blueprint: &'b Blueprint) -> Self {
        Self {
            lanes: ids(&blueprint.lanes),
            moments: blueprint
                .moments()
                .map(|(_, moment)| moment.id.as_str())
                .collect(),
            roles: ids(&blueprint.roles),
            ai_systems: ids(&blueprint.ai_systems),
            variants: ids(&blueprint.variants),
            pains: blueprint
                .variants
                .iter()
                .flat_map(|variant| variant.steps.values())
                .flat_map(|step| &step.pains)
                .map(|pain| pain.id.as_str())
                .collect(),
            steps: HashSet::new(),
            first: blueprint.variants.first().map(|variant| &**variant),
        }
    }
}

fn ids<T: Record>(list: &[Arc<T>]) -> HashSet<&str> {
    list.iter().map(|record| record.id().as_str()).collect()
}

struct Lister<'b> {
    known: Known<'b>,
    /// Where it is; empty at the top.
    path: String,
    found: Vec<Problem>,
}

impl<'b> Lister<'b> {
    fn blueprint(&mut self, blueprint: &'b Blueprint) {
        self.at("lanes", |at| at.doubled(&blueprint.lanes));
        self.at("phases", |at| at.phases(blueprint));
        self.at("roles", |at| {
            let mut doubled = Doubled::default();
            for (index, role) in blueprint.roles.iter().enumerate() {
                at.record(&role.id, index, |at| {
                    at.check_id(&mut doubled, &role.id);
                    at.count("people", role.people);
                    at.hours("hours_per_week", role.hours_per_week);
                    at.money("cost_per_hour", role.cost_per_hour);
                });
            }
        });
        self.at("ai_systems", |at| {
            let mut doubled = Doubled::default();
            for (index, system) in blueprint.ai_systems.iter().enumerate() {
                at.record(&system.id, index, |at| {
                    at.check_id(&mut doubled, &system.id);
                    at.date("last_validated", system.last_validated.as_ref());
                });
            }
        });
        self.at("variants", |at| {
            let mut doubled = Doubled::default();
            for (index, variant) in blueprint.variants.iter().enumerate() {
                at.record(&variant.id, index, |at| {
                    at.check_id(&mut doubled, &variant.id);
                    at.variant(variant);
                });
            }
        });
        self.at("comments", |at| {
            for (id, comment) in &blueprint.comments {
                at.at(id.as_str(), |at| at.comment(comment));
            }
        });
        self.at("sources", |at| {
            for (index, source) in blueprint.sources.iter().enumerate() {
                at.number(index, |at| at.date("date", source.date.as_ref()));
            }
        });
    }

    fn phases(&mut self, blueprint: &'b Blueprint) {
        let mut doubled = Doubled::default();
        // A moment belongs to one phase, so its id is unique over all of them.
        let mut doubled_moments = Doubled::default();
        for (index, phase) in blueprint.phases.iter().enumerate() {
            self.record(&phase.id, index, |at| {
                at.check_id(&mut doubled, &phase.id);
                at.at("moments", |at| {
                    for (index, moment) in phase.moments.iter().enumerate() {
                        at.record(&moment.id, index, |at| {
                            at.check_id(&mut doubled_moments, &moment.id);
                        });
                    }
                });
            });
        }
    }

    fn variant(&mut self, variant: &'b Variant) {
        self.known.steps = variant.steps.keys().map(Id::as_str).collect();
        if let Some(demand) = &variant.demand {
            self.at("demand", |at| {
                at.count("cases_per_month", demand.cases_per_month);
                at.share("repeat_share", demand.repeat_share);
            });
        }
        self.money("build_cost", variant.build_cost);
        self.money("run_cost_per_month", variant.run_cost_per_month);
        self.at("steps", |at| {
            for (id, step) in &variant.steps {
                at.at(id.as_str(), |at| at.step(step));
            }
        });
        self.at("connectors", |at| {
            for (id, connector) in &variant.connectors {
                at.at(id.as_str(), |at| at.connector(connector));
            }
        });
        self.at("removed", |at| {
            for (id, removed) in &variant.removed {
                at.at(id.as_str(), |at| {
                    if at
                        .known
                        .first
                        .is_none_or(|first| !first.steps.contains_key(id))
                    {
                        at.push(Trouble::Dangling(
                            "step in the first variant",
                            id.to_string(),
                        ));
                    }
                    at.removed(removed);
                });
            }
        });
    }

    fn step(&mut self, step: &'b Step) {
        if let Some(lane) = &step.lane
            && !self.known.lanes.contains(lane.as_str())
        {
            self.dangling("lane", "lane", lane);
        }
        if let Some(moment) = &step.moment
            && !self.known.moments.contains(moment.as_str())
        {
            self.dangling("moment", "moment", moment);
        }
        if step.span == 0 {
            self.out_of_range("span", "1 or more", step.span);
        }
        self.time("work", step.work.as_ref());
        if !step.workers.is_empty() {
            self.at("workers", |at| {
                for (index, worker) in step.workers.iter().enumerate() {
                    at.number(index, |at| {
                        if !at.known.roles.contains(worker.role.as_str()) {
                            at.dangling("role", "role", &worker.role);
                        }
                        at.time("work", worker.work.as_ref());
                    });
                }
            });
        }
        self.time("wait", step.wait.as_ref());
        self.money("cost", step.cost);
        self.share("happens", step.happens);
        self.doubled_in_step("controls", step.controls.iter().map(|control| &*control.id));
        self.doubled_in_step("pains", step.pains.iter().map(|pain| pain.id.as_str()));
        for (index, pain) in step.answers.iter().enumerate() {
            if !self.known.pains.contains(pain.as_str()) {
                self.at("answers", |at| {
                    at.number(index, |at| {
                        at.push(Trouble::Dangling("pain", pain.to_string()));
                    });
                });
            }
        }
        if let Some(feeling) = step.feeling
            && !(-2..=2).contains(&feeling.0)
        {
            self.out_of_range("feeling", "-2 to 2", feeling.0);
        }
        for (index, replaced) in step.replaces.iter().enumerate() {
            let first = self.known.first;
            if first.is_none_or(|first| !first.steps.contains_key(replaced)) {
                self.at("replaces", |at| {
                    at.number(index, |at| {
                        at.push(Trouble::Dangling(
                            "step in the first variant",
                            replaced.to_string(),
                        ));
                    });
                });
            }
        }
        if let Some(ai) = &step.ai {
            self.at("ai", |at| at.touchpoint(ai));
        }
        for (name, basis) in &step.basis {
            if let Some(Written::Unread(_)) = &basis.on {
                self.at("basis", |at| {
                    at.at(name, |at| at.date("on", basis.on.as_ref()));
                });
            }
        }
    }

    fn touchpoint(&mut self, ai: &'b Touchpoint) {
        if let Some(system) = &ai.system
            && !self.known.ai_systems.contains(system.as_str())
        {
            self.dangling("system", "AI system", system);
        }
        self.date("next_review", ai.next_review.as_ref());
        if let Some(oversight) = &ai.oversight {
            self.at("oversight", |at| {
                if let Some(role) = &oversight.role
                    && !at.known.roles.contains(role.as_str())
                {
                    at.dangling("role", "role", role);
                }
                at.share("share", oversight.share);
                at.time("time", oversight.time.as_ref());
            });
        }
        self.money("unit_cost", ai.unit_cost);
        self.share("resolves", ai.resolves);
        if let Some(hand_over) = &ai.hand_over {
            self.at("hand_over", |at| {
                if let Some(to) = &hand_over.to
                    && !at.known.steps.contains(to.as_str())
                {
                    at.dangling("to", "step in this variant", to);
                }
                at.share("confidence", hand_over.confidence);
            });
        }
        if let Some(fallback) = &ai.fallback {
            self.at("fallback", |at| {
                if let Some(to) = &fallback.to
                    && !at.known.steps.contains(to.as_str())
                {
                    at.dangling("to", "step in this variant", to);
                }
                at.date("last_tested", fallback.last_tested.as_ref());
            });
        }
        if let Some(stop) = &ai.stop {
            self.at("stop", |at| at.time("takes", stop.takes.as_ref()));
        }
        self.at("incidents", |at| {
            for (index, incident) in ai.incidents.iter().enumerate() {
                at.number(index, |at| at.date("on", incident.on.as_ref()));
            }
        });
        self.at("rules", |at| {
            for (index, rule) in ai.rules.iter().enumerate() {
                at.number(index, |at| at.date("checked_on", rule.checked_on.as_ref()));
            }
        });
        for (field, rank) in [
            ("value", ai.value),
            ("effort", ai.effort),
            ("risk", ai.risk),
        ] {
            if let Some(rank) = rank
                && !(1..=5).contains(&rank)
            {
                self.out_of_range(field, RANKED, rank);
            }
        }
    }

    fn connector(&mut self, connector: &Connector) {
        for (field, end) in [("from", &connector.from), ("to", &connector.to)] {
            if !self.known.steps.contains(end.as_str()) {
                self.dangling(field, "step in this variant", end);
            }
        }
        self.share("share", connector.share);
    }

    fn removed(&mut self, removed: &Removed) {
        if let Some(to) = &removed.exceptions_go_to
            && !self.known.steps.contains(to.as_str())
        {
            self.dangling("exceptions_go_to", "step in this variant", to);
        }
    }

    fn comment(&mut self, comment: &'b Comment) {
        if let Place::Cell(variant, lane, moment) = &comment.at {
            let missing = [
                (&self.known.variants, "variant", variant.as_str()),
                (&self.known.lanes, "lane", lane.as_str()),
                (&self.known.moments, "moment", moment.as_str()),
            ]
            .into_iter()
            .find(|(known, _, id)| !known.contains(id))
            .map(|(_, kind, id)| Trouble::Dangling(kind, id.to_owned()));
            if let Some(trouble) = missing {
                self.at("at", |at| at.push(trouble));
            }
        }
        self.date("date", comment.date.as_ref());
        self.at("replies", |at| {
            for (index, reply) in comment.replies.iter().enumerate() {
                at.number(index, |at| at.date("date", reply.date.as_ref()));
            }
        });
    }

    /// Goes to a field or key `name`, and back.
    fn at(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if length > 0 {
            self.path.push('/');
        }
        self.path.push_str(name);
        check(self);
        self.path.truncate(length);
    }

    /// Goes to the element `index` of a list, and back.
    fn number(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let _ = write!(self.path, "/{index}");
        check(self);
        self.path.truncate(length);
    }

    /// Goes to a record of a list by its id, or by its number when it has none, and back.
    fn record<T>(&mut self, id: &Id<T>, index: usize, check: impl FnOnce(&mut Self)) {
        if id.is_empty() {
            self.number(index, check);
        } else {
            self.at(id.as_str(), check);
        }
    }

    fn push(&mut self, trouble: Trouble) {
        let path = self.path.clone();
        self.found.push(Problem { path, trouble });
    }

    fn dangling<T>(&mut self, field: &str, kind: &'static str, id: &Id<T>) {
        self.at(field, |at| at.push(Trouble::Dangling(kind, id.to_string())));
    }

    fn out_of_range(&mut self, field: &str, range: &'static str, number: impl Into<f64>) {
        let number = number.into().to_string();
        self.at(field, |at| at.push(Trouble::OutOfRange(range, number)));
    }

    fn check_id<T>(&mut self, doubled: &mut Doubled<'b>, id: &'b Id<T>) {
        if !doubled.0.insert(id.as_str()) {
            self.push(Trouble::DoubledId(id.to_string()));
        }
    }

    fn doubled<T: Record>(&mut self, list: &'b [Arc<T>]) {
        let mut doubled = Doubled::default();
        for (index, record) in list.iter().enumerate() {
            self.record(record.id(), index, |at| {
                at.check_id(&mut doubled, record.id());
            });
        }
    }

    /// Controls and pains of one step are few, and mostly none or one.
    fn doubled_in_step(&mut self, field: &str, ids: impl ExactSizeIterator<Item = &'b str>) {
        if ids.len() < 2 {
            return;
        }
        let mut doubled = Doubled::default();
        for (index, id) in ids.enumerate() {
            if !doubled.0.insert(id) {
                self.at(field, |at| {
                    at.number(index, |at| at.push(Trouble::DoubledId(id.to_owned())));
                });
            }
        }
    }

    fn time(&mut self, field: &str, time: Option<&Written<Time>>) {
        if let Some(Written::Unread(text)) = time {
            self.at(field, |at| at.push(Trouble::Unread(A_TIME, text.clone())));
        }
    }

    fn date(&mut self, field: &str, date: Option<&Written<Date>>) {
        if let Some(Written::Unread(text)) = date {
            self.at(field, |at| at.push(Trouble::Unread(A_DATE, text.clone())));
        }
    }

    fn share(&mut self, field: &str, share: Option<Share>) {
        if let Some(Share(share)) = share
            && !(0.0..=1.0).contains(&share)
        {
            self.out_of_range(field, SHARE, share);
        }
    }

    fn money(&mut self, field: &str, money: Option<Money>) {
        self.not_negative(field, money.map(|money| money.0));
    }

    fn count(&mut self, field: &str, count: Option<Count>) {
        self.not_negative(field, count.map(|count| count.0));
    }

    fn hours(&mut self, field: &str, hours: Option<Hours>) {
        self.not_negative(field, hours.map(|hours| hours.0));
    }

    fn not_negative(&mut self, field: &str, number: Option<f64>) {
        if let Some(number) = number
            && !(0.0..=f64::MAX).contains(&number)
        {
            self.out_of_range(field, NOT_NEGATIVE, number);
        }
    }
}

/// The ids of one list that were there already.
#[derive(Default)]
struct Doubled<'b>(HashSet<&'b str>);
