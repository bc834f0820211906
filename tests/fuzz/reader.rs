//! Texts that nobody would write, read: never a panic, and what opens stays the same from then on.

use frontstage::{
    format::{LineEnds, Reading, read, write},
    model::Blueprint,
};

use crate::{
    chance::Chance,
    mutate::mutated,
    pool::{Figures, Pool},
};

/// How long a message about one fault may be, in bytes.
const LONGEST: usize = 2_000;
/// How many characters of a file it quotes in one piece.
const QUOTED: usize = 80;

/// How many messages about one document are looked at.
const MOST: usize = 50;

/// Reads, and counts what came of it.
#[derive(Default)]
pub(crate) struct Reader {
    pool: Pool,
    figures: Figures,
}

impl Reader {
    /// Reads the input of this number.
    pub(crate) fn try_input(&mut self, number: u64) {
        self.pool.turn_to(number);
        let mut chance = Chance::of(number);
        let (text, other) = (self.pool.text(&mut chance), self.pool.text(&mut chance));
        let bytes = mutated(text, other, &mut chance);
        match read(&bytes) {
            Err(error) => {
                self.figures.count("refused");
                check_message(&error.to_string(), &bytes);
            }
            Ok(reading) => {
                self.figures.count("opened");
                if reading.read_only.is_some() {
                    self.figures.count("of these read-only");
                }
                if reading.unsaved {
                    self.figures.count("of these mended");
                }
                check_messages(&reading, &bytes);
                check_stays(&reading);
            }
        }
    }

    /// Says how many opened.
    ///
    /// # Panics
    /// When nearly all or nearly none did: then the changes are of no use.
    pub(crate) fn say_figures(&self) {
        self.figures.say();
        let (opened, refused) = (self.figures.of("opened"), self.figures.of("refused"));
        let all = opened + refused;
        let is_fair = |some: u64| all < 1_000 || some * 10 > all;
        assert!(
            is_fair(opened) && is_fair(refused),
            "{opened} of {all} opened"
        );
    }
}

/// What was read is written so that it reads as the same, and is written the same then. That is what `fmt` proves
/// before it writes, and what a save puts back with the line ends that the file had.
fn check_stays(reading: &Reading) {
    let text = write(&reading.blueprint);
    let again = check_same(&text, &reading.blueprint);
    assert_eq!(
        write(&again.blueprint),
        text,
        "it is written in another way"
    );
    assert_eq!(again.line_ends, LineEnds::Lf);
    let ends = reading.line_ends.restore(text.clone());
    let restored = check_same(&ends, &reading.blueprint);
    if reading.line_ends == LineEnds::CrLf {
        assert_eq!(restored.line_ends, LineEnds::CrLf);
    }
    // What opens read-only is never written; what is left of it says so only for its format.
    let newer = |reading: &Reading| reading.read_only.as_ref().and_then(|r| r.newer_format);
    assert_eq!(newer(&again).is_some(), newer(reading).is_some());
}

/// Reads a text that the program has written.
pub(crate) fn check_same(text: &str, blueprint: &Blueprint) -> Reading {
    let again = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert!(
        again.blueprint == *blueprint,
        "it reads as another document: {}",
        difference(&again.blueprint, blueprint)
    );
    assert!(!again.unsaved, "mended again: {:?}", again.problems);
    assert!(!again.comments, "comments out of nowhere");
    assert_eq!(again.migrated_from, None);
    let unknown = again.read_only.as_ref().map(|r| &r.unknown_fields);
    assert!(unknown.is_none_or(Vec::is_empty), "{unknown:?}");
    again
}

fn check_messages(reading: &Reading, bytes: &[u8]) {
    for problem in reading.problems.iter().take(MOST) {
        check_message(&problem.to_string(), bytes);
    }
    if let Some(reason) = &reading.read_only {
        check_message(&reason.to_string(), bytes);
    }
    let ends = reading.line_ends.to_string();
    assert!(ends.len() < LONGEST, "{} bytes of message", ends.len());
}

/// Proves that a message is short, and quotes little of the file in one piece.
fn check_message(said: &str, bytes: &[u8]) {
    assert!(!said.is_empty());
    assert!(
        said.len() < LONGEST,
        "{} bytes of message: {said}",
        said.len()
    );
    // The choices of a field are the program's words, and may stand side by side in a file too.
    let said = said.split("? There are: ").next().unwrap_or(said);
    let file = String::from_utf8_lossy(bytes);
    let places: Vec<usize> = said
        .char_indices()
        .map(|(at, _)| at)
        .chain([said.len()])
        .collect();
    let piece = places
        .windows(QUOTED + 2)
        .map(|places| &said[places[0]..places[QUOTED + 1]]);
    for piece in piece.filter(|piece| is_quote(piece)) {
        assert!(
            !file.contains(piece),
            "quotes {piece:?} and more in {said:?}"
        );
    }
}

/// Whether a piece of a message may be from the file: it holds none of the marks that stand around what is quoted.
fn is_quote(piece: &str) -> bool {
    !piece.contains(['“', '”', '`'])
}

/// The first line by which two documents differ, in words.
fn difference(read: &Blueprint, was: &Blueprint) -> String {
    let (read, was) = (format!("{read:#?}"), format!("{was:#?}"));
    let mut lines = read.lines().zip(was.lines());
    let differ = lines.position(|(read, was)| read != was);
    let at = differ.unwrap_or_else(|| read.lines().count().min(was.lines().count()));
    let around = |text: &str| {
        let lines: Vec<&str> = text.lines().skip(at.saturating_sub(6)).take(9).collect();
        lines.join("\n")
    };
    format!("read\n{}\nwas\n{}", around(&read), around(&was))
}
