//! The AI touchpoint: what AI does at a step, and who answers for it.

use serde::{Deserialize, Serialize};

use super::{AiSystemId, Date, Money, RoleId, Severity, Share, StepId, Time, Written, is_default};

/// What AI does at a step, what it may do alone, and who answers for it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Touchpoint {
    /// What it does, in plain words.
    #[serde(skip_serializing_if = "is_default")]
    pub task: String,
    /// What it must never do.
    #[serde(skip_serializing_if = "is_default")]
    pub never: String,
    /// What it runs on.
    #[serde(skip_serializing_if = "is_default")]
    pub system: Option<AiSystemId>,
    /// What it is built with, where the system's record does not say it.
    #[serde(skip_serializing_if = "is_default")]
    pub technique: Option<Technique>,
    /// How much it does by itself.
    #[serde(skip_serializing_if = "is_default")]
    pub autonomy: Option<Autonomy>,
    /// How far it has come.
    pub status: Status,
    /// When it is looked at again.
    #[serde(skip_serializing_if = "is_default")]
    pub next_review: Option<Written<Date>>,
    /// The business owner.
    #[serde(skip_serializing_if = "is_default")]
    pub owner: String,
    /// Whether it affects a person's rights or money.
    #[serde(skip_serializing_if = "is_default")]
    pub affects_person: Option<bool>,
    /// Whether what it does can be taken back.
    #[serde(skip_serializing_if = "is_default")]
    pub reversible: Option<bool>,
    /// How a person can appeal.
    #[serde(skip_serializing_if = "is_default")]
    pub appeal: String,
    /// Who watches over it.
    #[serde(skip_serializing_if = "is_default")]
    pub oversight: Option<Oversight>,
    /// What a run costs.
    #[serde(skip_serializing_if = "is_default")]
    pub unit_cost: Option<Money>,
    /// Share of its cases that need no person.
    #[serde(skip_serializing_if = "is_default")]
    pub resolves: Option<Share>,
    /// The way to a person for the others.
    #[serde(skip_serializing_if = "is_default")]
    pub hand_over: Option<HandOver>,
    /// What happens while it is out of order.
    #[serde(skip_serializing_if = "is_default")]
    pub fallback: Option<Fallback>,
    /// How it is stopped.
    #[serde(skip_serializing_if = "is_default")]
    pub stop: Option<Stop>,
    /// Languages it serves.
    #[serde(skip_serializing_if = "is_default")]
    pub languages: Vec<String>,
    /// Channels it serves.
    #[serde(skip_serializing_if = "is_default")]
    pub channels: Vec<String>,
    /// Customer groups it serves.
    #[serde(skip_serializing_if = "is_default")]
    pub serves: String,
    /// Customer groups it does not serve.
    #[serde(skip_serializing_if = "is_default")]
    pub serves_not: String,
    /// Which logs are kept, and how long.
    #[serde(skip_serializing_if = "is_default")]
    pub logs: String,
    /// What went wrong, oldest first.
    #[serde(skip_serializing_if = "is_default")]
    pub incidents: Vec<Incident>,
    /// Data it uses.
    #[serde(skip_serializing_if = "is_default")]
    pub data: Vec<DataUse>,
    /// Whether the customer is told that it is AI.
    #[serde(skip_serializing_if = "is_default")]
    pub customer_told: Option<bool>,
    /// Whether an explanation is on offer.
    #[serde(skip_serializing_if = "is_default")]
    pub explained: Option<bool>,
    /// Rules that apply.
    #[serde(skip_serializing_if = "is_default")]
    pub rules: Vec<Rule>,
    /// What is measured: at least one for quality and one for harm.
    #[serde(skip_serializing_if = "is_default")]
    pub monitors: Vec<Monitor>,
    /// Functions it takes over from people.
    #[serde(skip_serializing_if = "is_default")]
    pub takes_over: Vec<Function>,
    /// Value for the ranking, 1 to 5, set by hand.
    #[serde(skip_serializing_if = "is_default")]
    pub value: Option<u8>,
    /// Effort for the ranking, 1 to 5, set by hand.
    #[serde(skip_serializing_if = "is_default")]
    pub effort: Option<u8>,
    /// Risk for the ranking, 1 to 5, set by hand.
    #[serde(skip_serializing_if = "is_default")]
    pub risk: Option<u8>,
    /// Wave of the roadmap.
    #[serde(skip_serializing_if = "is_default")]
    pub wave: String,
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

