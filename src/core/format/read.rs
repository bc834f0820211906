//! Reads a file: kind where nothing can be lost, strict where guessing would lose something.
//!
//! The way of a file: size, UTF-8, line ends; the walk over its words; the format; the typed parse;
//! then the list of what is wrong in a document that opens. Knows no files, only their bytes.

use std::{
    borrow::Cow,
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use ron::extensions::Extensions;
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    explain::{explain, word_at},
    extent::Limits,
    fault::{Fault, Position, ReadError},
    ids::Room,
    ignored::Watched,
    lex::Lexer,
    line_ends::{self, LineEnds},
    locate, migrate,
    walk::{Mend, Walk, Why, walk},
};
use crate::model::{Blueprint, FORMAT, Problem, Trouble, path_words};

/// How many unknown fields are listed; a file of another program may have millions.
const MAX_LISTED: usize = 1_000;

/// A file that opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The document.
    pub blueprint: Blueprint,
    /// What is wrong in it, and what had to be mended, each with its place in the file.
    pub problems: Vec<Located>,
    /// Why saving it would lose something; `None` when it would not.
    pub read_only: Option<ReadOnly>,
    /// Whether something was mended, so that the document is not what the file says.
    pub unsaved: bool,
    /// Whether the file has comments, which writing drops; those inside values of `ext` do not count.
    pub comments: bool,
    /// How its lines end; saving gives it back.
    pub line_ends: LineEnds,
    /// The older format it had; the first save keeps the original beside it.
    pub migrated_from: Option<u32>,
}

/// A problem and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// What is wrong.
    pub problem: Problem,
    /// Where; `None` when the file does not say it, as with a default.
    pub at: Option<Position>,
}

impl std::fmt::Display for Located {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(at) = self.at {
            write!(f, "{at}, in ")?;
        }
        self.problem.fmt(f)
    }
}

/// Why a file opens read-only: this version does not know all that is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOnly {
    /// Its format, when it is newer than [`FORMAT`].
    pub newer_format: Option<u64>,
    /// Fields that this version does not know, at most a thousand of them.
    pub unknown_fields: Vec<UnknownField>,
}

/// A field that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownField {
    /// Where it stands, such as `variants/before/steps/ID/colour`.
    pub path: String,
    /// Where in the file.
    pub at: Option<Position>,
}

impl std::fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(format) = self.newer_format {
            write!(
                f,
                "the file has format {format}, this version of Frontstage writes format {FORMAT}: \
                 open it with a newer version to change it"
            )?;
        }
        if self.unknown_fields.is_empty() {
            return Ok(());
        }
        if self.newer_format.is_some() {
            f.write_str("; ")?;
        }
        f.write_str("saving would lose fields that this version does not know: ")?;
        for (number, field) in self.unknown_fields.iter().take(5).enumerate() {
            let separator = if number == 0 { "" } else { ", " };
            write!(f, "{separator}{}", path_words(&field.path))?;
            if let Some(at) = field.at {
                write!(f, " ({at})")?;
            }
        }
        match self.unknown_fields.len().saturating_sub(5) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// Reads a blueprint from the bytes of a file.
///
/// # Errors
/// What stops a file: no UTF-8, syntax, a value of a wrong type, an unknown name of a choice, or too much
/// of something. The message says where, what was expected and what to do.
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_within(bytes, &Limits::FILE)
}

/// [`read`] for what the program itself wrote of its memory: as large as it was there, even where no file may be.
///
/// # Errors
/// As [`read`].
pub fn read_recovered(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_within(bytes, &Limits::NONE)
}

/// [`read`] with other limits.
pub(super) fn read_within(bytes: &[u8], limits: &Limits) -> Result<Reading, ReadError> {
    let original = decode(bytes, limits)?;
    let walked =
        walk(&original, Room::Blueprint, limits).map_err(|stop| stopped(&original, &[], stop))?;
    let format = format_of(&original, &walked)?;
    let reading = if format < u64::from(FORMAT) {
        read_older(&original, (format, &walked), limits)?
    } else {
        read_text(&original, (format, walked))?
    };
    Ok(Reading {
        line_ends: LineEnds::of(bytes),
        ..reading
    })
}

