//! Who is meant by a name before the colon: a lane, by name or by who acts in it, as short as it is clear.
//! Compares letters without case and accents; a slip of the pen means nobody, and is only guessed at for the message.

use crate::model::{Blueprint, LaneId, LaneKind, RoleId};

/// Who a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MeantBy {
    /// A lane.
    Lane(LaneId),
    /// Several lanes would fit: their names.
    Several(Vec<String>),
    /// No lane, but people who do the work.
    Role(RoleId),
    /// Nobody the blueprint knows.
    Unknown,
}

/// Who `name` means: the whole name before its beginning, the lane's name before who acts in it.
pub fn who(blueprint: &Blueprint, name: &str) -> MeantBy {
    LaneNames::of(blueprint).who(blueprint, name)
}

/// How clearly a cell of a table names a lane, the clearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clarity {
    /// By its whole name, or by who acts in it.
    Whole,
    /// By its name with words such as “actions” behind it: what people call the rows of a table.
    WithWords,
    /// By the kind of lane it is, where the board has one of that kind.
    Kind,
    /// By the beginning of its name.
    Beginning,
}

/// Words that name the row of a table and no lane, behind the lane's name.
const ROW_WORDS: &[&str] = &[
    "action",
    "activitie",
    "activity",
    "contact",
    "doe",
    "employee",
    "experience",
    "interaction",
    "journey",
    "lane",
    "layer",
    "level",
    "member",
    "people",
    "person",
    "proces",
    "processe",
    "row",
    "side",
    "staff",
    "step",
    "swimlane",
    "task",
    "team",
    "touchpoint",
    "work",
];
/// Words before a lane's name that do not belong to it.
const LEADING: &[&str] = &["our", "physical", "the", "your"];
/// Fewer letters are no beginning of a lane's name in a table: cells hold short words of all kinds.
const BEGINNING: usize = 3;
/// A longer cell names no lane, in bytes.
const LONGEST: usize = 80;

/// What the lanes of a blueprint are called, folded once for many questions.
pub struct LaneNames {
    lanes: Vec<FoldedLane>,
}

/// Whether a lane is called so.
type Fits<'a> = &'a dyn Fn(&FoldedLane) -> bool;

struct FoldedLane {
    name: String,
    acts: String,
    stem: String,
    /// The stem of what stands before a bracket, a dash or a stroke.
    bare: String,
    is_evidence: bool,
}

impl LaneNames {
    /// The names of the lanes of `blueprint`.
    pub fn of(blueprint: &Blueprint) -> Self {
        let lanes = blueprint.lanes.iter().map(|lane| FoldedLane {
            name: fold(&lane.name),
            acts: fold(&lane.description),
            stem: stem(&lane.name),
            bare: stem(apart(&lane.name).0),
            is_evidence: lane.kind == LaneKind::PhysicalEvidence,
        });
        Self {
            lanes: lanes.collect(),
        }
    }

