//! Values that are typed on one line or picked from a list, and references.

use super::{Input, PathPart, RenamedTo, Rewrite, ShownField, Unit, Value};
use crate::model::{
    Autonomy, BasisKind, Conflicts, ConnectorKind, Count, Currency, Date, Decides, Effort, Feeling,
    Gone, Hours, Id, Join, Kind, LaneKind, Marker, MeasureKind, MeasureUnit, Money, Names, Often,
    OpenHours, Outcome, Place, Ref, Referred, Row, Severity, Share, Split, State, Status, StepKind,
    Technique, Time, Trigger, Versions, WhyNot, Written, faults::Faults, merge::merge_lines,
    open_hours::OPENING_HINT, typed,
};

impl Value for String {
    fn input() -> Input {
        Input::Text
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        typed::text(text)
    }

    fn faults(&self, at: &mut Faults<'_>) {
        at.text(self);
    }

    fn texts(&self, _: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        if !self.is_empty() {
            visit(self);
        }
    }

    fn rewrite(&mut self, change: &mut Rewrite<'_>) -> Result<(), String> {
        if let Some(new) = change(self) {
            *self = typed::text(&new)?;
        }
        Ok(())
    }

    /// By lines, where there are several.
    fn merge_both(all: Versions<&Self>, out: &mut Conflicts) -> Self {
        merge_lines(all.map(String::as_str)).unwrap_or_else(|| out.dispute(all))
    }
}

/// A line on which something with a spelling is typed.
fn line(hint: &'static str, unit: Unit) -> Input {
    Input::Line { hint, unit }
}

/// What `read` makes of words that are not blank.
fn given<T>(
    read: fn(&str) -> typed::Parsed<T>,
    text: &str,
    what: &'static str,
) -> Result<T, String> {
    read(text)?.ok_or_else(|| format!("Write {what}"))
}

impl Value for Share {
    fn input() -> Input {
        line("", Unit::None)
    }

    fn typed(&self, _: &Names<'_>) -> String {
        typed::show_share(*self)
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        given(typed::share, text, "66 % or 0.66")
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if !(0.0..=1.0).contains(&self.0) {
            at.out_of_range("a share from 0 to 1", self.0);
        }
    }
}

impl Value for Currency {
    fn input() -> Input {
        line("EUR", Unit::None)
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        typed::currency(text).map(Self)
    }

    fn texts(&self, _: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        if !self.0.is_empty() {
            visit(&self.0);
        }
    }
}

macro_rules! quantities {
    ($($name:ident: $read:path, $unit:expr;)*) => {$(
        impl Value for $name {
            fn input() -> Input {
                line("", $unit)
            }

            fn typed(&self, _: &Names<'_>) -> String {
                self.0.to_string()
            }

            fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
                given($read, text, "a number")
            }

            fn faults(&self, at: &mut Faults<'_>) {
                if !(0.0..=f64::MAX).contains(&self.0) {
                    at.out_of_range("0 or more", self.0);
                }
            }
        }
    )*};
}

quantities! {
    Money: typed::money, Unit::Currency;
    Count: typed::count, Unit::None;
    Hours: typed::hours, Unit::Hours;
}

/// How many: without a word, one. What may be unknown is an `Option`, and reads nothing as that.
impl Value for u32 {
    fn input() -> Input {
        line("", Unit::None)
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        Ok(typed::whole(text)?.unwrap_or(1))
    }
}

impl Value for i64 {
    fn input() -> Input {
        line("", Unit::None)
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        typed::rank(text)
    }
}

impl Value for Feeling {
    fn input() -> Input {
        line("-2 to 2", Unit::None)
    }

    fn typed(&self, _: &Names<'_>) -> String {
        self.0.to_string()
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        match text.trim().parse() {
            Ok(feeling @ -2..=2) => Ok(Self(feeling)),
            _ => Err(format!("“{}” is no feeling: write -2 to 2", text.trim())),
        }
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if !(-2..=2).contains(&self.0) {
            at.out_of_range("-2 to 2", self.0);
        }
    }
}

impl Value for Written<Time> {
    fn input() -> Input {
        line(typed::TIME_HINT, Unit::None)
    }

    fn typed(&self, _: &Names<'_>) -> String {
        typed::show_time(Some(self))
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        given(typed::time, text, typed::TIME_HINT)
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if let Self::Unread(text) = self {
            at.unread("time: write 40s, 4m 30s, 2h, 3d, 1wd or 6w", text);
        }
    }
}

impl Value for Written<OpenHours> {
    fn input() -> Input {
        line(OPENING_HINT, Unit::None)
    }

    fn typed(&self, _: &Names<'_>) -> String {
        self.to_string()
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        given(typed::opening, text, OPENING_HINT)
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if let Self::Unread(text) = self {
            at.unread(
                "opening times: write Mo-Fr 08-20, daily 08-20 or always",
                text,
            );
        }
    }
}

impl Value for Written<Date> {
    fn input() -> Input {
        line("YYYY-MM-DD", Unit::None)
    }

    fn typed(&self, _: &Names<'_>) -> String {
        self.to_string()
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        given(typed::date, text, "2027-01-15")
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if let Self::Unread(text) = self {
            at.unread("date: write 2026-01-31", text);
        }
    }
}

/// The choice that is called `text`, in whatever case.
pub(super) fn chosen<'c, T>(
    all: &'c [T],
    words: impl Fn(&T) -> &'static str,
    text: &str,
) -> Option<&'c T> {
    let text = text.trim().to_lowercase();
    all.iter().find(|one| words(one).to_lowercase() == text)
}

