//! Values that are typed on one line or picked from a list, and references.

use super::{Input, Unit, Value};
use crate::model::{
    AiSystemId, Autonomy, BasisKind, ConnectorKind, Count, Date, Feeling, Function, Gone, Hours,
    Id, Join, LaneId, LaneKind, Marker, MomentId, Money, MonitorKind, Names, Often, PainId, Place,
    Ref, RoleId, Row, Severity, Share, Split, State, Status, StepId, StepKind, Technique, Time,
    Trigger, VariantId, Within, Written, faults::Faults, typed,
};

impl Value for String {
    fn input() -> Input {
        Input::Text
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        typed::text(text)
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

impl Value for u32 {
    fn input() -> Input {
        line("", Unit::None)
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        given(typed::whole, text, "a whole number")
    }
}

/// A rank from 1 to 5.
impl Value for u8 {
    fn input() -> Input {
        line("1 to 5", Unit::None)
    }

    fn read(text: &str, _: &Names<'_>) -> Result<Self, String> {
        match text.trim().parse() {
            Ok(rank @ 1..=5) => Ok(rank),
            _ => Err(format!("“{}” is no rank: write 1 to 5", text.trim())),
        }
    }

    fn faults(&self, at: &mut Faults<'_>) {
        if !(1..=5).contains(self) {
            at.out_of_range("1 to 5", *self);
        }
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
            at.unread("time: write 40s, 4m 30s, 2h, 3d or 1wd", text);
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
fn chosen<'c, T>(all: &'c [T], words: impl Fn(&T) -> &'static str, text: &str) -> Option<&'c T> {
    let text = text.trim().to_lowercase();
    all.iter().find(|one| words(one).to_lowercase() == text)
}

fn no_choice(text: &str, all: &[&str]) -> String {
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
    Function,
    Join,
    LaneKind,
    Marker,
    MonitorKind,
    Often,
    Row,
    Severity,
    Split,
    State,
    Status,
    StepKind,
    Trigger,
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

/// One of the known ones, or another in the designer's words.
impl Value for Technique {
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

/// A reference among records that people call by a name: `all` gives each id with its name.
macro_rules! references {
    ($($id:ident: $name:expr, |$names:ident| $all:expr;)*) => {$(
        impl Value for $id {
            const REFERS: bool = true;

            fn input() -> Input {
                Input::Reference
            }

            fn read(text: &str, names: &Names<'_>) -> Result<Self, String> {
                fn all<'b>($names: &Names<'b>) -> Vec<(&'b $id, &'b str)> {
                    $all
                }
                let (text, all) = (text.trim(), all(names));
                let by_id = all.iter().find(|(id, _)| id.as_str() == text);
                let found = by_id.or_else(|| {
                    all.iter().find(|(_, name)| name.to_lowercase() == text.to_lowercase())
                });
                let noun = $name(&Id::default()).noun();
                found
                    .map(|(id, _)| (*id).clone())
                    .ok_or_else(|| format!("There is no {noun} “{text}”"))
            }

            fn faults(&self, at: &mut Faults<'_>) {
                at.reference($name(self));
            }

            fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
                visit($name(self));
            }

            fn is_lost(&self, gone: &Gone<'_>) -> bool {
                gone.took($name(self))
            }
        }
    )*};
}

references! {
    LaneId: Ref::Lane, |names| {
        names.blueprint().lanes.iter().map(|lane| (&lane.id, &*lane.name)).collect()
    };
    MomentId: Ref::Moment, |names| {
        names.blueprint().moments().map(|(_, moment)| (&moment.id, &*moment.name)).collect()
    };
    RoleId: Ref::Role, |names| {
        names.blueprint().roles.iter().map(|role| (&role.id, &*role.name)).collect()
    };
    AiSystemId: Ref::AiSystem, |names| {
        names.blueprint().ai_systems.iter().map(|system| (&system.id, &*system.name)).collect()
    };
    VariantId: Ref::Variant, |names| {
        names.blueprint().variants.iter().map(|variant| (&variant.id, &*variant.name)).collect()
    };
    StepId: (|id| Ref::Step(Within::Variant, id)), |names| {
        let steps = names.variant().into_iter().flat_map(|variant| &variant.steps);
        steps.map(|(id, step)| (id, &*step.title)).collect()
    };
    PainId: Ref::Pain, |names| {
        names.blueprint().pains().map(|pain| (&pain.id, &*pain.text)).collect()
    };
}

impl Place {
    /// What it names: first what the rest lies in.
    fn names(&self) -> impl Iterator<Item = Ref<'_>> {
        let names = match self {
            Self::Blueprint | Self::Record(_) => [None; 3],
            Self::Lane(id) => [Some(Ref::Lane(id)), None, None],
            Self::Phase(id) => [Some(Ref::Phase(id)), None, None],
            Self::Moment(id) => [Some(Ref::Moment(id)), None, None],
            Self::Role(id) => [Some(Ref::Role(id)), None, None],
            Self::AiSystem(id) => [Some(Ref::AiSystem(id)), None, None],
            Self::Source(id) => [Some(Ref::Source(id)), None, None],
            Self::Variant(id) => [Some(Ref::Variant(id)), None, None],
            Self::Step(variant, id) => {
                let step = Ref::Step(Within::Named(variant), id);
                [Some(Ref::Variant(variant)), Some(step), None]
            }
            Self::Connector(variant, id) => {
                let connector = Ref::Connector(variant, id);
                [Some(Ref::Variant(variant)), Some(connector), None]
            }
            Self::Cell(variant, lane, moment) => {
                [Ref::Variant(variant), Ref::Lane(lane), Ref::Moment(moment)].map(Some)
            }
        };
        names.into_iter().flatten()
    }
}

impl Value for Place {
    const REFERS: bool = true;

    fn input() -> Input {
        Input::Reference
    }

    fn read(_: &str, _: &Names<'_>) -> Result<Self, String> {
        Err("Select what the comment is about".to_owned())
    }

    /// One word is enough: the place is there or not.
    fn faults(&self, at: &mut Faults<'_>) {
        if let Self::Record(path) = self {
            at.dangling("record", path);
        } else if let Some(missing) = self.names().find(|name| !at.knows(*name)) {
            at.reference(missing);
        }
    }

    fn refs(&self, visit: &mut dyn FnMut(Ref<'_>)) {
        self.names().for_each(visit);
    }

    /// What was said about something that went is kept: it is now about the blueprint.
    fn forget(&mut self, gone: &Gone<'_>) {
        if self.names().any(|name| gone.took(name)) {
            *self = Self::default();
        }
    }
}

/// An id of the record itself: made once, and nobody types it.
macro_rules! own_ids {
    ($($id:ty),* $(,)?) => {$(
        impl Value for $id {
            fn input() -> Input {
                Input::Part
            }

            fn read(_: &str, _: &Names<'_>) -> Result<Self, String> {
                Err("An id stays as it was made".to_owned())
            }
        }
    )*};
}

own_ids!(crate::model::PhaseId);
