//! `frontstage check`: what blueprints forget, for people, programs and the reviews of a pull request.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Outcome, complain, open, print, printable};
use crate::{
    checks::{Check, Finding, FindingSeverity, POLICY_FILE, Policy, findings},
    format::{Position, places_of},
    measure::Numbers,
    model::{Date, plural},
    store::{EntryKind, Store},
};

/// The arguments of `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckTask {
    /// For people, for programs, for code scanning, or as lines that GitHub shows beside the file
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
    /// The day for which it is asked what is due
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,
    /// The blueprints, or folders that hold some
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// Words.
    #[default]
    Text,
    /// One object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands of GitHub Actions.
    Github,
}

/// What was found in a file.
struct Checked {
    path: PathBuf,
    findings: Vec<(Finding, Option<Position>)>,
}

/// How many folders deep files are looked for.
const MAX_DEPTH: usize = 32;

impl CheckTask {
    pub(super) fn run(&self) -> Outcome {
        let today = self
            .today
            .unwrap_or_else(|| jiff::ZonedDateTime::now().date());
        let mut outcome = Outcome::Good;
        let mut files = Vec::new();
        for path in &self.files {
            match blueprints_in(path) {
                Ok(found) if found.is_empty() => {
                    complain(
                        path,
                        "the folder holds no blueprint (a file that ends in .ron)",
                    );
                    outcome = Outcome::Failed;
                }
                Ok(found) => files.extend(found),
                Err(why) => {
                    complain(path, why);
                    outcome = Outcome::Failed;
                }
            }
        }
        let mut checked = Vec::new();
        let mut policies = BTreeMap::new();
        for path in files {
            match check(&path, today, &mut policies) {
                Ok(done) => checked.push(done),
                Err(why) => {
                    complain(&path, why);
                    outcome = Outcome::Failed;
                }
            }
        }
        let has_errors = checked.iter().any(Checked::has_errors);
        let words = match self.format {
            CheckFormat::Text => text(&checked),
            CheckFormat::Json => format!("{:#}\n", in_json(&checked)),
            CheckFormat::Sarif => format!("{:#}\n", sarif(&checked)),
            CheckFormat::Github => github(&checked),
        };
        if let Err(error) = print(words.as_bytes()) {
            complain(
                Path::new("-"),
                format_args!("the findings could not be written: {error}"),
            );
            return Outcome::Failed;
        }
        match has_errors {
            true => outcome.max(Outcome::Found),
            false => outcome,
        }
    }
}

/// A file, or every `.ron` file in a folder and in those inside it, by name.
fn blueprints_in(path: &Path) -> Result<Vec<PathBuf>, String> {
    let store = Store::disk();
    let kind = store.kind(path).map_err(|error| error.to_string())?;
    if kind != Some(EntryKind::Folder) {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut open = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        for entry in store.list(&folder).map_err(|error| error.to_string())? {
            let name = entry
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            if name.starts_with('.') {
                continue;
            }
            match store.kind(&entry).map_err(|error| error.to_string())? {
                Some(EntryKind::Folder) if depth < MAX_DEPTH => open.push((entry, depth + 1)),
                Some(EntryKind::Folder) => {
                    return Err(format!(
                        "{} lies more than {MAX_DEPTH} folders deep: check it by itself",
                        entry.display()
                    ));
                }
                Some(EntryKind::File)
                    if name.ends_with(".ron") && !name.ends_with(".policy.ron") =>
                {
                    found.push(entry);
                }
                // Other files are no blueprints; a link to nothing is none either.
                Some(EntryKind::File | EntryKind::Other) | None => {}
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The policies that were read, by the folder of what they are asked for.
type Policies = BTreeMap<PathBuf, Policy>;

/// The policy that holds for a file. What in it means nothing is said once.
fn policy_of<'p>(path: &Path, policies: &'p mut Policies) -> Result<&'p Policy, String> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    match policies.entry(folder) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(unknown) => {
            let found = Store::disk().read_above(path, POLICY_FILE);
            let policy = match found.map_err(|error| error.to_string())? {
                None => Policy::default(),
                Some((at, loaded)) => {
                    let read = Policy::read(&loaded.bytes);
                    let (policy, odd) =
                        read.map_err(|error| format!("{}: {error}", printable(at.display())))?;
                    odd.iter().for_each(|odd| complain(&at, odd));
                    policy
                }
            };
            Ok(unknown.insert(policy))
        }
    }
}

fn check(path: &Path, today: Date, policies: &mut Policies) -> Result<Checked, String> {
    let policy = policy_of(path, policies)?;
    let (loaded, reading) = open(path).map_err(|error| error.to_string())?;
    let blueprint = &reading.blueprint;
    let found = findings(blueprint, &Numbers::of(blueprint), today, policy);
    let places = found.iter().map(|finding| finding.place.as_str());
    let at: BTreeMap<&str, Position> = places_of(&loaded.bytes, places);
    let findings = found.iter().map(|finding| {
        let place = at.get(finding.place.as_str()).copied();
        (finding.clone(), place)
    });
    Ok(Checked {
        path: path.to_owned(),
        findings: findings.collect(),
    })
}

impl Checked {
    fn has_errors(&self) -> bool {
        self.findings.iter().any(|(finding, _)| {
            finding.severity == FindingSeverity::Error && finding.accepted_until.is_none()
        })
    }

