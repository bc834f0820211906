//! Finding words in a blueprint: in which records they stand, in reading order.
//!
//! Case and accents make no difference, unless it is asked for. Nothing is kept: a search reads the document once. Knows nothing
//! of fields, lists and rings on screen.

mod needle;
mod replace;

use std::ops::Range;

use needle::Needle;
pub use needle::{FindWords, MatchCase};
pub use replace::Replacing;

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

/// Every record with `words` in its texts, each once: steps and connectors in reading order, then the registers: lanes,
/// phases with their moments, roles and so on. Of what belongs to a variant, only what belongs to one of `variants`.
/// Nothing is found when the words are blank.
pub fn find(
    blueprint: &Blueprint,
    variants: &[VariantId],
    words: impl Into<FindWords>,
) -> Vec<Found> {
    let (Some(needle), Some(first)) = (Needle::new(&words.into()), variants.first()) else {
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

    #[test]
    fn an_excerpt_shows_the_words() {
        let text = "Ä long description that goes on and on before it says Ärger and then on\nand on \
                    after it, longer than any list has room for, truly";
        let at = Needle::new(&"arger".into()).and_then(|needle| needle.in_text(text));
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
