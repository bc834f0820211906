//! What is true of AI in the world, once for all variants: systems, uses, and the registers that answer for them.
//!
//! What it does at a step of a variant is its [`Touchpoint`](super::Touchpoint). A use is named by the id of the step,
//! and stays when no variant draws the step any more: its incidents and rules do.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    AiSystemId, AiUseId, Blueprint, Date, Link, MeasureId, OpenHours, RuleId, Severity, StepId,
    Technique, Time, Written, fields::record,
};

record! {
    /// AI that is bought or built.
    pub struct AiSystem with ext {
        /// What it is called.
        name: String as "Name";
        /// Who sells or builds it.
        supplier: String as "Supplier";
        /// Version in use.
        version: String as "Version";
        /// What it is built with.
        technique: Option<Technique> as "Technique";
        /// Who answers for the model.
        model_owner: String as "Model owner";
        /// Its number in the organisation's inventory.
        inventory: String as "Inventory number";
        /// Its tier in the organisation's own scale.
        risk_tier: String as "Risk tier";
        /// When it answers.
        open: Option<Written<OpenHours>> as "Open";
        /// The data it was built on and reads.
        data: Option<SystemData> as "Data";
        /// How the organisation gets along without it.
        exit_plan: Option<ExitPlan> as "Exit plan";
        /// Who looked whether it does what it should.
        validated: Option<Validation> as "Validation";
    }
}

record! {
    /// The data that an AI system was built on and reads.
    pub struct SystemData {
        /// Where it is described.
        address: String as "Data described at";
        /// When somebody last looked whether it is still so.
        tested: Option<Written<Date>> as "Data last checked";
        /// In a few words.
        note: String as "Data";
    }
}

record! {
    /// How the organisation gets along without an AI system.
    pub struct ExitPlan {
        /// Where it is described.
        address: String as "Exit plan described at";
        /// When it was last tried.
        tested: Option<Written<Date>> as "Exit plan last tested";
        /// In a few words.
        note: String as "Exit plan";
    }
}

record! {
    /// That somebody looked whether an AI system does what it should.
    pub struct Validation {
        /// Who.
        by: String as "Validated by";
        /// What came of it.
        outcome: Option<Outcome> as "Outcome";
        /// When.
        on: Option<Written<Date>> as "Validated on";
        /// The version that was looked at.
        version: String as "Validated version";
    }
}

/// What came of a validation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// It does what it should.
    Ok,
    /// It may be used; something is to be mended.
    WithFindings,
    /// It may not be used.
    No,
}

record! {
    /// Who answers for the AI at a step, how far it has come and what is known of it, whatever the variant.
    pub struct AiUse with ext {
        /// What it is called; at first the step's title.
        name: String as "Name";
        /// The business owner.
        owner: String as "Business owner";
        /// How far it has come.
        status: Status as "Status", always;
        /// Since when.
        status_on: Option<Written<Date>> as "Status since";
        /// When it is looked at again.
        next_review: Option<Written<Date>> as "Next review";
        /// What it decides on, alone or by what it proposes.
        decides: Vec<Decides> as "Decides on";
        /// Whether it affects a person's rights or money.
        affects: Option<bool> as "Affects rights or money";
        /// Whether what it does can be taken back.
        reversible: Option<bool> as "Reversible";
        /// How a person can appeal.
        appeal: String as "Way to appeal";
        /// Whether the organisation cannot do without it: a critical or important function (EU 2022/2554, article 3).
        critical: Option<bool> as "Critical function";
        /// Its number in the organisation's inventory.
        inventory: String as "Inventory number";
        /// Which logs are kept, and how long.
        logs: String as "Logs";
        /// Data it uses.
        data: Vec<DataUse> as "Data used";
        /// Where what is said of it can be read up.
        evidence: Vec<Link> as "Evidence";
        /// Where it was tried already, and what came of it.
        pilot_elsewhere: String as "Tried elsewhere";
        /// Rules that apply.
        rules: Vec<RuleId> as "Rules that apply";
        /// For the team.
        note: String as "Note";
    }
}

impl Blueprint {
    /// What is true of the AI at a step, whatever the variant, if anybody said it.
    pub fn ai_use(&self, step: &StepId) -> Option<&Arc<AiUse>> {
        self.ai_uses.get(&AiUseId::new(step.as_str()))
    }

    /// The AI use called `id`; where nobody said anything of a touchpoint yet, one that is called as its step is.
    /// `None` when there is no such use and no such touchpoint.
    pub fn ai_use_or_new(&self, id: &AiUseId) -> Option<Arc<AiUse>> {
        if let Some(known) = self.ai_uses.get(id) {
            return Some(Arc::clone(known));
        }
        let step = StepId::new(id.as_str());
        let mut steps = self.variants.iter().filter_map(|v| v.steps.get(&step));
        let step = steps.find(|step| step.ai.is_some())?;
        Some(Arc::new(AiUse {
            name: step.title.clone(),
            ..AiUse::default()
        }))
    }

