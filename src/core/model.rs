//! The blueprint: what a process designer draws, and what one file holds.
//!
//! Owns the records, their ids and units, and the list of what is wrong with a blueprint
//! ([`Blueprint::problems`]). Knows nothing of files, edits, pictures or windows.
//!
//! Collections hold their records in [`Arc`], and large ones are [`Records`]: a copy of a blueprint is
//! cheap, and two copies tell by pointer which records they share.

mod ai_use;
mod faults;
mod fields;
mod head;
mod id;
mod key;
mod merge;
mod open_hours;
mod place;
mod problems;
mod reading;
mod records;
mod refs;
mod registers;
mod step;
mod time;
mod touchpoint;
pub mod typed;
mod unit;
mod value;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use fields::record;
use ron::value::RawValue;
use serde::{Deserialize, Serialize};

pub use ai_use::{
    Acceptance, AiSystem, AiUse, Approver, Better, DataUse, Decides, ExitPlan, Incident, Measure,
    MeasureKind, MeasureUnit, Monitor, MonitorAction, Notification, Number, Outcome, Rule, Status,
    SystemData, Validation,
};
pub use faults::{Faults, faults_of};
pub use fields::{
    Field, Fields, Names, Words, can_refer, changed_fields, forget, names_gone, refs, rename,
    rewrite, same_way, seen, set,
};
pub(crate) use id::slug;
pub use id::{Id, Ids};
pub use merge::{Conflicts, Versions, merge_fields, merge_register, merge_registers};
pub use open_hours::{OpenHours, OpenHoursError, OpenStretch};
pub use place::Place;
pub use problems::{MAX_TEXT_BYTES, Problem, SAID_IN_FORMAT_1, Trouble};
pub use reading::{Places, Turn, moment_words};
pub use records::Records;
pub use refs::{Gone, Ref, RefKind, Referred, Within};
pub use registers::{Differing, Key, Keyed, Kind, Listed, Record, Register, Sides, Visit};
pub use step::{
    Basis, BasisKind, Connector, ConnectorKind, Control, Effort, Feeling, Join, Link, Marker,
    Often, Opportunity, Pain, Severity, Split, Step, StepKind, WhyNot, Worker, may_open,
};
pub use time::{Amount, Spent, Time, TimeError, TimeSum};
pub use touchpoint::{
    Autonomy, Fallback, HandOver, Oversight, Stop, Technique, Told, Tool, Touchpoint, Trigger,
};
pub use unit::{Count, Currency, Hours, Money, Share, Spelled, Written, typed_number};
pub use value::{
    FieldEdit, FieldPath, Input, ItemEdit, NewItem, PathPart, RenamedTo, Rewrite, ShownField, Unit,
    Value,
};
pub use words::{
    capital, cut, in_a_sentence, path_words, plural, quoted, short_quotations, with_article,
};

pub use jiff::civil::Date;

/// The newest `format` this version writes.
pub const FORMAT: u32 = 2;

/// Data of other tools, kept untouched: vendor key to RON text.
pub type Ext = BTreeMap<String, Box<RawValue>>;

/// The id of a [`Lane`].
pub type LaneId = Id<Lane>;
/// The id of a [`Phase`].
pub type PhaseId = Id<Phase>;
/// The id of a [`Moment`].
pub type MomentId = Id<Moment>;
/// The id of a [`Role`].
pub type RoleId = Id<Role>;
/// The id of an [`AiSystem`].
pub type AiSystemId = Id<AiSystem>;
/// The id of an [`AiUse`]: that of the step at which the AI is.
pub type AiUseId = Id<AiUse>;
/// The id of a [`Measure`].
pub type MeasureId = Id<Measure>;
/// The id of a [`Monitor`].
pub type MonitorId = Id<Monitor>;
/// The id of a [`Rule`].
pub type RuleId = Id<Rule>;
/// The id of an [`Incident`].
pub type IncidentId = Id<Incident>;
/// The id of an [`Acceptance`].
pub type AcceptanceId = Id<Acceptance>;
/// The id of a [`Variant`].
pub type VariantId = Id<Variant>;
/// The id of a [`Step`]; the same in two variants means the same step.
pub type StepId = Id<Step>;
/// The id of a [`Connector`].
pub type ConnectorId = Id<Connector>;
/// The id of a [`Pain`].
pub type PainId = Id<Pain>;
/// The id of a [`Control`].
pub type ControlId = Id<Control>;
/// The id of a [`Comment`].
pub type CommentId = Id<Comment>;
/// The id of a [`Source`].
pub type SourceId = Id<Source>;