/// Who watches over a touchpoint.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Oversight {
    /// Who reviews.
    #[serde(skip_serializing_if = "is_default")]
    pub role: Option<RoleId>,
    /// Share of the cases reviewed.
    #[serde(skip_serializing_if = "is_default")]
    pub share: Option<Share>,
    /// Time a review takes.
    #[serde(skip_serializing_if = "is_default")]
    pub time: Option<Written<Time>>,
    /// Whether the reviewer can stop it.
    #[serde(skip_serializing_if = "is_default")]
    pub can_stop: Option<bool>,
    /// Whether the reviewer can override it.
    #[serde(skip_serializing_if = "is_default")]
    pub can_override: Option<bool>,
}

/// The way from a touchpoint to a person when it does not resolve the case.
/// Drawn and selected as the connector `STEP-ID/hand-over`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HandOver {
    /// The step of the person who takes over.
    #[serde(skip_serializing_if = "is_default")]
    pub to: Option<StepId>,
    /// What triggers it.
    #[serde(skip_serializing_if = "is_default")]
    pub triggers: Vec<Trigger>,
    /// With [`Trigger::LowConfidence`]: below which confidence.
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: Option<Share>,
    /// Shown beside the connector.
    #[serde(skip_serializing_if = "is_default")]
    pub label: String,
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

/// What happens while a touchpoint is out of order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fallback {
    /// The step that takes the cases.
    #[serde(skip_serializing_if = "is_default")]
    pub to: Option<StepId>,
    /// When that was last tried.
    #[serde(skip_serializing_if = "is_default")]
    pub last_tested: Option<Written<Date>>,
}

/// How a touchpoint is stopped.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stop {
    /// Who can.
    #[serde(skip_serializing_if = "is_default")]
    pub who: String,
    /// How.
    #[serde(skip_serializing_if = "is_default")]
    pub how: String,
    /// How long it takes.
    #[serde(skip_serializing_if = "is_default")]
    pub takes: Option<Written<Time>>,
}

/// What went wrong.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Incident {
    /// When.
    #[serde(skip_serializing_if = "is_default")]
    pub on: Option<Written<Date>>,
    /// What happened.
    #[serde(skip_serializing_if = "is_default")]
    pub what: String,
    /// How bad it was.
    #[serde(skip_serializing_if = "is_default")]
    pub severity: Option<Severity>,
    /// What was done about it.
    #[serde(skip_serializing_if = "is_default")]
    pub done: String,
}

/// Data a touchpoint uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataUse {
    /// Which.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// Whether it is about a person.
    #[serde(skip_serializing_if = "is_default")]
    pub personal: Option<bool>,
    /// Whether it is of a special category (health, belief ...; GDPR article 9).
    #[serde(skip_serializing_if = "is_default")]
    pub special_category: Option<bool>,
    /// Whether it leaves the organisation.
    #[serde(skip_serializing_if = "is_default")]
    pub leaves: Option<bool>,
}

/// A rule that applies to a touchpoint.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Which.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// Why it applies.
    #[serde(skip_serializing_if = "is_default")]
    pub why: String,
    /// When that was last looked up.
    #[serde(skip_serializing_if = "is_default")]
    pub checked_on: Option<Written<Date>>,
}

/// What is measured of a touchpoint, with its thresholds as the team words them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Monitor {
    /// What is measured.
    #[serde(skip_serializing_if = "is_default")]
    pub metric: String,
    /// What it watches for.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: Option<MonitorKind>,
    /// Before the touchpoint.
    #[serde(skip_serializing_if = "is_default")]
    pub baseline: String,
    /// Aim.
    #[serde(skip_serializing_if = "is_default")]
    pub target: String,
    /// Last measured.
    #[serde(skip_serializing_if = "is_default")]
    pub measured: String,
    /// When somebody is called.
    #[serde(skip_serializing_if = "is_default")]
    pub alert_at: String,
    /// How often.
    #[serde(skip_serializing_if = "is_default")]
    pub how_often: String,
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
