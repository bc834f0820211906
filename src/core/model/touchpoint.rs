//! The AI touchpoint: what AI does at a step, and who answers for it.

use serde::{Deserialize, Serialize};

use super::{
    AiSystemId, Date, Money, RoleId, Severity, Share, StepId, Time, Written, fields::record,
};

record! {
    /// What AI does at a step, what it may do alone, and who answers for it.
    pub struct Touchpoint {
        /// What it does, in plain words.
        task: String as "Task";
        /// What it must never do.
        never: String as "Must never";
        /// What it runs on.
        system: Option<AiSystemId> as "AI system";
        /// What it is built with, where the system's record does not say it.
        technique: Option<Technique> as "Technique";
        /// How much it does by itself.
        autonomy: Option<Autonomy> as "Autonomy";
        /// How far it has come.
        status: Status as "Status", always;
        /// When it is looked at again.
        next_review: Option<Written<Date>> as "Next review";
        /// The business owner.
        owner: String as "Business owner";
        /// Whether it affects a person's rights or money.
        affects_person: Option<bool> as "Affects rights or money";
        /// Whether what it does can be taken back.
        reversible: Option<bool> as "Reversible";
        /// How a person can appeal.
        appeal: String as "Way to appeal";
        /// Who watches over it.
        oversight: Option<Oversight> as "Oversight";
        /// What a run costs.
        unit_cost: Option<Money> as "Cost of a run";
        /// Share of its cases that need no person.
        resolves: Option<Share> as "Resolves without a person";
        /// Share of its cases in which the customer gives up.
        gives_up: Option<Share> as "Gives up";
        /// The way to a person for the others.
        hand_over: Option<HandOver> as "Hand-over";
        /// What happens while it is out of order.
        fallback: Option<Fallback> as "Fallback in an outage";
        /// How it is stopped.
        stop: Option<Stop> as "How to stop it";
        /// Languages it serves.
        languages: Vec<String> as "Languages";
        /// Channels it serves.
        channels: Vec<String> as "Channels";
        /// Customer groups it serves.
        serves: String as "Serves";
        /// Customer groups it does not serve.
        serves_not: String as "Does not serve";
        /// Which logs are kept, and how long.
        logs: String as "Logs";
        /// What went wrong, oldest first.
        incidents: Vec<Incident> as "Incidents";
        /// Data it uses.
        data: Vec<DataUse> as "Data used";
        /// Whether the customer is told that it is AI.
        customer_told: Option<bool> as "Customer is told it is AI";
        /// Whether an explanation is on offer.
        explained: Option<bool> as "Explanation on offer";
        /// Rules that apply.
        rules: Vec<Rule> as "Rules that apply";
        /// What is measured: at least one for quality and one for harm.
        monitors: Vec<Monitor> as "Monitors";
        /// Functions it takes over from people.
        takes_over: Vec<Function> as "Takes over";
        /// Value for the ranking, 1 to 5, set by hand.
        value: Option<u8> as "Value";
        /// Effort for the ranking, 1 to 5, set by hand.
        effort: Option<u8> as "Effort";
        /// Risk for the ranking, 1 to 5, set by hand.
        risk: Option<u8> as "Risk";
        /// Wave of the roadmap.
        wave: String as "Wave of the roadmap";
    }
}

/// What AI is built with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Technique {
    Rules,
    ClassicMl,
    Llm,
    LlmWithRetrieval,
    AgentWithTools,
    Vision,
    Speech,
    Optimisation,
    Other(String),
}

/// How much AI does by itself, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Autonomy {
    /// A person decides and acts; it proposes.
    Suggests,
    /// It prepares; a person finishes.
    Drafts,
    /// It acts once a person has approved the case.
    ActsAfterApproval,
    /// It acts unless a person stops it.
    ActsWithVeto,
    /// It acts and tells a person.
    ActsThenInforms,
    /// It acts; nobody is told case by case.
    ActsAlone,
}