/// Serde's `skip_serializing_if` for fields that are left out at their default.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The whole document: one service, in one or more variants.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Blueprint {
    /// Version of the file's layout, see [`FORMAT`].
    pub format: u32,
    /// What the blueprint is called.
    #[serde(skip_serializing_if = "is_default")]
    pub title: String,
    /// The situation the blueprint shows, in a sentence.
    #[serde(skip_serializing_if = "is_default")]
    pub scenario: String,
    /// The customer it is drawn for.
    #[serde(skip_serializing_if = "is_default")]
    pub persona: String,
    /// What a reader should take away.
    #[serde(skip_serializing_if = "is_default")]
    pub summary: String,
    /// Of every amount of money in the document.
    #[serde(skip_serializing_if = "is_default")]
    pub currency: Currency,
    /// Rows, top to bottom; shared by all variants.
    #[serde(skip_serializing_if = "is_default")]
    pub lanes: Vec<Arc<Lane>>,
    /// Stages of the customer's journey, left to right, with their moments; shared by all variants.
    #[serde(skip_serializing_if = "is_default")]
    pub phases: Vec<Arc<Phase>>,
    /// Fields of steps shown as rows under the lanes.
    #[serde(skip_serializing_if = "is_default")]
    pub rows: Vec<Row>,
    /// People who do the work.
    #[serde(skip_serializing_if = "is_default")]
    pub roles: Vec<Arc<Role>>,
    /// AI that is bought or built; several touchpoints can use one.
    #[serde(skip_serializing_if = "is_default")]
    #[serde(deserialize_with = "records::map_or_list")]
    pub ai_systems: Records<AiSystemId, AiSystem>,
    /// What is true of the AI at a step, whatever the variant; by the id of the step.
    #[serde(skip_serializing_if = "is_default")]
    pub ai_uses: Records<AiUseId, AiUse>,
    /// What is counted or timed.
    #[serde(skip_serializing_if = "is_default")]
    pub measures: Records<MeasureId, Measure>,
    /// Who looks at a measure, and when somebody is called.
    #[serde(skip_serializing_if = "is_default")]
    pub monitors: Records<MonitorId, Monitor>,
    /// Laws, standards and rules of the house.
    #[serde(skip_serializing_if = "is_default")]
    pub rules: Records<RuleId, Rule>,
    /// What went wrong.
    #[serde(skip_serializing_if = "is_default")]
    pub incidents: Records<IncidentId, Incident>,
    /// States of the service; the first is the Before.
    #[serde(skip_serializing_if = "is_default")]
    pub variants: Vec<Arc<Variant>>,
    /// Findings that somebody accepted.
    #[serde(skip_serializing_if = "is_default")]
    pub accepted: Records<AcceptanceId, Acceptance>,
    /// Remarks of reviewers.
    #[serde(skip_serializing_if = "is_default")]
    pub comments: Records<CommentId, Comment>,
    /// Where outside figures come from.
    #[serde(skip_serializing_if = "is_default")]
    pub sources: Vec<Source>,
    /// Rules of the board that are not asked of this blueprint, by their names.
    #[serde(skip_serializing_if = "is_default")]
    pub silenced: Vec<String>,
    /// Open merge conflicts: a field's path to the three values, as RON text.
    #[serde(skip_serializing_if = "is_default")]
    pub conflicts: BTreeMap<String, Conflict>,
    /// Data of other tools.
    #[serde(skip_serializing_if = "is_default")]
    pub ext: Ext,
}

