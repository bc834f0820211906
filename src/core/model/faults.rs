//! The way through a document in the order of the file, on which its problems are noted.
//!
//! Fields note their own faults ([`Value::faults`](super::Value::faults)); this knows where they stand and which
//! records there are to be named.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};

use super::{
    Blueprint, Fields, Id, Kind, PathPart, Problem, Record, Ref, Register as _, Trouble, Variant,
    VariantId, Visit, Within, fields,
    problems::{MAX_TEXT_BYTES, SAID_IN_FORMAT_1},
};

/// Every problem of `blueprint`.
pub(super) fn problems(blueprint: &Blueprint) -> Vec<Problem> {
    let mut faults = Faults::of(blueprint);
    faults.blueprint(blueprint);
    faults.found
}

/// What is wrong with the fields of a record but its references, which dangle where nothing else is known.
pub fn faults_of<T: Fields>(record: &T) -> Vec<Problem> {
    let nothing = Blueprint::default();
    let mut faults = Faults::of(&nothing);
    fields::faults(record, &mut faults);
    let is_fault = |problem: &Problem| !matches!(problem.trouble, Trouble::Dangling(..));
    faults.found.into_iter().filter(is_fault).collect()
}

/// The ids that references may name.
struct Known<'b> {
    registers: HashMap<Kind, HashSet<&'b str>>,
    moments: HashSet<&'b str>,
    sources: HashSet<&'b str>,
    variants: HashMap<&'b str, &'b Variant>,
    pains: HashSet<&'b str>,
    /// The steps of the variant at hand. Connectors look in here for their ends: in a large document that is
    /// many times faster than walking down the sorted map for each.
    steps: HashSet<&'b str>,
    first: Option<&'b Variant>,
}

impl<'b> Known<'b> {
    fn of(blueprint: &'b Blueprint) -> Self {
        struct Ids<'b>(&'b Blueprint);

        impl<'b> Visit for Ids<'b> {
            type Out = HashSet<&'b str>;

            fn kind<T: Record>(self) -> HashSet<&'b str> {
                let entries = T::all(self.0).entries();
                entries.map(|(id, _)| id.as_str()).collect()
            }
        }

        let ids = |kind: &Kind| (*kind, kind.visit(Ids(blueprint)));
        let variants = blueprint.variants.iter();
        let sources = blueprint.sources.iter();
        Self {
            registers: Kind::ALL.iter().map(ids).collect(),
            moments: blueprint
                .moments()
                .map(|(_, moment)| moment.id.as_str())
                .collect(),
            sources: sources.map(|source| source.id.as_str()).collect(),
            variants: variants.map(|v| (v.id.as_str(), &**v)).collect(),
            pains: blueprint.pains().map(|pain| pain.id.as_str()).collect(),
            steps: HashSet::new(),
            first: blueprint.variants.first().map(|variant| &**variant),
        }
    }

    fn has(&self, name: Ref<'_>) -> bool {
        let variant = |id: &VariantId| self.variants.get(id.as_str());
        match name {
            Ref::Record(kind, id) => self
                .registers
                .get(&kind)
                .is_some_and(|ids| ids.contains(id)),
            Ref::Moment(id) => self.moments.contains(id.as_str()),
            Ref::Source(id) => self.sources.contains(id.as_str()),
            Ref::Variant(id) => variant(id).is_some(),
            Ref::Step(Within::Variant, id) => self.steps.contains(id.as_str()),
            Ref::Step(Within::First, id) => {
                self.first.is_some_and(|first| first.steps.contains_key(id))
            }
            Ref::Step(Within::Named(held_by), id) => {
                variant(held_by).is_some_and(|held| held.steps.contains_key(id))
            }
            Ref::Connector(held_by, id) => {
                variant(held_by).is_some_and(|held| held.connectors.contains_key(id))
            }
            Ref::Pain(id) => self.pains.contains(id.as_str()),
        }
    }
}

/// Where the way has come to, and what was found on it.
pub struct Faults<'b> {
    known: Known<'b>,
    way: Vec<PathPart>,
    in_first: bool,
    found: Vec<Problem>,
}

impl<'b> Faults<'b> {
    fn of(blueprint: &'b Blueprint) -> Self {
        Self {
            known: Known::of(blueprint),
            way: Vec::new(),
            in_first: false,
            found: Vec::new(),
        }
    }

    /// Whether there is a record of this name.
    pub fn knows(&self, name: Ref<'_>) -> bool {
        self.known
            .has(if self.in_first { name.in_first() } else { name })
    }

    /// Notes a reference to nothing.
    pub fn reference(&mut self, name: Ref<'_>) {
        if !self.knows(name) {
            let name = if self.in_first { name.in_first() } else { name };
            self.dangling(name.noun(), name.id());
        }
    }

    /// Notes something that is called by name and does not exist.
    pub fn dangling(&mut self, kind: &'static str, name: &str) {
        self.push(Trouble::Dangling(kind, name.to_owned()));
    }

    /// Notes a text that is no time, or no date: what was expected, and the text.
    pub fn unread(&mut self, expected: &'static str, text: &str) {
        self.push(Trouble::Unread(expected, text.to_owned()));
    }

    /// Notes a number outside its range.
    pub fn out_of_range(&mut self, range: &'static str, number: impl Into<f64>) {
        self.push(Trouble::OutOfRange(range, number.into().to_string()));
    }

    /// Notes a text that no file could hold.
    pub fn text(&mut self, text: &str) {
        if text.len() > MAX_TEXT_BYTES {
            self.push(Trouble::TooLong(text.len()));
        }
    }

