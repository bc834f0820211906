//! Steps and connectors: the cards of a variant and the arrows between them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ControlId, Count, Date, Faults, FieldPath, Id, LaneId, MomentId, Money, PainId, PathPart,
    RoleId, Share, StepId, Time, Touchpoint, Written, fields::record,
};

record! {
    /// A card in one cell of one variant. Without a lane or a moment it lies in the tray.
    pub struct Step with ext {
        /// The row it stands in.
        lane: Option<LaneId> as "Lane", of place;
        /// The first column it stands in.
        moment: Option<MomentId> as "Moment", of place;
        /// How many moments it covers, 1 or more.
        span: u32 = 1 as "Moments covered", and at_least_one;
        /// Its order within the cell, small ones above; ties go by id.
        rank: i64 as "Place in the cell", of place;
        /// What is done, in a few words.
        title: String as "Title";
        /// What is done, in full.
        description: String as "Description";
        /// For the team, and for who presents it.
        note: String as "Note";
        /// Work or waiting.
        kind: StepKind as "Kind";
        /// Time it takes, of nobody in particular; `workers` takes its place once roles are known.
        work: Option<Written<Time>> as "Work time";
        /// Roles needed together, each with its time.
        workers: Vec<Worker> as "Workers";
        /// Delay after the work, without people.
        wait: Option<Written<Time>> as "Wait";
        /// Of a wait: the people whose queue it is.
        queue_of: Option<RoleId> as "Queue of";
        /// Of an AI touchpoint: the work time when people do it without the AI.
        by_hand: Option<Written<Time>> as "Work time without the AI";
        /// What a run costs beside the work.
        cost: Option<Money> as "Cost";
        /// Share of the cases that need it; the others pass it by.
        happens: Option<Share> as "Share of cases";
        /// What several flows out of it mean; `None`: nobody said yet.
        split: Option<Split> as "Split";
        /// Whether branches of one case wait for each other here; `None`: they do.
        join: Option<Join> as "Where ways meet";
        /// Whether cases begin here even though a flow leads to it.
        start: Option<bool> as "Cases begin here";
        /// Of several starts: the share of the cases that begin here.
        enters: Option<Share> as "Share of cases that begin here";
        /// Who answers for it.
        owner: String as "Owner";
        /// Whom the customer thinks responsible.
        perceived_owner: String as "Who the customer thinks it is";
        /// Phone, chat, letter ...
        channel: String as "Channel";
        /// Systems it uses.
        systems: Vec<String> as "Systems";
        /// Checks the business must keep.
        controls: Vec<Control> as "Controls", and no_control_twice;
        /// What hurts.
        pains: Vec<Pain> as "Pains", and no_pain_twice;
        /// Pains, of any step of any variant, that this step answers.
        answers: Vec<PainId> as "Pains it answers";
        /// What makes it stand out.
        markers: Vec<Marker> as "Marks";
        /// How the customer feels.
        feeling: Option<Feeling> as "Feeling";
        /// Steps of the first variant whose place it takes.
        replaces: Vec<StepId> as "Replaces", first;
        /// Where to read more.
        links: Vec<Link> as "Links";
        /// What AI does here.
        ai: Option<Box<Touchpoint>> as "AI touchpoint";
        /// Whether AI could do it, as far as somebody looked.
        opportunity: Option<Opportunity> as "Opportunity for AI";
        /// Where figures come from: a field's path to its basis.
        basis: BTreeMap<String, Basis> as "Basis";
    }
}

/// A step covers a moment or more.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a row of a table hands a reference"
)]
fn at_least_one(span: &u32, at: &mut Faults<'_>) {
    if *span == 0 {
        at.out_of_range("1 or more", *span);
    }
}

fn no_control_twice(controls: &[Control], at: &mut Faults<'_>) {
    at.doubled(controls.iter().map(|control| control.id.as_str()));
}

fn no_pain_twice(pains: &[Pain], at: &mut Faults<'_>) {
    at.doubled(pains.iter().map(|pain| pain.id.as_str()));
}

impl Step {
    /// A step with a title in a cell.
    pub fn new(lane: LaneId, moment: MomentId, title: &str) -> Self {
        Self {
            lane: Some(lane),
            moment: Some(moment),
            title: title.to_owned(),
            ..Self::default()
        }
    }

