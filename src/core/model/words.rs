//! The choices a field can have, in the words of the screen, and counts with their nouns.
//!
//! Each choice has its words here and nowhere else, and `ALL` lists them in the order of a pick list.

use std::{borrow::Cow, fmt::Display};

use super::{
    Autonomy, BasisKind, ConnectorKind, Decides, Effort, Feeling, Join, LaneKind, LineKind, Marker,
    MeasureKind, MeasureUnit, Often, Outcome, Row, Severity, Split, State, Status, StepKind,
    Technique, Trigger, WhyNot, fields::all_differ,
};

macro_rules! words {
    ($($name:ident { $($choice:ident: $words:literal,)* })*) => {$(
        impl $name {
            /// Every choice, in the order of a pick list.
            pub const ALL: &[Self] = &[$(Self::$choice),*];

            /// What it is called on screen.
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$choice => $words,)*
                }
            }
        }

        const _: () = assert!(
            all_differ(&[$($words),*]),
            "two choices of a field have the same words",
        );
    )*

        /// The names of those whose pick list is not in the order in which they are declared.
        #[cfg(test)]
        fn out_of_order() -> Vec<&'static str> {
            let sorted = [$((stringify!($name), $name::ALL.is_sorted())),*];
            let others = sorted.into_iter().filter(|(_, is_sorted)| !is_sorted);
            others.map(|(name, _)| name).collect()
        }
    };
}

words! {
    LaneKind {
        PhysicalEvidence: "Physical evidence",
        Customer: "Customer",
        Frontstage: "Frontstage",
        Backstage: "Backstage",
        Support: "Support",
        Custom: "Custom",
    }
    LineKind {
        Interaction: "Line of interaction",
        Visibility: "Line of visibility",
        InternalInteraction: "Line of internal interaction",
    }
    Row {
        Feeling: "Feeling",
        Time: "Time",
        Channel: "Channel",
        Systems: "Systems",
        Owner: "Owner",
        Controls: "Controls",
        Pains: "Pains",
    }
    State {
        Today: "Today",
        Option: "Option",
        Proposed: "Proposed",
        Approved: "Approved",
        Live: "Live",
        Retired: "Retired",
    }
    StepKind {
        Action: "Action",
        Wait: "Wait",
    }
    Split {
        Either: "Either, one of them",
        Both: "Both, all of them",
    }
    Join {
        All: "Waits for all",
        Any: "Goes on with the first",
    }
    Often {
        Rarely: "Rarely",
        Sometimes: "Sometimes",
        Often: "Often",
        Always: "Always",
    }
    Severity {
        Minor: "Minor",
        Moderate: "Moderate",
        Severe: "Severe",
    }
    Marker {
        MomentOfTruth: "Moment of truth",
        Idea: "Idea",
    }
    BasisKind {
        Guess: "Guess",
        Estimate: "Estimate",
        Measured: "Measured",
    }
    ConnectorKind {
        Flow: "Flow",
        Message: "Message",
    }
    Autonomy {
        Suggests: "Suggests",
        Drafts: "Drafts",
        ActsAfterApproval: "Acts after approval",
        ActsWithVeto: "Acts, can be vetoed",
        ActsThenInforms: "Acts, then informs",
        ActsAlone: "Acts alone",
    }
    Status {
        Idea: "Idea",
        Assessed: "Assessed",
        Pilot: "Pilot",
        Live: "Live",
        Paused: "Paused",
        Retired: "Retired",
    }
    Trigger {
        AsksForPerson: "Asks for a person",
        LowConfidence: "Low confidence",
        VulnerableCustomer: "Vulnerable customer",
        Complaint: "Complaint",
        SuspectedFraud: "Suspected fraud",
        Outage: "Outage",
    }
    MeasureKind {
        Quality: "Quality",
        Harm: "Harm",
        Time: "Time",
        Cost: "Cost",
        Volume: "Volume",
    }
    Decides {
        Credit: "Credit",
        Insurance: "Insurance",
        Work: "Work",
        Account: "An account",
        Fraud: "Fraud",
        Price: "A price",
        Complaint: "A complaint",
        Nothing: "Nothing of these",
    }
    Outcome {
        Ok: "Fit for use",
        WithFindings: "Fit for use, with findings",
        No: "Not fit for use",
    }
    WhyNot {
        Judgement: "It takes judgement",
        Law: "A law asks for a person",
        NoData: "There is no data",
    }
    Effort {
        S: "Small",
        M: "Medium",
        L: "Large",
    }
}

impl Technique {
    /// Every choice but `Other`, in the order of a pick list.
    pub const ALL: &[Self] = &[
        Self::Rules,
        Self::ClassicMl,
        Self::Llm,
        Self::LlmWithRetrieval,
        Self::AgentWithTools,
        Self::Vision,
        Self::Speech,
        Self::Optimisation,
    ];

