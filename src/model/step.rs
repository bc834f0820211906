//! Steps and connectors: the cards of a variant and the arrows between them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    ControlId, Date, Ext, Id, LaneId, MomentId, Money, PainId, RoleId, Share, StepId, Time,
    Touchpoint, Written, is_default,
};

/// A card in one cell of one variant. Without a lane or a moment it lies in the tray.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// The row it stands in.
    #[serde(skip_serializing_if = "is_default")]
    pub lane: Option<LaneId>,
    /// The first column it stands in.
    #[serde(skip_serializing_if = "is_default")]
    pub moment: Option<MomentId>,
    /// How many moments it covers, 1 or more.
    #[serde(skip_serializing_if = "is_one")]
    pub span: u32,
    /// Its order within the cell, small ones above; ties go by id.
    #[serde(skip_serializing_if = "is_default")]
    pub rank: i64,
    /// What is done, in a few words.
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// What is done, in full.
    #[serde(skip_serializing_if = "is_default")]
    pub description: String,
    /// For the team, and for who presents it.
    #[serde(skip_serializing_if = "is_default")]
    pub note: String,
    /// Work or waiting.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: StepKind,
    /// Time it takes, of nobody in particular; `workers` takes its place once roles are known.
    #[serde(skip_serializing_if = "is_default")]
    pub work: Option<Written<Time>>,
    /// Roles needed together, each with its time.
    #[serde(skip_serializing_if = "is_default")]
    pub workers: Vec<Worker>,
    /// Delay after the work, without people.
    #[serde(skip_serializing_if = "is_default")]
    pub wait: Option<Written<Time>>,
    /// What a run costs beside the work.
    #[serde(skip_serializing_if = "is_default")]
    pub cost: Option<Money>,
    /// Share of the cases that need it; the others pass it by.
    #[serde(skip_serializing_if = "is_default")]
    pub happens: Option<Share>,
    /// What several flows out of it mean; `None`: nobody said yet.
    #[serde(skip_serializing_if = "is_default")]
    pub split: Option<Split>,
    /// Whether branches of one case wait for each other here; `None`: they do.
    #[serde(skip_serializing_if = "is_default")]
    pub join: Option<Join>,
    /// Whether cases begin here even though a flow leads to it.
    #[serde(skip_serializing_if = "is_default")]
    pub start: Option<bool>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "is_default")]
    pub owner: String,
    /// Whom the customer thinks responsible.
    #[serde(skip_serializing_if = "is_default")]
    pub perceived_owner: String,
    /// Phone, chat, letter ...
    #[serde(skip_serializing_if = "is_default")]
    pub channel: String,
    /// Systems it uses.
    #[serde(skip_serializing_if = "is_default")]
    pub systems: Vec<String>,
    /// Checks the business must keep.
    #[serde(skip_serializing_if = "is_default")]
    pub controls: Vec<Control>,
    /// What hurts.
    #[serde(skip_serializing_if = "is_default")]
    pub pains: Vec<Pain>,
    /// Pains, of any step of any variant, that this step answers.
    #[serde(skip_serializing_if = "is_default")]
    pub answers: Vec<PainId>,
    /// What makes it stand out.
    #[serde(skip_serializing_if = "is_default")]
    pub markers: Vec<Marker>,
    /// How the customer feels.
    #[serde(skip_serializing_if = "is_default")]
    pub feeling: Option<Feeling>,
    /// Steps of the first variant whose place it takes.
    #[serde(skip_serializing_if = "is_default")]
    pub replaces: Vec<StepId>,
    /// Where to read more.
    #[serde(skip_serializing_if = "is_default")]
    pub links: Vec<Link>,
    /// What AI does here, and who answers for it.
    #[serde(skip_serializing_if = "is_default")]
    pub ai: Option<Box<Touchpoint>>,
    /// Where figures come from: a field's name to its basis.
    #[serde(skip_serializing_if = "is_default")]
    pub basis: BTreeMap<String, Basis>,
    /// Data of other tools.
    #[serde(skip_serializing_if = "is_default")]
    pub ext: Ext,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_one(span: &u32) -> bool {
    *span == 1
}

