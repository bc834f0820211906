//! What a team asks of all its blueprints: `frontstage.policy.ron`, beside them or in a folder above.
//!
//! It raises severities and says how old a test may be; a blueprint cannot lower what it says. Reads text, and no files.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Check, FindingSeverity};
use crate::model::{Hours, Status, Time, Written};

/// What a policy file is called.
pub const POLICY_FILE: &str = "frontstage.policy.ron";

/// Its fields, as a message names them.
const FIELDS: &[&str] = &[
    "severity",
    "bands",
    "levels",
    "test_age",
    "rule_age",
    "approvals",
    "appetite",
];

/// What a team asks of all its blueprints. The default asks for nothing beyond the rules themselves.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename = "Policy")]
pub struct Policy {
    /// The least severity of a rule's findings. A rule named here cannot be silenced.
    pub severity: BTreeMap<String, FindingSeverity>,
    /// How grave a risk is: a row for each likelihood, in it a band for each impact, five of each.
    pub bands: Vec<Vec<RiskBand>>,
    /// What the five likelihoods and the five impacts are called.
    pub levels: Option<RiskLevels>,
    /// How old the test of a fallback or of an exit plan may be; a year where nothing is said.
    pub test_age: Option<Written<Time>>,
    /// How old a look at a rule that applies may be.
    pub rule_age: Option<Written<Time>>,
    /// How many approvals a status needs.
    pub approvals: BTreeMap<Status, u32>,
    /// The gravest risk that is accepted.
    pub appetite: Option<RiskBand>,
}

/// How grave a risk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum RiskBand {
    Low,
    Medium,
    High,
}

/// What likelihoods and impacts are called, from least to most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RiskLevels {
    /// Five words.
    pub likelihood: Vec<String>,
    /// Five words.
    pub impact: Vec<String>,
}

/// Why a policy file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It is no text.
    #[error("it is no text in UTF-8; save it as such")]
    NoText,
    /// What stands in it is no policy.
    #[error(
        "line {line}, column {column}: {what}. A policy looks like (severity: {{\"A18\": Error}}, test_age: \"365d\")"
    )]
    Unreadable {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader met.
        what: String,
    },
}

impl Policy {
    /// Reads a policy, with what in it means nothing: fields and rules that are not known, each with the nearest name.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn read(bytes: &[u8]) -> Result<(Self, Vec<String>), PolicyError> {
        let text = std::str::from_utf8(bytes).map_err(|_| PolicyError::NoText)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let unreadable = |error: ron::error::SpannedError| PolicyError::Unreadable {
            line: error.span.start.line,
            column: error.span.start.col,
            what: error.code.to_string(),
        };
        let mut reader =
            ron::Deserializer::from_str_with_options(text, &options).map_err(unreadable)?;
        let mut odd = Vec::new();
        let policy = serde_ignored::deserialize(&mut reader, |path| {
            let name = path.to_string();
            odd.push(unknown("field", &name, FIELDS.iter().copied()));
        });
        let policy: Self = policy
            .and_then(|policy| reader.end().map(|()| policy))
            .map_err(|error| unreadable(reader.span_error(error)))?;
        for rule in policy.severity.keys() {
            if Check::named(rule).is_none() {
                odd.push(unknown(
                    "rule",
                    rule,
                    Check::all().iter().map(|check| check.id),
                ));
            }
        }
        for (field, age) in [
            ("test_age", &policy.test_age),
            ("rule_age", &policy.rule_age),
        ] {
            if let Some(Written::Unread(text)) = age {
                odd.push(format!(
                    "{field}: “{text}” is no time; write \"365d\" or \"52w\""
                ));
            }
        }
        Ok((policy, odd))
    }

    /// How old the test of a fallback may be, in days.
    pub(super) fn test_days(&self) -> i32 {
        const YEAR: i32 = 365;
        let age = self.test_age.as_ref().and_then(Written::known);
        let days = age.map(|age| age.mean(Hours(24.0)) / 86_400_000.0);
        match days {
            // Longer than a thousand years is never.
            Some(days) if days.is_finite() => days.clamp(0.0, 365_000.0) as i32,
            _ => YEAR,
        }
    }
}

fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let plain = name.to_lowercase();
    let likeness = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &plain);
    let nearest = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest {
        Some(nearest) => {
            format!("the {what} “{name}” is not known and has no effect; did you mean {nearest}?")
        }
        None => format!("the {what} “{name}” is not known and has no effect"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Policy, Vec<String>) {
        Policy::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    #[test]
    fn a_policy_of_every_field_is_read() {
        let row = "[Low, Low, Medium, Medium, High]";
        let text = format!(
            r#"(severity: {{"A18": Error, "B14": Warning}}, bands: [{row}, {row}, {row}, {row}, {row}],
            levels: (likelihood: ["a", "b", "c", "d", "e"], impact: ["1", "2", "3", "4", "5"]),
            test_age: "26w", rule_age: "365d", approvals: {{Pilot: 1, Live: 2}}, appetite: Medium)"#
        );
        let (policy, odd) = read(&text);
        assert_eq!(odd, [""; 0]);
        assert_eq!(policy.severity["A18"], FindingSeverity::Error);
        assert_eq!(policy.test_days(), 182);
        assert_eq!(policy.approvals[&Status::Live], 2);
        assert_eq!(
            (policy.bands.len(), policy.appetite),
            (5, Some(RiskBand::Medium))
        );
        assert_eq!(Policy::default().test_days(), 365);
    }

    #[test]
    fn what_means_nothing_is_said_with_the_nearest_name() {
        let (_, odd) = read(r#"(severty: {}, severity: {"a18": Error}, test_age: "soon")"#);
        assert_eq!(odd.len(), 3, "{odd:?}");
        assert!(odd[0].contains("did you mean severity?"), "{odd:?}");
        assert!(odd[1].contains("did you mean A18?"), "{odd:?}");
        assert!(odd[2].contains("“soon” is no time"), "{odd:?}");
    }

    #[test]
    fn what_cannot_be_read_says_where() {
        let error = Policy::read(b"(severity: {\"A18\": Grave})").expect_err("no such severity");
        assert!(error.to_string().starts_with("line 1, column "), "{error}");
        assert_eq!(Policy::read(&[0xff]), Err(PolicyError::NoText));
        assert!(Policy::read(b"(severity: {}) (").is_err());
    }
}