    /// Notes ids that are in a list already.
    pub fn doubled<'i>(&mut self, ids: impl ExactSizeIterator<Item = &'i str>) {
        // Mostly there is none or one.
        if ids.len() < 2 {
            return;
        }
        let mut seen = HashSet::new();
        for (number, id) in ids.enumerate() {
            if !seen.insert(id) {
                self.number(number, |at| at.push(Trouble::DoubledId(id.to_owned())));
            }
        }
    }

    /// Goes to a field, and back.
    pub fn name(&mut self, name: &'static str, check: impl FnOnce(&mut Self)) {
        self.part(PathPart::Name(name), check);
    }

    /// Goes to the record or entry called `key`, and back.
    pub fn key(&mut self, key: &str, check: impl FnOnce(&mut Self)) {
        self.part(PathPart::Item(key.into()), check);
    }

    /// Goes to an entry of a list, counted from 0, and back.
    pub fn number(&mut self, number: usize, check: impl FnOnce(&mut Self)) {
        self.part(PathPart::Number(number), check);
    }

    /// Takes names of steps for those of the first variant.
    pub fn in_first(&mut self, check: impl FnOnce(&mut Self)) {
        self.in_first = true;
        check(self);
        self.in_first = false;
    }

    fn part(&mut self, part: PathPart, check: impl FnOnce(&mut Self)) {
        self.way.push(part);
        check(self);
        self.way.pop();
    }

    /// Goes to a record by its id, or by its number when it has none, and back.
    fn record<T>(&mut self, id: &Id<T>, index: usize, check: impl FnOnce(&mut Self)) {
        let part = if id.is_empty() {
            PathPart::Number(index)
        } else {
            PathPart::Item(id.shared())
        };
        self.part(part, check);
    }

    fn push(&mut self, trouble: Trouble) {
        let mut path = String::new();
        for part in &self.way {
            if !path.is_empty() {
                path.push('/');
            }
            let _ = write!(path, "{part}");
        }
        self.found.push(Problem { path, trouble });
    }

    fn blueprint(&mut self, blueprint: &'b Blueprint) {
        // The order of the file: the frame and who works there, the variants, what is said of all of them.
        let frame = Kind::ALL.partition_point(|kind| *kind < Kind::Acceptance);
        let (frame, others) = Kind::ALL.split_at(frame);
        for kind in frame {
            self.name(kind.field(), |at| kind.visit(FaultsOf(at, blueprint)));
        }
        // A moment belongs to one phase, so its id is unique over all of them.
        let mut moments = HashSet::new();
        self.name("phases", |at| {
            for (index, phase) in blueprint.phases.iter().enumerate() {
                at.record(&phase.id, index, |at| {
                    at.name("moments", |at| {
                        for (index, moment) in phase.moments.iter().enumerate() {
                            at.record(&moment.id, index, |at| at.once(&mut moments, &moment.id));
                        }
                    });
                });
            }
        });
        self.name("variants", |at| {
            let variants = blueprint.variants.iter();
            at.records(variants.map(|v| (&v.id, &**v)), Self::contents);
        });
        for kind in others {
            self.name(kind.field(), |at| kind.visit(FaultsOf(at, blueprint)));
        }
        self.name("sources", |at| {
            let sources = blueprint.sources.iter();
            at.records(sources.map(|source| (&source.id, source)), |_, _| {});
        });
    }

    /// Records with their ids, and what else stands in each.
    fn records<T: Fields>(
        &mut self,
        records: impl Iterator<Item = (&'b Id<T>, &'b T)>,
        mut contents: impl FnMut(&mut Self, &'b T),
    ) {
        let mut seen = HashSet::new();
        for (index, (id, record)) in records.enumerate() {
            self.record(id, index, |at| {
                at.once(&mut seen, id);
                fields::faults(record, at);
                contents(at, record);
            });
        }
    }

    fn contents(&mut self, variant: &'b Variant) {
        self.known.steps = variant.steps.keys().map(Id::as_str).collect();
        self.name("steps", |at| {
            for (index, (id, step)) in variant.steps.iter().enumerate() {
                at.record(id, index, |at| fields::faults(&**step, at));
            }
        });
        self.name("connectors", |at| {
            for (index, (id, connector)) in variant.connectors.iter().enumerate() {
                at.record(id, index, |at| fields::faults(&**connector, at));
            }
        });
        self.name("removed", |at| {
            for (index, (id, removed)) in variant.removed.iter().enumerate() {
                at.record(id, index, |at| {
                    at.reference(Ref::Step(Within::First, id));
                    fields::faults(&**removed, at);
                });
            }
        });
    }

    /// Notes what older files said differently of an AI use, variant by variant.
    fn said_otherwise(&mut self, blueprint: &'b Blueprint) {
        for (id, of) in &blueprint.ai_uses {
            for key in of.ext.keys() {
                let Some(variant) = key.strip_prefix(SAID_IN_FORMAT_1) else {
                    continue;
                };
                self.key(id.as_str(), |at| {
                    at.name("ext", |at| {
                        at.key(key, |at| {
                            at.push(Trouble::SaidOtherwise(variant.to_owned()));
                        });
                    });
                });
            }
        }
    }

    fn once<T>(&mut self, seen: &mut HashSet<&'b str>, id: &'b Id<T>) {
        if !seen.insert(id.as_str()) {
            self.push(Trouble::DoubledId(id.to_string()));
        }
    }
}

/// Notes what is wrong in a register.
struct FaultsOf<'f, 'b>(&'f mut Faults<'b>, &'b Blueprint);

impl Visit for FaultsOf<'_, '_> {
    type Out = ();

    fn kind<T: Record>(self) {
        let entries = T::all(self.1).entries();
        self.0
            .records(entries.map(|(id, record)| (id, &**record)), |_, _| {});
        // What a migration could not decide is told until somebody did.
        if T::KIND == Kind::AiUse {
            self.0.said_otherwise(self.1);
        }
    }
}
