//! Finding words in a blueprint: in which records they stand, in reading order.
//!
//! Case and accents make no difference. Nothing is kept: a search reads the document once. Knows nothing
//! of fields, lists and rings on screen.

use std::ops::Range;

use icu_normalizer::DecomposingNormalizer;

use super::{Selection, Target};
use crate::{
    model::{
        Blueprint, Field, Fields, Key, Kind, Names, Phase, Places, Record, Register as _, Step,
        VariantId, Visit, capital, in_a_sentence,
    },
    scene::WireId,
};

/// A record in which the words stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What to select to go there.
    pub selection: Selection,
    /// What the record is called.
    pub name: String,
    /// The field in which the words stand first, as one says it in a sentence: `title`, `note` ...
    pub field: String,
    /// Whether that is what the record is called by.
    pub is_name: bool,
    /// The field's text around the words, on one line.
    pub excerpt: String,
    /// Where in `excerpt` they stand, in bytes.
    pub mark: Range<usize>,
    /// Where the record stands: `Agent, Ask 2`.
    pub place: String,
}

/// Every record with `text` in its words, each once: steps and connectors in reading order, then the registers: lanes,
/// phases with their moments, roles and so on. Of what belongs to a variant, only what belongs to one of `variants`.
/// Nothing is found when `text` is blank.
pub fn find(blueprint: &Blueprint, variants: &[VariantId], text: &str) -> Vec<Found> {
    let (Some(needle), Some(first)) = (Needle::new(text), variants.first()) else {
        return Vec::new();
    };
    let mut search = Search {
        blueprint,
        needle,
        found: Vec::new(),
    };
    for variant in variants {
        search.variant(variant);
    }
    for kind in Kind::ALL {
        kind.visit(InRegister(&mut search, first));
    }
    search.found
}

struct Search<'b> {
    blueprint: &'b Blueprint,
    needle: Needle,
    found: Vec<Found>,
}

impl Search<'_> {
    /// Steps, each followed by the arrows that lead out of it.
    fn variant(&mut self, id: &VariantId) {
        let blueprint = self.blueprint;
        let Some((_, variant)) = blueprint.variant(id) else {
            return;
        };
        let names = Names::of(blueprint, variant);
        let places = Places::of(blueprint);
        let mut ways: Vec<_> = variant.connectors.iter().collect();
        ways.sort_by_key(|(id, connector)| (&connector.from, *id));
        for (step_id, step) in places.steps(variant) {
            let hit = self.hit(&**step, &names);
            let in_ai = |hit: &FoundIn<Step>| hit.field.name == "ai";
            // Where in an AI touchpoint says more than that it is in one.
            let hit = match (&step.ai, hit) {
                (Some(ai), Some(hit)) if in_ai(&hit) => self.hit(&**ai, &names).map(FoundIn::any),
                (_, hit) => hit.map(FoundIn::any),
            };
            self.note(hit, &step.title, || {
                (Selection::step(id, step_id), places.words(step))
            });
            let begin = ways.partition_point(|(_, way)| way.from < *step_id);
            let ways = ways.get(begin..).unwrap_or_default().iter();
            for (way_id, way) in ways.take_while(|(_, way)| way.from == *step_id) {
                let hit = self.hit(&***way, &names).map(FoundIn::any);
                self.note(hit, &way.label, || {
                    let to = variant.steps.get(&way.to).map_or("", |step| step.called());
                    let wire = WireId::Connector((*way_id).clone());
                    let place = format!("Connector from {} to {to}", step.called());
                    (Selection::wire(id, &wire), place)
                });
            }
            if let Some(hand_over) = step.hand_over() {
                let hit = self.hit(hand_over, &names).map(FoundIn::any);
                self.note(hit, &hand_over.label, || {
                    let wire = WireId::HandOver(step_id.clone());
                    let place = format!("Hand-over of {}", step.called());
                    (Selection::wire(id, &wire), place)
                });
            }
        }
    }

    /// Where the words stand first in a record.
    fn hit<T: Fields>(&self, record: &T, names: &Names<'_>) -> Option<FoundIn<T>> {
        // What a record is called by comes first wherever it stands in the table.
        let is_name = |field: &&Field<T>| matches!(field.name, "title" | "name" | "label");
        let (called, others): (Vec<_>, Vec<_>) = T::FIELDS.iter().partition(is_name);
        let is_called = called.len();
        let fields = called.into_iter().chain(others).enumerate();
        fields.into_iter().find_map(|(number, field)| {
            let mut found = None;
            (field.texts)(record, names, &mut |text| {
                if found.is_none() {
                    found = self.needle.in_text(text).map(|at| excerpt(text, at));
                }
            });
            let (excerpt, mark) = found?;
            Some(FoundIn {
                field,
                is_name: number < is_called,
                excerpt,
                mark,
            })
        })
    }

    /// Notes the record when the words stand in one of its fields.
    fn note(
        &mut self,
        hit: Option<AnyHit>,
        name: &str,
        record: impl FnOnce() -> (Selection, String),
    ) {
        if let Some(hit) = hit {
            let (selection, place) = record();
            self.found.push(Found {
                selection,
                name: name.to_owned(),
                field: in_a_sentence(hit.label),
                is_name: hit.is_name,
                excerpt: hit.excerpt,
                mark: hit.mark,
                place,
            });
        }
    }
}