    /// How far the AI at a step has come: an idea, unless somebody said more.
    pub fn ai_status(&self, step: &StepId) -> Status {
        self.ai_use(step).map_or(Status::Idea, |of| of.status)
    }
}

/// How far an AI use has come.
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

/// What AI decides on, alone or by what it proposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Decides {
    Credit,
    Insurance,
    Work,
    Account,
    Fraud,
    Price,
    Complaint,
    /// Nothing of these: somebody looked.
    Nothing,
}

record! {
    /// Data that AI uses.
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
    /// A law, a standard or a rule of the house.
    pub struct Rule with ext {
        /// Which.
        name: String as "Which rule";
        /// Where it can be read.
        address: String as "Address";
        /// Why it applies.
        why: String as "Why it applies";
        /// The AI uses to which it applies; a use may name it too.
        uses: Vec<AiUseId> as "AI uses";
        /// When that was last looked up.
        checked_on: Option<Written<Date>> as "Last checked";
        /// By whom.
        by: String as "Checked by";
    }
}

record! {
    /// That somebody takes responsibility for a finding of the checks until a day.
    pub struct Acceptance with ext {
        /// Which rule.
        rule: String as "Rule";
        /// Where: as the finding names its place.
        at: String as "Place";
        /// Who accepted it.
        by: Option<Approver> as "Accepted by";
        /// The reason.
        why: String as "Reason";
        /// Until when; without it nothing is accepted.
        until: Option<Written<Date>> as "Until";
    }
}

record! {
    /// Somebody who decides, with what they are in the organisation.
    pub struct Approver {
        /// Their name.
        name: String as "Accepted by";
        /// Their function.
        function: String as "Function";
    }
}

record! {
    /// Something that went wrong.
    pub struct Incident with ext {
        /// When.
        on: Option<Written<Date>> as "When";
        /// The AI use in which it happened.
        r#use: Option<AiUseId> as "AI use";
        /// The AI system that failed.
        system: Option<AiSystemId> as "AI system";
        /// What happened.
        what: String as "What happened";
        /// How bad it was.
        severity: Option<Severity> as "How bad";
        /// What was done about it.
        done: String as "What was done";
        /// Who was told of it.
        told: Vec<Notification> as "Who was told";
        /// When it was settled; `None`: it is open.
        closed_on: Option<Written<Date>> as "Settled on";
    }
}

record! {
    /// That somebody was told of an incident.
    pub struct Notification {
        /// Who.
        whom: String as "Who was told";
        /// When.
        on: Option<Written<Date>> as "When";
    }
}

record! {
    /// Something that is counted or timed, in order to know whether a service is good.
    pub struct Measure with ext {
        /// What is measured.
        name: String as "What is measured";
        /// In what.
        unit: Option<MeasureUnit> as "Unit";
        /// Which values are the good ones.
        better: Option<Better> as "Better";
        /// What it watches for.
        kind: Option<MeasureKind> as "Watches for";
        /// Of which customers or cases, if not of all.
        segment: String as "Of whom";
        /// What it was before, in its unit.
        baseline: Option<Number> as "Baseline";
        /// For the team.
        note: String as "Note";
    }
}

/// In what a measure is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MeasureUnit {
    /// A share, 0 to 1.
    Share,
    /// Seconds.
    Time,
    /// The blueprint's currency.
    Money,
    /// How many.
    Count,
    /// Something else, in the team's words.
    Other(String),
}

/// Which values of a measure are the good ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Better {
    /// Large ones.
    Higher,
    /// Small ones.
    Lower,
    /// Those from the first to the second.
    Within(f64, f64),
}

/// What a measure watches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum MeasureKind {
    Quality,
    Harm,
    Time,
    Cost,
    Volume,
}

/// A number in the unit of its measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(
    /// The bare number; finite in a document that was read from a file.
    pub f64,
);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

record! {
    /// Who looks at a measure of an AI use, how often, and when somebody is called.
    pub struct Monitor with ext {
        /// What it is called.
        name: String as "Name";
        /// What it looks at.
        measure: Option<MeasureId> as "Measure";
        /// The AI use that it watches.
        r#use: Option<AiUseId> as "AI use";
        /// The value at which somebody is called, in the measure's unit.
        alert_at: Option<Number> as "Alert at";
        /// How often somebody looks.
        every: Option<Written<Time>> as "Every";
        /// Who looks.
        owner: String as "Owner";
        /// What was done when it was called, oldest first.
        actions: Vec<MonitorAction> as "Actions";
    }
}

record! {
    /// What was done after an alert.
    pub struct MonitorAction {
        /// When.
        on: Option<Written<Date>> as "When";
        /// What.
        what: String as "What was done";
    }
}
