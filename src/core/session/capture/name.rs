//! Who is meant by a name before the colon: a lane, by name or by who acts in it, as short as it is clear.
//! Compares letters without case and accents; a slip of the pen means nobody, and is only guessed at for the message.

use crate::model::{Blueprint, LaneId, RoleId};

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
    let said = fold(name);
    if said.is_empty() {
        return MeantBy::Unknown;
    }
    let lanes: Vec<(String, String)> = blueprint
        .lanes
        .iter()
        .map(|lane| (fold(&lane.name), fold(&lane.description)))
        .collect();
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
    let ways: [&dyn Fn(&str, &str) -> bool; 6] = [
        &|name, _| name == said,
        &|_, acts| acts == said,
        &|name, _| name.starts_with(&said),
        &|_, acts| acts.starts_with(&said),
        &|name, acts| later(name) || later(acts),
        &|name, acts| initials(name) || initials(acts),
    ];
    for fits in ways {
        let found: Vec<usize> = (0..lanes.len())
            .filter(|at| fits(&lanes[*at].0, &lanes[*at].1))
            .collect();
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
}