    /// The cell it names; `None` if it names none. Whether there is such a cell the blueprint knows
    /// ([`Blueprint::cell_of`](super::Blueprint::cell_of)).
    pub fn cell(&self) -> Option<(&LaneId, &MomentId)> {
        self.lane.as_ref().zip(self.moment.as_ref())
    }

    /// What it is called on screen: its title, or words that say it has none.
    pub fn called(&self) -> &str {
        match self.title.trim() {
            "" => "No title yet",
            _ => &self.title,
        }
    }

    /// Where its work time is typed: at its only worker, or where it is of nobody in particular. `None` where several
    /// share it, each with a time of their own.
    pub fn own_work(&self) -> Option<FieldPath> {
        match &*self.workers {
            [] => Some(vec![PathPart::Name("work")]),
            [_] => Some(vec![
                PathPart::Name("workers"),
                PathPart::Number(0),
                PathPart::Name("work"),
            ]),
            _ => None,
        }
    }

    /// Puts a role to work on it. The first one takes over the time that was of nobody in particular, with its basis.
    pub fn add_worker(&mut self, role: RoleId) {
        let mut work = None;
        if self.workers.is_empty() {
            work = self.work.take();
            if let Some(basis) = self.basis.remove("work").filter(|_| work.is_some()) {
                self.basis.entry("workers".to_owned()).or_insert(basis);
            }
        }
        self.workers.push(Worker { role, work });
    }

    /// Takes a worker off it. The last one leaves the time with the step, with its basis.
    pub fn remove_worker(&mut self, place: usize) {
        if place >= self.workers.len() {
            return;
        }
        let worker = self.workers.remove(place);
        if self.workers.is_empty() && self.work.is_none() {
            self.work = worker.work;
            if let Some(basis) = self.basis.remove("workers").filter(|_| self.work.is_some()) {
                self.basis.entry("work".to_owned()).or_insert(basis);
            }
        }
    }

    /// The hand-over of its AI touchpoint, if it has one.
    pub fn hand_over(&self) -> Option<&super::HandOver> {
        self.ai.as_deref()?.hand_over.as_ref()
    }
}

/// Work or waiting.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum StepKind {
    /// Somebody or something does it.
    #[default]
    Action,
    /// Somebody waits.
    Wait,
}

record! {
    /// A role at work on a step.
    pub struct Worker {
        /// Who.
        role: RoleId as "Role", always;
        /// How long.
        work: Option<Written<Time>> as "Work time";
    }
}

/// What several flows out of a step mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Split {
    /// One of them, by share.
    Either,
    /// All of them.
    Both,
}

/// Whether branches of one case wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Join {
    /// They wait.
    All,
    /// The first one goes on.
    Any,
}

record! {
    /// A check the business must keep.
    pub struct Control {
        /// The same id in another step or variant is the same control.
        id: ControlId as "Id", always;
        /// What is checked.
        name: String as "What is checked";
        /// The rule that asks for it.
        rule: String as "Rule that asks for it";
    }
}

impl Control {
    /// What it is called on screen: its name, or its id while it has none.
    pub fn called(&self) -> &str {
        match self.name.trim() {
            "" => self.id.as_str(),
            _ => &self.name,
        }
    }
}

record! {
    /// What hurts.
    pub struct Pain {
        /// What `answers` names.
        id: Id<Pain> as "Id", always;
        /// In a few words.
        text: String as "What hurts";
        /// How often.
        often: Option<Often> as "How often";
        /// How bad.
        bad: Option<Severity> as "How bad";
        /// Who said it.
        said_by: String as "Said by";
        /// Votes of a workshop.
        votes: Option<u32> as "Votes";
    }
}

/// How often a pain is felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Often {
    Rarely,
    Sometimes,
    Often,
    Always,
}

/// How bad a pain or an incident is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Severity {
    Minor,
    Moderate,
    Severe,
}

/// What makes a step stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Marker {
    /// A moment that decides what the customer thinks of the service (Carlzon 1987).
    MomentOfTruth,
    /// Not decided: an idea for what could be.
    Idea,
}

