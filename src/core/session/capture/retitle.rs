//! A title that is corrected in place: a time or a pain that was added to it counts as in a new step.
//!
//! What stood in the title before stays words, and so does what took its place: who mends a slip in
//! “Support 24h” changes the title and nothing else.

use std::{collections::BTreeMap, ops::Range};

use super::{
    super::{
        Editing, Session,
        title::{plain, put_step},
    },
    beside,
    line::{self, CapturedLine, LinePart, length},
    marks, step_of,
};
use crate::{
    edit::{Edit, Refusal},
    model::{Hours, Ids, Key, PainId, Step, StepId, StepKind, VariantId, Written},
};

/// Milliseconds in a day.
const DAY: f64 = 86_400_000.0;

impl Session {
    /// Gives each of the steps a title, and what is said behind it to its fields.
    pub(in crate::session) fn retitle(&mut self, keys: &[Key], text: &str) -> Result<(), Refusal> {
        let mut ids = self.ids.clone();
        let edit = self.retitling_with(&mut ids, keys, text);
        self.ids = ids;
        let silent = self.where_work_is_shared(keys, text);
        self.edit(&edit, None)?;
        if !silent.is_empty() {
            self.say_undo(&format!(
                "The time is not set in {}: several people share the work there",
                silent.join(" and ")
            ));
        }
        Ok(())
    }

    /// The variants in which several people share the work of a step, while its title sets a time in others.
    fn where_work_is_shared(&self, keys: &[Key], text: &str) -> Vec<String> {
        let text = plain(text);
        let steps = keys.iter().filter_map(|key| {
            let Key::Step(variant, id) = key else {
                return None;
            };
            let (_, variant) = self.blueprint().variant(variant)?;
            Some((variant.name.clone(), variant.steps.get(id)?))
        });
        let (shared, own): (Vec<_>, Vec<_>) = steps.partition(|(_, step)| is_shared(step));
        let sets = |step: &Step| added(step, &text).is_some_and(|line| line.work.is_some());
        match own.iter().any(|(_, step)| sets(step)) {
            true => shared.into_iter().map(|(name, _)| name).collect(),
            false => Vec::new(),
        }
    }

    /// The edit that [`super::super::Action::Retitle`] makes.
    pub fn retitling(&self, keys: &[Key], text: &str) -> Edit {
        self.retitling_with(&mut self.ids.clone(), keys, text)
    }

    fn retitling_with(&self, ids: &mut Ids, keys: &[Key], text: &str) -> Edit {
        let text = plain(text);
        let steps = keys.iter().filter_map(|key| {
            let Key::Step(variant, id) = key else {
                return None;
            };
            let step = self.blueprint().step(variant, id)?;
            Some((variant, id, &**step))
        });
        let steps: Vec<(&VariantId, &StepId, &Step)> = steps.collect();
        let named: Vec<(&StepId, &Step)> = steps.iter().map(|(_, id, step)| (*id, *step)).collect();
        let new = self.all_retitled(ids, &named, &text).into_iter();
        let edits = new.zip(&steps);
        Edit::All(
            edits
                .map(|(new, (variant, id, _))| put_step(variant, id, new))
                .collect(),
        )
    }

    /// Each of the steps with its title corrected to `text`, and what was added there in its fields. The same step in
    /// another variant gets the same pains.
    pub(in crate::session) fn all_retitled(
        &self,
        ids: &mut Ids,
        steps: &[(&StepId, &Step)],
        text: &str,
    ) -> Vec<Step> {
        let mut known: BTreeMap<(&StepId, String), PainId> = BTreeMap::new();
        // The title is the same in all of them: where one takes the time, it stands in none.
        let takes = |step: &Step| added(step, text).is_some_and(|line| line.work.is_some());
        let is_taken = steps.iter().any(|(_, step)| takes(step));
        let new = steps.iter().map(|(id, step)| {
            let alone = Step {
                workers: Vec::new(),
                ..(*step).clone()
            };
            let mut new = match is_taken && is_shared(step) {
                true => Step {
                    workers: step.workers.clone(),
                    work: step.work.clone(),
                    ..self.retitled(ids, &alone, text)
                },
                false => self.retitled(ids, step, text),
            };
            for pain in new.pains.iter_mut().skip(step.pains.len()) {
                let name = (*id, pain.text.clone());
                pain.id = known.entry(name).or_insert(pain.id.clone()).clone();
            }
            new
        });
        new.collect()
    }

    /// What a title says beside what happens, once it is typed for a step, in words.
    pub fn said_in_title(&self, step: &Step, text: &str) -> Vec<String> {
        let line = added(step, &plain(text));
        line.map_or_else(Vec::new, |line| said_of(&step_of(&line)))
    }

    /// What the title typed in place says beside what happens, in words.
    pub fn title_marks(&self, text: &str) -> Vec<String> {
        match self.editing() {
            Some(Editing::New(_)) => said_of(&step_of(&line::read_title(text))),
            Some(Editing::Name(selection, _)) => {
                let lead = selection.lead();
                let step = lead.and_then(|id| self.blueprint().step(&selection.variant, id));
                let line = step.and_then(|step| added(step, text));
                line.map_or_else(Vec::new, |line| said_of(&step_of(&line)))
            }
            None => Vec::new(),
        }
    }

    /// The step with its title corrected to `text`, and what was added there in its fields.
    pub(in crate::session) fn retitled(&self, ids: &mut Ids, step: &Step, text: &str) -> Step {
        let mut new = step.clone();
        let Some(line) = added(step, text) else {
            text.clone_into(&mut new.title);
            return new;
        };
        let said = self.with_pain_ids(ids, step_of(&line));
        new.title = said.title;
        if said.work.is_some() {
            match &mut *new.workers {
                [worker] => worker.work = said.work,
                _ => new.work = said.work,
            }
        }
        if let Some(Written::Known(wait)) = said.wait {
            new.wait = Some(Written::Known(wait));
        }
        new.pains.extend(said.pains);
        new.ai = new.ai.or(said.ai);
        new.split = said.split.or(new.split);
        if !said.channel.is_empty() {
            new.channel = said.channel;
        }
        for system in said.systems {
            if !new.systems.contains(&system) {
                new.systems.push(system);
            }
        }
        new
    }
}

