//! The walk over the words of a file before it is parsed.
//!
//! One pass without recursion that keeps the parser from harm (depth, records, long texts), finds what
//! parsing would lose in silence (comments, doubled keys, numbers that are not finite), brings the ids of
//! records to `ids`, and says how to mend what is wrong. Knows brackets and field names, no types. Computes no paths, lines or columns: that is
//! `locate`'s work, done only when there is something to say.

mod names;

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    extent::Limits,
    fault::{Fault, MAX_EXT_DEPTH, Position},
    ids::{self, IdKind, RecordAt, Room, Scope},
    lex::{self, Bad, Escapes, Lexer, Token, TokenKind, unquote},
    write::quote,
};

/// The most entries of all lists and maps of a document together.
pub(super) const MAX_ENTRIES: usize = 2_000_000;
/// How deep brackets may go in all: `ron` stops at 128 and counts a bracket and its content as two.
const MAX_DEPTH: usize = MAX_EXT_DEPTH + 8;

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Where the value of the outermost `format` stands, whatever it is.
    pub(super) format: Option<Range<usize>>,
    /// Whether there are comments that writing would drop.
    pub(super) comments: bool,
    /// What has to change before the text is parsed, from front to back.
    pub(super) mends: Vec<Mend>,
    /// How many records there are, and how many entries of lists and maps.
    pub(super) records: usize,
    pub(super) entries: usize,
}

impl Walk {
    /// Writes a newer format, which stands at `at`, as `format`.
    pub(super) fn put_format(&mut self, at: Range<usize>, format: u32) {
        let place = self.mends.partition_point(|mend| mend.at.start < at.start);
        let mend = Mend {
            entry: at.start,
            at,
            with: format!(" {format}"),
            why: Why::Newer,
        };
        self.mends.insert(place, mend);
    }
}

/// A change to the text before it is parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mend {
    /// Where the field, key or element begins that it is about.
    pub(super) entry: usize,
    /// The bytes that go.
    pub(super) at: Range<usize>,
    /// What takes their place.
    pub(super) with: String,
    pub(super) why: Why,
}

/// Why a text has to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// A key or an id was there already.
    Doubled { was: String, now: String },
    /// A record of a list had no id.
    Unnamed { now: String },
    /// An id had a `/`, which parts the names of a path.
    Parted { was: String, now: String },
    /// A source of an older file had no id.
    Made { now: String },
    /// A reference follows an id that had a `/`.
    Followed,
    /// A number is not finite.
    NotFinite(String),
    /// A newer format, which may be a number larger than the field takes.
    Newer,
}

impl Why {
    /// Whether somebody has to hear of it: it is wrong in the file, and not what follows from that.
    pub(super) fn is_told(&self) -> bool {
        !matches!(self, Self::Made { .. } | Self::Followed | Self::Newer)
    }
}

/// Where and why a walk stopped: the byte, and what is wrong there.
pub(super) type WalkEnd = (usize, Fault);

/// An open bracket.
struct Frame {
    open: usize,
    bracket: u8,
    /// The name before the bracket: of a record, or `Some`.
    name: Option<Token>,
    /// The field or key that the next value belongs to, once its colon was there.
    field: Option<Token>,
    /// The last token, if it was a name or a text.
    last: Option<Token>,
    /// Where the keys of this map begin among all.
    keys: usize,
    /// Whether its keys came in rising order so far, so that none can be there twice.
    rising: bool,
    /// Whether the value that this bracket opens must go.
    unknown: Option<usize>,
    room: Room,
    /// Of a list, its records so far.
    named: Vec<RecordAt>,
    /// Of a record, where its field `id` begins, and the text in it.
    id: Option<(usize, Option<Token>)>,
    /// Of a source, its title.
    title: Option<Token>,
}

/// Walks over `text`, which is a blueprint or a part of one as `root` says.
pub(super) fn walk(text: &str, root: Room, limits: &Limits) -> Result<Walk, WalkEnd> {
    let mut walker = Walker {
        text,
        lexer: Lexer::new(text),
        frames: Vec::with_capacity(MAX_DEPTH),
        keys: Vec::new(),
        raw: None,
        limits,
        records: 0,
        entries: 0,
        scopes: Vec::new(),
        moments: Vec::new(),
        references: Vec::new(),
        unsound: false,
        found: Walk::default(),
    };
    walker.run(root)?;
    let moments = std::mem::take(&mut walker.moments);
    walker.scope(IdKind::Moment, None, moments);
    let mut found = walker.found;
    (found.records, found.entries) = (walker.records, walker.entries);
    if walker.unsound {
        found
            .mends
            .extend(ids::mends(text, &walker.scopes, &walker.references));
    }
    // What goes in at a byte comes before what goes from there.
    found.mends.sort_by_key(|mend| (mend.at.start, mend.at.end));
    Ok(found)
}

