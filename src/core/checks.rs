//! What a blueprint forgets: rules that look at it and say what is missing, why it matters, what to do, and who can say
//! it.
//!
//! A rule is a row ([`Check`]) with a function that looks; one file a rule, under `rules`. Guidance never stops anybody
//! from drawing. Knows the model and its figures, and no window.

mod context;
mod policy;
mod rules;

use std::{collections::BTreeSet, fmt};

use context::Context;
pub use policy::{POLICY_FILE, Policy, PolicyError, RiskBand, RiskLevels};
use rules::CHECKS;

use crate::{
    edit::Edit,
    measure::Numbers,
    model::{Blueprint, Date, Key, Written},
};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
pub enum FindingSeverity {
    /// Worth a thought.
    Advice,
    /// Should be mended before it is tried.
    Warning,
    /// Must be mended.
    Error,
}

impl FindingSeverity {
    /// What it is called, in files too.
    pub fn words(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for FindingSeverity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Who can say what a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Answerer {
    Designer,
    Owner,
    Risk,
    Finance,
}

impl Answerer {
    /// Everyone, in the order in which findings are grouped.
    pub const ALL: &[Self] = &[Self::Designer, Self::Owner, Self::Risk, Self::Finance];

    /// What they are called, in files too.
    pub fn words(self) -> &'static str {
        match self {
            Self::Designer => "designer",
            Self::Owner => "owner",
            Self::Risk => "risk",
            Self::Finance => "finance",
        }
    }
}

/// A rule.
pub struct Check {
    /// Its name: a letter and two digits, never used again for another rule.
    pub id: &'static str,
    /// What it looks for, in a few words.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Who can answer.
    pub answered_by: Answerer,
    /// How much it matters, unless the place says otherwise.
    pub severity: FindingSeverity,
    /// Looks.
    find: fn(&Context<'_>, &mut Findings<'_>),
}

impl Check {
    /// Every rule, by its name.
    pub fn all() -> &'static [&'static Self] {
        CHECKS
    }

    /// The rule of a name.
    pub fn named(id: &str) -> Option<&'static Self> {
        CHECKS.iter().copied().find(|check| check.id == id)
    }

    /// Whether a blueprint may do without it: rules of the board may be silenced, those of AI and of figures may not.
    pub fn may_be_silenced(&self) -> bool {
        self.id.starts_with(['B', 'P'])
    }

    /// Whether somebody may accept what it finds: all but a merge that is not done.
    pub fn may_be_accepted(&self) -> bool {
        !self.id.starts_with('M')
    }
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static str,
    /// How much it matters here.
    pub severity: FindingSeverity,
    /// Where: names and ids from the top, such as `variants/before/steps/ID`; empty for the blueprint itself.
    pub place: String,
    /// The record at that place or around it.
    pub key: Key,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Since when, of what time brings.
    pub since: Option<Date>,
    /// Until when somebody accepted it.
    pub accepted_until: Option<Date>,
    /// What would mend it, where an edit can be right: one of these.
    pub fixes: Vec<Fix>,
    /// The fields in which what is missing would be said: a form of exactly these.
    pub gaps: Vec<MissingField>,
}

/// An edit that mends what a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, as it is said after "Fix:" on its button: "clear the share".
    pub words: &'static str,
    /// The edit: one step of the history.
    pub edit: Edit,
}

/// A field in which nobody said anything yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingField {
    /// The record.
    pub key: Key,
    /// The field of it: names with a `/` between them. `None`: a record is missing that names this one.
    pub field: Option<&'static str>,
    /// What is not said, in a few words.
    pub words: &'static str,
}

impl Finding {
    /// The rule that found it.
    ///
    /// # Panics
    /// Never: findings are made by rules of the table.
    pub fn check(&self) -> &'static Check {
        match Check::named(self.rule) {
            Some(check) => check,
            None => CHECKS[0],
        }
    }
}

/// Collects what rules find.
pub(crate) struct Findings<'c> {
    check: &'c Check,
    found: Vec<Finding>,
    /// What the rules before this one found.
    earlier: &'c [Finding],
}

impl Findings<'_> {
    /// Notes a finding at a record.
    fn at(&mut self, key: Key, message: impl Into<String>) -> &mut Finding {
        let place = key.path();
        self.at_place(place, key, message)
    }

    /// Notes a finding at a place in a record.
    fn at_place(&mut self, place: String, key: Key, message: impl Into<String>) -> &mut Finding {
        self.found.push(Finding {
            rule: self.check.id,
            severity: self.check.severity,
            place,
            key,
            message: message.into(),
            since: None,
            accepted_until: None,
            fixes: Vec::new(),
            gaps: Vec::new(),
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

/// Everything that the rules find in a blueprint on a day: errors first, then in the order of the rules and places.
/// Rules that the blueprint silences are not asked; what somebody accepted is marked until its day has passed.
pub fn findings(
    blueprint: &Blueprint,
    numbers: &Numbers,
    today: Date,
    policy: &Policy,
) -> Vec<Finding> {
    let context = Context::new(blueprint, numbers, (today, policy));
    let mut all = Vec::new();
    for check in CHECKS {
        let is_silenced = blueprint.silenced.iter().any(|id| id == check.id);
        let least = policy.severity.get(check.id).copied();
        if is_silenced && check.may_be_silenced() && least.is_none() {
            continue;
        }
        let mut findings = Findings {
            check,
            found: Vec::new(),
            earlier: &all,
        };
        (check.find)(&context, &mut findings);
        let mut found = findings.found;
        for finding in &mut found {
            finding.severity = finding.severity.max(least.unwrap_or(finding.severity));
        }
        all.extend(found);
    }
    for finding in all
        .iter_mut()
        .filter(|finding| finding.check().may_be_accepted())
    {
        finding.accepted_until = accepted_until(blueprint, finding, today);
    }
    all.sort_by(|a, b| {
        let key = |finding: &Finding| (std::cmp::Reverse(finding.severity), finding.rule);
        key(a).cmp(&key(b)).then_with(|| a.place.cmp(&b.place))
    });
    // An AI use is met at a touchpoint in each variant: said once is enough, where it is gravest.
    let mut seen = BTreeSet::new();
    all.retain(|finding| {
        let said = (finding.rule, finding.place.clone(), finding.message.clone());
        seen.insert(said)
    });
    all
}

/// Until when somebody accepted a finding, if that day has not passed. Without an end date nothing is accepted.
fn accepted_until(blueprint: &Blueprint, finding: &Finding, today: Date) -> Option<Date> {
    let accepted = blueprint.accepted.values();
    let of_it = accepted.filter(|one| one.rule == finding.rule && one.at == finding.place);
    let days = of_it.filter_map(|one| one.until.as_ref().and_then(Written::known).copied());
    days.filter(|until| *until >= today).max()
}