/// All that a line says of a step beside what happens, in words.
fn said_of(step: &Step) -> Vec<String> {
    marks(step).into_iter().chain(beside(step)).collect()
}

/// What `text` says beyond the step's title, with the title that is left; `None` when it is a title and no more.
fn added(step: &Step, text: &str) -> Option<CapturedLine> {
    let mut line = read(&step.title, text)?;
    let waits = text
        .split_whitespace()
        .next()
        .is_some_and(length::is_waiting);
    if (step.kind == StepKind::Wait || waits) && line.wait.is_none() {
        line.wait = line.work.take();
    }
    // Several people share the work: whose time it is, a title cannot say.
    let is_shared = line.work.is_some() && is_shared(step);
    (!is_shared).then_some(line)
}

/// Whether several people share the work of a step.
fn is_shared(step: &Step) -> bool {
    step.workers.len() > 1
}

/// The line that `new` is, without what `old` held already.
fn read(old: &str, new: &str) -> Option<CapturedLine> {
    let was = line::read_title(old);
    if let Some(end) = end_of_tail(&was, old, new)
        && let Some(line) = line::read_marks(new, end)
    {
        return (end < new.trim_end().len()).then_some(line);
    }
    let mut line = line::read_title(new);
    let (old_words, new_words) = (words(old), words(new));
    let gone = |part: LinePart| {
        let mut parts = was.parts.iter().filter(|(_, other)| *other == part);
        parts.any(|(range, _)| !holds(&new_words, &words(&old[range.clone()])))
    };
    let is_held = |text: &str, part: LinePart| holds(&old_words, &words(text)) || gone(part);
    let is_quote = |text: &str| text.starts_with(['"', '“']);
    let mut title = Vec::new();
    let (mut held, mut marks, mut pain) = (0, 0, 0);
    let mut is_unquoted = false;
    for (range, part) in line.parts.clone() {
        let said = &new[range];
        if part == LinePart::Title {
            is_unquoted = is_quote(said) && !is_quote(&line.title) && !is_quote(old);
            title.push(if is_unquoted { &line.title } else { said }.to_owned());
            continue;
        }
        marks += 1;
        let stays = is_held(said, part);
        if stays {
            held += 1;
            title.push(said.to_owned());
        }
        match part {
            // The only time of a line that begins with “Waits” is how long that is.
            LinePart::Time if stays => drop(line.work.take().or_else(|| line.wait.take())),
            LinePart::Wait if stays => line.wait = None,
            LinePart::Ai if stays => line.ai = false,
            LinePart::Way if stays => line.decides = None,
            LinePart::Channel if stays => line.channel.clear(),
            LinePart::System if stays => line.systems.retain(|system| !said.contains(&**system)),
            LinePart::Pain if stays => drop(line.pains.remove(pain)),
            LinePart::Pain => pain += 1,
            _ => {}
        }
    }
    if line.title.is_empty() || held == marks && !is_unquoted {
        return None;
    }
    if held > 0 || !is_unquoted && is_quote(old) {
        line.title = plain(line::without_comma(&title.join(" ")));
    }
    Some(line)
}

/// Where in `new` that ends which looked like a mark at the end of the old title, if it is still there.
fn end_of_tail(was: &CapturedLine, old: &str, new: &str) -> Option<usize> {
    let mut parts = was
        .parts
        .iter()
        .filter(|(_, part)| *part != LinePart::Title);
    let (first, last) = (parts.next()?, parts.next_back());
    let tail = words(&old[first.0.start..last.unwrap_or(first).0.end]);
    let there = words_and_places(new);
    let is_tail = |held: &[(String, Range<usize>)]| held.iter().map(|(word, _)| word).eq(&tail);
    let mut places = there.windows(tail.len().max(1));
    let at = places.rposition(is_tail)?;
    let (first_word, rest) = there[at..].split_first()?;
    // “1h” that became “1h 30 min” or “1h or so” was corrected; “24h 5m” is a name and a time.
    let old_time = length::read(&tail.join(" "));
    let is_longer = |end: usize| {
        let time = length::read(&new[first_word.1.start..end]);
        time.is_some_and(|time| Some(time) == old_time || time.mean(Hours(8.0)) < DAY)
    };
    let mut ends = rest.iter().map(|(_, place)| place.end).rev();
    let longer = ends.find(|end| old_time.is_some() && is_longer(*end));
    let end = there
        .get(at + tail.len().max(1) - 1)
        .map(|(_, place)| place.end);
    longer.max(end)
}

/// The words of a text as they are compared: without what leads to a length, and without marks around them.
fn words(text: &str) -> Vec<String> {
    let all = words_and_places(text).into_iter();
    let mut words: Vec<String> = all.map(|(word, _)| word).collect();
    if words.len() > 1 && length::leads(&words[0]) {
        words.remove(0);
    }
    words
}

fn words_and_places(text: &str) -> Vec<(String, Range<usize>)> {
    let words = text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let place = start..start + word.len();
        let bare = word.trim_matches(['(', ')', ',', '.', ';']);
        (bare.to_lowercase(), place)
    });
    words.filter(|(word, _)| !word.is_empty()).collect()
}

fn holds(words: &[String], part: &[String]) -> bool {
    part.is_empty() || words.windows(part.len()).any(|held| held == part)
}