struct Walker<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    frames: Vec<Frame>,
    /// The keys of all open maps.
    keys: Vec<Token>,
    /// How many brackets were open inside `ext` or `conflicts` when it opened.
    raw: Option<usize>,
    limits: &'t Limits,
    records: usize,
    entries: usize,
    /// The records of all lists and maps of records that are closed.
    scopes: Vec<Scope>,
    /// The moments of all phases: each belongs to one of them.
    moments: Vec<RecordAt>,
    /// The references with a `/` in them.
    references: Vec<(IdKind, Token)>,
    /// Whether one of the scopes has to be mended.
    unsound: bool,
    found: Walk,
}

impl Walker<'_> {
    fn run(&mut self, root: Room) -> Result<(), WalkEnd> {
        self.root(root)?;
        while let Some(token) = self.lexer.next() {
            match token.kind {
                TokenKind::Open(bracket) => self.open(bracket, token)?,
                TokenKind::Close(bracket) => self.close(bracket, token)?,
                TokenKind::Comma => self.comma(token)?,
                TokenKind::Colon => self.colon(token),
                TokenKind::Name => self.name(token),
                TokenKind::Number => self.number(token),
                TokenKind::Text(escapes) => {
                    self.long_text(token, escapes)?;
                    self.text(token);
                }
                TokenKind::RawText(_) => {
                    self.long_text(token, Escapes::None)?;
                    self.text(token);
                }
                TokenKind::Comment => self.comment(),
                TokenKind::Literal | TokenKind::Attribute => {}
                TokenKind::Bad(bad) => return Err(self.bad(token, bad)),
            }
            if self.frames.is_empty() {
                return self.end();
            }
        }
        match self.frames.last() {
            Some(frame) => Err((
                self.text.len(),
                Fault::CutOff {
                    open: Position::of(self.text, frame.open),
                },
            )),
            None => Ok(()),
        }
    }

    /// Reads up to the outermost bracket, which must be that of a record.
    fn root(&mut self, room: Room) -> Result<(), WalkEnd> {
        let mut name = None;
        while let Some(token) = self.lexer.next() {
            match token.kind {
                TokenKind::Comment => self.found.comments = true,
                TokenKind::Attribute => {
                    // An attribute ends with its bracket; ron knows which there are.
                    while self
                        .lexer
                        .next()
                        .is_some_and(|token| token.kind != TokenKind::Close(b']'))
                    {
                    }
                }
                TokenKind::Name if name.is_none() => name = Some(token),
                TokenKind::Open(b'(') => {
                    self.push(b'(', token, name, room);
                    return Ok(());
                }
                TokenKind::Bad(bad) => return Err(self.bad(token, bad)),
                _ => return Err((token.start, Fault::NoBlueprint)),
            }
        }
        Err(match name {
            Some(token) => (token.start, Fault::NoBlueprint),
            None => (0, Fault::Empty),
        })
    }

    /// After the outermost bracket only comments may follow.
    fn end(&mut self) -> Result<(), WalkEnd> {
        while let Some(token) = self.lexer.next() {
            match token.kind {
                TokenKind::Comment => self.found.comments = true,
                TokenKind::Bad(bad) => return Err(self.bad(token, bad)),
                _ => return Err((token.start, Fault::AfterEnd)),
            }
        }
        Ok(())
    }

    fn push(&mut self, bracket: u8, token: Token, name: Option<Token>, room: Room) {
        self.frames.push(Frame {
            open: token.start,
            bracket,
            name,
            field: None,
            last: None,
            keys: self.keys.len(),
            rising: true,
            unknown: None,
            room,
            named: Vec::new(),
            id: None,
            title: None,
        });
    }

    fn open(&mut self, bracket: u8, token: Token) -> Result<(), WalkEnd> {
        let depth = self.frames.len();
        let too_deep = match self.raw {
            Some(outside) => depth >= outside + MAX_EXT_DEPTH,
            None => false,
        };
        if too_deep || depth >= MAX_DEPTH {
            return Err((token.start, Fault::TooDeep));
        }
        if bracket == b'(' {
            self.records += 1;
            if self.records > self.limits.records {
                return Err((token.start, Fault::TooManyRecords));
            }
        }
        let mut room = Room::Elsewhere;
        let top = self.frames.last_mut();
        let name = top.and_then(|top| {
            let name = top.last.filter(|last| last.kind == TokenKind::Name);
            let name = name.map_or("", |token| lex::name(self.text, token));
            let field = top.field.filter(|_| top.bracket == b'(');
            let is_some = top
                .name
                .is_some_and(|token| lex::name(self.text, token) == "Some");
            room = if is_some {
                top.room
            } else {
                let field = field.map_or("", |field| lex::name(self.text, field));
                top.room.within(field, name).opened_by(bracket)
            };
            if self.raw.is_none() && bracket == b'{' && top.bracket == b'(' {
                let field = top.field.map(|field| lex::name(self.text, field));
                if field == Some("ext") || (depth == 1 && field == Some("conflicts")) {
                    self.raw = Some(depth + 1);
                }
            }
            top.last.take().filter(|last| last.kind == TokenKind::Name)
        });
        self.push(bracket, token, name, room);
        Ok(())
    }

    fn close(&mut self, bracket: u8, token: Token) -> Result<(), WalkEnd> {
        self.end_value(token.start);
        let Some(frame) = self.frames.pop() else {
            return Err((token.start, Fault::AfterEnd));
        };
        let fits = matches!(
            (frame.bracket, bracket),
            (b'(', b')') | (b'[', b']') | (b'{', b'}')
        );
        if !fits {
            let fault = Fault::WrongBracket {
                close: char::from(bracket),
                opened: char::from(frame.bracket),
                open: Position::of(self.text, frame.open),
            };
            return Err((token.start, fault));
        }
        self.close_room(&frame);
        // The keys of `ext` itself are the document's, what stands under them is not.
        if self
            .raw
            .is_none_or(|outside| outside == self.frames.len() + 1)
        {
            self.doubled_keys(&frame);
        }
        self.keys.truncate(frame.keys);
        if self.raw == Some(self.frames.len() + 1) {
            self.raw = None;
        }
        if let Some(start) = frame.unknown {
            self.forget(start, token.end);
        }
        Ok(())
    }

    fn comma(&mut self, token: Token) -> Result<(), WalkEnd> {
        self.end_value(token.start);
        if let Some(top) = self.frames.last_mut() {
            if top.bracket != b'(' && self.raw.is_none() {
                self.entries += 1;
                if self.entries > self.limits.entries {
                    return Err((token.start, Fault::TooManyRecords));
                }
            }
            top.field = None;
            top.last = None;
            if let Room::Place([_, rest @ ..]) = top.room {
                top.room = Room::Place(rest);
            }
        }
        Ok(())
    }

    fn colon(&mut self, token: Token) {
        let text = self.text;
        let is_outermost = self.frames.len() == 1;
        let Some(top) = self.frames.last_mut() else {
            return;
        };
        top.field = top.last.take();
        if let (Room::Record(_), Some(field)) = (top.room, top.field)
            && lex::name(text, field) == "id"
        {
            top.id = Some((field.start, None));
        }
        if let (Room::Blueprint, Some(field)) = (top.room, top.field)
            && is_outermost
            && lex::name(text, field) == "format"
        {
            self.found.format = Some(token.end..token.end);
        }
        if top.bracket != b'{' {
            return;
        }
        let Some(key) = top.field.filter(|key| key.kind != TokenKind::Name) else {
            return;
        };
        if let Some(before) = self.keys[top.keys..].last() {
            top.rising &= key.kind == TokenKind::Text(Escapes::None)
                && before.kind == key.kind
                && self.text[before.start + 1..before.end - 1]
                    < self.text[key.start + 1..key.end - 1];
        }
        self.keys.push(key);
    }

    fn set_last(&mut self, token: Token) {
        if let Some(top) = self.frames.last_mut() {
            top.last = Some(token);
        }
    }

    fn name(&mut self, token: Token) {
        let source = &self.text.as_bytes()[token.start..token.end];
        if matches!(
            source,
            b"NaN" | b"inf" | b"NaNf32" | b"NaNf64" | b"inff32" | b"inff64"
        ) {
            self.not_finite(token);
        }
        self.set_last(token);
    }

    /// A value ends before `end`: of the format of a blueprint that is taken down.
    fn end_value(&mut self, end: usize) {
        if self.frames.len() == 1
            && let Some(format) = &mut self.found.format
            && format.start == format.end
        {
            format.end = end;
        }
    }

    fn number(&mut self, token: Token) {
        let source = &self.text[token.start..token.end];
        // Short numbers without an exponent are finite; only the others are worth reading here.
        if source.len() > 300 || source.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            let plain: String = source.chars().filter(|c| *c != '_').collect();
            let infinite = if let Some(single) = plain.strip_suffix("f32") {
                single
                    .parse::<f32>()
                    .is_ok_and(|number| !number.is_finite())
            } else {
                let double = plain.strip_suffix("f64").unwrap_or(&plain);
                double
                    .parse::<f64>()
                    .is_ok_and(|number| !number.is_finite())
            };
            if infinite {
                self.not_finite(token);
            }
        }
    }

    /// A number that is not finite reads as unknown: the field that holds it goes.
    fn not_finite(&mut self, token: Token) {
        if self.raw.is_some() {
            return;
        }
        let text = self.text;
        let Some((top, outer)) = self.frames.split_last_mut() else {
            return;
        };
        let start = match (top.bracket, top.field) {
            (b'(', Some(field)) => field.start,
            (b'[', _) => token.start,
            // `field: Some(NaN)`: the field goes once the bracket is closed.
            (b'(', None) if top.name.is_some_and(|n| lex::name(text, n) == "Some") => {
                top.unknown = outer
                    .last()
                    .and_then(|outer| outer.field)
                    .map(|field| field.start);
                return;
            }
            _ => return,
        };
        self.forget(start, token.end);
    }

    /// Blanks a field, or an element of a list, with the comma after it. What follows keeps its place.
    fn forget(&mut self, start: usize, end: usize) {
        let source = &self.text[start..end];
        let value = source.split_once(':').map_or(source, |(_, value)| value);
        let why = Why::NotFinite(value.trim().to_owned());
        let end = self
            .lexer
            .clone()
            .next_word()
            .filter(|next| next.kind == TokenKind::Comma)
            .map_or(end, |comma| comma.end);
        let with = self.text[start..end]
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        self.found.mends.push(Mend {
            entry: start,
            at: start..end,
            with,
            why,
        });
        // An id that is unknown is none.
        if let Some(top) = self.frames.last_mut()
            && top.id.is_some_and(|(field, _)| field == start)
        {
            top.id = None;
        }
    }

    /// Renames every key of the map that was there before; ids of records are looked at in the end.
    fn doubled_keys(&mut self, frame: &Frame) {
        if frame.bracket != b'{' || frame.rising || matches!(frame.room, Room::Map(_)) {
            return;
        }
        let keys = &self.keys[frame.keys..];
        let names: Vec<String> = keys.iter().map(|key| unquote(self.text, *key)).collect();
        let mut taken: HashSet<String> = names.iter().cloned().collect();
        if taken.len() == names.len() {
            return;
        }
        let mut seen: HashMap<&str, u32> = HashMap::new();
        for (key, name) in keys.iter().zip(&names) {
            let number = seen.entry(name).or_insert(0);
            *number += 1;
            if *number == 1 {
                continue;
            }
            let mut now = format!("{name}-{number}");
            while !taken.insert(now.clone()) {
                *number += 1;
                now = format!("{name}-{number}");
            }
            let mut with = String::new();
            quote(&mut with, &now);
            self.found.mends.push(Mend {
                entry: key.start,
                at: key.start..key.end,
                with,
                why: Why::Doubled {
                    was: name.clone(),
                    now,
                },
            });
        }
    }

    fn long_text(&self, token: Token, escapes: Escapes) -> Result<(), WalkEnd> {
        let length = token.end - token.start - 2;
        let most = self.limits.text_bytes;
        let long =
            length > most && (escapes == Escapes::None || unquote(self.text, token).len() > most);
        if long {
            return Err((token.start, Fault::LongText { bytes: length }));
        }
        Ok(())
    }

    /// A comment is kept only within a value of `ext`, which is kept as it is.
    fn comment(&mut self) {
        let kept = self.raw.is_some_and(|outside| {
            self.frames.len() > outside || self.frames.last().is_some_and(|top| top.field.is_some())
        });
        self.found.comments |= !kept;
    }

    fn bad(&self, token: Token, bad: Bad) -> WalkEnd {
        let rest = &self.text[token.start..];
        let fault = match bad {
            Bad::OpenText => Fault::OpenText,
            Bad::OpenComment => Fault::OpenComment,
            Bad::Character if is_conflict_marker(self.text, token.start) => Fault::ConflictMarkers,
            Bad::Character => Fault::Character(rest.chars().next().unwrap_or_default()),
        };
        (token.start, fault)
    }
}

/// Whether git's `<<<<<<<` stands at `at`, at the start of a line.
fn is_conflict_marker(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    rest.starts_with("<<<<<<<") && (at == 0 || text.as_bytes()[at - 1] == b'\n')
}
