//! Which words of a file are ids of records, and how ids are mended that do not name one record each.
//!
//! The walk brings the ids list by list, as words of the text; here it is decided which of them change. No
//! type is known, only the names of the fields under which records and references stand. References mean the
//! first record of an id; they change only with an id that has a `/`, which parts the names of a path.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    lex::{self, Escapes, Token, unquote},
    walk::{Mend, Why},
    write::quote,
};
use crate::model::{self, Input, Record, RefKind, Visit, slug};

/// What kind of record an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum IdKind {
    /// A record of a register.
    Record(model::Kind),
    Moment,
    Variant,
    Source,
    Step,
    Connector,
    /// Of steps that are not there: the key is the id of a step.
    Removed,
    Control,
    /// Of controls that are not there: the key is the id of a control.
    Dropped,
    Pain,
    /// Of pains that stay as they are: the key is the id of a pain.
    LeftPain,
}

impl IdKind {
    /// What its ids name.
    fn named(self) -> Self {
        match self {
            Self::Removed => Self::Step,
            Self::Dropped => Self::Control,
            Self::LeftPain => Self::Pain,
            other => other,
        }
    }

    /// What a reference names.
    fn referred(kind: RefKind) -> Self {
        match kind {
            RefKind::Record(kind) => Self::Record(kind),
            RefKind::Moment => Self::Moment,
            RefKind::Source => Self::Source,
            RefKind::Variant => Self::Variant,
            RefKind::Step => Self::Step,
            RefKind::Connector => Self::Connector,
            RefKind::Pain => Self::Pain,
        }
    }

    /// What the id of a record is made from that has none.
    fn word(self) -> String {
        match self {
            Self::Record(kind) => slug(kind.noun()),
            Self::Moment => "moment".to_owned(),
            Self::Variant => "variant".to_owned(),
            Self::Source => "source".to_owned(),
            Self::Step | Self::Removed => "step".to_owned(),
            Self::Connector => "connector".to_owned(),
            Self::Control | Self::Dropped => "control".to_owned(),
            Self::Pain | Self::LeftPain => "pain".to_owned(),
        }
    }
}

/// What stands between two brackets, as far as it has to do with ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Blueprint,
    /// Records that carry their own id.
    List(IdKind),
    /// Records by their id.
    Map(IdKind),
    Record(IdKind),
    /// What a text says that stands in here, or is a key, names a record.
    Names(IdKind),
    /// The first text names a record of the first kind, and so on.
    Place(&'static [IdKind]),
    /// Fields of a step's parts that name records.
    Workers,
    Worker,
    Touchpoint,
    Way,
    Elsewhere,
}

const LANE: IdKind = IdKind::Record(model::Kind::Lane);
const PHASE: IdKind = IdKind::Record(model::Kind::Phase);
const COMMENT: IdKind = IdKind::Record(model::Kind::Comment);

/// The kind alone, as what a place names.
struct Alone;

impl Visit for Alone {
    type Out = &'static [IdKind];

    fn kind<T: Record>(self) -> &'static [IdKind] {
        const { &[IdKind::Record(T::KIND)] }
    }
}

/// What a field of a record of a register names, by its name in the file.
struct FieldOf<'f>(&'f str);

impl Visit for FieldOf<'_> {
    type Out = Option<IdKind>;

    fn kind<T: Record>(self) -> Option<IdKind> {
        match (T::field(self.0)?.input)() {
            Input::Reference(kind) | Input::References(kind) => Some(IdKind::referred(kind)),
            _ => None,
        }
    }
}

impl Room {
    /// The same when a bracket of the other kind opens it: older files have lists where newer ones have maps.
    pub(super) fn opened_by(self, bracket: u8) -> Self {
        match (self, bracket) {
            (Self::List(kind), b'{') => Self::Map(kind),
            (Self::Map(kind), b'[') => Self::List(kind),
            _ => self,
        }
    }