/// Reads a text of an older format, brought up to date. Places are those of the text as it was.
fn read_older(
    original: &str,
    (format, walked): (u64, &Walk),
    limits: &Limits,
) -> Result<Reading, ReadError> {
    let migrated = migrate::migrate(original, format);
    let text = &migrated.text;
    let newest = walk(text, Room::Blueprint, limits)
        .map_err(|stop| stopped(text, &[], stop))
        .and_then(|newest| read_text(text, (u64::from(FORMAT), newest)));
    let moved = |at: &mut Option<Position>| {
        if let Some(place) = at {
            let offset = migrated.original(place.offset(text));
            *place = Position::of(original, offset);
        }
    };
    match newest {
        Ok(mut reading) => {
            let read_only = reading.read_only.iter_mut();
            let unknown = read_only.flat_map(|read_only| &mut read_only.unknown_fields);
            let problems = reading.problems.iter_mut().map(|located| &mut located.at);
            problems
                .chain(unknown.map(|field| &mut field.at))
                .for_each(moved);
            Ok(Reading {
                comments: walked.comments,
                migrated_from: u32::try_from(format).ok(),
                ..reading
            })
        }
        Err(mut error) => {
            moved(&mut error.at);
            Err(error)
        }
    }
}

/// Reads a text of the newest format, or of a newer one.
fn read_text(text: &str, (format, mut walked): (u64, Walk)) -> Result<Reading, ReadError> {
    let newer = format > u64::from(FORMAT);
    if let Some(at) = walked.format.clone()
        && format_of(text, &walked)? != u64::from(FORMAT)
    {
        // The number that the program knows: of a newer file its own, of one brought up to date the newest.
        walked.put_format(at, u32::try_from(format).unwrap_or(u32::MAX));
    }
    let mended = mend(text, &walked.mends);
    let (blueprint, unknown) = match parse(&mended) {
        Ok(parsed) => parsed,
        Err(error) => {
            let (offset, fault) = explain(error, &mended);
            let fault = if newer {
                Fault::Newer {
                    format,
                    stopped: Box::new(fault),
                }
            } else {
                fault
            };
            let offset = before_mends(&walked.mends, offset);
            return Err(stopped(text, &walked.mends, (offset, fault)));
        }
    };
    if !newer && blueprint.format != FORMAT {
        return Err(whole(Fault::NoSuchFormat(blueprint.format.into())));
    }
    let unknown = unknown
        .iter()
        .map(|steps| path_of(steps, &blueprint))
        .collect();
    let (problems, unknown_fields) = list(text, &walked.mends, &blueprint, unknown);
    let read_only = (newer || !unknown_fields.is_empty()).then_some(ReadOnly {
        newer_format: newer.then_some(format),
        unknown_fields,
    });
    Ok(Reading {
        blueprint,
        problems,
        read_only,
        // What is not told is not a change that somebody has to save: it is made the same way each time.
        unsaved: walked.mends.iter().any(|mend| mend.why.is_told()),
        comments: walked.comments,
        line_ends: LineEnds::default(),
        migrated_from: None,
    })
}

/// The format that a file says it has: whatever spells a whole number for the parser spells it here too.
fn format_of(text: &str, walked: &Walk) -> Result<u64, ReadError> {
    let Some(at) = walked.format.clone() else {
        return Ok(FORMAT.into());
    };
    let start = at.start;
    let value = &text[at];
    match options().from_str(value) {
        Ok(0) => Err(whole(Fault::NoSuchFormat(0))),
        Ok(format) => Ok(format),
        Err(_) => {
            let first = Lexer::new(value).next_word();
            let offset = start + first.map_or(0, |word| word.start);
            let fault = Fault::WrongType {
                expected: format!("a whole number, such as {FORMAT}"),
                found: word_at(text, offset),
            };
            Err(stopped(text, &[], (offset, fault)))
        }
    }
}

/// Where each of `paths` stands in a file that opens, or else what is around it: line and column. Paths are those of
/// [`Problem`] and of findings. Of a file of an older format nothing is told.
pub fn places_of<'p>(
    bytes: &[u8],
    paths: impl IntoIterator<Item = &'p str>,
) -> BTreeMap<&'p str, Position> {
    let Ok(text) = decode(bytes, &Limits::FILE) else {
        return BTreeMap::new();
    };
    let Ok(walked) = walk(&text, Room::Blueprint, &Limits::FILE) else {
        return BTreeMap::new();
    };
    if format_of(&text, &walked).ok() != Some(u64::from(FORMAT)) {
        return BTreeMap::new();
    }
    let paths: Vec<&str> = paths.into_iter().collect();
    // What is around a path: its beginnings.
    let around = |path: &'p str| {
        let ends = path.match_indices('/').map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([path.len()]).collect();
        ends.into_iter().rev().map(move |end| &path[..end])
    };
    let all: BTreeSet<&str> = paths.iter().flat_map(|path| around(path)).collect();
    let found = locate::find(&text, &walked.mends, all.into_iter());
    let place = |path: &'p str| {
        let mut offsets = around(path).filter_map(|path| found.of_path.get(path)?.first());
        let offset = offsets.next()?;
        Some((path, Position::of(&text, *offset)))
    };
    paths.into_iter().filter_map(place).collect()
}