impl Default for Blueprint {
    fn default() -> Self {
        Self {
            format: FORMAT,
            title: String::new(),
            scenario: String::new(),
            persona: String::new(),
            summary: String::new(),
            currency: Currency::default(),
            lanes: Vec::new(),
            phases: Vec::new(),
            rows: Vec::new(),
            roles: Vec::new(),
            ai_systems: Records::new(),
            ai_uses: Records::new(),
            measures: Records::new(),
            monitors: Records::new(),
            rules: Records::new(),
            incidents: Records::new(),
            variants: Vec::new(),
            accepted: Records::new(),
            comments: Records::new(),
            sources: Vec::new(),
            silenced: Vec::new(),
            conflicts: BTreeMap::new(),
            ext: Ext::new(),
        }
    }
}

/// The blueprint's own fields; its registers and variants have tables of their own.
impl Fields for Blueprint {
    const FIELDS: &'static [Field<Self>] = &[
        fields::row!(Blueprint, title: "Title"),
        fields::row!(Blueprint, scenario: "Scenario"),
        fields::row!(Blueprint, persona: "Persona"),
        fields::row!(Blueprint, summary: "Summary"),
        fields::row!(Blueprint, currency: "Currency"),
        fields::row!(Blueprint, rows: "Rows"),
        fields::row!(Blueprint, sources: "Sources"),
        fields::row!(Blueprint, silenced: "Silenced checks"),
    ];

    fn merge_ext(all: Versions<&Self>, into: &mut Self, out: &mut Conflicts) {
        into.ext = merge::merge_ext(all.map(|blueprint| &blueprint.ext), out);
    }
}

impl Blueprint {
    /// The lane called `id`, with its place from the top.
    pub fn lane(&self, id: &LaneId) -> Option<(usize, &Arc<Lane>)> {
        find(&self.lanes, id)
    }

    /// The phase called `id`, with its place from the left.
    pub fn phase(&self, id: &PhaseId) -> Option<(usize, &Arc<Phase>)> {
        find(&self.phases, id)
    }

    /// The variant called `id`, with its place in the switch.
    pub fn variant(&self, id: &VariantId) -> Option<(usize, &Arc<Variant>)> {
        find(&self.variants, id)
    }

    /// The role called `id`, with its place in the list.
    pub fn role(&self, id: &RoleId) -> Option<(usize, &Arc<Role>)> {
        find(&self.roles, id)
    }

    /// Every moment, left to right, with the phase it belongs to.
    pub fn moments(&self) -> impl DoubleEndedIterator<Item = (&Arc<Phase>, &Moment)> {
        self.phases
            .iter()
            .flat_map(|phase| phase.moments.iter().map(move |moment| (phase, moment)))
    }

    /// The moment called `id`: its column, counted from the left over all phases; its phase; itself.
    pub fn moment(&self, id: &MomentId) -> Option<(usize, &Arc<Phase>, &Moment)> {
        self.moments()
            .enumerate()
            .find(|(_, (_, moment))| moment.id == *id)
            .map(|(column, (phase, moment))| (column, phase, moment))
    }

    /// The step called `id` in `variant`.
    pub fn step(&self, variant: &VariantId, id: &StepId) -> Option<&Arc<Step>> {
        self.variant(variant)?.1.steps.get(id)
    }

    /// Every pain of every step of every variant.
    pub fn pains(&self) -> impl Iterator<Item = &Pain> {
        self.steps().flat_map(|step| &step.pains)
    }

    /// Every control of every step of every variant.
    pub fn controls(&self) -> impl Iterator<Item = &Control> {
        self.steps().flat_map(|step| &step.controls)
    }

    fn steps(&self) -> impl Iterator<Item = &Arc<Step>> {
        let variants = self.variants.iter();
        variants.flat_map(|variant| variant.steps.values())
    }

    /// The cell in which a step stands. `None` in the tray: the step names no lane or no moment, or one that
    /// is not there. Who asks for many steps asks [`Places`], which says the same.
    pub fn cell_of<'s>(&self, step: &'s Step) -> Option<(&'s LaneId, &'s MomentId)> {
        let (lane, moment) = step.cell()?;
        (self.lane(lane).is_some() && self.moment(moment).is_some()).then_some((lane, moment))
    }

    /// A cell in words: `Lane, Phase, 2`, the moment's number counted within its phase.
    /// `None` when the lane or the moment does not exist.
    pub fn cell_name(&self, lane: &LaneId, moment: &MomentId) -> Option<String> {
        let (_, lane) = self.lane(lane)?;
        let (_, phase, _) = self.moment(moment)?;
        let number = 1 + phase.moments.iter().position(|m| m.id == *moment)?;
        Some(format!("{}, {}, {number}", lane.name, phase.name))
    }
}