/// How the customer feels, from -2 (very bad) to 2 (very good).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Feeling(
    /// -2 to 2 in a sound document.
    pub i8,
);

record! {
    /// Whether AI could do a step.
    pub struct Opportunity {
        /// Share of the work that AI could take.
        could_take: Option<Share> as "AI could take";
        /// What speaks against it.
        why_not: Option<WhyNot> as "Why not";
        /// How much work it would be.
        effort: Option<Effort> as "Effort";
    }
}

/// What speaks against AI at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WhyNot {
    /// It takes a person's judgement.
    Judgement,
    /// A law asks for a person.
    Law,
    /// There is no data to build it on.
    NoData,
}

/// How much work something would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Effort {
    /// Small.
    S,
    /// Middling.
    M,
    /// Large.
    L,
}

record! {
    /// Where to read more.
    pub struct Link {
        /// What it is called.
        title: String as "Title";
        /// An address: http, https or mailto.
        address: String as "Address";
    }
}

/// Whether an address is of a kind that may be opened: http, https or mailto.
pub fn may_open(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|start| address.starts_with(start))
}

record! {
    /// Where a figure comes from.
    pub struct Basis {
        /// How far to trust it.
        kind: BasisKind as "Basis", always;
        /// Who or what says so.
        source: String as "Source";
        /// When.
        on: Option<Written<Date>> as "Date";
        /// Of a measured figure: how many were measured.
        n: Option<Count> as "How many measured";
    }
}

impl Basis {
    /// How far to trust the figure at `path`, by what `said` holds of it or of a field around it; not said: a guess.
    pub fn kind_of(said: &BTreeMap<String, Self>, path: &str) -> BasisKind {
        let mut path = path;
        loop {
            if let Some(basis) = said.get(path) {
                return basis.kind;
            }
            match path.rsplit_once('/') {
                Some((whole, _)) => path = whole,
                None => return BasisKind::Guess,
            }
        }
    }
}

/// How far to trust a figure.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum BasisKind {
    /// Somebody's guess.
    #[default]
    Guess,
    /// Worked out from something known.
    Estimate,
    /// Measured.
    Measured,
}

record! {
    /// An arrow between two steps of one variant.
    pub struct Connector with ext {
        /// Where it starts.
        from: StepId as "From", always;
        /// Where it ends.
        to: StepId as "To", always;
        /// Whether work moves on or somebody is told.
        kind: ConnectorKind as "Kind";
        /// Whether it has two heads.
        two_way: Option<bool> as "Two-way";
        /// Shown beside it; on a way out of an Either: when it is taken.
        label: String as "Label";
        /// Share of the cases that take it, out of an Either.
        share: Option<Share> as "Share of cases";
        /// For the team.
        note: String as "Note";
        /// Where figures come from: a field's path to its basis.
        basis: BTreeMap<String, Basis> as "Basis";
    }
}

/// What an arrow means.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum ConnectorKind {
    /// Work moves on.
    #[default]
    Flow,
    /// Information only.
    Message,
}

#[cfg(test)]
mod tests {
    use super::{Basis, Step, Written, may_open};

    #[test]
    fn the_time_of_a_step_stays_with_who_works_on_it() {
        let mut step = Step {
            work: Some(Written::read("5m")),
            ..Step::default()
        };
        step.basis.insert("work".to_owned(), Basis::default());
        let plain = step.clone();
        step.add_worker("agent".into());
        assert_eq!(
            (step.work.clone(), step.workers[0].work.clone()),
            (None, plain.work.clone())
        );
        assert!(step.basis.contains_key("workers") && !step.basis.contains_key("work"));
        step.add_worker("desk".into());
        assert_eq!(step.workers[1].work, None);
        step.remove_worker(1);
        assert_eq!(step.work, None);
        step.remove_worker(0);
        assert_eq!(step, plain);
    }

    #[test]
    fn only_addresses_of_the_web_and_of_mail_open() {
        for address in ["https://example.org", "HTTP://example.org", "mailto:a@b.c"] {
            assert!(may_open(address), "{address}");
        }
        for address in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "example.org",
            " https:/x",
        ] {
            assert!(!may_open(address), "{address}");
        }
    }
}
