//! Which words of a file are ids of records, and how ids are mended that do not name one record each.
//!
//! The walk brings the ids list by list, as words of the text; here it is decided which of them change. No
//! type is known, only the names of the fields under which records stand. References are left alone: they
//! mean the first record of an id.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    lex::{Token, unquote},
    walk::{Mend, Why},
    write::quote,
};

/// What kind of record an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Lane,
    Phase,
    Moment,
    Role,
    AiSystem,
    Variant,
    Step,
    Connector,
    Comment,
    Removed,
    Control,
    Pain,
}

impl Kind {
    /// Whether its records carry their id themselves, and may lack it; others are keys of a map.
    fn stands_in_lists(self) -> bool {
        !matches!(
            self,
            Self::Step | Self::Connector | Self::Comment | Self::Removed
        )
    }

    /// What the id of a record is made from that has none.
    fn word(self) -> &'static str {
        match self {
            Self::Lane => "lane",
            Self::Phase => "phase",
            Self::Moment => "moment",
            Self::Role => "role",
            Self::AiSystem => "ai-system",
            Self::Variant => "variant",
            Self::Step | Self::Removed => "step",
            Self::Connector => "connector",
            Self::Comment => "comment",
            Self::Control => "control",
            Self::Pain => "pain",
        }
    }
}

/// What stands between two brackets, as far as it has to do with ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Blueprint,
    /// Records that carry their own id.
    List(Kind),
    /// Records by their id.
    Map(Kind),
    Record(Kind),
    Elsewhere,
}

impl Room {
    /// What the bracket after `field` opens; in a list and in a map `field` says nothing.
    pub(super) fn within(self, field: &str) -> Self {
        match (self, field) {
            (Self::Blueprint, "lanes") => Self::List(Kind::Lane),
            (Self::Blueprint, "phases") => Self::List(Kind::Phase),
            (Self::Blueprint, "roles") => Self::List(Kind::Role),
            (Self::Blueprint, "ai_systems") => Self::List(Kind::AiSystem),
            (Self::Blueprint, "variants") => Self::List(Kind::Variant),
            (Self::Blueprint, "comments") => Self::Map(Kind::Comment),
            (Self::Record(Kind::Phase), "moments") => Self::List(Kind::Moment),
            (Self::Record(Kind::Variant), "steps") => Self::Map(Kind::Step),
            (Self::Record(Kind::Variant), "connectors") => Self::Map(Kind::Connector),
            (Self::Record(Kind::Variant), "removed") => Self::Map(Kind::Removed),
            (Self::Record(Kind::Step), "controls") => Self::List(Kind::Control),
            (Self::Record(Kind::Step), "pains") => Self::List(Kind::Pain),
            (Self::List(kind) | Self::Map(kind), _) => Self::Record(kind),
            _ => Self::Elsewhere,
        }
    }
}

/// A record of a list or map.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    /// Where its entry begins: the key, or the first byte of a list's element.
    pub(super) entry: usize,
    pub(super) id: IdAt,
}

/// Where the id of a record stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum IdAt {
    /// In a text: a key, or the value of the field `id`.
    Text(Token),
    /// Nowhere: one goes in at this byte, behind the bracket that opens the record.
    Missing(usize),
}

/// The records among which an id is unique, in the order of the file.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: Kind,
    /// The id of the step whose controls or pains these are.
    pub(super) step: Option<Token>,
    pub(super) named: Vec<Named>,
}

impl Scope {
    /// Whether each record has an id of its own.
    pub(super) fn is_sound(&self, text: &str) -> bool {
        let mut seen = HashSet::new();
        let many = self.named.len() > 1;
        let mut ids = self.named.iter().map(|named| named.text(text));
        ids.all(|id| !(id.is_empty() && self.kind.stands_in_lists()) && (!many || seen.insert(id)))
    }
}

impl Named {
    /// Its id, empty if it has none.
    fn text(&self, text: &str) -> String {
        match self.id {
            IdAt::Text(token) => unquote(text, token),
            IdAt::Missing(_) => String::new(),
        }
    }

