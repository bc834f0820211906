//! The AI touchpoint: what AI does at a step of a variant. Who answers for it stands in `ai_use`.

use serde::{Deserialize, Serialize};

use super::{AiSystemId, Date, Money, RoleId, Share, StepId, Time, Written, fields::record};

record! {
    /// What AI does at a step of a variant, and what it may do alone. What is true of it in the world, such as who
    /// answers for it, stands once in its [`AiUse`](super::AiUse).
    pub struct Touchpoint {
        /// What it does, in plain words.
        task: String as "Task";
        /// What it must never do.
        never: String as "Must never";
        /// How much it does by itself.
        autonomy: Option<Autonomy> as "Autonomy";
        /// What it runs on.
        system: Option<AiSystemId> as "AI system";
        /// Share of its cases that need no person.
        resolves: Option<Share> as "Resolves without a person";
        /// Share of its cases in which the customer gives up.
        gives_up: Option<Share> as "Gives up";
        /// The way to a person for the others.
        hand_over: Option<HandOver> as "Hand-over";
        /// Who watches over it.
        oversight: Option<Oversight> as "Oversight";
        /// What happens while it is out of order.
        fallback: Option<Fallback> as "Fallback in an outage";
        /// How it is stopped.
        stop: Option<Stop> as "How to stop it";
        /// What it may use by itself, and how far.
        tools: Vec<Tool> as "Tools";
        /// Where the customer is told that it is AI.
        told: Option<Told> as "Customer is told it is AI";
        /// Customer groups it serves.
        serves: String as "Serves";
        /// Customer groups it does not serve.
        serves_not: String as "Does not serve";
        /// Languages it serves.
        languages: Vec<String> as "Languages";
        /// What a run costs.
        unit_cost: Option<Money> as "Cost of a run";
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
    /// Something that AI may use by itself: a program, an account, a right.
    pub struct Tool {
        /// Which.
        name: String as "Which tool";
        /// How far it may go with it.
        limit: String as "Its limit";
    }
}

/// Whether and where a customer is told that it is AI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// They are told: at this step of the variant, where one is named.
    At(Option<StepId>),
    /// Nobody need say it, for this reason.
    Obvious(String),
    /// They are not told.
    No,
}