fn find<'a, T: Listed>(list: &'a [Arc<T>], id: &Id<T>) -> Option<(usize, &'a Arc<T>)> {
    list.iter()
        .enumerate()
        .find(|(_, record)| record.id() == id)
}

record! {
    /// A row of the blueprint.
    pub struct Lane with ext {
        /// Unique among the lanes.
        id: LaneId as "Id", always;
        /// Shown at the left edge.
        name: String as "Name";
        /// Where the lane stands to the three lines.
        kind: LaneKind as "Kind", always;
        /// Who or what acts here, shown small under the name.
        description: String as "Description";
        /// Who does the work that is typed in it, unless a step says otherwise. Figures read the steps' workers alone.
        role: Option<RoleId> as "Role";
    }
}

/// Where a lane stands to the lines of interaction, visibility and internal interaction.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum LaneKind {
    /// What the customer sees and touches; its steps are evidence and are not executed.
    PhysicalEvidence,
    /// What the customer does.
    Customer,
    /// Contact with the customer, seen by them.
    Frontstage,
    /// Work the customer does not see.
    Backstage,
    /// Systems and partners that serve the backstage.
    Support,
    /// Anything else; takes part in no line.
    #[default]
    Custom,
}

/// One of the three lines that separate the lanes of a service blueprint
/// (Shostack 1984; Bitner, Ostrom and Morgan 2008).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// Between Customer and Frontstage.
    Interaction,
    /// Between Frontstage and Backstage.
    Visibility,
    /// Between Backstage and Support.
    InternalInteraction,
}

record! {
    /// A stage of the customer's journey.
    pub struct Phase with ext {
        /// Unique among the phases.
        id: PhaseId as "Id", always;
        /// Shown above its moments.
        name: String as "Name";
        /// What happens in it.
        description: String as "Description";
        /// Its columns, left to right; at least one in a blueprint that can be drawn in.
        moments: Vec<Moment> as "Moments";
    }
}

record! {
    /// A column of the blueprint.
    pub struct Moment with ext {
        /// Unique among the moments of all phases.
        id: MomentId as "Id", always;
        /// Shown above the column; most moments have none.
        name: String as "Name";
    }
}

/// A field of steps that can be shown as a row under the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each names the field it shows")]
pub enum Row {
    Feeling,
    Time,
    Channel,
    Systems,
    Owner,
    Controls,
    Pains,
}

record! {
    /// People who do the work.
    pub struct Role with ext {
        /// Unique among the roles.
        id: RoleId as "Id", always;
        /// What they are called.
        name: String as "Name";
        /// How many, in full-time equivalents.
        people: Option<Count> as "People";
        /// Working hours of one person a week.
        hours_per_week: Option<Hours> as "Hours per week";
        /// What an hour of one person costs.
        cost_per_hour: Option<Money> as "Cost per hour";
        /// Share of the paid time in which nobody can work: holidays, training, breaks.
        shrinkage: Option<Share> as "Shrinkage";
        /// How many cases one person handles at the same time; `None`: one.
        at_once: Option<Count> as "Cases at once";
        /// When they are there.
        open: Option<Written<OpenHours>> as "Open";
        /// People on duty in the busiest hour.
        on_duty: Option<Count> as "On duty in the busiest hour";
        /// Share of a day's cases that come in the busiest hour.
        busiest_hour: Option<Share> as "Busiest hour, share of a day";
        /// Mean time until a customer who waits for them gives up.
        patience: Option<Written<Time>> as "Customers' patience";
        /// Where figures come from: a field's name to its basis.
        basis: BTreeMap<String, Basis> as "Basis";
    }
}