pub(super) fn no_choice(text: &str, all: &[&str]) -> String {
    format!("“{}” is no choice: write {}", text.trim(), all.join(", "))
}

macro_rules! choices {
    ($($name:ident),* $(,)?) => {$(
        impl Value for $name {
            fn input() -> Input {
                Input::Choice {
                    all: Self::ALL.iter().map(|one| one.words()).collect(),
                    optional: false,
                    open: false,
                }
            }

            fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
                chosen(Self::ALL, |one| one.words(), text).copied().ok_or_else(|| {
                    let all: Vec<&str> = Self::ALL.iter().map(|one| one.words()).collect();
                    no_choice(text, &all)
                })
            }
        }
    )*};
}

choices!(
    Autonomy,
    BasisKind,
    ConnectorKind,
    Decides,
    Effort,
    Join,
    LaneKind,
    Marker,
    MeasureKind,
    Often,
    Outcome,
    Row,
    Severity,
    Split,
    State,
    Status,
    StepKind,
    Trigger,
    WhyNot,
);

impl Value for bool {
    fn input() -> Input {
        Input::Choice {
            all: vec!["Yes", "No"],
            optional: false,
            open: false,
        }
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        match text.trim().to_lowercase().as_str() {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(no_choice(text, &["Yes", "No"])),
        }
    }
}

/// Choices of which one is named by whoever makes it.
macro_rules! open_choices {
    ($($name:ident),*) => {$(
        /// One of the known ones, or another in the team's words.
        impl Value for $name {
            fn input() -> Input {
                Input::Choice {
                    all: Self::ALL.iter().map(Self::known).collect(),
                    optional: false,
                    open: true,
                }
            }

            fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
                let known = chosen(Self::ALL, Self::known, text).cloned();
                Ok(known.unwrap_or_else(|| Self::Other(text.trim().to_owned())))
            }
        }
    )*};
}

open_choices!(MeasureUnit, Technique);

/// A reference, which is typed by the name of the record or by its id.
impl<T: Referred> Value for Id<T> {
    const REFERS: bool = true;

    fn input() -> Input {
        Input::Reference(T::reference(&Self::default()).kind())
    }

    fn read(text: &str, names: &Names<'_>) -> Result<Self, String> {
        let (text, all) = (text.trim(), T::all(names));
        let by_id = all.iter().find(|(id, _)| id.as_str() == text);
        let found = by_id.or_else(|| {
            let text = text.to_lowercase();
            all.iter().find(|(_, name)| name.to_lowercase() == text)
        });
        let noun = T::reference(&Self::default()).kind().noun();
        found
            .map(|(id, _)| (*id).clone())
            .ok_or_else(|| format!("There is no {noun} “{text}”"))
    }

    fn seen(&self, path: &[PathPart], names: &Names<'_>) -> Option<ShownField> {
        let called = T::called(self, names);
        let words = match names.has(T::reference(self)) {
            true => called,
            false => format!("{called} (not there)"),
        };
        path.is_empty().then(|| ShownField {
            typed: self.to_string(),
            words,
            ..ShownField::none::<Self>()
        })
    }

    fn choices(names: &Names<'_>) -> Vec<(String, String)> {
        let all = T::all(names).into_iter();
        all.map(|(id, _)| (id.to_string(), T::called(id, names)))
            .collect()
    }

    fn faults(&self, at: &mut Faults<'_>) {
        at.reference(T::reference(self));
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        visit(T::reference(self));
    }

    fn texts(&self, names: &Names<'_>, visit: &mut dyn FnMut(&str)) {
        match T::reference(self) {
            Ref::Record(Kind::Lane | Kind::Phase, _) => {}
            Ref::Record(..) => visit(&T::called(self, names)),
            Ref::Moment(_)
            | Ref::Source(_)
            | Ref::Variant(_)
            | Ref::Step(..)
            | Ref::Connector(..)
            | Ref::Pain(_) => {}
        }
    }

    fn is_lost(&self, gone: &Gone<'_>) -> bool {
        gone.took(T::reference(self))
    }

    fn rename(&mut self, to: &RenamedTo<'_>) {
        if let Some(new) = to(T::reference(self)) {
            *self = Self::new(&new);
        }
    }
}

impl Value for Place {
    const REFERS: bool = true;

    fn input() -> Input {
        Input::Part
    }

    fn read(_: &str, _: &Names<'_>) -> Result<Self, String> {
        Err("Select what the comment is about".to_owned())
    }

    /// One word is enough: the place is there or not.
    fn faults(&self, at: &mut Faults<'_>) {
        if let Self::Unknown(path) = self {
            at.dangling("record", path);
        } else if let Some(missing) = self.names().find(|name| !at.knows(*name)) {
            at.reference(missing);
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        self.names().for_each(visit);
    }

    fn rename(&mut self, to: &RenamedTo<'_>) {
        let names: Vec<Option<String>> = self.names().map(to).collect();
        let renamed = |place: usize| names.get(place).and_then(Option::as_deref);
        match self {
            Self::Record(key) => key.rename(renamed(0), renamed(1)),
            Self::Cell(variant, lane, moment) => {
                let new = |place, old: &str| renamed(place).unwrap_or(old).to_owned();
                (*variant, *lane, *moment) = (
                    Id::new(&new(0, variant.as_str())),
                    Id::new(&new(1, lane.as_str())),
                    Id::new(&new(2, moment.as_str())),
                );
            }
            Self::Unknown(_) => {}
        }
    }

    /// What was said about something that went is kept: it is now about the blueprint.
    fn forget(&mut self, gone: &Gone<'_>) {
        if self.names().any(|name| gone.took(name)) {
            *self = Self::default();
        }
    }
}