    /// What the bracket after `field` opens, and after the `name` of a record if there is one; in a list and in
    /// a map `field` says nothing.
    pub(super) fn within(self, field: &str, name: &str) -> Self {
        match (self, field) {
            (Self::Blueprint, "variants") => Self::List(IdKind::Variant),
            (Self::Blueprint, "sources") => Self::List(IdKind::Source),
            (Self::Blueprint, field) => match model::Kind::of_field(field) {
                Some(kind) => Self::List(IdKind::Record(kind)),
                None => Self::Elsewhere,
            },
            (Self::Record(PHASE), "moments") => Self::List(IdKind::Moment),
            (Self::Record(IdKind::Variant), "steps") => Self::Map(IdKind::Step),
            (Self::Record(IdKind::Variant), "connectors") => Self::Map(IdKind::Connector),
            (Self::Record(IdKind::Variant), "removed") => Self::Map(IdKind::Removed),
            (Self::Record(IdKind::Step), "controls") => Self::List(IdKind::Control),
            (Self::Record(IdKind::Step), "pains") => Self::List(IdKind::Pain),
            (Self::Record(IdKind::Step), "answers") => Self::Names(IdKind::Pain),
            (Self::Record(IdKind::Step), "replaces") => Self::Names(IdKind::Step),
            (Self::Record(IdKind::Step), "workers") => Self::Workers,
            (Self::Record(IdKind::Step), "ai") => Self::Touchpoint,
            (Self::Touchpoint, "oversight") | (Self::Workers, _) => Self::Worker,
            (Self::Touchpoint, "hand_over" | "fallback") => Self::Way,
            (Self::Touchpoint, "told") if name == "At" => Self::Names(IdKind::Step),
            (Self::Record(IdKind::Variant), "dropped_controls") => Self::Map(IdKind::Dropped),
            (Self::Record(IdKind::Variant), "left_pains") => Self::Map(IdKind::LeftPain),
            (Self::Record(COMMENT), "at") => Self::Place(match name {
                "Moment" => &[IdKind::Moment],
                "Source" => &[IdKind::Source],
                "Variant" => &[IdKind::Variant],
                "Step" | "Removed" => &[IdKind::Variant, IdKind::Step],
                "Connector" => &[IdKind::Variant, IdKind::Connector],
                "Cell" => &[IdKind::Variant, LANE, IdKind::Moment],
                record => {
                    let spelled = model::Kind::ALL
                        .iter()
                        .find(|kind| kind.spelled() == record);
                    spelled.map_or(&[], |kind| kind.visit(Alone))
                }
            }),
            (Self::Record(IdKind::Record(kind)), field) => match kind.visit(FieldOf(field)) {
                Some(named) => Self::Names(named),
                None => Self::Elsewhere,
            },
            (Self::List(kind) | Self::Map(kind), _) => Self::Record(kind),
            _ => Self::Elsewhere,
        }
    }

    /// What kind of record a text names that is the value of `field`, or that has no field.
    pub(super) fn named(self, field: Option<&str>) -> Option<IdKind> {
        match (self, field) {
            (Self::Record(IdKind::Step), Some("lane")) => Some(LANE),
            (Self::Record(IdKind::Step), Some("moment")) => Some(IdKind::Moment),
            (Self::Record(IdKind::Connector), Some("from" | "to")) => Some(IdKind::Step),
            (Self::Record(IdKind::Removed), Some("exceptions_go_to")) => Some(IdKind::Step),
            (Self::Worker, Some("role")) => Some(IdKind::Record(model::Kind::Role)),
            (Self::Touchpoint, Some("system")) => Some(IdKind::Record(model::Kind::AiSystem)),
            (Self::Record(IdKind::Record(kind)), Some(field)) => kind.visit(FieldOf(field)),
            (Self::Way, Some("to")) => Some(IdKind::Step),
            (Self::Names(kind), None) => Some(kind),
            (Self::Place(kinds), None) => kinds.first().copied(),
            _ => None,
        }
    }
}

/// Whether a text of the file has a `/` in it.
pub(super) fn has_slash(text: &str, token: Token) -> bool {
    let source = &text[token.start..token.end];
    source.contains('/')
        || token.kind == lex::TokenKind::Text(Escapes::Some) && unquote(text, token).contains('/')
}

/// A record of a list or map.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordAt {
    /// Where its entry begins: the key, or the first byte of a list's element.
    pub(super) entry: usize,
    pub(super) id: IdAt,
    /// Of a source, what an id is made from if it has none.
    pub(super) title: Option<Token>,
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
    pub(super) kind: IdKind,
    /// Whether the records carry their id themselves, and may lack it; others are keys of a map.
    pub(super) is_list: bool,
    /// The id of the step whose controls or pains these are.
    pub(super) step: Option<Token>,
    pub(super) named: Vec<RecordAt>,
}

impl Scope {
    /// Whether each record has an id of its own, without a `/`.
    pub(super) fn is_sound(&self, text: &str) -> bool {
        let mut seen = HashSet::new();
        let many = self.named.len() > 1;
        let mut ids = self.named.iter().map(|named| named.text(text));
        !self.has_slash(text)
            && ids.all(|id| !(id.is_empty() && self.is_list) && (!many || seen.insert(id)))
    }

    pub(super) fn has_slash(&self, text: &str) -> bool {
        self.named.iter().any(|named| match named.id {
            IdAt::Text(token) => has_slash(text, token),
            IdAt::Missing(_) => false,
        })
    }
}