impl Default for Step {
    fn default() -> Self {
        Self {
            lane: None,
            moment: None,
            span: 1,
            rank: 0,
            title: String::new(),
            description: String::new(),
            note: String::new(),
            kind: StepKind::default(),
            work: None,
            workers: Vec::new(),
            wait: None,
            cost: None,
            happens: None,
            split: None,
            join: None,
            start: None,
            owner: String::new(),
            perceived_owner: String::new(),
            channel: String::new(),
            systems: Vec::new(),
            controls: Vec::new(),
            pains: Vec::new(),
            answers: Vec::new(),
            markers: Vec::new(),
            feeling: None,
            replaces: Vec::new(),
            links: Vec::new(),
            ai: None,
            basis: BTreeMap::new(),
            ext: Ext::new(),
        }
    }
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

    /// The cell it stands in; `None` in the tray.
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

/// A role at work on a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Worker {
    /// Who.
    pub role: RoleId,
    /// How long.
    #[serde(skip_serializing_if = "is_default")]
    pub work: Option<Written<Time>>,
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

/// A check the business must keep.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Control {
    /// The same id in another step or variant is the same control.
    pub id: ControlId,
    /// What is checked.
    #[serde(skip_serializing_if = "is_default")]
    pub name: String,
    /// The rule that asks for it.
    #[serde(skip_serializing_if = "is_default")]
    pub rule: String,
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

/// What hurts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pain {
    /// What `answers` names.
    pub id: Id<Pain>,
    /// In a few words.
    #[serde(skip_serializing_if = "is_default")]
    pub text: String,
    /// How often.
    #[serde(skip_serializing_if = "is_default")]
    pub often: Option<Often>,
    /// How bad.
    #[serde(skip_serializing_if = "is_default")]
    pub bad: Option<Severity>,
    /// Who said it.
    #[serde(skip_serializing_if = "is_default")]
    pub said_by: String,
    /// Votes of a workshop.
    #[serde(skip_serializing_if = "is_default")]
    pub votes: Option<u32>,
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

/// Where to read more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Link {
    /// What it is called.
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// An address: http, https or mailto.
    #[serde(skip_serializing_if = "is_default")]
    pub address: String,
}

/// Whether an address is of a kind that may be opened: http, https or mailto.
pub fn may_open(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["http://", "https://", "mailto:"]
        .iter()
        .any(|start| address.starts_with(start))
}

/// Where a figure comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Basis {
    /// How far to trust it.
    pub kind: BasisKind,
    /// Who or what says so.
    #[serde(skip_serializing_if = "is_default")]
    pub source: String,
    /// When.
    #[serde(skip_serializing_if = "is_default")]
    pub on: Option<Written<Date>>,
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

/// An arrow between two steps of one variant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Connector {
    /// Where it starts.
    pub from: StepId,
    /// Where it ends.
    pub to: StepId,
    /// Whether work moves on or somebody is told.
    #[serde(skip_serializing_if = "is_default")]
    pub kind: ConnectorKind,
    /// Whether it has two heads.
    #[serde(skip_serializing_if = "is_default")]
    pub two_way: Option<bool>,
    /// Shown beside it; on a way out of an Either: when it is taken.
    #[serde(skip_serializing_if = "is_default")]
    pub label: String,
    /// Share of the cases that take it, out of an Either.
    #[serde(skip_serializing_if = "is_default")]
    pub share: Option<Share>,
    /// For the team.
    #[serde(skip_serializing_if = "is_default")]
    pub note: String,
    /// Data of other tools.
    #[serde(skip_serializing_if = "is_default")]
    pub ext: Ext,
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
    use super::may_open;

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
