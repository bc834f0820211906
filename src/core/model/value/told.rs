//! Whether and where a customer is told that it is AI: a choice with a field of its own for two of them.

use super::{FieldEdit, Input, NO_PLACE, PathPart, RenamedTo, Rewrite, ShownField, Value, simple};
use crate::model::{Gone, Names, Ref, Told, faults::Faults};

/// The field of [`Told::At`].
const STEP: PathPart = PathPart::Name("step");
/// The field of [`Told::Obvious`].
const WHY: PathPart = PathPart::Name("why");

impl Told {
    /// What the choices are called, in the order of a pick list.
    const CHOICES: [&str; 3] = ["Yes", "It is obvious", "No"];

    /// What it is called on screen, without its step or reason.
    pub fn words(&self) -> &'static str {
        let [yes, obvious, no] = Self::CHOICES;
        match self {
            Self::At(_) => yes,
            Self::Obvious(_) => obvious,
            Self::No => no,
        }
    }
}

impl Value for Told {
    const REFERS: bool = true;

    fn input() -> Input {
        Input::Choice {
            all: Self::CHOICES.to_vec(),
            optional: false,
            open: false,
        }
    }

    fn typed(&self, _: &Names<'_>) -> String {
        self.words().to_owned()
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        let all = [Self::At(None), Self::Obvious(String::new()), Self::No];
        let found = simple::chosen(&all, Self::words, text).cloned();
        found.ok_or_else(|| simple::no_choice(text, &Self::CHOICES))
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        let (label, seen) = match (self, path) {
            (_, []) => return Some(ShownField::of(self, names)),
            (Self::At(step), [part]) if *part == STEP => ("Told at", step.seen(&[], names)?),
            (Self::Obvious(why), [part]) if *part == WHY => {
                ("Why it is obvious", why.seen(&[], names)?)
            }
            _ => return None,
        };
        Some(ShownField { label, ..seen })
    }

    fn set(
        &mut self,
        path: &[PathPart],
        edit: FieldEdit<'_>,
        names: &Names<'_>,
    ) -> Result<(), String> {
        if let ([], FieldEdit::Typed(typed)) = (path, edit) {
            let new = Self::read(typed, names)?;
            // Picked again it keeps its step or reason.
            if new.words() != self.words() {
                *self = new;
            }
            return Ok(());
        }
        match (self, path) {
            (Self::At(step), [part]) if *part == STEP => step.set(&[], edit, names),
            (Self::Obvious(why), [part]) if *part == WHY => why.set(&[], edit, names),
            _ => Err(NO_PLACE.to_owned()),
        }
    }

    fn faults(&self, at: &mut Faults<'_>) {
        match self {
            Self::At(step) => step.faults(at),
            Self::Obvious(why) => at.text(why),
            Self::No => {}
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        if let Self::At(step) = self {
            step.refs(visit);
        }
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        if let Self::Obvious(why) = self {
            why.texts(names, visit);
        }
    }

    fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
        match self {
            Self::Obvious(why) => why.rewrite(change),
            Self::At(_) | Self::No => Ok(()),
        }
    }

    /// That they are told is known still; where, is not.
    fn forget(&mut self, gone: &Gone<'_>) {
        if let Self::At(step) = self {
            step.forget(gone);
        }
    }

    fn rename(&mut self, to: &RenamedTo<'_>) {
        if let Self::At(step) = self {
            step.rename(to);
        }
    }
}