    fn name(&self) -> String {
        printable(self.path.display()).to_string()
    }
}

/// A line a finding, with what to do below it.
fn text(checked: &[Checked]) -> String {
    let mut text = String::new();
    for file in checked {
        for (finding, at) in &file.findings {
            let place = at.map_or_else(String::new, |at| format!(":{}:{}", at.line, at.column));
            let _ = write!(
                text,
                "{}{place}: {} {}: {}",
                file.name(),
                finding.severity,
                finding.rule,
                finding.message
            );
            if let Some(since) = finding.since {
                let _ = write!(text, " (since {since})");
            }
            if let Some(until) = finding.accepted_until {
                let _ = write!(text, " (accepted until {until})");
            }
            let _ = writeln!(text, "\n    {}", finding.check().remedy);
        }
        let count = |severity| {
            let findings = file.findings.iter();
            findings
                .filter(|(finding, _)| finding.severity == severity)
                .count()
        };
        let counts = [
            plural(count(FindingSeverity::Error), "error", "errors"),
            plural(count(FindingSeverity::Warning), "warning", "warnings"),
            plural(
                count(FindingSeverity::Advice),
                "piece of advice",
                "pieces of advice",
            ),
        ];
        let _ = writeln!(text, "{}: {}", file.name(), counts.join(", "));
    }
    text
}

fn in_json(checked: &[Checked]) -> Value {
    let files = checked.iter().map(|file| {
        let findings = file.findings.iter().map(|(finding, at)| {
            let check = finding.check();
            json!({
                "rule": finding.rule,
                "severity": finding.severity.words(),
                "place": finding.place,
                "line": at.map(|at| at.line),
                "column": at.map(|at| at.column),
                "message": finding.message,
                "why": check.why,
                "remedy": check.remedy,
                "answered_by": check.answered_by.words(),
                "since": finding.since.map(|day| day.to_string()),
                "accepted_until": finding.accepted_until.map(|day| day.to_string()),
                "fixable": !finding.fixes.is_empty(),
            })
        });
        json!({"file": file.name(), "findings": findings.collect::<Vec<_>>()})
    });
    json!({"files": files.collect::<Vec<_>>()})
}

/// SARIF 2.1.0 (OASIS): what code scanning reads. A finding is known again by its rule and place, whatever its line.
fn sarif(checked: &[Checked]) -> Value {
    let level = |severity| match severity {
        FindingSeverity::Error => "error",
        FindingSeverity::Warning => "warning",
        FindingSeverity::Advice => "note",
    };
    let rules = Check::all().iter().map(|check| {
        json!({
            "id": check.id,
            "shortDescription": {"text": check.title},
            "fullDescription": {"text": check.why},
            "help": {"text": check.remedy},
            "defaultConfiguration": {"level": level(check.severity)},
            "properties": {"answeredBy": check.answered_by.words()},
        })
    });
    let results = checked.iter().flat_map(|file| {
        file.findings.iter().map(move |(finding, at)| {
            let mut physical = json!({"artifactLocation": {"uri": uri(&file.path)}});
            if let Some(at) = at {
                physical["region"] = json!({"startLine": at.line, "startColumn": at.column});
            }
            let mut result = json!({
                "ruleId": finding.rule,
                "level": level(finding.severity),
                "message": {"text": format!("{}. {}", finding.message, finding.check().remedy)},
                "locations": [{
                    "physicalLocation": physical,
                    "logicalLocations": [{"fullyQualifiedName": finding.place}],
                }],
                "partialFingerprints": {
                    "frontstage/v1": format!("{}:{}", finding.rule, finding.place),
                },
            });
            if let Some(until) = finding.accepted_until {
                result["suppressions"] = json!([{
                    "kind": "inSource",
                    "status": "accepted",
                    "justification": format!("Accepted until {until}"),
                }]);
            }
            result
        })
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Frontstage",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// A path as an address: relative ones stay so.
fn uri(path: &Path) -> String {
    let plain = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::new();
    for byte in plain.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    match path.is_absolute() {
        true => format!("file://{uri}"),
        false => uri,
    }
}

/// Workflow commands: a line a finding that nobody accepted.
fn github(checked: &[Checked]) -> String {
    let plain = |text: &str| {
        let text = text.replace('%', "%25").replace('\r', "%0D");
        text.replace('\n', "%0A")
    };
    let property = |text: &str| plain(text).replace(':', "%3A").replace(',', "%2C");
    let mut lines = String::new();
    for file in checked {
        let open = file.findings.iter();
        for (finding, at) in open.filter(|(finding, _)| finding.accepted_until.is_none()) {
            let command = match finding.severity {
                FindingSeverity::Error => "error",
                FindingSeverity::Warning => "warning",
                FindingSeverity::Advice => "notice",
            };
            let place = at.map_or_else(String::new, |at| {
                format!(",line={},col={}", at.line, at.column)
            });
            let _ = writeln!(
                lines,
                "::{command} file={}{place},title={}::{}",
                property(&file.name()),
                property(&format!("{} {}", finding.rule, finding.check().title)),
                plain(&format!("{}. {}", finding.message, finding.check().remedy)),
            );
        }
    }
    lines
}