    /// What it is called on screen; another technique is called what the designer calls it.
    pub fn words(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => known.known(),
        }
    }

    /// What one of `ALL` is called on screen.
    pub(super) fn known(&self) -> &'static str {
        match self {
            Self::Rules => "Rules",
            Self::ClassicMl => "Classic machine learning",
            Self::Llm => "Language model",
            Self::LlmWithRetrieval => "Language model with retrieval",
            Self::AgentWithTools => "Agent with tools",
            Self::Vision => "Vision",
            Self::Speech => "Speech",
            Self::Optimisation => "Optimisation",
            Self::Other(_) => "Another one",
        }
    }
}

impl MeasureUnit {
    /// Every choice but `Other`, in the order of a pick list.
    pub const ALL: &[Self] = &[Self::Share, Self::Time, Self::Money, Self::Count];

    /// What it is called on screen; another unit is called what the team calls it.
    pub fn words(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => known.known(),
        }
    }

    /// What one of `ALL` is called on screen.
    pub(super) fn known(&self) -> &'static str {
        match self {
            Self::Share => "Share",
            Self::Time => "Seconds",
            Self::Money => "Money",
            Self::Count => "Number",
            Self::Other(_) => "Another one",
        }
    }
}

/// A count with its noun: `1 step`, `3 steps`.
pub fn plural<N: Copy + Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    let noun = if count == N::from(1) { one } else { many };
    format!("{count} {noun}")
}

impl Feeling {
    /// What it is called on screen; beyond the ends of the scale, as its ends are.
    pub fn words(self) -> &'static str {
        match self.0 {
            ..-1 => "Very bad",
            -1 => "Bad",
            0 => "Neither good nor bad",
            1 => "Good",
            2.. => "Very good",
        }
    }
}

/// How many characters of an id or a value a message quotes.
const MAX_QUOTED: usize = 40;
/// How many characters of a path a message shows.
const MAX_PATH: usize = 160;

/// The beginning of `text`, at most `most` characters of it, and `…` where more was there.
pub fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}

/// What a message quotes of an id or a value of a file, however long that is.
pub fn quoted(text: &str) -> Cow<'_, str> {
    cut(text, MAX_QUOTED)
}

/// A message whose quotations, in “these marks”, have at most 80 characters of a title or a text each, and which has
/// at most 2,000 characters in all: what a person reads at a glance, whatever is in the file.
pub fn short_quotations(message: &str) -> Cow<'_, str> {
    const MOST: usize = 80;
    const LONGEST: usize = 2_000;
    if message.len() <= MOST {
        return Cow::Borrowed(message);
    }
    let mut short = String::new();
    let mut rest = message;
    while let Some((before, quotation)) = rest.split_once('“') {
        short.push_str(before);
        short.push('“');
        let end = quotation.find('”').unwrap_or(quotation.len());
        short.push_str(&cut(&quotation[..end], MOST));
        rest = &quotation[end..];
    }
    short.push_str(rest);
    Cow::Owned(cut(&short, LONGEST).into_owned())
}

/// The path of a record or field as a message shows it, however long its ids are.
pub fn path_words(path: &str) -> String {
    let parts: Vec<_> = path.split('/').take(MAX_PATH).map(quoted).collect();
    cut(&parts.join("/"), MAX_PATH).into_owned()
}

/// A label without its capital letter, but for names such as `AI`.
pub fn in_a_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

/// `words` as the beginning of a sentence.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A noun with “a” or “an” before it.
pub fn with_article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::fields::fields_of;

    #[test]
    fn one_is_no_plural() {
        let steps = |count: usize| plural(count, "step", "steps");
        assert_eq!([0, 1, 2].map(steps), ["0 steps", "1 step", "2 steps"]);
        let people = |count: f64| plural(count, "person", "people");
        assert_eq!([1.0, 1.5].map(people), ["1 person", "1.5 people"]);
    }

    #[test]
    fn long_titles_are_cut_in_messages() {
        let long = "ü".repeat(100);
        let cut = format!("{}…", "ü".repeat(80));
        let check = |message: String, expected: String| {
            assert_eq!(short_quotations(&message), expected);
        };
        check(
            "Rename step “Ask” to “Asks”".into(),
            "Rename step “Ask” to “Asks”".into(),
        );
        check(
            format!("Rename step “{long}” to “{long}”."),
            format!("Rename step “{cut}” to “{cut}”."),
        );
        check(
            format!("never closed “{long}"),
            format!("never closed “{cut}"),
        );
        assert_eq!(
            short_quotations(&"no marks ".repeat(1_000)).chars().count(),
            2_001
        );
    }

    #[test]
    fn pick_lists_are_in_the_order_of_the_choices() {
        assert_eq!(out_of_order(), [""; 0]);
    }

    #[test]
    fn every_technique_of_a_file_has_words() {
        let listed: Vec<String> = Technique::ALL.iter().map(|t| format!("{t:?}")).collect();
        let mut known = fields_of::<Technique>();
        known.retain(|name| *name != "Other");
        assert_eq!(listed, known);
        let words: BTreeSet<&str> = Technique::ALL.iter().map(Technique::words).collect();
        assert_eq!(words.len(), listed.len(), "{words:?}");
    }
}