    /// The row of the lane that a cell of a table names, and how clearly.
    pub fn in_table(&self, cell: &str) -> Option<(usize, Clarity)> {
        if cell.is_empty() || cell.len() > LONGEST {
            return None;
        }
        let (front, behind) = apart(cell);
        let (said, all, bare, behind) = (fold(cell), stem(cell), stem(front), stem(behind));
        let is_evidence = bare == "evidence";
        let is_beginning = said.chars().count() >= BEGINNING;
        // “Backstage / Support” names two.
        let is_one = behind.is_empty() || !self.lanes.iter().any(|lane| lane.stem == behind);
        let ways: [(Clarity, Fits<'_>); 6] = [
            (Clarity::Whole, &|lane| lane.name == said),
            (Clarity::Whole, &|lane| lane.acts == said),
            (Clarity::WithWords, &|lane| lane.is_stem(&all)),
            (Clarity::WithWords, &|lane| {
                is_one && !bare.is_empty() && lane.bare == bare
            }),
            (Clarity::Kind, &|lane| is_evidence && lane.is_evidence),
            (Clarity::Beginning, &|lane| {
                is_beginning
                    && lane
                        .name
                        .starts_with(said.trim_end_matches(['.', ':', '…']))
            }),
        ];
        for (clarity, fits) in ways {
            match self.found(fits)[..] {
                [] => {}
                [one] => return Some((one, clarity)),
                _ => return None,
            }
        }
        None
    }

    fn found(&self, fits: Fits<'_>) -> Vec<usize> {
        let all = 0..self.lanes.len();
        all.filter(|at| fits(&self.lanes[*at])).collect()
    }

    /// Who `name` means, as [`who`] says, in the blueprint of these lanes.
    pub fn who(&self, blueprint: &Blueprint, name: &str) -> MeantBy {
        let said = fold(name);
        if said.is_empty() {
            return MeantBy::Unknown;
        }
        let said_stem = stem(name);
        let later = |text: &str| {
            let mut words = text.split_whitespace().skip(1);
            words.any(|word| word.starts_with(&said))
        };
        let initials = |text: &str| {
            let first: String = text
                .split_whitespace()
                .filter_map(|w| w.chars().next())
                .collect();
            first.chars().count() > 1 && first == said
        };
        let ways: [Fits<'_>; 7] = [
            &|lane| lane.name == said,
            &|lane| lane.acts == said,
            &|lane| lane.is_stem(&said_stem),
            &|lane| lane.name.starts_with(&said),
            &|lane| lane.acts.starts_with(&said),
            &|lane| later(&lane.name) || later(&lane.acts),
            &|lane| initials(&lane.name) || initials(&lane.acts),
        ];
        for fits in ways {
            let found = self.found(fits);
            match found[..] {
                [] => {}
                [one] => return MeantBy::Lane(blueprint.lanes[one].id.clone()),
                _ => {
                    let names = found.iter().map(|at| blueprint.lanes[*at].name.clone());
                    return MeantBy::Several(names.collect());
                }
            }
        }
        let role = blueprint.roles.iter().find(|role| fold(&role.name) == said);
        role.map_or(MeantBy::Unknown, |role| MeantBy::Role(role.id.clone()))
    }
}

impl FoldedLane {
    fn is_stem(&self, stem: &str) -> bool {
        !stem.is_empty() && self.stem == stem
    }
}

/// The heading of a row without its number, before and behind the first sign that sets words apart:
/// “2. Frontstage (agents)” is `Frontstage` and `agents)`.
fn apart(cell: &str) -> (&str, &str) {
    let numbered = cell.split_once(['.', ')']).filter(|(number, _)| {
        (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    let rest = numbered.map_or(cell, |(_, rest)| rest).trim();
    let signs = [" - ", " – ", " — "]
        .iter()
        .filter_map(|sign| rest.find(sign));
    let end = rest
        .find(['(', '[', ':', '/'])
        .into_iter()
        .chain(signs)
        .min();
    match end.filter(|end| *end > 0) {
        Some(end) => {
            let behind = rest[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
            (&rest[..end], behind)
        }
        None => (rest, ""),
    }
}

/// What is left of a lane's name without the words and endings that are put around it: “The customers' actions”
/// is `customer`, “Front-stage” is `frontstage`.
fn stem(name: &str) -> String {
    let folded = fold(name);
    let signs = |c: char| !c.is_alphanumeric();
    let mut words: Vec<&str> = folded
        .split_whitespace()
        .map(|word| {
            let word = word.trim_end_matches("'s").trim_end_matches("’s");
            let word = word.trim_matches(signs);
            word.strip_suffix('s').unwrap_or(word)
        })
        .filter(|word| !word.is_empty())
        .collect();
    while words.len() > 1 && words.last().is_some_and(|word| ROW_WORDS.contains(word)) {
        words.pop();
    }
    while words.len() > 1 && words.first().is_some_and(|word| LEADING.contains(word)) {
        words.remove(0);
    }
    let mut stem = words.concat();
    stem.retain(char::is_alphanumeric);
    stem
}

/// Whether a name before a colon is somebody the blueprint knows.
pub fn is_known(blueprint: &Blueprint, name: &str) -> bool {
    who(blueprint, name) != MeantBy::Unknown
}

/// The lane whose whole name begins a title that goes on: “Customer calls the bank”.
pub fn at_start<'a>(blueprint: &'a Blueprint, title: &str) -> Option<&'a str> {
    let title = fold(title);
    let names = blueprint.lanes.iter().map(|lane| lane.name.as_str());
    let begun = names.filter(|name| {
        let name = fold(name);
        let rest = title.strip_prefix(&name).filter(|_| !name.is_empty());
        rest.is_some_and(|rest| rest.starts_with(' '))
    });
    begun.max_by_key(|name| name.len())
}

/// The lane whose name, or its beginning, is nearly `name`: a slip of one letter in four at most.
pub fn nearest<'a>(blueprint: &'a Blueprint, name: &str) -> Option<&'a str> {
    let said = fold(name);
    let length = said.chars().count();
    let slips = |lane: &str| {
        let lane = fold(lane);
        let beginning: String = lane.chars().take(length).collect();
        let of = |text: &str| strsim::damerau_levenshtein(&said, text);
        of(&beginning).min(of(&lane))
    };
    let lanes = blueprint.lanes.iter().map(|lane| lane.name.as_str());
    let nearest = lanes.min_by_key(|lane| slips(lane))?;
    (length > 2 && slips(nearest) <= length.div_ceil(4)).then_some(nearest)
}

/// The names of lanes that begin as `typed` does, as they may be completed.
pub fn completions(blueprint: &Blueprint, typed: &str) -> Vec<String> {
    let typed = fold(typed);
    let lanes = blueprint.lanes.iter().filter(|lane| {
        let acts = fold(&lane.description);
        let begins = |text: &str| text.split_whitespace().any(|word| word.starts_with(&typed));
        let name = fold(&lane.name);
        !typed.is_empty() && (name.starts_with(&typed) || begins(&name) || begins(&acts))
    });
    lanes.map(|lane| lane.name.clone()).collect()
}

/// Letters that are the same to who types fast: no case, no accents, single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for letter in word.chars().flat_map(char::to_lowercase) {
            match letter {
                'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
                'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => folded.push('c'),
                'ď' | 'đ' | 'ð' => folded.push('d'),
                'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
                'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
                'ì'..='ï' | 'ĩ' | 'ī' | 'į' | 'ı' => folded.push('i'),
                'ł' | 'ľ' | 'ļ' | 'ĺ' => folded.push('l'),
                'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
                'ò'..='ö' | 'ø' | 'ō' | 'ő' => folded.push('o'),
                'ŕ' | 'ř' => folded.push('r'),
                'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
                'ť' | 'ţ' | 'ț' => folded.push('t'),
                'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => folded.push('u'),
                'ý' | 'ÿ' => folded.push('y'),
                'ź' | 'ż' | 'ž' => folded.push('z'),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ß' => folded.push_str("ss"),
                // Accents that stand by themselves.
                '\u{300}'..='\u{36f}' => {}
                _ => folded.push(letter),
            }
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Lane, Role};

    fn check(name: &str, expected: &MeantBy) {
        let lane = |id: &str, name: &str, acts: &str| {
            Arc::new(Lane {
                id: id.into(),
                name: name.to_owned(),
                description: acts.to_owned(),
                ..Lane::default()
            })
        };
        let blueprint = Blueprint {
            lanes: vec![
                lane("c", "Customer", "Cardholder"),
                lane("f", "Frontstage", "Support agent"),
                lane("b", "Backstage", "Refund desk"),
                lane("e", "Équipe crédit", ""),
            ],
            roles: vec![Arc::new(Role {
                id: "auditor".into(),
                name: "Auditor".to_owned(),
                ..Role::default()
            })],
            ..Blueprint::default()
        };
        assert_eq!(who(&blueprint, name), *expected, "{name}");
    }

    #[test]
    fn a_slip_finds_the_lane_that_was_meant() {
        let lane = |name: &str| {
            Arc::new(Lane {
                name: name.to_owned(),
                ..Lane::default()
            })
        };
        let blueprint = Blueprint {
            lanes: vec![lane("Customer"), lane("Frontstage"), lane("Back office")],
            ..Blueprint::default()
        };
        assert_eq!(nearest(&blueprint, "Fornt"), Some("Frontstage"));
        assert_eq!(nearest(&blueprint, "customr"), Some("Customer"));
        assert_eq!(nearest(&blueprint, "Courier"), None);
        assert_eq!(nearest(&blueprint, "Xy"), None);
    }

    #[test]
    fn a_lane_is_known_by_little() {
        for (name, lane) in [
            ("Customer", "c"),
            ("cu", "c"),
            ("ca", "c"),
            ("agent", "f"),
            ("Ag", "f"),
            ("SA", "f"),
            ("refund", "b"),
            ("DESK", "b"),
            ("equipe", "e"),
            ("crédit", "e"),
        ] {
            check(name, &MeantBy::Lane(lane.into()));
        }
        check("auditor", &MeantBy::Role("auditor".into()));
        check("Courier", &MeantBy::Unknown);
        check("", &MeantBy::Unknown);
    }

    fn check_in_table(lanes: &[(&str, LaneKind)], cell: &str, expected: Option<&str>) {
        let lane = |(name, kind): &(&str, LaneKind)| {
            Arc::new(Lane {
                name: (*name).to_owned(),
                kind: *kind,
                ..Lane::default()
            })
        };
        let blueprint = Blueprint {
            lanes: lanes.iter().map(lane).collect(),
            ..Blueprint::default()
        };
        let found = LaneNames::of(&blueprint).in_table(cell);
        assert_eq!(found.map(|(at, _)| lanes[at].0), expected, "{cell}");
    }

    #[test]
    fn a_cell_of_a_table_names_a_lane_with_other_words_around_it() {
        let lanes = [
            ("What they hold", LaneKind::PhysicalEvidence),
            ("Customer", LaneKind::Customer),
            ("Frontstage", LaneKind::Frontstage),
            ("Front desk", LaneKind::Frontstage),
            ("Backstage", LaneKind::Backstage),
            ("Support (IT)", LaneKind::Support),
        ];
        for (cell, lane) in [
            ("customer", "Customer"),
            ("Our customers’ actions:", "Customer"),
            ("Customer journey (B2B)", "Customer"),
            ("Cust", "Customer"),
            ("Back-stage", "Backstage"),
            ("Backstage interactions", "Backstage"),
            ("Fronts", "Frontstage"),
            ("Support processes", "Support (IT)"),
            ("Physical evidence", "What they hold"),
        ] {
            check_in_table(&lanes, cell, Some(lane));
        }
        for cell in [
            "",
            "Cu",
            "Front",
            "Customer opens the app",
            "Customer / Frontstage",
            "Pays",
            "Line of visibility",
        ] {
            check_in_table(&lanes, cell, None);
        }
    }

    #[test]
    fn words_behind_a_lane_are_not_lost_in_a_line() {
        check("Customer actions", &MeantBy::Lane("c".into()));
        check("Customer - why this", &MeantBy::Unknown);
    }
}