    fn mend(&self, now: String, why: impl FnOnce(String) -> Why) -> Mend {
        let mut with = String::new();
        let at = match self.id {
            IdAt::Text(token) => {
                quote(&mut with, &now);
                token.start..token.end
            }
            IdAt::Missing(at) => {
                with.push_str("id: ");
                quote(&mut with, &now);
                with.push_str(", ");
                at..at
            }
        };
        Mend {
            entry: self.entry,
            at,
            with,
            why: why(now),
        }
    }
}

/// What has to change so that each record of `scopes`, all those of the file, has an id of its own.
pub(super) fn mends(text: &str, scopes: &[Scope]) -> Vec<Mend> {
    let mut maker = Maker::of(text, scopes);
    let mut mends = Vec::new();
    for scope in scopes {
        let step = scope.step.map(|token| unquote(text, token));
        let step = step.unwrap_or_default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (place, named) in scope.named.iter().enumerate() {
            let was = named.text(text);
            if was.is_empty() && scope.kind.stands_in_lists() {
                let now = maker.by_place(scope.kind, &step, place);
                mends.push(named.mend(now, |now| Why::Unnamed { now }));
                continue;
            }
            let count = seen.entry(was.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                let now = maker.beside_doubled(scope.kind, &step, &was, *count);
                mends.push(named.mend(now, |now| Why::Doubled { was, now }));
            }
        }
    }
    mends
}

/// Makes ids that no record of their kind has, in the whole file: a step that two variants hold stays the same
/// step, a control that two steps hold the same control, and nothing else becomes the same by a mend.
struct Maker {
    taken: HashMap<Kind, HashSet<String>>,
    /// The ids made so far: by kind, step, the id that was doubled (empty: none was there), and which of them it is.
    made: HashMap<(Kind, String, String, usize), String>,
    /// The last number put behind an id.
    numbers: HashMap<(Kind, String), usize>,
}

impl Maker {
    fn of(text: &str, scopes: &[Scope]) -> Self {
        let mut taken: HashMap<Kind, HashSet<String>> = HashMap::new();
        for scope in scopes {
            let of_kind = taken.entry(scope.kind).or_default();
            of_kind.extend(scope.named.iter().map(|named| named.text(text)));
        }
        Self {
            taken,
            made: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// An id for the record at `place` that has none, such as `lane-3`.
    fn by_place(&mut self, kind: Kind, step: &str, place: usize) -> String {
        let id = format!("{}-{}", kind.word(), place + 1);
        self.once((kind, step.to_owned(), String::new(), place), |maker| {
            if maker.take(kind, &id) {
                id
            } else {
                maker.numbered(kind, &id)
            }
        })
    }

    /// An id for the record that is, as the `count`th, called `was`, such as `ID-2`.
    fn beside_doubled(&mut self, kind: Kind, step: &str, was: &str, count: usize) -> String {
        self.once((kind, step.to_owned(), was.to_owned(), count), |maker| {
            maker.numbered(kind, was)
        })
    }

    /// What `make` makes, the first time; the same from then on.
    fn once(
        &mut self,
        key: (Kind, String, String, usize),
        make: impl FnOnce(&mut Self) -> String,
    ) -> String {
        if let Some(id) = self.made.get(&key) {
            return id.clone();
        }
        let id = make(self);
        self.made.insert(key, id.clone());
        id
    }

    fn numbered(&mut self, kind: Kind, id: &str) -> String {
        let mut number = match self.numbers.entry((kind, id.to_owned())) {
            Entry::Occupied(last) => *last.get(),
            Entry::Vacant(_) => 1,
        };
        let now = loop {
            number += 1;
            let now = format!("{id}-{number}");
            if self.take(kind, &now) {
                break now;
            }
        };
        self.numbers.insert((kind, id.to_owned()), number);
        now
    }

    fn take(&mut self, kind: Kind, id: &str) -> bool {
        self.taken.entry(kind).or_default().insert(id.to_owned())
    }
}