/// Where words stand in a record.
struct FoundIn<T: 'static> {
    field: &'static Field<T>,
    is_name: bool,
    excerpt: String,
    mark: Range<usize>,
}

impl<T> FoundIn<T> {
    fn any(self) -> AnyHit {
        AnyHit {
            label: self.field.label,
            is_name: self.is_name,
            excerpt: self.excerpt,
            mark: self.mark,
        }
    }
}

/// Where words stand in a record of whatever kind.
struct AnyHit {
    label: &'static str,
    is_name: bool,
    excerpt: String,
    mark: Range<usize>,
}

/// Searches a register.
struct InRegister<'s, 'b>(&'s mut Search<'b>, &'s VariantId);

impl Visit for InRegister<'_, '_> {
    type Out = ();

    fn kind<T: Record>(self) {
        let Self(search, variant) = self;
        let blueprint = search.blueprint;
        let names = Names::of_all(blueprint);
        for (id, record) in T::all(blueprint).entries() {
            let hit = search.hit(&**record, &names).map(FoundIn::any);
            let key = T::key(id.clone());
            if let Key::Phase(id) = &key {
                let phase = blueprint.phase(id).map(|(_, phase)| phase);
                let hit =
                    hit.filter(|hit| hit.label != Phase::field("moments").map_or("", |f| f.label));
                search.note(hit, record.name(), || found(variant, key.clone(), T::KIND));
                for moment in phase.into_iter().flat_map(|phase| &phase.moments) {
                    let hit = search.hit(moment, &names).map(FoundIn::any);
                    search.note(hit, &moment.name, || {
                        let target = Target::Record(Key::Moment(moment.id.clone()));
                        let place = format!("Moment of {}", record.name());
                        (Selection::of(variant, target), place)
                    });
                }
                continue;
            }
            search.note(hit, record.name(), || found(variant, key, T::KIND));
        }
    }
}

/// A record of a register as a place to go to.
fn found(variant: &VariantId, key: Key, kind: Kind) -> (Selection, String) {
    let selection = Selection::of(variant, Target::Record(key));
    (selection, capital(kind.noun()))
}

/// Words to look for, without case and accents.
struct Needle(String);

impl Needle {
    fn new(text: &str) -> Option<Self> {
        let words = fold(text.trim()).text;
        (!words.is_empty()).then_some(Self(words))
    }

    /// Where the words stand first in `text`, in bytes.
    fn in_text(&self, text: &str) -> Option<Range<usize>> {
        if text.is_ascii() {
            // Most texts are, and need no copy.
            let same = |(a, b): (&u8, &u8)| match b {
                b' ' => a.is_ascii_whitespace(),
                letter => a.eq_ignore_ascii_case(letter),
            };
            let needle = self.0.as_bytes();
            let mut windows = text.as_bytes().windows(needle.len());
            let start = windows.position(|part| part.iter().zip(needle).all(same))?;
            return Some(start..start + needle.len());
        }
        let folded = fold(text);
        let start = folded.text.find(&self.0)?;
        let last = start + self.0.len() - 1;
        Some(folded.from.get(start)?.start..folded.from.get(last)?.end)
    }
}

/// A text without case and accents, and from where in the original each of its bytes comes.
struct Folded {
    text: String,
    from: Vec<Range<usize>>,
}

fn fold(text: &str) -> Folded {
    let decompose = DecomposingNormalizer::new_nfd();
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        from: Vec::with_capacity(text.len()),
    };
    for (at, letter) in text.char_indices() {
        let from = at..at + letter.len_utf8();
        for part in decompose.normalize_iter(std::iter::once(letter)) {
            if is_accent(part) {
                continue;
            }
            match plain(part) {
                Some(letters) => folded.text.push_str(letters),
                None => folded.text.extend(part.to_lowercase()),
            }
        }
        folded.from.resize(folded.text.len(), from);
    }
    folded
}