/// How far a touchpoint has come.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Status {
    /// Somebody thought of it.
    #[default]
    Idea,
    /// Looked into.
    Assessed,
    /// Tried on a part of the cases.
    Pilot,
    /// In use.
    Live,
    /// Stopped for now.
    Paused,
    /// Stopped for good.
    Retired,
}

record! {
    /// Who watches over a touchpoint.
    pub struct Oversight {
        /// Who reviews.
        role: Option<RoleId> as "Reviewer";
        /// Share of the cases reviewed.
        share: Option<Share> as "Share reviewed";
        /// Time a review takes.
        time: Option<Written<Time>> as "Time of a review";
        /// Whether the reviewer can stop it.
        can_stop: Option<bool> as "Can stop it";
        /// Whether the reviewer can override it.
        can_override: Option<bool> as "Can override it";
    }
}

record! {
    /// The way from a touchpoint to a person when it does not resolve the case.
    /// Drawn and selected as the connector `STEP-ID/hand-over`.
    pub struct HandOver {
        /// The step of the person who takes over.
        to: Option<StepId> as "Hands over to";
        /// What triggers it.
        triggers: Vec<Trigger> as "Triggers";
        /// With [`Trigger::LowConfidence`]: below which confidence.
        confidence: Option<Share> as "Confidence below";
        /// Shown beside the connector.
        label: String as "Hand-over label";
    }
}

/// What makes a touchpoint hand over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Trigger {
    AsksForPerson,
    LowConfidence,
    VulnerableCustomer,
    Complaint,
    SuspectedFraud,
    Outage,
}

record! {
    /// What happens while a touchpoint is out of order.
    pub struct Fallback {
        /// The step that takes the cases.
        to: Option<StepId> as "Fallback in an outage";
        /// When that was last tried.
        last_tested: Option<Written<Date>> as "Fallback last tested";
    }
}

record! {
    /// How a touchpoint is stopped.
    pub struct Stop {
        /// Who can.
        who: String as "Who stops it";
        /// How.
        how: String as "How to stop it";
        /// How long it takes.
        takes: Option<Written<Time>> as "Stopping takes";
    }
}

record! {
    /// What went wrong.
    pub struct Incident {
        /// When.
        on: Option<Written<Date>> as "When";
        /// What happened.
        what: String as "What happened";
        /// How bad it was.
        severity: Option<Severity> as "How bad";
        /// What was done about it.
        done: String as "What was done";
    }
}

record! {
    /// Data a touchpoint uses.
    pub struct DataUse {
        /// Which.
        name: String as "Which data";
        /// Whether it is about a person.
        personal: Option<bool> as "About a person";
        /// Whether it is of a special category (health, belief ...; GDPR article 9).
        special_category: Option<bool> as "Special category";
        /// Whether it leaves the organisation.
        leaves: Option<bool> as "Leaves the organisation";
    }
}

record! {
    /// A rule that applies to a touchpoint.
    pub struct Rule {
        /// Which.
        name: String as "Which rule";
        /// Why it applies.
        why: String as "Why it applies";
        /// When that was last looked up.
        checked_on: Option<Written<Date>> as "Last checked";
    }
}

record! {
    /// What is measured of a touchpoint, with its thresholds as the team words them.
    pub struct Monitor {
        /// What is measured.
        metric: String as "What is measured";
        /// What it watches for.
        kind: Option<MonitorKind> as "Watches for";
        /// Before the touchpoint.
        baseline: String as "Baseline";
        /// Aim.
        target: String as "Target";
        /// Last measured.
        measured: String as "Last measured";
        /// When somebody is called.
        alert_at: String as "Alert at";
        /// How often.
        how_often: String as "How often";
    }
}

/// What a monitor watches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum MonitorKind {
    Quality,
    Harm,
    Cost,
}

/// What a touchpoint takes over from people (Parasuraman, Sheridan and Wickens 2000).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names are the paper's own")]
pub enum Function {
    Acquires,
    Analyses,
    Decides,
    Acts,
}