impl RecordAt {
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

/// What has to change so that each record of `scopes`, all those of the file, has an id of its own without a
/// `/`. Of `references`, with the kind of record they name, those change whose record did.
pub(super) fn mends(text: &str, scopes: &[Scope], references: &[(IdKind, Token)]) -> Vec<Mend> {
    let mut maker = Maker::of(text, scopes);
    let mut mends = Vec::new();
    for &(kind, token) in references {
        let Some(now) = maker.without_slash(kind, &unquote(text, token)) else {
            continue;
        };
        let named = RecordAt {
            entry: token.start,
            id: IdAt::Text(token),
            title: None,
        };
        mends.push(named.mend(now.to_owned(), |_| Why::Followed));
    }
    for scope in scopes {
        let step = scope.step.map(|token| unquote(text, token));
        let step = step.unwrap_or_default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (place, named) in scope.named.iter().enumerate() {
            let was = named.text(text);
            if was.is_empty() && scope.kind == IdKind::Source {
                let title = named.title.map(|token| unquote(text, token));
                let now = maker.by_title(&title.unwrap_or_default(), place);
                mends.push(named.mend(now, |now| Why::Made { now }));
                continue;
            }
            if was.is_empty() && scope.is_list {
                let now = maker.by_place(scope.kind, &step, place);
                mends.push(named.mend(now, |now| Why::Unnamed { now }));
                continue;
            }
            let count = seen.entry(was.clone()).or_insert(0);
            *count += 1;
            let plain = maker.without_slash(scope.kind, &was).map(str::to_owned);
            if *count > 1 {
                let plain = plain.as_ref().unwrap_or(&was);
                let now = maker.anew(scope.kind, &step, plain, *count);
                mends.push(named.mend(now, |now| Why::Doubled { was, now }));
            } else if let Some(now) = plain {
                mends.push(named.mend(now, |now| Why::Parted { was, now }));
            }
        }
    }
    mends
}

/// Makes ids that no record of their kind has, in the whole file: a step that two variants hold stays the same
/// step, a control that two steps hold the same control, and nothing else becomes the same by a mend.
struct Maker {
    taken: HashMap<IdKind, HashSet<String>>,
    /// The ids made so far: by kind, step, the id that was doubled (empty: none was there), and which of them it is.
    made: HashMap<(IdKind, String, String, usize), String>,
    /// The last number put behind an id.
    numbers: HashMap<(IdKind, String), usize>,
    /// What became of each id with a `/`.
    plain: HashMap<(IdKind, String), String>,
}

impl Maker {
    fn of(text: &str, scopes: &[Scope]) -> Self {
        let mut taken: HashMap<IdKind, HashSet<String>> = HashMap::new();
        for scope in scopes {
            let of_kind = taken.entry(scope.kind.named()).or_default();
            of_kind.extend(scope.named.iter().map(|named| named.text(text)));
        }
        let mut maker = Self {
            taken,
            made: HashMap::new(),
            numbers: HashMap::new(),
            plain: HashMap::new(),
        };
        for scope in scopes.iter().filter(|scope| scope.has_slash(text)) {
            for id in scope.named.iter().map(|named| named.text(text)) {
                maker.plain(scope.kind.named(), id);
            }
        }
        maker
    }

    /// Makes an id without `/` for one that has some; the same in every variant.
    fn plain(&mut self, kind: IdKind, id: String) {
        if !id.contains('/') || self.plain.contains_key(&(kind, id.clone())) {
            return;
        }
        let mut plain = id.replace('/', "-");
        if !self.take(kind, &plain) {
            plain = self.numbered(kind, &plain);
        }
        self.plain.insert((kind, id), plain);
    }

    /// What became of an id with a `/`.
    fn without_slash(&self, kind: IdKind, id: &str) -> Option<&str> {
        let plain = self.plain.get(&(kind.named(), id.to_owned()));
        plain.map(String::as_str)
    }

    /// An id for the record at `place` that has none, such as `lane-3`.
    fn by_place(&mut self, kind: IdKind, step: &str, place: usize) -> String {
        let kind = kind.named();
        let id = format!("{}-{}", kind.word(), place + 1);
        self.once((kind, step.to_owned(), String::new(), place), |maker| {
            if maker.take(kind, &id) {
                id
            } else {
                maker.numbered(kind, &id)
            }
        })
    }

    /// An id for the source at `place` that has none, from its title: older files have no ids of sources, so it
    /// must be the same each time they are read.
    fn by_title(&mut self, title: &str, place: usize) -> String {
        let slug = slug(title);
        if slug.is_empty() {
            self.by_place(IdKind::Source, "", place)
        } else if self.take(IdKind::Source, &slug) {
            slug
        } else {
            self.numbered(IdKind::Source, &slug)
        }
    }

    /// An id for the record that is, as the `count`th, called `was`, such as `ID-2`.
    fn anew(&mut self, kind: IdKind, step: &str, was: &str, count: usize) -> String {
        let kind = kind.named();
        self.once((kind, step.to_owned(), was.to_owned(), count), |maker| {
            maker.numbered(kind, was)
        })
    }

    /// What `make` makes, the first time; the same from then on.
    fn once(
        &mut self,
        key: (IdKind, String, String, usize),
        make: impl FnOnce(&mut Self) -> String,
    ) -> String {
        if let Some(id) = self.made.get(&key) {
            return id.clone();
        }
        let id = make(self);
        self.made.insert(key, id.clone());
        id
    }

    fn numbered(&mut self, kind: IdKind, id: &str) -> String {
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

    fn take(&mut self, kind: IdKind, id: &str) -> bool {
        self.taken.entry(kind).or_default().insert(id.to_owned())
    }
}