/// The blocks of combining marks of European scripts; vowel signs of other scripts are letters.
fn is_accent(part: char) -> bool {
    matches!(part,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that people type without their stroke, and that no decomposition parts.
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'ı' => "i",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        '\u{a0}' | '\n' | '\r' | '\t' => " ",
        _ => return None,
    })
}

/// Bytes of a text kept before and after the words.
const AROUND: (usize, usize) = (24, 64);

/// What stands around `at`, on one line, and where the words stand in it.
fn excerpt(text: &str, at: Range<usize>) -> (String, Range<usize>) {
    let mut start = at.start.saturating_sub(AROUND.0);
    let mut end = (at.end + AROUND.1).min(text.len());
    // The beginning of a word, when one is near.
    while !text.is_char_boundary(start) {
        start += 1;
    }
    if start > 0
        && let Some(space) = text[start..at.start].find(' ')
    {
        start += space + 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let dots = if start > 0 { "…" } else { "" };
    let shown = text[start..end].replace(['\n', '\r', '\t'], " ");
    let more = if end < text.len() { "…" } else { "" };
    let shift = |place: usize| place - start + dots.len();
    let mark = shift(at.start)..shift(at.end);
    (format!("{dots}{shown}{more}"), mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Proves that `words` are found in `text` as `part` of it, or not.
    fn check_found(words: &str, text: &str, part: Option<&str>) {
        let at = Needle::new(words).and_then(|needle| needle.in_text(text));
        assert_eq!(at.map(|at| &text[at]), part, "{words:?} in {text:?}");
    }

    #[test]
    fn case_and_accents_make_no_difference() {
        check_found("REFUND", "Where is my refund?", Some("refund"));
        check_found("cafe", "Le Café", Some("Café"));
        check_found("Café", "at the cafe", Some("cafe"));
        check_found("strasse", "Goethestraße 7", Some("straße"));
        check_found("zurich", "In Zu\u{308}rich", Some("Zu\u{308}rich"));
        check_found("lodz", "Łódź", Some("Łódź"));
        check_found("客户", "通知客户", Some("客户"));
        check_found("two words", "Two\nwords", Some("Two\nwords"));
        check_found("two words", "Zwei, “two\nwords”", Some("two\nwords"));
        check_found("  ", "anything", None);
        check_found("longer", "long", None);
    }

    #[test]
    fn an_excerpt_shows_the_words() {
        let text = "Ä long description that goes on and on before it says Ärger and then on\nand on \
                    after it, longer than any list has room for, truly";
        let at = Needle::new("arger").and_then(|needle| needle.in_text(text));
        let at = at.expect("the words stand there");
        let (shown, mark) = excerpt(text, at);
        assert_eq!(&shown[mark], "Ärger");
        assert!(
            shown.starts_with('…') && shown.contains("before it says") && shown.ends_with('…'),
            "{shown}"
        );
        assert!(!shown.contains('\n'));
    }
}