/// Reads a single value, such as what the clipboard holds; fields it does not know are skipped.
///
/// # Errors
/// When `text` is no such value.
pub fn read_value<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    let text = decode(text.as_bytes(), &Limits::FILE)?;
    options().from_str(&text).map_err(|error| {
        let (offset, fault) = explain(error, &text);
        stopped(&text, &[], (offset, fault))
    })
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

fn whole(fault: Fault) -> ReadError {
    ReadError {
        at: None,
        path: String::new(),
        fault,
    }
}

fn stopped(text: &str, mends: &[Mend], (offset, fault): (usize, Fault)) -> ReadError {
    ReadError {
        at: Some(Position::of(text, offset)),
        path: locate::path_at(text, mends, offset),
        fault,
    }
}

/// The text of a file, without the mark some editors put before it, and with `\n` line ends.
fn decode<'b>(bytes: &'b [u8], limits: &Limits) -> Result<Cow<'b, str>, ReadError> {
    if bytes.len() > limits.file_bytes {
        let bytes = bytes.len() as u64;
        return Err(whole(Fault::TooLarge { bytes }));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        ReadError {
            at: Some(Position::of(&valid, valid.len())),
            path: String::new(),
            fault: Fault::NotText,
        }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(line_ends::plain(text))
}

fn mend<'t>(text: &'t str, mends: &[Mend]) -> Cow<'t, str> {
    if mends.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut mended = String::with_capacity(text.len() + mends.len() * 4);
    let mut done = 0;
    for mend in mends {
        // A mend within one that came before has nothing left to change.
        if mend.at.start < done {
            continue;
        }
        mended.push_str(&text[done..mend.at.start]);
        mended.push_str(&mend.with);
        done = mend.at.end;
    }
    mended.push_str(&text[done..]);
    Cow::Owned(mended)
}

/// The byte of the original text that became the byte `offset` of the mended one.
fn before_mends(mends: &[Mend], offset: usize) -> usize {
    // How many bytes the mends so far took out and put in.
    let (mut out, mut put) = (0, 0);
    for mend in mends {
        let start = mend.at.start + put - out;
        if offset < start {
            break;
        }
        if offset < start + mend.with.len() {
            return mend.at.start;
        }
        out += mend.at.len();
        put += mend.with.len();
    }
    offset + out - put
}

/// One step of the path of an unknown field.
enum Hop {
    Name(String),
    Index(usize),
}

fn parse(text: &str) -> Result<(Blueprint, Vec<Vec<Hop>>), ron::error::SpannedError> {
    let mut deserializer = ron::Deserializer::from_str_with_options(text, &options())?;
    let has_unknown = Cell::new(false);
    let watched = Watched::new(&mut deserializer, &has_unknown);
    let blueprint = Blueprint::deserialize(watched)
        .and_then(|blueprint| deserializer.end().map(|()| blueprint))
        .map_err(|error| deserializer.span_error(error))?;
    if has_unknown.get() {
        return parse_with_unknown(text);
    }
    Ok((blueprint, Vec::new()))
}

/// Parses, and tells the paths of the fields that this version does not know.
fn parse_with_unknown(text: &str) -> Result<(Blueprint, Vec<Vec<Hop>>), ron::error::SpannedError> {
    let mut deserializer = ron::Deserializer::from_str_with_options(text, &options())?;
    let mut unknown = Vec::new();
    let mut note = |path: serde_ignored::Path<'_>| {
        if unknown.len() < MAX_LISTED {
            unknown.push(hops(&path));
        }
    };
    let tracked = serde_ignored::Deserializer::new(&mut deserializer, &mut note);
    Blueprint::deserialize(tracked)
        .and_then(|blueprint| deserializer.end().map(|()| blueprint))
        .map_err(|error| deserializer.span_error(error))
        .map(|blueprint| (blueprint, unknown))
}

fn hops(path: &serde_ignored::Path<'_>) -> Vec<Hop> {
    use serde_ignored::Path;
    let mut hops = Vec::new();
    let mut path = path;
    loop {
        path = match path {
            Path::Root => break,
            Path::Seq { parent, index } => {
                hops.push(Hop::Index(*index));
                parent
            }
            Path::Map { parent, key } => {
                hops.push(Hop::Name(key.clone()));
                parent
            }
            Path::Some { parent }
            | Path::NewtypeStruct { parent }
            | Path::NewtypeVariant { parent } => parent,
        };
    }
    hops.reverse();
    hops
}