record! {
    /// One state of the service, with full copies of its steps and connectors.
    pub struct Variant with ext {
        /// Unique among the variants.
        id: VariantId as "Id", always;
        /// Shown in the variant switch.
        name: String as "Name";
        /// How far it has come.
        state: State as "State", always;
        /// How many cases come.
        demand: Option<Demand> as "Demand";
        /// What it costs once to get there.
        build_cost: Option<Money> as "Build cost";
        /// What it costs a month beside the work and the runs.
        run_cost_per_month: Option<Money> as "Run cost per month";
        /// How much of the freed hours becomes money, and from when; `None`: nothing is claimed.
        realised: Option<Realised> as "Realised";
        /// The cards.
        steps: Records<StepId, Step>;
        /// The arrows between them.
        connectors: Records<ConnectorId, Connector>;
        /// Pains of the first variant that this one leaves as they are: the pain's id to the reason.
        left_pains: BTreeMap<PainId, LeftPain> as "Pains left as they are";
        /// Controls of the first variant that this one does without: the control's id to the reason.
        dropped_controls: BTreeMap<ControlId, DroppedControl> as "Controls dropped";
        /// What became of steps of the first variant that are not here.
        removed: Records<StepId, Removed>;
        /// Where figures come from: a field's path to its basis.
        basis: BTreeMap<String, Basis> as "Basis";
    }
}

/// How far a variant has come.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum State {
    /// How the service runs now.
    Today,
    /// One of several possibilities.
    #[default]
    Option,
    /// Put before those who decide.
    Proposed,
    /// Decided, not yet running.
    Approved,
    /// Running.
    Live,
    /// No longer running.
    Retired,
}

record! {
    /// How many cases come to a variant.
    pub struct Demand {
        /// New cases a month.
        cases_per_month: Option<Count> as "Cases per month";
        /// Contacts a month, repeats included: instead of the cases.
        contacts_per_month: Option<Count> as "Contacts per month";
        /// Share of finished cases that come back.
        repeat_share: Option<Share> as "Share that comes back";
    }
}

record! {
    /// How much of the hours that a variant frees is turned into money. Freed hours are hours, not posts.
    pub struct Realised {
        /// Share of the freed hours.
        share: Option<Share> as "Realised share";
        /// From which month on, counted from 1; `None`: from the first.
        from_month: Option<u32> as "Realised from month";
    }
}

record! {
    /// Why a variant leaves a pain as it is.
    pub struct LeftPain {
        /// The reason.
        why: String as "Why it stays";
        /// Who said so.
        by: String as "Said by";
    }
}

record! {
    /// Why a variant does without a control.
    pub struct DroppedControl {
        /// The reason.
        why: String as "Why it is dropped";
        /// Who agreed.
        agreed_by: String as "Agreed by";
    }
}

record! {
    /// Why a step of the first variant is not in this one, and where its exceptions go.
    pub struct Removed {
        /// The reason.
        why: String as "Why it is removed";
        /// The step of this variant that receives its exceptions.
        exceptions_go_to: Option<StepId> as "Exceptions go to";
    }
}

record! {
    /// A remark on a record or a cell.
    pub struct Comment {
        /// What it is about.
        at: Place as "About", always;
        /// Who wrote it.
        author: String as "Author";
        /// What they wrote.
        text: String as "Text";
        /// When.
        date: Option<Written<Date>> as "Date";
        /// Answers, oldest first.
        replies: Vec<Reply> as "Replies";
        /// Whether it is settled.
        resolved: Option<bool> as "Resolved";
    }
}

record! {
    /// An answer to a comment.
    pub struct Reply {
        /// Who wrote it.
        author: String as "Author";
        /// What they wrote.
        text: String as "Text";
        /// When.
        date: Option<Written<Date>> as "Date";
    }
}

record! {
    /// Where an outside figure comes from.
    pub struct Source {
        /// Unique among the sources; a file without gets one made from the title.
        id: SourceId as "Id", always;
        /// What it is called; a step's `basis` names it.
        title: String as "Title";
        /// What it says that is used here.
        says: String as "What it says";
        /// Where to find it.
        address: String as "Address";
        /// Its date, or when it was read.
        date: Option<Written<Date>> as "Date";
    }
}

/// The three values of a field that two people changed, as RON text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict(
    /// What both started from.
    pub Box<RawValue>,
    /// What this side made of it.
    pub Box<RawValue>,
    /// What the other side made of it.
    pub Box<RawValue>,
);