/// The path of an unknown field, with ids where the records of a list have them.
fn path_of(hops: &[Hop], blueprint: &Blueprint) -> String {
    let mut names: Vec<String> = Vec::with_capacity(hops.len());
    for (depth, hop) in hops.iter().enumerate() {
        names.push(match hop {
            Hop::Name(name) => name.clone(),
            Hop::Index(index) => id_of(&hops[..depth], *index, blueprint)
                .filter(|id| !id.is_empty())
                .unwrap_or_else(|| index.to_string()),
        });
    }
    names.join("/")
}

fn id_of(list: &[Hop], index: usize, blueprint: &Blueprint) -> Option<String> {
    let id = match list {
        [Hop::Name(list)] => match list.as_str() {
            "lanes" => blueprint.lanes.get(index)?.id.as_str(),
            "phases" => blueprint.phases.get(index)?.id.as_str(),
            "roles" => blueprint.roles.get(index)?.id.as_str(),
            "variants" => blueprint.variants.get(index)?.id.as_str(),
            "sources" => blueprint.sources.get(index)?.id.as_str(),
            _ => return None,
        },
        [Hop::Name(_), Hop::Index(phase), Hop::Name(list)] if list == "moments" => blueprint
            .phases
            .get(*phase)?
            .moments
            .get(index)?
            .id
            .as_str(),
        _ => return None,
    };
    Some(id.to_owned())
}

/// Everything wrong in a document that opens, and its unknown fields, with their places.
fn list(
    text: &str,
    mends: &[Mend],
    blueprint: &Blueprint,
    unknown: Vec<String>,
) -> (Vec<Located>, Vec<UnknownField>) {
    let problems = blueprint.problems();
    debug_assert!(
        !problems
            .iter()
            .any(|problem| matches!(problem.trouble, Trouble::DoubledId(_))),
        "ids are mended before they are parsed"
    );
    if problems.is_empty() && mends.is_empty() && unknown.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let paths = problems.iter().map(|problem| problem.path.as_str());
    let places = locate::find(text, mends, paths.chain(unknown.iter().map(String::as_str)));

    let mended = mends
        .iter()
        .zip(&places.of_mend)
        .filter_map(|(mend, path)| {
            let trouble = match &mend.why {
                Why::Doubled { was, .. } => Trouble::Renamed(was.clone()),
                Why::Unnamed { .. } => Trouble::Unnamed,
                Why::Parted { was, .. } => Trouble::Parted(was.clone()),
                Why::Made { .. } | Why::Followed | Why::Newer => return None,
                Why::NotFinite(number) => Trouble::NotFinite(number.clone()),
            };
            let path = path.clone();
            Some((Problem { path, trouble }, Some(mend.entry)))
        });
    let found = problems.iter().map(|problem| {
        let at = places.of_path[problem.path.as_str()].first().copied();
        (problem.clone(), at)
    });
    let mut listed: Vec<(Problem, Option<usize>)> = mended.collect();
    listed.sort_by_key(|(_, at)| *at);
    listed.extend(found);
    let of_unknown: Vec<Option<usize>> = unknown
        .iter()
        .map(|path| places.of_path[path.as_str()].first().copied())
        .collect();

    let offsets = listed.iter().map(|(_, at)| *at).chain(of_unknown);
    let mut positions = positions(text, &offsets.collect::<Vec<_>>()).into_iter();
    let problems = listed
        .into_iter()
        .zip(positions.by_ref())
        .map(|((problem, _), at)| Located { problem, at })
        .collect();
    let unknown = unknown
        .into_iter()
        .zip(positions)
        .map(|(path, at)| UnknownField { path, at })
        .collect();
    (problems, unknown)
}

/// The positions of many bytes in one pass, however long the lines are.
fn positions(text: &str, offsets: &[Option<usize>]) -> Vec<Option<Position>> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|&index| offsets[index]);
    let mut positions = vec![None; offsets.len()];
    let mut at = Position { line: 1, column: 1 };
    let mut done = 0;
    for index in order {
        let Some(offset) = offsets[index] else {
            continue;
        };
        for c in text[done..offset].chars() {
            if c == '\n' {
                at.line += 1;
                at.column = 1;
            } else {
                at.column += 1;
            }
        }
        done = offset;
        positions[index] = Some(at);
    }
    positions
}
